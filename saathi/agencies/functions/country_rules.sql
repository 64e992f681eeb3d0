-- Rules of a country and holidays of an office: deadlines and who is asked follow from them, so no web
-- statement writes them without these functions, which are reached by proof alone (`change_make`).

-- A new version of a piece of configuration in the country of the caller's agency, after the newest.
CREATE OR REPLACE FUNCTION configuration_add(the_kind text, the_name text, the_body jsonb,
    from_day date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    new_id uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.agencies_configuration
        (id, kind, country, name, version, body, valid_from, recorded_at, recorded_by)
    SELECT new_id, the_kind, a.country, the_name, 1 + coalesce((
               SELECT max(c.version) FROM public.agencies_configuration c
                WHERE c.kind = the_kind AND c.country = a.country AND c.name = the_name), 0),
           the_body, from_day, now(), me.id
      FROM public.agencies_agency a WHERE a.id = me.agency_id;
    RETURN new_id;
END $$;

-- The day on which an office of the caller's agency does not work, under this name.
CREATE OR REPLACE FUNCTION holiday_set(of_office uuid, the_day date, the_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    set_id uuid;
BEGIN
    PERFORM 1 FROM public.agencies_office o WHERE o.id = of_office AND o.agency_id = me.agency_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no office of yours' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_holiday AS h (id, office_id, "on", name)
    VALUES (gen_random_uuid(), of_office, the_day, the_name)
    ON CONFLICT (office_id, "on") DO UPDATE SET name = excluded.name
    RETURNING h.id INTO set_id;
    RETURN set_id;
END $$;

-- The office works on that day after all. Whether there was such a holiday of an office of the agency.
CREATE OR REPLACE FUNCTION holiday_remove(of_office uuid, of_holiday uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
BEGIN
    DELETE FROM public.agencies_holiday h USING public.agencies_office o
     WHERE h.id = of_holiday AND h.office_id = of_office AND o.id = h.office_id
       AND o.agency_id = me.agency_id;
    RETURN FOUND;
END $$;
