-- What the auditor sees, and all that the auditor sees: ids, amounts and states under fixed names, no phone, no sealed
-- field. The columns are a contract with whoever audits from outside; the tables behind them may change.

CREATE VIEW v_accounts AS
SELECT a.id AS account_id, a.path, a.unit, a.kind, a.floor, a.ceiling,
       CASE a.kind
           WHEN 'guarded' THEN a.balance
           -- kept nowhere: the roll-up and what came after it
           ELSE coalesce(r.balance, 0) + coalesce((
               SELECT sum(p.amount) FROM ledger_postings p
               WHERE p.account_id = a.id AND p.transaction_id >= coalesce(r.below, '0'::xid8)), 0)::bigint
       END AS balance,
       a.version
FROM ledger_accounts a LEFT JOIN ledger_roll_ups r ON r.account_id = a.id;

CREATE VIEW v_entries AS
SELECT id AS entry_id, reference, kind, business_date, occurred_at, recorded_at, reverses FROM ledger_entries;

CREATE VIEW v_postings AS
SELECT p.entry_id, p.leg, p.account_id, e.unit, p.amount, p.balance_after, p.account_version
FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id;

CREATE VIEW v_awards AS
SELECT id AS award_id, party_id, cause_kind, cause_id, rule_code, rule_version, day, points, acts, reduction_g, reason,
       entry_id, recorded_at
FROM points_awards;

CREATE VIEW v_lots AS
SELECT id AS lot_id, party_id, award_id, expires_on, issued, pending, available, held FROM points_lots;

-- Live blocks: at any moment they tile what was issued.
CREATE VIEW v_unit_blocks AS
SELECT u.id AS block_id, b.number AS batch, lower(u.serials) AS first_serial, upper(u.serials) - 1 AS last_serial,
       u.party_id, u.state, u.order_id, u.retirement_id
FROM registry_unit_blocks u JOIN registry_batches b ON b.id = u.batch_id
WHERE u.superseded_at IS NULL;

-- The beneficiary is told as its certificate tells it: the name that was chosen for the public, or none.
CREATE VIEW v_retirements AS
SELECT r.id AS retirement_id, c.number, r.purpose, r.beneficiary_name AS beneficiary, r.quantity_kg, r.order_id
FROM registry_retirements r
LEFT JOIN certificates_certificates c ON c.kind = 'retirement' AND c.subject_id = r.id;

CREATE VIEW v_orders AS
SELECT o.id AS order_id, o.state, p.state AS payment_state, o.amount_fen, o.quantity_kg,
       p.transaction AS gateway_transaction
FROM offsets_orders o LEFT JOIN payments_payments p ON p.id = o.payment_id;

-- RFC 6962 leaf hashes; the contents stay here.
CREATE VIEW v_log AS
SELECT id, recorded_at, kind, encode(sha256('\x00'::bytea || salt || content), 'hex') AS hash FROM transparency_leaves;
