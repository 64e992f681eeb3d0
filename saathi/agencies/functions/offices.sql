-- Offices: added, changed, closed. The warden role owns these functions, and each checks the caller.

-- Adds an office below another one of the same agency, or at the top; returns its id. Those who lead an
-- office above it lead it too. An office never moves: that would open its files to others without a second
-- person.
CREATE OR REPLACE FUNCTION office_add(below uuid, the_name text, the_level text, the_district text,
    the_time_zone text, the_weekend jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    new_id uuid := gen_random_uuid();
BEGIN
    IF below IS NOT NULL THEN
        PERFORM 1 FROM public.agencies_office WHERE id = below AND agency_id = me.agency_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no office of yours' USING ERRCODE = '42501';
        END IF;
    END IF;
    INSERT INTO public.agencies_office (id, agency_id, parent_id, name, level, country, district,
        time_zone, weekend, is_active, recorded_at)
    SELECT new_id, a.id, below, the_name, the_level, a.country, the_district, the_time_zone,
           the_weekend, true, now() FROM public.agencies_agency a WHERE a.id = me.agency_id;
    INSERT INTO public.agencies_principal (staff_id, principal)
    WITH RECURSIVE above AS (
        SELECT o.id, o.parent_id FROM public.agencies_office o WHERE o.id = below
        UNION
        SELECT o.id, o.parent_id FROM public.agencies_office o JOIN above x ON o.id = x.parent_id
    )
    SELECT s.id, new_id FROM public.agencies_staff s JOIN above ON s.office_id = above.id
     WHERE public.staff_leads_office(s.bundle) AND s.is_active;
    RETURN new_id;
END $$;

-- Changes an office's name, place and calendar, or closes it. 22023 if active staff would be left in a closed
-- office.
CREATE OR REPLACE FUNCTION office_change(of_office uuid, the_name text, the_district text,
    the_time_zone text, the_weekend jsonb, stays_open boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
BEGIN
    PERFORM 1 FROM public.agencies_staff s WHERE s.office_id = of_office AND s.is_active;
    IF FOUND AND NOT stays_open THEN
        RAISE EXCEPTION 'active staff work in this office' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_office SET name = the_name, district = the_district,
        time_zone = the_time_zone, weekend = the_weekend, is_active = stays_open
     WHERE id = of_office AND agency_id = me.agency_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no office of yours' USING ERRCODE = '42501';
    END IF;
END $$;
