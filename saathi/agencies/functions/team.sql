-- The members of the child's team who read what the child said, for those who read it themselves; the child
-- chooses readers among them. Ids of staff only.
CREATE OR REPLACE FUNCTION access_team(of_file uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF mine.reads & {section.VOICE} <> 0 AND public.access_shows_others(of_file) THEN
        RETURN QUERY
        SELECT DISTINCT g.principal FROM public.agencies_grant g
          JOIN public.agencies_staff s ON s.id = g.principal AND s.is_active
         WHERE g.file_id = of_file AND g.kind = 'team' AND g.reads & {section.VOICE} <> 0
           AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id));
    END IF;
END $$;
