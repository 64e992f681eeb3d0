-- The requests that wait in these offices, for a caller who approves there: first all those about children at high
-- risk or in danger, however long others have waited, then the oldest. Row security would check the right to all
-- waiting requests before sorting them: thousands for a person who leads a district, for one page. Here urgent cases
-- are found by their index, the others are sorted first, and rights are checked one by one until the page is full.
-- Risk and danger count only if the caller may know the risk. Returns ids alone: the contents are read through both
-- access checks (docs/rooms.md).
DROP FUNCTION IF EXISTS approvals_oldest(uuid[], text, timestamptz, uuid, integer);
CREATE OR REPLACE FUNCTION approvals_first(of_offices uuid[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(public.access_staff(), 'approve') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    WITH possible AS MATERIALIZED (
        SELECT c.id, c.office_id, c.risk = 'high' AS is_high, c.danger_reported_at FROM public.cases_case c
         WHERE c.office_id = ANY (of_offices) AND (c.risk = 'high' OR c.danger_reported_at IS NOT NULL)
        UNION
        SELECT c.id, c.office_id, false, NULL FROM public.cases_visit v JOIN public.cases_case c ON c.id = v.case_id
         WHERE (v.not_met_because = 'prevented' OR v.child_safe = 'no') AND c.office_id = ANY (of_offices)
    ), urgent AS (
        SELECT a.id, a.asked_at, 0 AS place
          FROM possible p JOIN public.cases_approval a ON a.case_id = p.id AND a.decision = 'waiting'
         WHERE a.office_id = ANY (of_offices)
           -- as in `supervision_matters` and `danger.annotate_danger`
           AND (p.is_high OR EXISTS (
                SELECT 1 FROM (
                    SELECT p.danger_reported_at AS at, false AS is_untimed, false AS needs_alone WHERE p.danger_reported_at IS NOT NULL
                     UNION ALL
                    SELECT v.happened_at, v.is_time_unknown, v.not_met_because = 'prevented' OR v.outcome = 'met_alone'
                  FROM public.cases_visit v
                     WHERE v.case_id = p.id AND (v.not_met_because = 'prevented' OR v.child_safe = 'no')) began
                 WHERE NOT EXISTS (SELECT 1 FROM public.cases_visit safe
                                    WHERE safe.case_id = p.id AND safe.child_safe = 'yes'
                                      AND (safe.outcome = 'met_alone' OR NOT began.needs_alone)
                                      AND public.danger_is_ended(began.at, began.is_untimed, safe.happened_at,
                                                                 safe.is_time_unknown, p.office_id))))
           AND (SELECT bit_or(g.reads) & {section.RISK} <> 0 AND bit_or(g.reads) & {section.DECISIONS} <> 0
                  FROM public.agencies_grant g
                 WHERE g.file_id = a.file_id AND g.principal = ANY (acts_as)
                   AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = a.file_id AND h.principal = ANY (own_principals))
         ORDER BY a.asked_at, a.id LIMIT most
    ), oldest AS (
        SELECT w.id, w.asked_at, 1 AS place FROM (
               SELECT a.id, a.file_id, a.asked_at FROM public.cases_approval a
                WHERE a.office_id = ANY (of_offices) AND a.decision = 'waiting'
                ORDER BY a.asked_at, a.id OFFSET 0) w
         WHERE EXISTS (
               SELECT 1 FROM public.agencies_grant g
                WHERE g.file_id = w.file_id AND g.principal = ANY (acts_as) AND g.reads & {section.DECISIONS} <> 0
                  AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()) OFFSET 0)
           AND NOT EXISTS (
               SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = w.file_id AND h.principal = ANY (own_principals) OFFSET 0)
         ORDER BY w.asked_at, w.id LIMIT most
    )
    SELECT n.id FROM (SELECT * FROM urgent UNION ALL SELECT * FROM oldest) n
     GROUP BY n.id, n.asked_at ORDER BY min(n.place), n.asked_at, n.id LIMIT most;
END $$;
