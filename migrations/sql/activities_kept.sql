-- What somebody did is not rewritten: only the verdict on it may change.
CREATE OR REPLACE FUNCTION activities_keep_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - ARRAY['state', 'reduction_g']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'reduction_g'] THEN
        RAISE EXCEPTION 'an activity stays as it was reported' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
