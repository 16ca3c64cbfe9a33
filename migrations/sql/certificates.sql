-- Numbers of certificates, and the guard of what was signed: only the state of a certificate ever changes, and only
-- from valid to revoked or superseded.

CREATE SEQUENCE certificates_retirement_numbers;

CREATE FUNCTION certificates_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR OLD.state <> 'valid'
       OR (OLD.number, OLD.kind, OLD.subject_id, OLD.canonical, OLD.jws, OLD.is_demo, OLD.issued_at)
          IS DISTINCT FROM (NEW.number, NEW.kind, NEW.subject_id, NEW.canonical, NEW.jws, NEW.is_demo, NEW.issued_at) THEN
        RAISE EXCEPTION 'certificate % stands as it was issued', OLD.number USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_certificates_keep BEFORE UPDATE OR DELETE ON certificates_certificates
    FOR EACH ROW EXECUTE FUNCTION certificates_keep();
CREATE TRIGGER certificates_certificates_no_truncate BEFORE TRUNCATE ON certificates_certificates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
