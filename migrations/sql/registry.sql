-- What the models cannot say: one serial, one live block; what is retired stays; what was written stands.

ALTER TABLE registry_batches ADD CONSTRAINT ex_registry_batches_stretch
    EXCLUDE USING gist (int8range(first_serial, last_serial, '[]') WITH &&);

ALTER TABLE registry_unit_blocks ADD CONSTRAINT ex_registry_unit_blocks_live
    EXCLUDE USING gist (serials WITH &&) WHERE (superseded_at IS NULL);

-- A block is only ever superseded, once, and never when its kilograms are used up.
CREATE FUNCTION registry_keep_blocks() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'blocks are superseded, not deleted' USING ERRCODE = 'TH005';
    END IF;
    IF OLD.state IN ('retired', 'cancelled') THEN
        RAISE EXCEPTION 'block % is % and never changes', OLD.id, OLD.state USING ERRCODE = 'TH006';
    END IF;
    IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
       OR (OLD.id, OLD.batch_id, OLD.serials, OLD.party_id, OLD.state, OLD.slot_id, OLD.order_id, OLD.lien_id,
           OLD.retirement_id, OLD.parent_id, OLD.recorded_at)
          IS DISTINCT FROM
          (NEW.id, NEW.batch_id, NEW.serials, NEW.party_id, NEW.state, NEW.slot_id, NEW.order_id, NEW.lien_id,
           NEW.retirement_id, NEW.parent_id, NEW.recorded_at) THEN
        RAISE EXCEPTION 'block % can only be superseded, once', OLD.id USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registry_unit_blocks_keep BEFORE UPDATE OR DELETE ON registry_unit_blocks
    FOR EACH ROW EXECUTE FUNCTION registry_keep_blocks();
CREATE TRIGGER registry_unit_blocks_no_truncate BEFORE TRUNCATE ON registry_unit_blocks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER registry_batches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_batches
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_listings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_listings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_retirements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_retirements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_claims_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_claims
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER market_offer_prices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON market_offer_prices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
