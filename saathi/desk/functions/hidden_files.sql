-- Children's files that are hidden from someone, and staff named in a linked report that a supervisor must
-- decide about. Only files that the caller may show again, as in `access_hidden_by`; no rows for others. A person that
-- a file is hidden from learns nothing, because they have no right to the file. `by_report` reveals a report as the reason
-- only to callers who may handle that report. At most `most` rows: those that wait first, then the latest.
CREATE OR REPLACE FUNCTION hidden_files(most integer)
RETURNS TABLE (id uuid, of_file uuid, principal uuid, hidden_by uuid, since timestamptz, by_report boolean, waits boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := public.access_staff();
    acts_as uuid[] := public.access_principals();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(me, 'hide') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH candidates AS (
        SELECT h.file_id AS file FROM public.agencies_hidden h
        UNION
        SELECT r.child_file_id FROM public.intake_reportresponse q JOIN public.intake_report r ON r.id = q.report_id
         WHERE r.child_file_id IS NOT NULL AND (q.named_office_id IS NOT NULL OR q.named_staff <> '{}')
    ), mine AS MATERIALIZED (
        SELECT c.file FROM candidates c JOIN public.agencies_file f ON f.id = c.file AND f.kind = 'child'
         WHERE EXISTS (
               SELECT 1 FROM public.agencies_grant g
                WHERE g.file_id = c.file AND g.principal = ANY (acts_as) AND g.writes & {section.CASE} <> 0
                  AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
           AND NOT EXISTS (
               SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = c.file AND h.principal = ANY (own_principals))
    ), listed AS (
        SELECT h.id, m.file, h.principal, h.hidden_by, h.since, EXISTS (
                   SELECT 1 FROM public.intake_report r
                    WHERE r.child_file_id = m.file AND public.report_bypasses(r.id, h.principal)
                      AND NOT public.report_is_closed_to(r.id, me)) AS by_report, false AS waits
          FROM mine m JOIN public.agencies_hidden h ON h.file_id = m.file
        UNION ALL
        SELECT md5(w.report::text || w.staff::text)::uuid, m.file, w.staff, NULL, (
                   SELECT max(p.recorded_at) FROM public.intake_responsestep p
                    WHERE p.report_id = w.report AND p.kind = 'named'), true, true
          FROM mine m, public.report_names_waiting(m.file) w
    )
    SELECT l.id, l.file, l.principal, l.hidden_by, l.since, l.by_report, l.waits FROM listed l
     ORDER BY l.waits DESC, l.since DESC, l.id LIMIT most;
END $$;
