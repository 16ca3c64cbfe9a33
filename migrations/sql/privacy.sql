-- Whoever has closed their account: from then on, and only then, what they wrote may be emptied.
CREATE FUNCTION privacy_is_closed(party uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM privacy_closings c WHERE c.party_id = party AND c.state = 'closed')
$$;

-- A closed account stays closed, and a consent stays as it was given: only its withdrawal is added, once.
CREATE FUNCTION privacy_keep_closings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'a closing that has ended stays as it ended' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_closings_keep BEFORE UPDATE OR DELETE ON privacy_closings
    FOR EACH ROW EXECUTE FUNCTION privacy_keep_closings();
CREATE FUNCTION privacy_keep_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR to_jsonb(OLD) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(NEW) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'a consent stays as it was given' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_consents_keep BEFORE UPDATE OR DELETE ON privacy_consents
    FOR EACH ROW EXECUTE FUNCTION privacy_keep_consents();
CREATE TRIGGER privacy_consent_texts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON privacy_consent_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A note goes with whoever wrote it; the report itself stays under a pseudonym.
CREATE OR REPLACE FUNCTION activities_keep_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.note IS NULL AND privacy_is_closed(OLD.party_id)
       AND to_jsonb(OLD) - 'note' IS NOT DISTINCT FROM to_jsonb(NEW) - 'note' THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'UPDATE' OR OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(OLD) - ARRAY['state', 'reduction_g', 'withdrawn_at']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'reduction_g', 'withdrawn_at'] THEN
        RAISE EXCEPTION 'an activity stays as it was reported' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;

-- What somebody used at home goes with them, whole.
CREATE OR REPLACE FUNCTION footprints_keep_statements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND privacy_is_closed(OLD.party_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP <> 'UPDATE' OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR to_jsonb(OLD) - ARRAY['state', 'withdrawn_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'withdrawn_at']
    THEN
        RAISE EXCEPTION 'footprint statements keep what they say' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
