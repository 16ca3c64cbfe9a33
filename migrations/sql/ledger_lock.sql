-- As in ledger.sql, but that a path which another opened a moment ago is no mistake.
-- Open what is missing, lock in id order, say what is there: for a decision that depends on what was posted before.
CREATE OR REPLACE FUNCTION ledger_lock(
    p_account_ids uuid[], p_paths text[], p_units text[], p_kinds text[], p_floors bigint[], p_ceilings bigint[]
) RETURNS TABLE (account_id uuid, balance bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_accounts (id, path, unit, kind, floor, ceiling, balance, version)
    SELECT a.id, a.path, a.unit, a.kind, a.floor, a.ceiling, 0, 0
    FROM unnest(p_account_ids, p_paths, p_units, p_kinds, p_floors, p_ceilings)
        AS a (id, path, unit, kind, floor, ceiling)
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts known WHERE known.id = a.id)
    ORDER BY a.id
    ON CONFLICT DO NOTHING;
    RETURN QUERY
    SELECT a.id, a.balance FROM ledger_accounts a
    WHERE a.id = ANY (p_account_ids) AND a.kind = 'guarded'
    ORDER BY a.id FOR NO KEY UPDATE;
END $$;
