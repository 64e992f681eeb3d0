-- What people decide on possible matches. The warden role owns these functions, and each checks the caller by
-- the signed context. Decisions of others are counted only here: reviewers do not see them.

-- The result of the decisions of different people; NULL while another person is needed. The same as
-- `matches.rules.pair_outcome`.
CREATE OR REPLACE FUNCTION matches_outcome(decisions text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN same >= 2 THEN 'same'
                WHEN same = 0 AND not_same > 0 THEN 'not_same'
                WHEN people < 2 THEN NULL
                WHEN same = 0 THEN 'unsure'
                WHEN people < 3 THEN NULL
                WHEN not_same >= 2 THEN 'not_same' ELSE 'unsure' END
      FROM (SELECT count(*) FILTER (WHERE d = 'same') AS same,
                   count(*) FILTER (WHERE d = 'not_same') AS not_same, count(*) AS people
              FROM unnest(decisions) AS d) AS counted
$$;

-- The same after a merge was undone, where the person who undid it counts as one of those who say that they are two children, and for
-- files of which one shows a sign that closes the gate of both (`matches_closes_gate`). Nobody's doubt settles it. The same as `matches.rules.outcome_after_undo`.
CREATE OR REPLACE FUNCTION matches_outcome_after_undo(decisions text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN not_same >= 2 THEN 'not_same' WHEN same >= 2 THEN 'same' END
      FROM (SELECT count(*) FILTER (WHERE d = 'same') AS same, count(*) FILTER (WHERE d = 'not_same') AS not_same
              FROM unnest(decisions) AS d) AS counted
$$;

-- Who undid the merge of a pair that a second person has not confirmed to be two children; NULL for all other pairs.
CREATE OR REPLACE FUNCTION matches_undone_alone(the_pair uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.undone_by FROM public.matches_pair p JOIN public.matches_merge m ON m.pair_id = p.id
     WHERE p.id = the_pair AND p.state = 'waiting' AND m.undone_at IS NOT NULL
     ORDER BY m.undone_at DESC LIMIT 1
$$;

-- Whether a file of either child shows a sign of a need for protection, which closes the gate of both while the pair waits: then one
-- person alone does not settle it. Reviewers are not told why a second person is needed.
CREATE OR REPLACE FUNCTION matches_closes_gate(one uuid, other uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    files uuid[] := public.files_of_child(one) || public.files_of_child(other);
BEGIN
    RETURN EXISTS ({rows.files_with_sign});
END $$;

-- The caller, if they may review this pair: they hold the permission and read the identity in both files;
-- otherwise 42501.
CREATE OR REPLACE FUNCTION matches_caller(one uuid, other uuid) RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('review_matches');
    mine record;
    theirs record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(one);
    SELECT * INTO theirs FROM public.access_sections(other);
    IF one IS NULL OR mine.reads & theirs.reads & {section.IDENTITY} = 0 THEN
        RAISE EXCEPTION 'no such pair' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- The record that counts for a file: itself, or the one into which it was joined, and so on.
CREATE OR REPLACE FUNCTION matches_root(of_file uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE up(id, steps) AS (
        SELECT of_file, 0
        UNION ALL
        SELECT m.into_id, up.steps + 1 FROM public.matches_merge m
          JOIN up ON m.file_id = up.id WHERE m.undone_at IS NULL AND up.steps < 100
    )
    SELECT id FROM up ORDER BY steps DESC LIMIT 1
$$;

-- Joins the records of a pair: the file that was opened first is the one that counts. Notifies those who work
-- on either of them, about their own file. Not callable from outside.
CREATE OR REPLACE FUNCTION matches_join(the_pair uuid, me uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p public.matches_pair;
    kept uuid;
    yields uuid;
BEGIN
    -- One at a time: simultaneous joins in a ring would leave no record that counts.
    PERFORM pg_advisory_xact_lock({lock.REVIEWS});
    SELECT * INTO p FROM public.matches_pair WHERE id = the_pair;
    SELECT f.id INTO kept FROM public.agencies_file f
     WHERE f.id IN (public.matches_root(p.file_id), public.matches_root(p.other_id))
     ORDER BY f.recorded_at, f.id LIMIT 1;
    yields := CASE WHEN kept = public.matches_root(p.file_id) THEN public.matches_root(p.other_id)
                   ELSE public.matches_root(p.file_id) END;
    IF yields = kept THEN
        RETURN;
    END IF;
    INSERT INTO public.matches_merge (id, file_id, recorded_at, recorded_by, version, into_id,
        pair_id, undone_for)
    VALUES (gen_random_uuid(), yields, now(), me, 1, kept, p.id, '');
    PERFORM public.matches_tell_workers(yields, 'records_joined', me);
    PERFORM public.matches_tell_workers(kept, 'records_joined', me);
END $$;

CREATE OR REPLACE FUNCTION matches_tell_workers(of_file uuid, the_kind text, me uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), w.worker_id, the_kind, of_file, now(), me
      FROM (SELECT DISTINCT c.worker_id FROM public.cases_case c
             WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked') AND c.worker_id <> me
               AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                                 JOIN public.agencies_staff s ON s.id = c.worker_id
                                WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))) w
$$;

-- Records one person's decision, once in each round (22023), and returns the result for the pair. Records of
-- two agencies are joined only if a person of each agency decided that they are the same child. Whoever undid the merge of the pair
-- does not confirm it. While a file shows a sign, two people settle the pair whichever way.
CREATE OR REPLACE FUNCTION matches_review(the_pair uuid, the_review uuid, said text,
    the_ground text, the_words bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p public.matches_pair;
    me public.agencies_staff;
    parter uuid;
    verdict text;
BEGIN
    SELECT * INTO p FROM public.matches_pair WHERE id = the_pair FOR UPDATE;
    me := public.matches_caller(p.file_id, p.other_id);
    parter := public.matches_undone_alone(p.id);
    IF p.state <> 'waiting' OR parter = me.id OR EXISTS (SELECT 1 FROM public.matches_review r
        WHERE r.pair_id = p.id AND r.round = p.round AND r.recorded_by = me.id) THEN
        RAISE EXCEPTION 'decided already' USING ERRCODE = '22023';
    END IF;
    INSERT INTO public.matches_review (id, file_id, recorded_at, recorded_by, version, pair_id,
        round, decision, ground, sealed)
    VALUES (the_review, p.file_id, now(), me.id, 1, p.id, p.round, said, the_ground, the_words);
    SELECT CASE WHEN parter IS NOT NULL
                THEN public.matches_outcome_after_undo(array_agg(r.decision)::text[] || 'not_same'::text)
                WHEN public.matches_closes_gate(p.file_id, p.other_id)
                THEN public.matches_outcome_after_undo(array_agg(r.decision)::text[])
                ELSE public.matches_outcome(array_agg(r.decision)) END INTO verdict
      FROM public.matches_review r WHERE r.pair_id = p.id AND r.round = p.round;
    IF verdict = 'same' AND EXISTS (
        SELECT 1 FROM public.agencies_file f WHERE f.id IN (p.file_id, p.other_id)
           AND NOT EXISTS (SELECT 1 FROM public.matches_review r
                             JOIN public.agencies_staff s ON s.id = r.recorded_by
                            WHERE r.pair_id = p.id AND r.round = p.round AND r.decision = 'same'
                              AND s.agency_id = f.agency_id)) THEN
        verdict := NULL;
    END IF;
    IF verdict IS NULL THEN
        RETURN 'waiting';
    END IF;
    UPDATE public.matches_pair SET state = verdict, settled_at = now(), version = version + 1
     WHERE id = p.id;
    IF verdict = 'same' THEN
        PERFORM public.matches_join(p.id, me.id);
    END IF;
    RETURN verdict;
END $$;

-- Undoes a merge. Staff may have read data of the wrong child in the meantime: opens an incident for each of
-- the two and notifies the data officers of its office; returns the incidents. Each record is read alone from
-- now on, but what one of them says stops the other (`files_of_child`) until a second person confirms that they
-- are two children: the pair waits in a new round. Other records joined to them are merged again by the decisions on them: a third record that
-- was found to be the same as one of the two stays with that one.
CREATE OR REPLACE FUNCTION matches_part(the_merge uuid, why text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m public.matches_merge;
    me public.agencies_staff;
    touched uuid[];
    again uuid;
BEGIN
    SELECT * INTO m FROM public.matches_merge WHERE id = the_merge FOR UPDATE;
    me := public.matches_caller(m.file_id, m.into_id);
    IF m.undone_at IS NOT NULL THEN
        RAISE EXCEPTION 'the merge was already undone' USING ERRCODE = '22023';
    END IF;
    UPDATE public.matches_merge SET undone_at = now(), undone_by = me.id, undone_for = why,
        version = version + 1 WHERE id = m.id;
    UPDATE public.matches_pair SET state = 'waiting', settled_at = NULL, round = round + 1, version = version + 1
     WHERE id = m.pair_id;
    WITH RECURSIVE part(id) AS (
        SELECT unnest(ARRAY[m.file_id, m.into_id, p.file_id, p.other_id])
          FROM public.matches_pair p WHERE p.id = m.pair_id
        UNION
        SELECT CASE WHEN p.file_id = part.id THEN p.other_id ELSE p.file_id END
          FROM part JOIN public.matches_pair p
            ON p.state = 'same' AND part.id IN (p.file_id, p.other_id)
    )
    SELECT array_agg(id) INTO touched FROM part;
    UPDATE public.matches_merge SET undone_at = now(), undone_by = me.id, undone_for = 'mixed_up',
        version = version + 1 WHERE undone_at IS NULL AND file_id = ANY (touched);
    FOR again IN SELECT p.id FROM public.matches_pair p
                  WHERE p.state = 'same' AND p.file_id = ANY (touched) ORDER BY p.settled_at, p.id LOOP
        PERFORM public.matches_join(again, me.id);
    END LOOP;
    PERFORM public.matches_tell_workers(m.file_id, 'records_parted', me.id);
    PERFORM public.matches_tell_workers(m.into_id, 'records_parted', me.id);
    RETURN ARRAY[
        public.incident_begin(m.file_id, 'wrong_match', m.recorded_at, m.id, me.id),
        public.incident_begin(m.into_id, 'wrong_match', m.recorded_at, m.id, me.id)];
END $$;
