-- Emission factors are superseded, never edited: what was computed with a row can be computed again.
CREATE TRIGGER footprints_factors_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON footprints_factors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER footprints_factor_releases_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON footprints_factor_releases
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A statement changes once at most: its owner withdraws it.
CREATE FUNCTION footprints_keep_statements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR to_jsonb(OLD) - ARRAY['state', 'withdrawn_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'withdrawn_at']
    THEN
        RAISE EXCEPTION 'footprint statements keep what they say' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_statements_keep BEFORE UPDATE OR DELETE ON footprints_statements
    FOR EACH ROW EXECUTE FUNCTION footprints_keep_statements();
CREATE TRIGGER footprints_statements_no_truncate BEFORE TRUNCATE ON footprints_statements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
