-- The post, its guards and its readers. The application's role may SELECT the tables and EXECUTE these functions,
-- nothing else: they run as the owner (SECURITY DEFINER) with a fixed search path. It names pg_temp, and names it last:
-- left out it would come first, and a caller's temporary table could stand in for the books.

CREATE FUNCTION ledger_post(
    p_recorded_at  timestamptz,
    -- accounts that the moves name (missing ones are opened; those that exist keep what they are)
    p_account_ids  uuid[], p_paths text[], p_account_units text[], p_kinds text[], p_floors bigint[], p_ceilings bigint[],
    -- entries
    p_entry_ids    uuid[], p_references text[], p_entry_kinds text[], p_units text[], p_dates date[],
    p_occurred_ats timestamptz[], p_reverses uuid[],
    -- moves, in order: amount goes from source to target, so that the legs cannot be unequal
    p_move_entries uuid[], p_sources uuid[], p_targets uuid[], p_amounts bigint[]
) RETURNS TABLE (account_id uuid, balance bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    breach record;
BEGIN
    -- The entries first: a reference that exists already stops the loser before it holds anything.
    INSERT INTO ledger_entries (id, reference, kind, unit, business_date, occurred_at, recorded_at, reverses)
    SELECT e.id, e.reference, e.kind, e.unit, e.day, e.occurred_at, p_recorded_at, e.reverses
    FROM unnest(p_entry_ids, p_references, p_entry_kinds, p_units, p_dates, p_occurred_ats, p_reverses)
        AS e (id, reference, kind, unit, day, occurred_at, reverses);

    INSERT INTO ledger_accounts (id, path, unit, kind, floor, ceiling, balance, version)
    SELECT a.id, a.path, a.unit, a.kind, a.floor, a.ceiling,
           CASE WHEN a.kind = 'guarded' THEN 0 END, CASE WHEN a.kind = 'guarded' THEN 0 END
    FROM unnest(p_account_ids, p_paths, p_account_units, p_kinds, p_floors, p_ceilings)
        AS a (id, path, unit, kind, floor, ceiling)
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts known WHERE known.id = a.id)
    ORDER BY a.id
    ON CONFLICT (id) DO NOTHING;

    -- Guarded accounts are locked in id order, in every path, so that no two entries deadlock.
    PERFORM 1 FROM ledger_accounts a
    WHERE a.id = ANY (p_account_ids) AND a.kind = 'guarded'
    ORDER BY a.id FOR NO KEY UPDATE;

    -- Every move names an account of its entry's own unit.
    SELECT m.source, m.target INTO breach
    FROM unnest(p_move_entries, p_sources, p_targets) AS m (entry_id, source, target)
    JOIN ledger_entries e ON e.id = m.entry_id
    LEFT JOIN ledger_accounts s ON s.id = m.source AND s.unit = e.unit
    LEFT JOIN ledger_accounts t ON t.id = m.target AND t.unit = e.unit
    WHERE s.id IS NULL OR t.id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a move leaves its unit' USING ERRCODE = 'TH002';
    END IF;

    INSERT INTO ledger_postings (entry_id, leg, account_id, amount, balance_after, account_version)
    SELECT legs.entry_id,
           row_number() OVER (PARTITION BY legs.entry_id ORDER BY legs.place),
           legs.account_id, legs.amount,
           a.balance + sum(legs.amount) OVER running,
           a.version + count(*) OVER running
    FROM (
        SELECT m.entry_id, m.source AS account_id, -m.amount AS amount, 2 * m.place - 1 AS place
        FROM unnest(p_move_entries, p_sources, p_amounts) WITH ORDINALITY AS m (entry_id, source, amount, place)
        UNION ALL
        SELECT m.entry_id, m.target, m.amount, 2 * m.place
        FROM unnest(p_move_entries, p_targets, p_amounts) WITH ORDINALITY AS m (entry_id, target, amount, place)
    ) AS legs
    JOIN ledger_accounts a ON a.id = legs.account_id
    WINDOW running AS (PARTITION BY legs.account_id ORDER BY legs.place);

    -- The balance that the whole post leaves behind must lie between floor and ceiling.
    SELECT a.path, a.unit, a.balance, a.floor, a.ceiling, net.amount INTO breach
    FROM ledger_accounts a
    JOIN (
        SELECT l.id, sum(l.amount) AS amount
        FROM (SELECT s.id, -s.amount AS amount FROM unnest(p_sources, p_amounts) AS s (id, amount)
              UNION ALL SELECT t.id, t.amount FROM unnest(p_targets, p_amounts) AS t (id, amount)) AS l
        GROUP BY l.id
    ) AS net ON net.id = a.id
    WHERE a.kind = 'guarded'
      AND (a.balance + net.amount < a.floor OR a.balance + net.amount > a.ceiling)
    ORDER BY a.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'insufficient balance' USING ERRCODE = 'TH001', DETAIL = json_build_object(
            'path', breach.path, 'unit', breach.unit, 'balance', breach.balance, 'change', breach.amount)::text;
    END IF;

    RETURN QUERY
    UPDATE ledger_accounts a
    SET balance = a.balance + net.amount, version = a.version + net.legs
    FROM (
        SELECT l.id, sum(l.amount)::bigint AS amount, count(*) AS legs
        FROM (SELECT s.id, -s.amount AS amount FROM unnest(p_sources, p_amounts) AS s (id, amount)
              UNION ALL SELECT t.id, t.amount FROM unnest(p_targets, p_amounts) AS t (id, amount)) AS l
        GROUP BY l.id
    ) AS net
    WHERE a.id = net.id AND a.kind = 'guarded'
    RETURNING a.id, a.balance;
