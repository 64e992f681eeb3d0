-- What staff sign in with: one sealed record and one sealed PIN for each account, in a table that no
-- role which signs in can read or write. See `agencies/credentials.py`.

-- One sealed record, for a caller who proves to be the application. An injected statement reads none.
CREATE OR REPLACE FUNCTION credential_of(of_staff uuid, of_kind text, proof text)
RETURNS TABLE (sealed text, version integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.access_check_change('read_credential', of_staff, of_kind, proof);
    RETURN QUERY SELECT c.sealed::text, c.version FROM public.agencies_credential c
                  WHERE c.staff_id = of_staff AND c.kind = of_kind;
END $$;

-- Replaces the record at version `from_version`, or adds the first one (0). Returns the stamp of the person's
-- sessions, a new one if the sessions end. 22023 if the record has changed: of two simultaneous changes, the
-- second is refused.
CREATE OR REPLACE FUNCTION credential_write(of_staff uuid, of_kind text, from_version integer,
    ends_sessions boolean, new_sealed text, proof text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stamp uuid;
BEGIN
    PERFORM public.access_check_change('write_credential', of_staff, concat_ws('|', of_kind,
        from_version, CASE WHEN ends_sessions THEN 'yes' ELSE 'no' END, new_sealed), proof);
    IF from_version = 0 THEN
        INSERT INTO public.agencies_credential (staff_id, kind, sealed, version, set_at)
        VALUES (of_staff, of_kind, new_sealed, 1, now()) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE public.agencies_credential c SET sealed = new_sealed, version = c.version + 1,
            set_at = now()
         WHERE c.staff_id = of_staff AND c.kind = of_kind AND c.version = from_version;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the sign-in details have changed' USING ERRCODE = '22023';
    END IF;
    IF ends_sessions THEN
        UPDATE public.agencies_staff s SET session_stamp = gen_random_uuid()
         WHERE s.id = of_staff RETURNING s.session_stamp INTO stamp;
    ELSE
        SELECT s.session_stamp INTO stamp FROM public.agencies_staff s WHERE s.id = of_staff;
    END IF;
    RETURN stamp;
END $$;

-- Removes everything that opens an account and ends its sessions. Not callable from outside.
CREATE OR REPLACE FUNCTION credential_remove(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.agencies_credential WHERE staff_id = of_staff;
    DELETE FROM public.agencies_signonlink WHERE staff_id = of_staff;
    DELETE FROM public.mfa_authenticator WHERE user_id = of_staff;
    UPDATE public.agencies_staff SET unsent_public = '', unsent_private = '' WHERE id = of_staff;
    PERFORM public.session_clear(of_staff);
END $$;

-- Whether the application proved exactly this change of a second factor in this transaction; the policies of
-- `mfa_authenticator` call it. The setting holds the proof, a line break, and the change as JSON.
CREATE OR REPLACE FUNCTION credential_factor_proved(operation text, of_user uuid, factor bigint,
    factor_type text, content jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := coalesce(current_setting('saathi.factor_change', true), '');
    body text := substr(raw, strpos(raw, E'\n') + 1);
    change jsonb;
BEGIN
    PERFORM public.access_check_change('factor', of_user, body, split_part(raw, E'\n', 1));
    change := body::jsonb;
    RETURN change ->> 'operation' = operation
       AND (operation = 'add' OR (change ->> 'id')::bigint = factor)
       AND (operation = 'remove'
            OR (change ->> 'type' = factor_type AND change -> 'data' = content));
END $$;
