-- What the worker mails: for each active member of staff who chose it, the kinds and counts of their unread
-- notices of the last 7 days that were not mailed yet. Names no record, child or colleague. A person who
-- chose one mail a day gets none within twenty hours of the last one.
CREATE OR REPLACE FUNCTION notices_to_mail()
RETURNS TABLE (email text, language text, kinds text[], counts bigint[], notices uuid[])
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH waiting AS (
        SELECT n.staff_id, n.kind, count(*) AS number, array_agg(n.id) AS ids
          FROM public.agencies_notice n
         WHERE n.read_at IS NULL AND n.mailed_at IS NULL AND n.given_at > now() - interval '7 days'
         GROUP BY n.staff_id, n.kind
    )
    SELECT s.email::text, s.language::text, array_agg(w.kind::text ORDER BY w.kind),
           array_agg(w.number ORDER BY w.kind),
           (SELECT array_agg(one) FROM waiting x, unnest(x.ids) one WHERE x.staff_id = s.id)
      FROM waiting w JOIN public.agencies_staff s ON s.id = w.staff_id
     WHERE s.is_active AND (s.notices_by_mail = 'soon' OR s.notices_by_mail = 'daily'
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice m WHERE m.staff_id = s.id
                            AND m.mailed_at > now() - interval '20 hours'))
     GROUP BY s.id, s.email, s.language
$$;

CREATE OR REPLACE FUNCTION notices_mailed(these uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    marked integer;
BEGIN
    UPDATE public.agencies_notice SET mailed_at = now() WHERE id = ANY (these) AND mailed_at IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN marked;
END $$;
