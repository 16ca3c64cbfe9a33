-- Money on its way and points at the counter, for the auditor: what was asked for, what arrived, what went back, what a
-- merchant took. Names of rewards, reasons in a clerk's words and pay codes stay here.

CREATE VIEW v_payments AS
SELECT id AS payment_id, payable_kind, payable_id, payer_party_id AS party_id, amount_fen, state, gateway,
       transaction AS gateway_transaction, recorded_at, expires_at, paid_at
FROM payments_payments;

-- One row for each transaction of a gateway; a payment that was paid twice has two.
CREATE VIEW v_receipts AS
SELECT gateway, transaction AS gateway_transaction, payment_id, amount_fen, paid_at, recorded_at
FROM payments_receipts;

CREATE VIEW v_refunds AS
SELECT id AS refund_id, payment_id, number, gateway, transaction AS gateway_transaction, amount_fen, reason, state,
       recorded_at, settled_at
FROM payments_refunds;

-- What a gateway said that cannot be: kept for the office.
CREATE VIEW v_discrepancies AS
SELECT id AS discrepancy_id, payment_id, kind, transaction AS gateway_transaction, recorded_at
FROM payments_discrepancies;

CREATE VIEW v_redemptions AS
SELECT id AS redemption_id, merchant_party_id, customer_party_id, out_trade_no, reward_id, points, payable_fen, state,
       entry_id, reversal_entry_id, redeemed_at, reversed_at
FROM rewards_redemptions;

-- One kilogram, one claim: what each retirement counts for.
CREATE VIEW v_claims AS
SELECT retirement_id, purpose, subject_kind, subject_id, recorded_at FROM registry_claims;

-- Which entry took what from which lot.
CREATE VIEW v_lot_uses AS
SELECT entry_id, lot_id, points FROM points_lot_uses;
