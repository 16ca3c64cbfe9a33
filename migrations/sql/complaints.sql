-- What the office has answered, and what was said, stays as it was said; a new key may seal the same words again.
CREATE SEQUENCE complaints_numbers;
CREATE FUNCTION complaints_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - 'text_sealed' IS DISTINCT FROM to_jsonb(NEW) - 'text_sealed' THEN
        RAISE EXCEPTION 'what was said stays as it was said' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_answers_keep_words BEFORE UPDATE OR DELETE ON complaints_answers
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_words();
CREATE TRIGGER complaints_messages_keep_words BEFORE UPDATE OR DELETE ON complaints_messages
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_words();
CREATE TRIGGER complaints_answers_whole BEFORE TRUNCATE ON complaints_answers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER complaints_messages_whole BEFORE TRUNCATE ON complaints_messages
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
