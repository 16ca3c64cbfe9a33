-- What somebody did is not rewritten: only the verdict on it may change, and a report that was taken back stays so.
CREATE OR REPLACE FUNCTION activities_keep_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(OLD) - ARRAY['state', 'reduction_g', 'withdrawn_at']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'reduction_g', 'withdrawn_at'] THEN
        RAISE EXCEPTION 'an activity stays as it was reported' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
