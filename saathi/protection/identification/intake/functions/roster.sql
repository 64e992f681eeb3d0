-- Who is on duty for new reports. Staff on duty read reports as they come in, so the web role cannot write
-- shifts; it calls these functions with a proof, and each checks that the caller leads the office.

CREATE OR REPLACE FUNCTION duty_office(of_office uuid) RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('assign');
BEGIN
    IF of_office IS NULL OR NOT of_office = ANY (public.access_principals()) THEN
        RAISE EXCEPTION 'no office of yours' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- Adds a shift of at most two weeks and returns its id. No one has two at a time at one office (23505).
CREATE OR REPLACE FUNCTION duty_add(of_office uuid, the_staff uuid, the_cover uuid, from_time timestamptz,
    until timestamptz, the_phone text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.duty_office(of_office);
    new_id uuid := gen_random_uuid();
BEGIN
    IF until <= from_time OR until > from_time + interval '14 days' OR until <= now()
       OR from_time > now() + interval '366 days' OR the_cover = the_staff
       OR the_phone !~ '^[0-9+() /-]{0,24}$' THEN
        RAISE EXCEPTION 'not a shift' USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT 1 FROM unnest(ARRAY[the_staff, the_cover]) n WHERE n IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM public.agencies_staff s WHERE s.id = n AND s.is_active
                  AND s.agency_id = me.agency_id AND public.staff_may(s.id, 'record_report'))) THEN
        RAISE EXCEPTION 'not a person who takes reports' USING ERRCODE = '22023';
    END IF;
    PERFORM 1 FROM public.agencies_office o WHERE o.id = of_office FOR UPDATE;
    IF EXISTS (SELECT 1 FROM public.intake_dutyshift d WHERE d.office_id = of_office
                AND d.staff_id = the_staff AND d.starts_at < until AND d.ends_at > from_time)
       OR (SELECT count(*) FROM public.intake_dutyshift d
            WHERE d.office_id = of_office AND d.ends_at > now()) >= 1000 THEN
        RAISE EXCEPTION 'there is already a shift at that time' USING ERRCODE = '23505';
    END IF;
    INSERT INTO public.intake_dutyshift
        (id, office_id, staff_id, cover_id, starts_at, ends_at, phone, recorded_at, recorded_by)
    VALUES (new_id, of_office, the_staff, the_cover, from_time, until, the_phone, now(), me.id);
    RETURN new_id;
END $$;

-- Ends a shift: one that has begun ends now, a future one is removed. False if there was none.
CREATE OR REPLACE FUNCTION duty_end(of_office uuid, of_shift uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.duty_office(of_office);
    UPDATE public.intake_dutyshift SET ends_at = now()
     WHERE id = of_shift AND office_id = of_office AND starts_at < now() AND ends_at > now();
    IF FOUND THEN
        RETURN true;
    END IF;
    DELETE FROM public.intake_dutyshift
     WHERE id = of_shift AND office_id = of_office AND starts_at >= now();
    RETURN FOUND;
END $$;
