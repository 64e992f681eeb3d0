-- What a supervisor must look at in the open cases of these offices: one row for each case and matter. `part` is
-- 'open' (each case), 'danger' (the child may be in danger, as in `cases.danger`), 'never_met' (high risk, the child
-- was met on no visit), 'no_contact' (high risk, not met since `contact_before`), 'not_met' (at least `attempts`
-- visits in a row without meeting the child), 'unassigned' (no case worker yet, or the worker's account has ended),
-- 'approval' (a pending request of another person), or the code of an overdue duty; `since` is the day from which it
-- counts. The leader's rights are checked once for each case: row security would check them for each of its thousands
-- of records. `risk` is empty if the leader may not know it. Called only by the functions below.
CREATE OR REPLACE FUNCTION supervision_matters(
    of_offices uuid[], on_day date, contact_before date, attempts integer)
RETURNS TABLE (part text, file uuid, worker uuid, office uuid, risk text, since date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(public.access_staff(), 'approve') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    WITH led AS MATERIALIZED (
        SELECT c.id, c.file_id, c.worker_id, c.office_id, c.opened_on, c.awaits_assignment, c.danger_reported_at, held.reads,
               CASE WHEN held.reads & {section.RISK} = 0 THEN '' ELSE c.risk END::text AS risk
          FROM public.cases_case c, LATERAL (
               SELECT bit_or(g.reads) AS reads FROM public.agencies_grant g
                WHERE g.file_id = c.file_id AND g.principal = ANY (acts_as)
                  AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) held
         WHERE c.office_id = ANY (of_offices) AND c.status IN ('open', 'closing_asked')
           AND held.reads & {section.CASE} <> 0
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = c.file_id AND h.principal = ANY (own_principals))
    ), seen AS MATERIALIZED (
        SELECT l.id, l.file_id, l.worker_id, l.office_id, l.opened_on, l.risk, last_visit.outcome, met.happened_at AS met_at,
               l.danger_reported_at, l.reads,
               o.time_zone
          FROM led l
          JOIN public.agencies_office o ON o.id = l.office_id
          LEFT JOIN LATERAL (
               SELECT v.outcome FROM public.cases_visit v WHERE v.case_id = l.id
                ORDER BY v.happened_at DESC LIMIT 1) last_visit ON true
          LEFT JOIN LATERAL (
               SELECT v.happened_at FROM public.cases_visit v
                WHERE v.case_id = l.id AND v.outcome <> 'not_met'
                  AND (l.risk = 'high' OR last_visit.outcome = 'not_met')
                ORDER BY v.happened_at DESC LIMIT 1) met ON true
         WHERE l.reads & {section.VISITS} <> 0
    )
    SELECT 'open', l.file_id, l.worker_id, l.office_id, l.risk, l.opened_on FROM led l
    UNION ALL
    SELECT 'unassigned', l.file_id, l.worker_id, l.office_id, l.risk,
           coalesce((s.deactivated_at AT TIME ZONE o.time_zone)::date, l.opened_on)
      FROM led l JOIN public.agencies_staff s ON s.id = l.worker_id AND (l.awaits_assignment OR NOT s.is_active)
      JOIN public.agencies_office o ON o.id = l.office_id
    UNION ALL
    SELECT 'approval', l.file_id, l.worker_id, l.office_id, l.risk, (a.asked_at AT TIME ZONE o.time_zone)::date
      FROM public.cases_approval a JOIN led l ON l.id = a.case_id
      JOIN public.agencies_office o ON o.id = l.office_id
     WHERE a.office_id = ANY (of_offices) AND a.decision = 'waiting' AND l.reads & {section.DECISIONS} <> 0
       AND a.recorded_by <> public.access_staff()
    UNION ALL
    SELECT d.duty::text, l.file_id, d.worker_id, l.office_id, l.risk, d.due_on
      FROM led l, LATERAL (  -- case by case: a join would read the whole table
           SELECT t.duty, t.worker_id, t.due_on FROM public.cases_due t
            WHERE t.case_id = l.id AND t.done_on IS NULL AND t.due_on < on_day
               -- as `Due.read_condition`
               AND (t.duty <> 'document' OR public.access_staff() IN (t.worker_id, t.recorded_by)
                    OR l.reads & {section.LEGAL} <> 0 AND l.reads & {section.NEEDS} <> 0) OFFSET 0) d
     WHERE l.reads & {section.VISITS} <> 0
    UNION ALL
    SELECT 'never_met', s.file_id, s.worker_id, s.office_id, s.risk, s.opened_on
      FROM seen s WHERE s.risk = 'high' AND s.met_at IS NULL
    UNION ALL
    SELECT 'no_contact', s.file_id, s.worker_id, s.office_id, s.risk, contact.since
      FROM seen s, LATERAL (
           SELECT greatest((s.met_at AT TIME ZONE s.time_zone)::date, s.opened_on) AS since) contact
     WHERE s.risk = 'high' AND contact.since < contact_before
    UNION ALL
    SELECT 'not_met', s.file_id, s.worker_id, s.office_id, s.risk, (tried.first_at AT TIME ZONE s.time_zone)::date
      FROM seen s, LATERAL (
           SELECT count(*) AS times, min(v.happened_at) AS first_at FROM public.cases_visit v
            WHERE v.case_id = s.id AND v.outcome = 'not_met'
              AND (s.met_at IS NULL OR v.happened_at > s.met_at)) tried
     WHERE s.outcome = 'not_met' AND tried.times >= attempts
    UNION ALL
    SELECT 'danger', s.file_id, s.worker_id, s.office_id, s.risk, (danger.since AT TIME ZONE s.time_zone)::date
      FROM seen s, LATERAL (
           SELECT min(began.at) AS since FROM (
                SELECT s.danger_reported_at AS at, false AS is_untimed, false AS needs_alone
                 UNION ALL
                SELECT v.happened_at, v.is_time_unknown, v.not_met_because = 'prevented' OR v.outcome = 'met_alone'
                  FROM public.cases_visit v
                 WHERE v.case_id = s.id AND (v.not_met_because = 'prevented' OR v.child_safe = 'no')) began
            WHERE NOT EXISTS (SELECT 1 FROM public.cases_visit safe
                               WHERE safe.case_id = s.id AND safe.child_safe = 'yes'
                                 AND (safe.outcome = 'met_alone' OR NOT began.needs_alone)
                                 AND public.danger_is_ended(began.at, began.is_untimed, safe.happened_at,
                                                            safe.is_time_unknown, s.office_id))) danger
     WHERE danger.since IS NOT NULL AND s.reads & {section.RISK} <> 0;
END $$;

-- The figures of a supervisor's dashboard, in one pass over the matters. For each part: how many, how many at high
-- risk, since when the oldest has waited, and its file and risk. For each worker: open cases, those at high risk,
-- those with an overdue duty, whoever has it (as in `cases_spread`), and those that a colleague covers. For each
-- colleague: how many they cover. For each office: the approvals that wait.
CREATE OR REPLACE FUNCTION supervision_overview(
    of_offices uuid[], on_day date, contact_before date, attempts integer)
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH matters AS MATERIALIZED (
        SELECT m.* FROM public.supervision_matters(of_offices, on_day, contact_before, attempts) m
    ), parts AS (
        SELECT m.part, count(*) AS amount, count(*) FILTER (WHERE m.risk = 'high') AS high,
               min(m.since) AS oldest, (array_agg(m.file ORDER BY m.since, m.file))[1] AS file,
               (array_agg(m.risk ORDER BY m.since, m.file))[1] AS risk
          FROM matters m WHERE m.part <> 'open' GROUP BY m.part
    ), covers AS (
        SELECT DISTINCT m.file, m.worker, t.staff_id AS colleague
          FROM matters m JOIN public.cases_case c ON c.file_id = m.file AND c.worker_id = m.worker
          JOIN public.cases_seat t ON t.case_id = c.id
         WHERE m.part = 'open' AND t.ended_on IS NULL AND t.until_on >= on_day
    ), covering AS (
        SELECT v.colleague, count(*) AS amount FROM covers v GROUP BY v.colleague
    ), workers AS (
        SELECT m.worker, m.office, count(*) AS cases, count(*) FILTER (WHERE m.risk = 'high') AS high,
               count(*) FILTER (WHERE EXISTS (
                   SELECT 1 FROM covers v WHERE v.file = m.file AND v.worker = m.worker)) AS covered,
               count(*) FILTER (WHERE m.file IN (
                   SELECT d.file FROM matters d
                    WHERE d.part NOT IN ('open', 'unassigned', 'approval', 'danger', 'never_met', 'no_contact', 'not_met'))) AS late
          FROM matters m WHERE m.part = 'open' GROUP BY m.worker, m.office
    ), waits AS (
        SELECT m.office, count(*) AS amount, min(m.since) AS oldest
          FROM matters m WHERE m.part = 'approval' GROUP BY m.office
    )
    SELECT jsonb_build_object(
        'parts', (SELECT coalesce(jsonb_agg(jsonb_build_array(part, amount, high, oldest, file, risk)), '[]') FROM parts),
        'workers', (SELECT coalesce(jsonb_agg(jsonb_build_array(w.worker, s.name, w.office, w.cases, w.high, w.late, w.covered)), '[]')
                      FROM workers w JOIN public.agencies_staff s ON s.id = w.worker),
        'covering', (SELECT coalesce(jsonb_agg(jsonb_build_array(colleague, amount)), '[]') FROM covering),
        'waits', (SELECT coalesce(jsonb_agg(jsonb_build_array(office, amount, oldest)), '[]') FROM waits))
$$;

DROP FUNCTION IF EXISTS supervision_danger_rank(uuid);  -- it gave no moment

-- The place of a child who may be in danger: 0 if a visit found the child not safe and no later one ended that, 1 if only
-- reported, 2 if others prevented contact; and when this was last seen, as `cases.danger.latest_danger_sign_time`. Called only by the
-- list below.
CREATE OR REPLACE FUNCTION supervision_danger_sign(of_file uuid) RETURNS TABLE (place integer, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN shown.unsafe_at IS NOT NULL THEN 0 WHEN reported.at IS NOT NULL THEN 1 ELSE 2 END AS place,
           coalesce(shown.unsafe_at, reported.at, shown.prevented_at) AS seen_at
      FROM public.cases_case c, LATERAL (
           SELECT max(v.happened_at) FILTER (WHERE v.child_safe = 'no') AS unsafe_at,
                  max(v.happened_at) FILTER (WHERE v.not_met_because = 'prevented') AS prevented_at
             FROM public.cases_visit v
            WHERE v.case_id = c.id AND (v.not_met_because = 'prevented' OR v.child_safe = 'no')
              AND NOT EXISTS (SELECT 1 FROM public.cases_visit safe
                               WHERE safe.case_id = c.id AND safe.child_safe = 'yes'
                                 AND (safe.outcome = 'met_alone' OR v.not_met_because <> 'prevented' AND v.outcome <> 'met_alone')
                                 AND public.danger_is_ended(v.happened_at, v.is_time_unknown, safe.happened_at,
                                                            safe.is_time_unknown, c.office_id))) shown,
           LATERAL (
           SELECT CASE WHEN c.danger_reported_at IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM public.cases_visit safe
                   WHERE safe.case_id = c.id AND safe.child_safe = 'yes'
                     AND public.danger_is_ended(c.danger_reported_at, false, safe.happened_at,
                                                safe.is_time_unknown, c.office_id))
                  THEN coalesce(c.danger_received_at, c.danger_reported_at) END AS at) reported
     WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked')
     ORDER BY place, seen_at DESC LIMIT 1
$$;

-- The matters of one part, the highest risk first, then the oldest. Children who may be in danger, in the order of Act
-- now: those seen not safe, then those reported, then prevented contact; within each, the latest sign first. It is a page
-- of the list behind a figure of the dashboard. The part 'overdue' is all duties together; `of_worker` narrows it to one
-- person. Returns ids and days alone; the contents of files are read through both access checks (docs/rooms.md).
CREATE OR REPLACE FUNCTION supervision_list(
    of_offices uuid[], on_day date, contact_before date, attempts integer,
    of_part text, of_worker uuid, skip integer, most integer)
RETURNS TABLE (part text, file uuid, worker uuid, risk text, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.part, m.file, m.worker, m.risk, m.since
      FROM public.supervision_matters(of_offices, on_day, contact_before, attempts) m
      LEFT JOIN LATERAL (SELECT s.place, s.seen_at FROM public.supervision_danger_sign(m.file) s
                          WHERE of_part = 'danger' AND m.part = 'danger') sign ON true
     WHERE (m.part = of_part OR of_part = 'overdue'
            AND m.part NOT IN ('open', 'unassigned', 'approval', 'danger', 'never_met', 'no_contact', 'not_met'))
       AND (of_worker IS NULL OR m.worker = of_worker)
     ORDER BY sign.place, sign.seen_at DESC, CASE WHEN of_part = 'danger' THEN m.file END,
              array_position(ARRAY['high', '', 'medium', 'low'], m.risk), m.since, m.file, m.part
    OFFSET skip LIMIT most
$$;
