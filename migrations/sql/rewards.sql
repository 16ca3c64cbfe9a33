-- What the models cannot say: a dead code stays dead, a redemption is only ever reversed.

-- Each of these is written once: who saw a code first, and how it ended.
CREATE FUNCTION rewards_keep_pay_codes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (OLD.id, OLD.party_id, OLD.code_hash, OLD.digits_hash, OLD.issued_at, OLD.expires_at)
       IS DISTINCT FROM (NEW.id, NEW.party_id, NEW.code_hash, NEW.digits_hash, NEW.issued_at, NEW.expires_at)
       OR (OLD.shown_to IS NOT NULL AND NEW.shown_to IS DISTINCT FROM OLD.shown_to)
       OR (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
       OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS DISTINCT FROM OLD.replaced_at) THEN
        RAISE EXCEPTION 'pay code % keeps what it is', OLD.id USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rewards_pay_codes_keep BEFORE UPDATE ON rewards_pay_codes
    FOR EACH ROW EXECUTE FUNCTION rewards_keep_pay_codes();

CREATE FUNCTION rewards_keep_redemptions() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'redemptions are reversed, not deleted' USING ERRCODE = 'TH005';
    END IF;
    IF OLD.state <> 'done' OR NEW.state <> 'reversed'
       OR (OLD.id, OLD.merchant_party_id, OLD.clerk_person_id, OLD.customer_party_id, OLD.pay_code_id,
           OLD.out_trade_no, OLD.reward_id, OLD.points, OLD.payable_fen, OLD.entry_id, OLD.redeemed_at)
          IS DISTINCT FROM
          (NEW.id, NEW.merchant_party_id, NEW.clerk_person_id, NEW.customer_party_id, NEW.pay_code_id,
           NEW.out_trade_no, NEW.reward_id, NEW.points, NEW.payable_fen, NEW.entry_id, NEW.redeemed_at) THEN
        RAISE EXCEPTION 'redemption % can only be reversed, once', OLD.id USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rewards_redemptions_keep BEFORE UPDATE OR DELETE ON rewards_redemptions
    FOR EACH ROW EXECUTE FUNCTION rewards_keep_redemptions();
CREATE TRIGGER rewards_redemptions_no_truncate BEFORE TRUNCATE ON rewards_redemptions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
