-- Counts attempts to sign in and to unlock a screen. The application commits each call separately, and one
-- statement updates each counter, so that simultaneous attempts are counted one after another.
-- `sign_in/attempts.py` gives the reasons for the limits. Counters are named by digests: no address is
-- stored.

-- Counts one more attempt. Returns its number in the window, or 0 if it exceeds `most`. A window starts with
-- its first attempt and lasts `seconds`.
CREATE OR REPLACE FUNCTION attempt_take(of_counter text, most integer, seconds integer)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number integer;
BEGIN
    INSERT INTO public.agencies_attempt AS a (counter, tried, ends_at)
    VALUES (of_counter, 1, clock_timestamp() + make_interval(secs => seconds))
    ON CONFLICT (counter) DO UPDATE SET
        tried = CASE WHEN a.ends_at <= clock_timestamp() THEN 1 ELSE least(a.tried, 1000000) + 1 END,
        ends_at = CASE WHEN a.ends_at <= clock_timestamp()
                       THEN clock_timestamp() + make_interval(secs => seconds) ELSE a.ends_at END
    RETURNING a.tried INTO number;
    RETURN CASE WHEN number <= most THEN number ELSE 0 END;
END $$;

-- Whether a password may be tried for this account from this source. `device` is empty unless the account
-- knows the device. With `succeeded`, the attempt no longer counts.
CREATE OR REPLACE FUNCTION attempt_sign_in(account text, source text, device text,
    succeeded boolean, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.access_check_change('attempt_sign_in', NULL,
        concat_ws('|', account, source, device, CASE WHEN succeeded THEN 't' ELSE 'f' END), proof);
    IF succeeded THEN
        UPDATE public.agencies_attempt SET tried = greatest(tried - 1, 0)
         WHERE counter = ANY (CASE WHEN device <> '' THEN ARRAY['device|' || account || device]
            ELSE ARRAY['all', 'source|' || source, 'pair|' || account || source,
                       'unknown|' || account] END);
        RETURN true;
    END IF;
    IF random() < 0.01 THEN
        DELETE FROM public.agencies_attempt WHERE counter IN (
            SELECT counter FROM public.agencies_attempt
             WHERE ends_at < clock_timestamp() - interval '1 hour' FOR UPDATE SKIP LOCKED);
    END IF;
    IF device <> '' THEN
        RETURN public.attempt_take('device|' || account || device, 10, 300) > 0;
    END IF;
    RETURN public.attempt_take('source|' || source,
               CASE WHEN public.attempt_take('all', 300, 60) > 0 THEN 20 ELSE 3 END, 60) > 0
       AND public.attempt_take('pair|' || account || source, 5, 300) > 0
       AND public.attempt_take('unknown|' || account, 100, 3600) > 0;
END $$;

-- The number of this attempt to unlock a session, or 0 if none is left. With `succeeded`, the session's count
-- is reset, and the attempt no longer counts towards the person's hourly limit.
CREATE OR REPLACE FUNCTION attempt_pin(of_staff uuid, session text, succeeded boolean, proof text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number integer;
BEGIN
    PERFORM public.access_check_change('attempt_pin', of_staff,
                                       concat_ws('|', session, CASE WHEN succeeded THEN 't' ELSE 'f' END), proof);
    IF succeeded THEN
        DELETE FROM public.agencies_attempt WHERE counter = 'pin|' || session;
        UPDATE public.agencies_attempt SET tried = greatest(tried - 1, 0)
         WHERE counter = 'pins|' || of_staff;
        RETURN 0;
    END IF;
    number := public.attempt_take('pin|' || session, 5, 43200);
    IF number > 0 AND public.attempt_take('pins|' || of_staff, 20, 3600) = 0 THEN
        RETURN 0;
    END IF;
    RETURN number;
END $$;

-- Whether a second-factor code may be tried for this account from this source. With `succeeded`, the
-- account's short window is reset, and the attempt no longer counts in the other two.
CREATE OR REPLACE FUNCTION attempt_factor(of_staff uuid, source text, succeeded boolean, proof text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.access_check_change('attempt_factor', of_staff,
                                       concat_ws('|', source, CASE WHEN succeeded THEN 't' ELSE 'f' END), proof);
    IF succeeded THEN
        DELETE FROM public.agencies_attempt WHERE counter = 'factor|' || of_staff;
        UPDATE public.agencies_attempt SET tried = greatest(tried - 1, 0)
         WHERE counter IN ('factors|' || of_staff, 'codes|' || source);
        RETURN true;
    END IF;
    RETURN public.attempt_take('codes|' || source, 20, 60) > 0
       AND public.attempt_take('factor|' || of_staff, 5, 300) > 0
       AND public.attempt_take('factors|' || of_staff, 30, 3600) > 0;
END $$;
