-- What was published, given and taken stays as it was written: a change is a new row.

CREATE TRIGGER releases_settings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON releases_settings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER points_earn_rule_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_earn_rule_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER points_awards_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_awards
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER points_lot_uses_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_lot_uses
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A lot keeps what it was opened with, above all its last day; only what is left in it moves.
CREATE FUNCTION points_keep_lots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - ARRAY['pending', 'available', 'held']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['pending', 'available', 'held'] THEN
        RAISE EXCEPTION 'a lot keeps what it was opened with' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER points_lots_keep BEFORE UPDATE OR DELETE ON points_lots
    FOR EACH ROW EXECUTE FUNCTION points_keep_lots();

-- What somebody did is not rewritten: only the verdict on it may change.
CREATE FUNCTION activities_keep_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - ARRAY['state', 'reduction_g']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'reduction_g'] THEN
        RAISE EXCEPTION 'an activity stays as it was reported' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activities_records_keep BEFORE UPDATE OR DELETE ON activities_records
    FOR EACH ROW EXECUTE FUNCTION activities_keep_records();
