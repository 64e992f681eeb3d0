-- Figures of the last twelve months on the cases and reports that this person may read: for each month the cases open
-- at its end, opened, closed and at high risk, the visits overdue at its end and held in it, and the reports
-- received. The last month is counted until `on_day`. Row security would check the right to each case, due task,
-- visit and assessment; this function checks it once for each file. Counts, never rows: what belongs to a section
-- that the person cannot read is left out.
--
-- A person who may read more than `most` cases gets the figures of one office, `of_office` or their own. If even
-- these are too many (`is_cut`), there are no figures.
CREATE OR REPLACE FUNCTION own_figures(of_office uuid, on_day date, most integer) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    itself uuid[] := public.access_self();
    me uuid := public.access_staff();
    offices uuid[] := array_remove(acts_as, me);
    first_day date := (date_trunc('month', on_day) - interval '11 months')::date;
    zone text := (SELECT o.time_zone FROM public.agencies_staff s JOIN public.agencies_office o ON o.id = s.office_id
                   WHERE s.id = me);
    own_office uuid := (SELECT s.office_id FROM public.agencies_staff s WHERE s.id = me);
    reports_known boolean := public.staff_may(me, 'record_report');
    is_narrowed boolean := of_office IS NOT NULL;
    hidden uuid[] := ARRAY(SELECT h.file_id FROM public.agencies_hidden h WHERE h.principal = ANY (itself));
    wanted uuid[];
    found jsonb;