END $$;

-- Open what is missing, lock in id order, say what is there: for a decision that depends on what was posted before.
CREATE FUNCTION ledger_lock(
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
    ON CONFLICT (id) DO NOTHING;
    RETURN QUERY
    SELECT a.id, a.balance FROM ledger_accounts a
    WHERE a.id = ANY (p_account_ids) AND a.kind = 'guarded'
    ORDER BY a.id FOR NO KEY UPDATE;
END $$;

-- Exact balance of any account: kept, or the roll-up and what came after it.
CREATE FUNCTION ledger_balance(p_account_id uuid) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE a.kind
        WHEN 'guarded' THEN a.balance
        ELSE coalesce(r.balance, 0) + coalesce((
            SELECT sum(p.amount) FROM ledger_postings p
            WHERE p.account_id = a.id AND p.transaction_id >= coalesce(r.below, '0'::xid8)), 0)::bigint
        END
    FROM ledger_accounts a LEFT JOIN ledger_roll_ups r ON r.account_id = a.id
    WHERE a.id = p_account_id
$$;

-- Fold the postings of finished transactions into the roll-ups. A transaction that still runs has an id at or above
-- the snapshot's xmin, so what is left out now is read beside the roll-up and folded in later: never lost, never twice.
CREATE FUNCTION ledger_roll_up() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    touched integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger_roll_up'));
    INSERT INTO ledger_roll_ups AS r (account_id, balance, below)
    SELECT a.id, sum(p.amount)::bigint, horizon
    FROM ledger_accounts a
    LEFT JOIN ledger_roll_ups known ON known.account_id = a.id
    JOIN ledger_postings p ON p.account_id = a.id
        AND p.transaction_id >= coalesce(known.below, '0'::xid8) AND p.transaction_id < horizon
    WHERE a.kind <> 'guarded'
    GROUP BY a.id
    ON CONFLICT (account_id) DO UPDATE SET balance = r.balance + excluded.balance, below = excluded.below;
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN touched;
END $$;

-- The last line, for the owner too: legs sum to nil per entry, sources only give, sinks only receive.
CREATE FUNCTION ledger_check_postings() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    offender uuid;
BEGIN
    SELECT n.entry_id INTO offender FROM new_postings n GROUP BY n.entry_id HAVING sum(n.amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'legs of entry % do not sum to nil', offender USING ERRCODE = 'TH003';
    END IF;
    SELECT n.entry_id INTO offender FROM new_postings n JOIN ledger_accounts a ON a.id = n.account_id
    WHERE (a.kind = 'sink' AND n.amount < 0) OR (a.kind = 'source' AND n.amount > 0) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % takes from a sink or gives to a source', offender USING ERRCODE = 'TH004';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings
    REFERENCING NEW TABLE AS new_postings FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_postings();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'TH005';
END $$;
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An account is opened once; only balance and version move, and none ever closes.
CREATE FUNCTION ledger_keep_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR (OLD.id, OLD.path, OLD.unit, OLD.kind, OLD.floor, OLD.ceiling)
                            IS DISTINCT FROM (NEW.id, NEW.path, NEW.unit, NEW.kind, NEW.floor, NEW.ceiling) THEN
        RAISE EXCEPTION 'accounts keep what they are' USING ERRCODE = 'TH005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_accounts_keep BEFORE UPDATE OR DELETE ON ledger_accounts
    FOR EACH ROW EXECUTE FUNCTION ledger_keep_accounts();
CREATE TRIGGER ledger_accounts_never_empty BEFORE TRUNCATE ON ledger_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
