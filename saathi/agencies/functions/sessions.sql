-- Sessions, one at a time by their stored key. No role with a login can read or write the tables, so a
-- statement without a key cannot find, end or copy a session. See `agencies/sessions.py`.

CREATE OR REPLACE FUNCTION session_load(of_key text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.session_data FROM public.django_session s
     WHERE s.session_key = of_key AND s.expire_date > now()
$$;

CREATE OR REPLACE FUNCTION session_exists(of_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.django_session s WHERE s.session_key = of_key)
$$;

-- Stores a new session, or new content of an existing one. False if a new one already exists, or if an
-- existing one is gone or has expired. Needs a proof, so that no statement fills the table. A session lasts
-- at most SESSION_COOKIE_AGE after it is stored, with two minutes of tolerance for clocks (22023); a
-- signed-in person's session at most that long after it started.
DROP FUNCTION IF EXISTS session_save(text, text, timestamptz, boolean);
CREATE OR REPLACE FUNCTION session_save(of_key text, content text, expires timestamptz,
    is_new boolean, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    longest CONSTANT interval := '12 hours';
    stored boolean;
BEGIN
    PERFORM public.access_check_change('session_save', NULL, concat_ws('|', of_key,
        extract(epoch FROM expires)::bigint, CASE WHEN is_new THEN 'new' ELSE 'known' END, content),
        proof);
    IF expires > clock_timestamp() + longest + interval '2 minutes' THEN
        RAISE EXCEPTION 'longer than a session may last' USING ERRCODE = '22023';
    END IF;
    IF is_new THEN
        INSERT INTO public.django_session (session_key, session_data, expire_date)
        VALUES (of_key, content, expires) ON CONFLICT DO NOTHING;
        stored := FOUND;
        IF random() < 0.01 THEN
            DELETE FROM public.django_session WHERE session_key IN (
                SELECT session_key FROM public.django_session
                 WHERE expire_date < now() - interval '1 day' LIMIT 1000 FOR UPDATE SKIP LOCKED);
            DELETE FROM public.agencies_staffsession s WHERE NOT EXISTS (
                SELECT 1 FROM public.django_session d WHERE d.session_key = s.key);
        END IF;
        RETURN stored;
    END IF;
    UPDATE public.django_session SET session_data = content,
           expire_date = least(expires, (SELECT s.started_at + longest + interval '2 minutes'
                                           FROM public.agencies_staffsession s WHERE s.key = of_key))
     WHERE session_key = of_key AND expire_date > clock_timestamp();
    stored := FOUND;
    UPDATE public.agencies_staffsession SET used_at = now() WHERE key = of_key;
    RETURN stored;
END $$;

CREATE OR REPLACE FUNCTION session_delete(of_key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.agencies_staffsession WHERE key = of_key;
    DELETE FROM public.django_session WHERE session_key = of_key
$$;

-- Records whose session this is, for the person's list of sessions.
CREATE OR REPLACE FUNCTION session_note(of_key text, of_staff uuid, on_device text, proof text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.access_check_change('session_note', of_staff, of_key || '|' || on_device, proof);
    INSERT INTO public.agencies_staffsession (key, handle, staff_id, device, started_at, used_at)
    VALUES (of_key, gen_random_uuid(), of_staff, on_device, now(), now())
    ON CONFLICT (key) DO NOTHING;
END $$;

-- The caller's own sessions that have not ended, most recently used first, without their keys.
CREATE OR REPLACE FUNCTION session_list(this_key text)
RETURNS TABLE (handle uuid, device text, started_at timestamptz, used_at timestamptz,
    is_current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.handle, s.device::text, s.started_at, s.used_at, s.key = this_key
      FROM public.agencies_staffsession s
      JOIN public.django_session d ON d.session_key = s.key AND d.expire_date > now()
     WHERE s.staff_id = public.access_staff()
     ORDER BY s.used_at DESC LIMIT 100
$$;

-- Ends one of the caller's own sessions, or all except the current one if `of_handle` is NULL; returns how
-- many.
CREATE OR REPLACE FUNCTION session_end(of_handle uuid, this_key text, proof text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    keys text[];
BEGIN
    PERFORM public.access_check_change('session_end', me,
                                       coalesce(of_handle::text, 'others') || '|' || this_key, proof);
    SELECT array_agg(s.key) INTO keys FROM public.agencies_staffsession s
     WHERE s.staff_id = me AND s.key <> this_key AND (of_handle IS NULL OR s.handle = of_handle);
    DELETE FROM public.django_session WHERE session_key = ANY (keys);
    DELETE FROM public.agencies_staffsession WHERE key = ANY (keys);
    RETURN coalesce(cardinality(keys), 0);
END $$;

-- Ends all sessions of an account, for staff managers. The new stamp also ends sessions that no list
-- contains.
CREATE OR REPLACE FUNCTION staff_end_sessions(of_staff uuid, proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    colleague public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    PERFORM public.access_check_change('staff_end_sessions', me.id, of_staff::text, proof);
    PERFORM public.session_clear(colleague.id);
END $$;

-- Ends all sessions of an account. Not callable from outside.
CREATE OR REPLACE FUNCTION session_clear(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.agencies_staff SET session_stamp = gen_random_uuid() WHERE id = of_staff;
    DELETE FROM public.django_session WHERE session_key IN (
        SELECT key FROM public.agencies_staffsession WHERE staff_id = of_staff);
    DELETE FROM public.agencies_staffsession WHERE staff_id = of_staff;
END $$;
