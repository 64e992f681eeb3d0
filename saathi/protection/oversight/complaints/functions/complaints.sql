-- Notifies those who lead the office of a child's file that the child complained: the nearest leaders that
-- the complaint is not about, and who do not work for the agency that operates the facility it is about; with `higher`, those above them, if there are any. Returns how many. Ids and
-- codes only.
CREATE OR REPLACE FUNCTION complaint_tell_leaders(of_complaint uuid, higher boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    notified integer;
BEGIN
    WITH leaders AS (
        SELECT s.id, s.distance + CASE WHEN public.staff_may(s.id, 'approve') THEN 0 ELSE 100 END
               AS distance
          FROM public.complaints_complaint c, public.file_office_staff(c.file_id) s
         WHERE c.id = of_complaint AND public.staff_leads_office(s.bundle)
           AND NOT public.facility_incident_is_closed(c.facility_id, c.not_for, s.id)
    ), nearest AS (
        SELECT min(distance) AS distance FROM leaders
    ), chosen AS (
        SELECT coalesce(CASE WHEN higher THEN (SELECT min(l.distance) FROM leaders l, nearest n
                                                WHERE l.distance > n.distance) END,
                        (SELECT n.distance FROM nearest n)) AS distance
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), l.id, 'complaint', of_complaint, now()
      FROM leaders l, chosen WHERE l.distance = chosen.distance;
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;

-- Notifies leaders for a caller who has just recorded a complaint or refers it to others, even if the caller
-- may no longer read the complaint because it is about them; otherwise 42501.
CREATE OR REPLACE FUNCTION complaint_tell(of_complaint uuid, higher boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found record;
    mine record;
BEGIN
    SELECT c.file_id, c.recorded_by, c.not_for, c.facility_id INTO found
      FROM public.complaints_complaint c WHERE c.id = of_complaint;
    SELECT * INTO mine FROM public.access_sections(found.file_id);
    IF mine.writes & {section.VOICE} = 0
       OR (public.facility_incident_is_closed(found.facility_id, found.not_for, public.access_staff())
                                AND found.recorded_by <> public.access_staff()) THEN
        RAISE EXCEPTION 'not yours to tell' USING ERRCODE = '42501';
    END IF;
    RETURN public.complaint_tell_leaders(of_complaint, higher);
END $$;

-- Notifies higher leaders of complaints that wait beyond the day promised to the child, once for each. Only
-- for the worker process, which learns only how many.
CREATE OR REPLACE FUNCTION complaint_remind() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    late uuid;
    reminded integer := 0;
BEGIN
    FOR late IN
        SELECT c.id FROM public.complaints_complaint c
          JOIN public.agencies_file f ON f.id = c.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE c.state IN ('open', 'brought') AND c.reminded_on IS NULL
           AND c.answer_by < (now() AT TIME ZONE o.time_zone)::date
         FOR UPDATE OF c SKIP LOCKED
    LOOP
        PERFORM public.complaint_tell_leaders(late, true);
        UPDATE public.complaints_complaint SET reminded_on = now()::date, version = version + 1
         WHERE id = late;
        reminded := reminded + 1;
    END LOOP;
    RETURN reminded;
END $$;
