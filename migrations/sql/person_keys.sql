-- What was destroyed stays destroyed, and no key is forgotten: the row says that there was one.
CREATE FUNCTION identity_person_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a person''s key is destroyed, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.destroyed_at IS NOT NULL OR NEW.person_id <> OLD.person_id THEN
        RAISE EXCEPTION 'a destroyed key stays destroyed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER identity_person_key_kept BEFORE UPDATE OR DELETE ON identity_person_keys
    FOR EACH ROW EXECUTE FUNCTION identity_person_key_kept();
CREATE TRIGGER identity_person_key_kept_whole BEFORE TRUNCATE ON identity_person_keys
    FOR EACH STATEMENT EXECUTE FUNCTION identity_person_key_kept();