BEGIN
    IF NOT public.staff_may(me, 'see_numbers') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    FOR attempt IN 1..2 LOOP
        IF of_office IS NOT NULL THEN
            offices := ARRAY(SELECT unnest(offices) INTERSECT SELECT of_office);
        END IF;
        wanted := ARRAY(
            (SELECT c.id FROM public.cases_case c
              WHERE c.office_id = ANY (offices) AND c.status IN ('open', 'closing_asked')
                AND NOT c.file_id = ANY (hidden) LIMIT most + 1)
             UNION ALL
            (SELECT c.id FROM public.cases_case c
              WHERE c.office_id = ANY (offices) AND c.status = 'closed' AND c.closed_on >= first_day
                AND NOT c.file_id = ANY (hidden) LIMIT most + 1));
        EXIT WHEN cardinality(wanted) <= most OR of_office IS NOT NULL;
        of_office := own_office;
        is_narrowed := true;
    END LOOP;
    IF cardinality(wanted) > most THEN
        RETURN jsonb_build_object('office', of_office, 'is_cut', true, 'months', '[]'::jsonb);
    END IF;
    IF NOT is_narrowed THEN
        -- Own cases, teams and emergencies, and files that other offices share with this office.
        wanted := wanted || ARRAY(
            SELECT c.id FROM public.agencies_grant g JOIN public.cases_case c ON c.file_id = g.file_id
             WHERE g.principal = me AND (c.closed_on IS NULL OR c.closed_on >= first_day)
             UNION ALL
            SELECT c.id FROM public.agencies_grant g JOIN public.cases_case c ON c.file_id = g.file_id
             WHERE g.principal = ANY (offices) AND g.ends_at > now()
               AND (c.closed_on IS NULL OR c.closed_on >= first_day));
    END IF;

    -- The figure at the end of a month is the sum of what began and ended until then: each record is read
    -- once, not once for each month. What began before the first month is in the bucket before it.
    WITH readable AS MATERIALIZED (
        SELECT c.id, c.opened_on, c.closed_on,
               held.reads & {section.VISITS} <> 0 AS reads_visits,
               held.reads & {section.NEEDS} <> 0 AS reads_needs,
               CASE WHEN held.reads & {section.RISK} <> 0 THEN c.risk ELSE '' END AS risk
          FROM (SELECT DISTINCT unnest(wanted) AS id) w
          JOIN public.cases_case c ON c.id = w.id,
               LATERAL (SELECT bit_or(g.reads) AS reads FROM public.agencies_grant g
                         WHERE g.file_id = c.file_id AND g.principal = ANY (acts_as)
                           AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) held
         WHERE held.reads & {section.CASE} <> 0
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = c.file_id AND h.principal = ANY (itself))
    ), judged AS (
        -- The days between which each risk level was in force.
        SELECT a.risk, a.assessed_on AS since,
               least(lead(a.assessed_on) OVER (PARTITION BY a.case_id ORDER BY a.assessed_on, a.recorded_at),
                     r.closed_on) AS until
          FROM readable r JOIN public.cases_assessment a ON a.case_id = r.id
         WHERE r.reads_needs
    ), late AS (
        -- Visits that were not done on the day they were due; a closed case has no duties left.
        SELECT d.due_on + 1 AS since, least(d.done_on, r.closed_on) AS until
          FROM readable r JOIN public.cases_due d ON d.case_id = r.id
         WHERE r.reads_visits AND d.duty = 'visit' AND d.due_on < on_day
           AND (d.done_on IS NULL OR d.done_on > d.due_on AND d.done_on >= first_day)
    ), events (day, open, opened, closed, high, overdue, visits, reports) AS (
        SELECT r.opened_on, 1, 1, 0, 0, 0, 0, 0 FROM readable r
         UNION ALL
        SELECT r.closed_on, -1, 0, 1, 0, 0, 0, 0 FROM readable r WHERE r.closed_on IS NOT NULL
         UNION ALL
        SELECT j.since, 0, 0, 0, 1, 0, 0, 0 FROM judged j WHERE j.risk = 'high'
         UNION ALL
        SELECT greatest(j.until, j.since), 0, 0, 0, -1, 0, 0, 0 FROM judged j
         WHERE j.risk = 'high' AND j.until IS NOT NULL
         UNION ALL
        SELECT l.since, 0, 0, 0, 0, 1, 0, 0 FROM late l
         UNION ALL
        SELECT greatest(l.until, l.since), 0, 0, 0, 0, -1, 0, 0 FROM late l WHERE l.until IS NOT NULL
         UNION ALL
        SELECT (v.happened_at AT TIME ZONE zone)::date, 0, 0, 0, 0, 0, 1, 0
          FROM readable r JOIN public.cases_visit v ON v.case_id = r.id
         WHERE r.reads_visits AND v.happened_at >= first_day::timestamp AT TIME ZONE zone
         UNION ALL
        SELECT n.day, 0, 0, 0, 0, 0, 0, 1
          FROM (SELECT DISTINCT r.id, (r.received_at AT TIME ZONE zone)::date AS day
                  FROM public.agencies_grant g JOIN public.intake_report r ON r.file_id = g.file_id
                 WHERE reports_known AND g.principal = ANY (CASE WHEN is_narrowed THEN offices ELSE acts_as END)
                   AND g.reads & {section.REPORT} <> 0
                   AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
                   AND r.received_at >= first_day::timestamp AT TIME ZONE zone
                   AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                                    WHERE h.file_id = r.file_id AND h.principal = ANY (itself))) n
    ), by_month AS (
        SELECT date_trunc('month', greatest(e.day, first_day - 1)::timestamp) AS month, sum(e.open) AS open,
               sum(e.opened) AS opened, sum(e.closed) AS closed, sum(e.high) AS high, sum(e.overdue) AS overdue,
               sum(e.visits) AS visits, sum(e.reports) AS reports
          FROM events e WHERE e.day <= on_day GROUP BY 1
    ), months AS (
        SELECT m::date AS month, sum(b.open) OVER so_far AS open, b.opened, b.closed,
               sum(b.high) OVER so_far AS high, sum(b.overdue) OVER so_far AS overdue, b.visits, b.reports
          FROM generate_series(first_day - interval '1 month', on_day::timestamp, interval '1 month') m
          LEFT JOIN by_month b ON b.month = m
        WINDOW so_far AS (ORDER BY m)
    )
    SELECT jsonb_agg(jsonb_build_object(
               'month', m.month, 'open', coalesce(m.open, 0), 'opened', coalesce(m.opened, 0),
               'closed', coalesce(m.closed, 0),
               -- In the current month the level of the case counts: even people who cannot read assessments
               -- may know it.
               'high', CASE WHEN m.month < date_trunc('month', on_day) THEN coalesce(m.high, 0)
                       ELSE (SELECT count(*) FROM readable r WHERE r.risk = 'high' AND r.closed_on IS NULL) END,
               'overdue', coalesce(m.overdue, 0), 'visits', coalesce(m.visits, 0), 'reports', coalesce(m.reports, 0))
           ORDER BY m.month)
      INTO found FROM months m WHERE m.month >= first_day;
    RETURN jsonb_build_object(
        'office', CASE WHEN is_narrowed THEN of_office END, 'is_cut', false, 'months', found,
        'reports_known', reports_known);
END $$;
