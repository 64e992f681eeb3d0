-- How people join an agency: invitations by mail or on paper. The warden role owns these functions, and each
-- checks, by the signed context, what the caller may do.

DROP FUNCTION IF EXISTS staff_invite(text, text, uuid, text, text, text);
DROP FUNCTION IF EXISTS staff_accept(text, text);
DROP FUNCTION IF EXISTS staff_new_change(public.agencies_staff, text, text, text, uuid, text, uuid);  -- parameter renamed

-- Refuses (22023) a token shorter than 24 letters: it must carry at least 120 random bits.
CREATE OR REPLACE FUNCTION staff_check_token(token text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF token IS NULL OR length(token) < 24 THEN
        RAISE EXCEPTION 'a token has at least 24 letters' USING ERRCODE = '22023';
    END IF;
END $$;

-- Creates an invitation in place of one that was not used, and returns its id. Not callable from outside.
CREATE OR REPLACE FUNCTION staff_new_invitation(of_staff uuid, by_whom uuid, token text,
    confirmed boolean, by_mail boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    new_id uuid := gen_random_uuid();
BEGIN
    PERFORM public.staff_check_token(token);
    DELETE FROM public.agencies_invitation WHERE staff_id = of_staff AND used_at IS NULL;
    INSERT INTO public.agencies_invitation (id, staff_id, token_hash, is_confirmed, invited_by,
        invited_at, expires_at, mail_asked_at, mail_trouble)
    VALUES (new_id, of_staff, sha256(convert_to(token, 'UTF8')), confirmed, by_whom, now(),
        now() + interval '7 days', CASE WHEN by_mail THEN now() END, '');
    RETURN new_id;
END $$;

-- Creates a change that waits for its second person, and returns its id. Not callable from outside.
CREATE OR REPLACE FUNCTION staff_new_change(account public.agencies_staff, the_kind text, as_bundle text,
    as_post text, in_office uuid, the_title text, by_whom uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    new_id uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.agencies_staffchange (id, agency_id, staff_id, kind, from_bundle, from_post,
        to_bundle, to_post, to_office_id, to_title, needs_second, asked_by, asked_at, outcome)
    VALUES (new_id, account.agency_id, account.id, the_kind,
        CASE the_kind WHEN 'invite' THEN '' ELSE account.bundle END,
        CASE the_kind WHEN 'invite' THEN '' ELSE account.post END,
        as_bundle, as_post, in_office, the_title, true, by_whom, now(), 'waits');
    RETURN new_id;
END $$;

-- Creates an account that cannot sign in yet, with its invitation; returns the account's id. A powerful role
-- waits for a second person.
CREATE OR REPLACE FUNCTION staff_invite(who jsonb, in_office uuid, as_bundle text, as_post text,
    token text, by_mail boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff;
    waits boolean := public.staff_place_needs_second(me.agency_id, in_office, as_bundle, as_post);
BEGIN
    INSERT INTO public.agencies_staff (id, email, name, agency_id, office_id, bundle,
        post, title, language, is_active, recorded_at, version)
    VALUES ((who ->> 'id')::uuid, lower(who ->> 'email'), who ->> 'name',
        me.agency_id, in_office, as_bundle, as_post, who ->> 'title', who ->> 'language', false,
        now(), 1)
    RETURNING * INTO account;
    PERFORM public.staff_new_invitation(account.id, me.id, token, NOT waits, by_mail);
    IF waits THEN
        PERFORM public.staff_new_change(account, 'invite', as_bundle, as_post, in_office, account.title,
                                        me.id);
    END IF;
    RETURN account.id;
END $$;

-- Replaces the link of a person who was invited and has not joined; the earlier link no longer works. A
-- withdrawn invitation starts again, so that a powerful role needs a new confirmation. Returns whether it
-- waits for a second person.
CREATE OR REPLACE FUNCTION staff_invite_again(of_staff uuid, token text, by_mail boolean)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
    old public.agencies_invitation;
    needs boolean;
    confirmed boolean;
BEGIN
    IF account.is_active OR account.deactivated_at IS NOT NULL THEN
        RAISE EXCEPTION 'this person was not invited, or has joined' USING ERRCODE = '22023';
    END IF;
    needs := public.staff_place_needs_second(me.agency_id, account.office_id, account.bundle, account.post);
    SELECT * INTO old FROM public.agencies_invitation
     WHERE staff_id = account.id AND used_at IS NULL AND withdrawn_at IS NULL;
    confirmed := CASE WHEN old.id IS NULL THEN NOT needs ELSE old.is_confirmed END;
    PERFORM public.staff_new_invitation(account.id, me.id, token, confirmed, by_mail);
    IF NOT confirmed AND NOT EXISTS (
        SELECT 1 FROM public.agencies_staffchange WHERE staff_id = account.id AND outcome = 'waits')
    THEN
        PERFORM public.staff_new_change(account, 'invite', account.bundle, account.post, account.office_id,
                                        account.title, me.id);
    END IF;
    RETURN NOT confirmed;
END $$;

-- Withdraws an invitation. A reopened account is closed again, because reopening takes two people.
CREATE OR REPLACE FUNCTION staff_withdraw_invitation(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    IF account.is_active OR account.deactivated_at IS NOT NULL THEN
        RAISE EXCEPTION 'this person was not invited, or has joined' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_invitation SET withdrawn_at = now()
     WHERE staff_id = account.id AND used_at IS NULL AND withdrawn_at IS NULL;
    UPDATE public.agencies_staffchange SET outcome = 'refused', decided_by = me.id,
        decided_at = now(), needs_second = false
     WHERE staff_id = account.id AND outcome = 'waits';
    IF EXISTS (SELECT 1 FROM public.agencies_invitation
                WHERE staff_id = account.id AND used_at IS NOT NULL) THEN
        UPDATE public.agencies_staff SET deactivated_at = now() WHERE id = account.id;
    END IF;
END $$;

-- The invited person, for anyone who holds the link; no row if it was used or withdrawn, or has expired.
CREATE OR REPLACE FUNCTION staff_invitation(token text)
RETURNS TABLE (staff uuid, name text, email text, agency text, is_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.name::text, s.email::text, a.name::text, i.is_confirmed
      FROM public.agencies_invitation i
      JOIN public.agencies_staff s ON s.id = i.staff_id AND s.deactivated_at IS NULL
      JOIN public.agencies_agency a ON a.id = s.agency_id
     WHERE i.token_hash = sha256(convert_to(token, 'UTF8'))
       AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
$$;

-- Accepts an invitation: stores the new sign-in details and removes all earlier ones, so that no old factor
-- opens the account. Returns the account, or NULL if the invitation cannot be used. The link is enough,
-- without signing in; the application proves that it makes the call.
CREATE OR REPLACE FUNCTION staff_accept(token text, new_sealed text, proof text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account uuid;
    was public.agencies_staff;
BEGIN
    PERFORM public.access_check_change('accept_invitation', NULL, token || '|' || new_sealed, proof);
    UPDATE public.agencies_invitation i SET used_at = now()
      FROM public.agencies_staff s
     WHERE i.token_hash = sha256(convert_to(token, 'UTF8')) AND i.used_at IS NULL
       AND i.withdrawn_at IS NULL AND i.expires_at > now() AND i.is_confirmed
       AND s.id = i.staff_id AND s.deactivated_at IS NULL
    RETURNING i.staff_id INTO account;
    IF account IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM public.credential_remove(account);
    INSERT INTO public.agencies_credential (staff_id, kind, sealed, version, set_at)
    VALUES (account, 'sign_in', new_sealed, 1, now());
    SELECT * INTO was FROM public.agencies_staff WHERE id = account;
    UPDATE public.agencies_staff s SET is_active = true, version = s.version + 1 WHERE s.id = account;
    PERFORM public.staff_set_principals(account);
    IF NOT was.is_active THEN
        PERFORM public.staff_follow_place(account, was.office_id);
    END IF;
    RETURN account;
END $$;

-- For the worker that sends mail: the addressee of an invitation. The token is made for this person and
-- address.
CREATE OR REPLACE FUNCTION invitation_addressee(of_invitation uuid)
RETURNS TABLE (staff uuid, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.email::text FROM public.agencies_invitation i
      JOIN public.agencies_staff s ON s.id = i.staff_id
     WHERE i.id = of_invitation
$$;

-- For the worker that sends mail: stores an invitation's token and returns the address and what the mail
-- says. No row if the invitation should not be mailed, was already mailed, used or withdrawn, has expired, or
-- waits for a second person.
CREATE OR REPLACE FUNCTION invitation_to_mail(of_invitation uuid, token text)
RETURNS TABLE (email text, language text, agency text, expires_at timestamptz, time_zone text,
    staff uuid, agency_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.staff_check_token(token);
    UPDATE public.agencies_invitation i SET token_hash = sha256(convert_to(token, 'UTF8'))
     WHERE i.id = of_invitation AND i.mail_asked_at IS NOT NULL AND i.mailed_at IS NULL
       AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
       AND i.is_confirmed;
    IF FOUND THEN
        RETURN QUERY
        SELECT s.email::text, s.language::text, a.name::text, i.expires_at, o.time_zone::text,
               s.id, a.id
          FROM public.agencies_invitation i
          JOIN public.agencies_staff s ON s.id = i.staff_id AND s.deactivated_at IS NULL
          JOIN public.agencies_office o ON o.id = s.office_id
          JOIN public.agencies_agency a ON a.id = s.agency_id
         WHERE i.id = of_invitation;
    END IF;
END $$;

-- Records the result of the mail: sent (`trouble` is empty), or why not.
CREATE OR REPLACE FUNCTION invitation_mailed(of_invitation uuid, trouble text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.agencies_invitation SET mail_trouble = trouble,
        mailed_at = CASE WHEN trouble = '' THEN now() END
     WHERE id = of_invitation AND mail_asked_at IS NOT NULL AND mailed_at IS NULL
$$;
