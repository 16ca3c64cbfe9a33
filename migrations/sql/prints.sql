-- A file that was handed out stays known: nobody can make one unknown, or another certificate's.
CREATE TRIGGER certificates_prints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificates_prints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
