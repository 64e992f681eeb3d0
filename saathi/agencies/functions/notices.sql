-- The staff who act for the office that holds a file, and how far above it their own office is (0: the office
-- itself). Leaves out those that the file is hidden from. Called only by other functions.
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

-- Notifies those who lead the office of a file that something waits. Returns only how many were notified, so
-- that the caller does not learn who they are; the notice holds ids and codes. The domains declare which
-- kinds go to leaders, and which of these only to leaders who approve.
CREATE OR REPLACE FUNCTION access_notify_leaders(of_file uuid, the_kind text, the_record uuid)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    mine record;
    notified integer;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    -- A person who is bypassed by the report in this file cannot notify anyone about it: others handle the report.
    IF mine.reads & {section.CASE} = 0 OR NOT public.access_shows_others(of_file) THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    IF the_kind NOT IN ({values.notices_to_leaders}) THEN
        RAISE EXCEPTION 'not a notice to leaders' USING ERRCODE = '22023';
    END IF;
    -- The nearest leaders: those of the office itself, otherwise of the office above it, and so on. A
    -- national supervisor is not notified of every plan in every ward while someone nearer is available.
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
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;

-- Gives one member of staff one notice in the caller's name; the application decides its kind and recipient.
-- Called only with a proof, so that no injected statement gives a notice. The record is a file or belongs to
-- `of_file`. No one is notified about a file that is hidden from them, and the caller does not learn this.
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
