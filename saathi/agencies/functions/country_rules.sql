-- A country's rules and an office's holidays. Deadlines and the people who are consulted depend on them, so
-- the web role writes them only through these functions, which are called only with a proof (`change_make`).

-- Adds a version of a configuration, after the newest, in the country of the caller's agency; returns its id.
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

-- Records a day on which an office of the caller's agency is closed, or renames it; returns the holiday's id.
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

-- Removes a holiday: the office works on that day after all. False if no office of the caller's agency has
-- this holiday.
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
