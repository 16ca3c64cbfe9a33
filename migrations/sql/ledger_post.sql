-- The post and its check, faster than in ledger.sql, where the guards and readers are described. What they promise is
-- the same: entries first, accounts locked in id order, nothing outside floor and ceiling, legs equal and of one unit.
--
-- Accounts are found by their ids, whatever the statistics say. They lag behind a busy day, and a plan that was made
-- while the tables were small read all accounts and all entries for each post. So the settings leave one way open: the
-- index for the accounts that a post names, a hash to join them with its legs (a post may have ten thousand). One plan
-- serves all calls, as planning took longer than doing.

CREATE OR REPLACE FUNCTION ledger_post(
    p_recorded_at  timestamptz,
    -- accounts that the moves name (missing ones are opened; those that exist keep what they are)
    p_account_ids  uuid[], p_paths text[], p_account_units text[], p_kinds text[], p_floors bigint[], p_ceilings bigint[],
    -- entries
    p_entry_ids    uuid[], p_references text[], p_entry_kinds text[], p_units text[], p_dates date[],
    p_occurred_ats timestamptz[], p_reverses uuid[],
    -- moves, in order: amount goes from source to target, so that the legs cannot be unequal
    p_move_entries uuid[], p_sources uuid[], p_targets uuid[], p_amounts bigint[]
) RETURNS TABLE (account_id uuid, balance bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
AS $$
DECLARE
    breach record;
BEGIN
    -- The entries first: a reference that exists already stops the loser before it holds anything.
    INSERT INTO ledger_entries (id, reference, kind, unit, business_date, occurred_at, recorded_at, reverses)
    SELECT e.id, e.reference, e.kind, e.unit, e.day, e.occurred_at, p_recorded_at, e.reverses
    FROM unnest(p_entry_ids, p_references, p_entry_kinds, p_units, p_dates, p_occurred_ats, p_reverses)
        AS e (id, reference, kind, unit, day, occurred_at, reverses);

    IF (SELECT count(*) FROM ledger_accounts a WHERE a.id = ANY (p_account_ids)) < cardinality(p_account_ids) THEN
        INSERT INTO ledger_accounts (id, path, unit, kind, floor, ceiling, balance, version)
        SELECT a.id, a.path, a.unit, a.kind, a.floor, a.ceiling,
               CASE WHEN a.kind = 'guarded' THEN 0 END, CASE WHEN a.kind = 'guarded' THEN 0 END
        FROM unnest(p_account_ids, p_paths, p_account_units, p_kinds, p_floors, p_ceilings)
            AS a (id, path, unit, kind, floor, ceiling)
        ORDER BY a.id
        ON CONFLICT DO NOTHING;  -- on the id or on the path, whichever another first post wrote before us
    END IF;

    -- Guarded accounts are locked in id order, in every path, so that no two entries deadlock; what they hold is read
    -- under the lock. The balance that the whole post leaves behind must lie between floor and ceiling.
    SELECT held.path, held.unit, held.balance, net.amount INTO breach
    FROM (
        SELECT a.id, a.path, a.unit, a.balance, a.floor, a.ceiling FROM ledger_accounts a
        WHERE a.id = ANY (p_sources || p_targets) AND a.kind = 'guarded'
        ORDER BY a.id FOR NO KEY UPDATE
    ) AS held
    JOIN (
        SELECT l.id, sum(l.amount)::bigint AS amount
        FROM (SELECT s.id, -s.amount AS amount FROM unnest(p_sources, p_amounts) AS s (id, amount)
              UNION ALL SELECT t.id, t.amount FROM unnest(p_targets, p_amounts) AS t (id, amount)) AS l
        GROUP BY l.id
    ) AS net ON net.id = held.id
    WHERE held.balance + net.amount < held.floor OR held.balance + net.amount > held.ceiling
    ORDER BY held.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'insufficient balance' USING ERRCODE = 'TH001', DETAIL = json_build_object(
            'path', breach.path, 'unit', breach.unit, 'balance', breach.balance, 'change', breach.amount)::text;
    END IF;

    -- Both halves see the balances from before. A leg whose account is missing is written without one and then refused.
    RETURN QUERY
    WITH legs AS MATERIALIZED (
        SELECT m.entry_id, m.source AS id, -m.amount AS amount, 2 * m.place - 1 AS place
        FROM unnest(p_move_entries, p_sources, p_amounts) WITH ORDINALITY AS m (entry_id, source, amount, place)
        UNION ALL
        SELECT m.entry_id, m.target, m.amount, 2 * m.place
        FROM unnest(p_move_entries, p_targets, p_amounts) WITH ORDINALITY AS m (entry_id, target, amount, place)
    ), written AS (
        INSERT INTO ledger_postings (entry_id, leg, account_id, amount, balance_after, account_version)
        SELECT legs.entry_id, row_number() OVER (PARTITION BY legs.entry_id ORDER BY legs.place), legs.id, legs.amount,
               a.balance + sum(legs.amount) OVER running, a.version + count(*) OVER running
        FROM legs
        LEFT JOIN (
            SELECT known.id, known.balance, known.version FROM ledger_accounts known
            WHERE known.id = ANY (p_sources || p_targets)
        ) AS a ON a.id = legs.id
        WINDOW running AS (PARTITION BY legs.id ORDER BY legs.place)
    )
    UPDATE ledger_accounts a
    SET balance = a.balance + net.amount, version = a.version + net.legs
    FROM (SELECT legs.id, sum(legs.amount)::bigint AS amount, count(*) AS legs FROM legs GROUP BY legs.id) AS net
    WHERE a.id = net.id AND a.id = ANY (p_sources || p_targets) AND a.kind = 'guarded'
    RETURNING a.id, a.balance;
END $$;

-- The last line, for the owner too: legs sum to nil per entry and name accounts of their entry's own unit, sources only
-- give, sinks only receive.
CREATE OR REPLACE FUNCTION ledger_check_postings() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    offender record;
BEGIN
    SELECT n.entry_id, sum(n.amount) <> 0 AS unequal, bool_or(against.the_way) AS against_the_way
      INTO offender
    FROM new_postings n
    LEFT JOIN ledger_accounts a ON a.id = n.account_id
    LEFT JOIN ledger_entries e ON e.id = n.entry_id AND e.unit = a.unit
    CROSS JOIN LATERAL (
        SELECT (a.kind = 'sink' AND n.amount < 0) OR (a.kind = 'source' AND n.amount > 0) AS the_way
    ) AS against
    GROUP BY n.entry_id
    HAVING sum(n.amount) <> 0 OR bool_or(against.the_way) OR bool_or(e.id IS NULL)
    LIMIT 1;
    IF FOUND THEN
        IF offender.unequal THEN
            RAISE EXCEPTION 'legs of entry % do not sum to nil', offender.entry_id USING ERRCODE = 'TH003';
        ELSIF offender.against_the_way THEN
            RAISE EXCEPTION 'entry % takes from a sink or gives to a source', offender.entry_id USING ERRCODE = 'TH004';
        END IF;
        RAISE EXCEPTION 'a move leaves its unit' USING ERRCODE = 'TH002';
    END IF;
    RETURN NULL;
END $$;
