-- The staff who act for the office that holds a file, with how far above it their own office is: 0 for those of the
-- office itself. Without those from whom the file is hidden. Called by other functions alone.
CREATE OR REPLACE FUNCTION file_office_staff(of_file uuid)
RETURNS TABLE (id uuid, bundle text, distance integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o
          JOIN public.agencies_file f ON f.office_id = o.id WHERE f.id = of_file
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id
    )
    SELECT s.id, s.bundle::text, up.distance FROM public.agencies_file f
      JOIN public.agencies_principal p ON p.principal = f.office_id
      JOIN public.agencies_staff s ON s.id = p.staff_id
      JOIN up ON up.id = s.office_id
     WHERE f.id = of_file AND s.is_active
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
$$;

-- Tells those who lead the office of a file that something waits. The caller cannot learn who they
-- are from it, only how many were told; the notice holds ids and codes. Which kinds are told to leaders, and
-- which of these only to leaders who approve, the domains declare.
CREATE OR REPLACE FUNCTION access_notify_leaders(of_file uuid, the_kind text, the_record uuid)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
    told integer;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    -- A person whom the report of this file bypasses tells nobody by it: others handle the report.
    IF mine.reads & {section.CASE} = 0 OR NOT public.access_shows_others(of_file) THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    IF the_kind NOT IN ({values.notices_to_leaders}) THEN
        RAISE EXCEPTION 'not a notice to leaders' USING ERRCODE = '22023';
    END IF;
    -- The nearest leaders: those of the office itself, else of the office above it, and so on. A
    -- nation's supervisor is not told of each plan in each ward while somebody nearer is there.
    WITH leaders AS (
        SELECT s.id, s.distance FROM public.file_office_staff(of_file) s
         -- A data officer leads an office too, but approves nothing.
         WHERE public.staff_leads_office(s.bundle) AND s.id <> me
           AND (the_kind NOT IN ({values.notices_to_approvers})
                OR public.staff_may(s.id, 'approve'))
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), l.id, the_kind, the_record, now(), me FROM leaders l
     WHERE l.distance = (SELECT min(distance) FROM leaders);
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;

-- One notice to one member of staff, in the name of the caller: what the application decided to tell, of
-- which kind and to whom. Reached by proof alone, so that no injected statement gives a notice. The record is a
-- file or of one: nobody is told anything of a file that is hidden from them, and the caller does not learn it.
DROP FUNCTION IF EXISTS notice_give(uuid, text, uuid);
CREATE OR REPLACE FUNCTION notice_give(to_staff uuid, the_kind text, the_record uuid, of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    IF EXISTS (SELECT 1 FROM public.agencies_hidden h JOIN public.agencies_staff s ON s.id = to_staff
                WHERE h.file_id IN (the_record, of_file) AND h.principal IN (s.id, s.agency_id)) THEN
        RETURN;
    END IF;
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    VALUES (gen_random_uuid(), to_staff, the_kind, the_record, now(), me.id);
END $$;
