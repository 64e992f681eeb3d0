-- The oldest requests that wait in these offices, for who approves there. Row security proves the
-- right to all that wait before it sorts them: thousands for who leads a district, for the sake of a
-- page. Here they are sorted first and proved one after another until the page is full. Ids alone: what
-- stands in them is read through both locks.
CREATE OR REPLACE FUNCTION approvals_oldest(
    of_offices uuid[], of_subject text, after_at timestamptz, after_id uuid, most integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(public.access_staff(), 'approve') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT w.id FROM (
           SELECT a.id, a.file_id, a.asked_at FROM public.cases_approval a
            WHERE a.office_id = ANY (of_offices) AND a.decision = 'waiting'
              AND (of_subject = '' OR a.subject = of_subject)
              AND (after_at IS NULL OR (a.asked_at, a.id) > (after_at, after_id))
            ORDER BY a.asked_at, a.id OFFSET 0) w
     WHERE EXISTS (
           SELECT 1 FROM public.agencies_grant g
            WHERE g.file_id = w.file_id AND g.principal = ANY (acts_as) AND g.reads & {section.DECISIONS} <> 0
              AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()) OFFSET 0)
       AND NOT EXISTS (
           SELECT 1 FROM public.agencies_hidden h
            WHERE h.file_id = w.file_id AND h.principal = ANY (own_principals) OFFSET 0)
     ORDER BY w.asked_at, w.id LIMIT most;
END $$;
