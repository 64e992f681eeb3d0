-- The secret address of a person's calendar. Only its digest is stored, and only these functions reach it.

-- Replaces the caller's address; an empty digest removes it. Called only with a proof (`change_make`), so
-- that no injected statement opens a calendar to anyone else.
CREATE OR REPLACE FUNCTION calendar_address_set(new_digest text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    DELETE FROM public.agencies_calendaraddress WHERE staff_id = me.id;
    IF new_digest = '' THEN
        RETURN;
    END IF;
    IF new_digest !~ '^[0-9a-f]{64}$' THEN
        RAISE EXCEPTION 'not a digest' USING ERRCODE = '22023';
    END IF;
    INSERT INTO public.agencies_calendaraddress (staff_id, digest, made_at) VALUES (me.id, new_digest, now());
END $$;

-- When the caller's address was created and last read; no row if there is none.
CREATE OR REPLACE FUNCTION calendar_address_state() RETURNS TABLE (made_at timestamptz, read_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT c.made_at, c.read_at FROM public.agencies_calendaraddress c
                  WHERE c.staff_id = public.access_staff();
END $$;

-- The person whose address this is, if the account is active; records that the address was read. Not callable
-- from outside: the functions that return the contents of a calendar call it first, because they run without
-- a signed context.
CREATE OR REPLACE FUNCTION calendar_address_reader(of_digest text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reader uuid;
BEGIN
    UPDATE public.agencies_calendaraddress c SET read_at = now()
      FROM public.agencies_staff s
     WHERE c.digest = of_digest AND s.id = c.staff_id AND s.is_active
    RETURNING c.staff_id INTO reader;
    RETURN reader;
END $$;
