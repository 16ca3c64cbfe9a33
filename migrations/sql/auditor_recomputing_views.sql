-- What an amount and an award follow from, so that an auditor need not believe them: prices with their dates, acts with
-- their measures, rules as they were published, tickets and where they went, certificates, what a reward is worth and
-- who pays for it. Notes, references of receipts and the contents of certificates stay here. Columns that are new stand
-- behind those that were agreed before.

CREATE OR REPLACE VIEW v_orders AS
SELECT o.id AS order_id, o.state, p.state AS payment_state, o.amount_fen, o.quantity_kg,
       p.transaction AS gateway_transaction,
       o.number, o.party_id, o.seller_party_id, o.offer_id, o.batch_number AS batch, o.price_fen_per_t, o.purpose,
       o.footprint_id, o.payment_id, o.retirement_id, o.certificate_number, o.points_awarded, o.award_entry_id,
       q.recorded_at AS quoted_at, o.recorded_at, o.expires_at, o.retired_at
FROM offsets_orders o LEFT JOIN payments_payments p ON p.id = o.payment_id LEFT JOIN offsets_quotes q ON q.id = o.quote_id;

CREATE OR REPLACE VIEW v_retirements AS
SELECT r.id AS retirement_id, c.number, r.purpose, r.beneficiary_name AS beneficiary, r.quantity_kg, r.order_id,
       b.number AS batch, r.party_id, r.period, r.retired_at
FROM registry_retirements r JOIN registry_batches b ON b.id = r.batch_id
LEFT JOIN certificates_certificates c ON c.kind = 'retirement' AND c.subject_id = r.id;

CREATE OR REPLACE VIEW v_awards AS
SELECT id AS award_id, party_id, cause_kind, cause_id, rule_code, rule_version, day, points, acts, reduction_g, reason,
       entry_id, recorded_at, facts
FROM points_awards;

-- What an award was for. Measures are decimal strings by name.
CREATE VIEW v_activities AS
SELECT id AS activity_id, party_id, kind, measures, tier, source, occurred_at, recorded_at, state, reduction_g,
       withdrawn_at
FROM activities_records;

-- A version is in force from its first day until the next one of its code begins, or its own last day is over.
CREATE VIEW v_rule_versions AS
SELECT code AS rule_code, version AS rule_version, kind, valid_from, valid_until, enabled, body, published_at
FROM points_earn_rule_versions;

CREATE VIEW v_batches AS
SELECT b.number AS batch, p.code AS project, b.owner_party_id, b.first_serial, b.last_serial, b.issued_kg, b.buffer_kg,
       b.issued_on, b.vintage_from, b.vintage_to, b.is_demo, b.recorded_at
FROM registry_batches b JOIN registry_projects p ON p.id = b.project_id;

CREATE VIEW v_transfers AS
SELECT t.id AS transfer_id, b.number AS batch, t.kind, t.seller_party_id, t.buyer_party_id, t.quantity_kg,
       t.price_fen_per_t, t.serials, t.occurred_at, t.recorded_at
FROM registry_transfers t JOIN registry_batches b ON b.id = t.batch_id;

-- Kilograms that went on the shelf, or came off it.
CREATE VIEW v_listings AS
SELECT l.id AS listing_id, b.number AS batch, l.direction, l.party_id, l.quantity_kg, l.price_fen_per_t, l.serials,
       l.occurred_at, l.recorded_at
FROM registry_listings l JOIN registry_batches b ON b.id = l.batch_id;

CREATE VIEW v_offers AS
SELECT id AS offer_id, batch_number AS batch, seller_party_id, is_demo, opened_at, closed_at, recorded_at
FROM market_offers;

-- A price holds from its instant on until the next row of its offer.
CREATE VIEW v_offer_prices AS
SELECT offer_id, valid_from, price_fen_per_t FROM market_offer_prices;

CREATE VIEW v_certificates AS
SELECT number, kind, subject_id, encode(sha256(convert_to(canonical, 'UTF8')), 'hex') AS facts_sha256, is_demo, issued_at,
       state, state_changed_at
FROM certificates_certificates;

CREATE VIEW v_rewards AS
SELECT id AS reward_id, merchant_party_id, category, points, worth_fen, funder_zh AS funder, stock, limit_count,
       limit_span, state, valid_from, recorded_at
FROM rewards_rewards;
