-- All that the matcher may do at night: learn which records changed, open them for a run in progress, and
-- record which pairs may be of one child. It reads no table about children. The warden role owns these
-- functions.

-- Files of children that changed after the transaction `since`; if it is NULL, all that have a key.
CREATE OR REPLACE FUNCTION matches_changed(since bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ago bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint - since + 1;
BEGIN
    IF since IS NULL THEN
        RETURN QUERY SELECT c.file_id FROM public.people_child c
            WHERE EXISTS (SELECT 1 FROM public.vault_key k WHERE k.file_id = c.file_id);
    ELSE
        RETURN QUERY SELECT c.file_id FROM public.people_child c WHERE age(c.xmin) <= ago
            UNION SELECT a.file_id FROM public.people_agestatement a WHERE age(a.xmin) <= ago;
    END IF;
END $$;

-- Files whose identity was erased since then: their numbers leave the matcher's ledger.
CREATE OR REPLACE FUNCTION matches_gone(since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.file_id FROM public.vault_erasure e WHERE e.erased_at >= since
$$;

-- When the last completed comparison of the register began and ended. Staff learn the times, and nothing of
-- what was found.
CREATE OR REPLACE FUNCTION matches_last_run()
RETURNS TABLE (began_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.started_at, r.finished_at FROM public.matches_matchrun r
     WHERE r.finished_at IS NOT NULL AND r.changed_count IS NOT NULL AND r.source <> 'repeat'
       AND public.access_staff() IS NOT NULL
     ORDER BY r.started_at DESC LIMIT 1
$$;

-- Sealed records to compare, with the wrapped key of each: at most ten thousand in a call, for a run in
-- progress, and at most three times the register (or 30,000) in one run; otherwise 42501.
CREATE OR REPLACE FUNCTION matches_open(the_run uuid, of_files uuid[])
RETURNS TABLE (child uuid, file_id uuid, gender text, born_low smallint, born_high smallint,
               district text, sealed bytea, wrapped bytea, kek_id text, age uuid, age_sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    so_far integer;
BEGIN
    IF cardinality(of_files) > 10000 THEN
        RAISE EXCEPTION 'at most ten thousand at once' USING ERRCODE = '42501';
    END IF;
    UPDATE public.matches_matchrun r SET opened_count = r.opened_count + cardinality(of_files)
     WHERE r.id = the_run AND r.finished_at IS NULL RETURNING r.opened_count INTO so_far;
    IF so_far IS NULL
       OR so_far > 30000 AND so_far > 3 * (SELECT count(*) FROM public.people_child) THEN
        RAISE EXCEPTION 'no run is under way, or it opened too much' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.id, c.file_id, c.gender::text, c.birth_year_low, c.birth_year_high,
           c.home_district::text, c.sealed, k.wrapped, k.kek_id, a.id, a.sealed
      FROM unnest(of_files) AS wanted(id)
      JOIN public.people_child c ON c.file_id = wanted.id
      JOIN public.vault_key k ON k.file_id = wanted.id
      LEFT JOIN LATERAL (
          SELECT s.id, s.sealed FROM public.people_agestatement s
           WHERE s.child_id = c.id AND s.sealed IS NOT NULL
           ORDER BY s.as_of DESC, s.id LIMIT 1) a ON true;
END $$;

-- Stores the pairs of a run, each with the matcher's assessment, and returns how many. Decisions by people
-- stay: a pair found to be two children is never presented again; an undecided pair is, once a record has
-- changed. A protected child is never paired with a child of another agency.
CREATE OR REPLACE FUNCTION matches_write(the_run uuid, files uuid[], others uuid[],
    strengths text[], lines text[], is_news boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written integer;
BEGIN
    PERFORM 1 FROM public.matches_matchrun r WHERE r.id = the_run AND r.finished_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such run is under way' USING ERRCODE = '42501';
    END IF;
    WITH found AS (
        SELECT least(w.file, w.other) AS file, greatest(w.file, w.other) AS other, w.strength, w.line
          FROM unnest(files, others, strengths, lines) AS w(file, other, strength, line)
          JOIN public.agencies_file a ON a.id = w.file AND a.kind = 'child'
          JOIN public.agencies_file b ON b.id = w.other AND b.kind = 'child'
         WHERE w.file <> w.other
           AND (a.agency_id = b.agency_id OR NOT (public.child_is_protected(a.id) OR public.child_is_protected(b.id)))
    ), kept AS (
        INSERT INTO public.matches_pair AS p (id, file_id, other_id, recorded_at, recorded_by,
            version, use, state, round, run, cluster)
        SELECT n.id, f.file, f.other, now(), '00000000-0000-0000-0000-000000000000', 1,
               'duplicate', 'waiting', 1, the_run, n.id
          FROM found f CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id, f.file AS of_each) n
        ON CONFLICT (file_id, other_id) DO UPDATE SET run = the_run,
            round = p.round + (p.state = 'unsure' AND is_news)::integer,
            version = p.version + (p.state = 'lapsed' OR p.state = 'unsure' AND is_news)::integer,
            settled_at = CASE WHEN p.state = 'unsure' AND is_news THEN NULL ELSE p.settled_at END,
            state = CASE WHEN p.state = 'lapsed' OR p.state = 'unsure' AND is_news THEN 'waiting'
                         ELSE p.state END
        RETURNING p.id, p.file_id, p.other_id
    )
    INSERT INTO public.matches_opinion (id, file_id, recorded_at, recorded_by, version, pair_id,
        strength, lines)
    SELECT gen_random_uuid(), k.file_id, now(), '00000000-0000-0000-0000-000000000000', 1, k.id,
           f.strength, f.line::jsonb
      FROM kept k JOIN found f ON f.file = k.file_id AND f.other = k.other_id
    ON CONFLICT (pair_id) DO UPDATE SET strength = excluded.strength, lines = excluded.lines,
        recorded_at = now();
    GET DIAGNOSTICS written = ROW_COUNT;
    UPDATE public.matches_matchrun r SET found_pairs = r.found_pairs + written WHERE r.id = the_run;
    RETURN written;
END $$;

-- Pairs that a run did not find again although one of their records changed no longer wait, unless a reviewer
-- has begun to decide, or a merge of the two was undone and waits for a second person, or a file shows a sign: an edit of a name
-- opens no gate. Returns how many. If `changed` is NULL, all
-- records changed.
CREATE OR REPLACE FUNCTION matches_lapse(the_run uuid, changed uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lapsed integer;
BEGIN
    UPDATE public.matches_pair p SET state = 'lapsed', version = version + 1
     WHERE p.state = 'waiting' AND p.use = 'duplicate' AND p.run <> the_run
       AND (changed IS NULL OR p.file_id = ANY (changed) OR p.other_id = ANY (changed))
       AND NOT EXISTS (SELECT 1 FROM public.matches_review r
                        WHERE r.pair_id = p.id AND r.round = p.round)
       AND public.matches_undone_alone(p.id) IS NULL AND NOT public.matches_closes_gate(p.file_id, p.other_id);
    GET DIAGNOSTICS lapsed = ROW_COUNT;
    RETURN lapsed;
END $$;

-- The pairs that are, or may be, one child, each with its cluster.
CREATE OR REPLACE FUNCTION matches_live() RETURNS TABLE (id uuid, file_id uuid, other_id uuid,
    cluster uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id, p.file_id, p.other_id, p.cluster FROM public.matches_pair p
     WHERE p.state IN ('waiting', 'same', 'unsure')
     ORDER BY p.recorded_at, p.id
$$;

CREATE OR REPLACE FUNCTION matches_hang_together(pairs uuid[], clusters uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed integer;
BEGIN
    UPDATE public.matches_pair p SET cluster = w.cluster
      FROM unnest(pairs, clusters) AS w(id, cluster) WHERE p.id = w.id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
