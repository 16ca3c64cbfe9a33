-- What a checker reads is what is approved, and what was decided stays as it was decided.
CREATE FUNCTION releases_keep_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps CONSTANT text[] := ARRAY['state', 'version', 'checker_id', 'checker_party_id', 'checker_role', 'decided_at',
                                   'reason', 'number', 'label', 'replaced', 'published'];
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.state NOT IN ('draft', 'submitted')
       OR (OLD.kind, OLD.maker_id, OLD.maker_role, OLD.recorded_at)
          IS DISTINCT FROM (NEW.kind, NEW.maker_id, NEW.maker_role, NEW.recorded_at)
       OR (OLD.state = 'submitted' AND to_jsonb(OLD) - steps IS DISTINCT FROM to_jsonb(NEW) - steps)
       OR (OLD.state = 'submitted' AND NEW.state = 'draft')
       OR (OLD.state = 'draft' AND NEW.state IN ('approved', 'rejected'))
    THEN
        RAISE EXCEPTION 'a release stays as it was submitted and decided' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_releases_keep_decided BEFORE UPDATE OR DELETE ON releases_releases
    FOR EACH ROW EXECUTE FUNCTION releases_keep_decided();
CREATE TRIGGER releases_releases_no_truncate BEFORE TRUNCATE ON releases_releases
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
