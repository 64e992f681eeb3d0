-- Changes of a person's role and of their sign-in details: one person requests, another decides. The warden
-- role owns these functions, and each checks, by the signed context, what the caller may do.

DROP FUNCTION IF EXISTS staff_ask_change(uuid, text, uuid, text);

-- Puts an approved change into effect. Not callable from outside.
CREATE OR REPLACE FUNCTION staff_apply(change public.agencies_staffchange, token text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was public.agencies_staff;
BEGIN
    SELECT * INTO was FROM public.agencies_staff WHERE id = change.staff_id;
    IF change.kind = 'invite' THEN
        UPDATE public.agencies_invitation SET is_confirmed = true
         WHERE staff_id = change.staff_id AND used_at IS NULL AND withdrawn_at IS NULL;
        RETURN;
    END IF;
    IF change.kind IN ('role', 'reopen') THEN
        UPDATE public.agencies_staff s SET bundle = change.to_bundle, post = change.to_post,
            office_id = change.to_office_id, title = change.to_title, version = s.version + 1
         WHERE s.id = change.staff_id;
    END IF;
    IF change.kind IN ('reset', 'reopen') THEN
        -- Ends every session and removes every factor, so that no old factor opens the account.
        UPDATE public.agencies_staff s SET deactivated_at = NULL, version = s.version + 1
         WHERE s.id = change.staff_id;
        PERFORM public.credential_remove(change.staff_id);
        PERFORM public.staff_new_invitation(change.staff_id, change.decided_by, token, true, false);
    END IF;
    PERFORM public.staff_set_principals(change.staff_id);
    IF change.kind IN ('role', 'reopen') AND (was.bundle, was.post, was.office_id)
       IS DISTINCT FROM (change.to_bundle, change.to_post, change.to_office_id) THEN
        PERFORM public.staff_follow_place(change.staff_id, was.office_id);
    END IF;
END $$;

-- Requests another role, office or title; returns the id of the change. It waits for a second person if the
-- old or the new role is powerful, or if a person who leads an office moves to another; otherwise it takes
-- effect at once.
CREATE OR REPLACE FUNCTION staff_ask_change(of_staff uuid, as_bundle text, as_post text,
    in_office uuid, the_title text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
    change public.agencies_staffchange;
    is_grave boolean;
    was_grave boolean;
BEGIN
    is_grave := public.staff_place_needs_second(me.agency_id, in_office, as_bundle, as_post);
    was_grave := public.staff_needs_second(account.bundle, public.staff_permissions(account.id));
    IF account.deactivated_at IS NOT NULL THEN
        RAISE EXCEPTION 'the account is closed' USING ERRCODE = '22023';
    END IF;
    change.id := gen_random_uuid();
    change.agency_id := me.agency_id;
    change.staff_id := account.id;
    change.kind := 'role';
    change.from_bundle := account.bundle;
    change.from_post := account.post;
    change.to_bundle := as_bundle;
    change.to_post := as_post;
    change.to_office_id := in_office;
    change.to_title := the_title;
    change.needs_second := (is_grave OR was_grave) AND
        (account.bundle <> as_bundle OR account.post <> as_post OR account.office_id <> in_office);
    change.asked_by := me.id;
    change.asked_at := now();
    change.outcome := 'waits';
    IF NOT change.needs_second THEN
        change.decided_by := me.id;
        change.decided_at := now();
        change.outcome := 'agreed';
        PERFORM public.staff_apply(change, NULL);
    END IF;
    INSERT INTO public.agencies_staffchange SELECT change.*;
    RETURN change.id;
END $$;

-- Requests a new link for a person who lost their password or second factor. Always takes two people.
CREATE OR REPLACE FUNCTION staff_ask_reset(of_staff uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    IF NOT account.is_active THEN
        RAISE EXCEPTION 'the account is not in use' USING ERRCODE = '22023';
    END IF;
    RETURN public.staff_new_change(account, 'reset', account.bundle, account.post, account.office_id, account.title,
                                   me.id);
END $$;

-- Requests that a closed account is reopened. Always takes two people, whatever the role.
CREATE OR REPLACE FUNCTION staff_ask_reopen(of_staff uuid, as_bundle text, as_post text,
    in_office uuid, the_title text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    PERFORM public.staff_place_needs_second(me.agency_id, in_office, as_bundle, as_post);
    IF account.deactivated_at IS NULL THEN
        RAISE EXCEPTION 'the account is not closed' USING ERRCODE = '22023';
    END IF;
    RETURN public.staff_new_change(account, 'reopen', as_bundle, as_post, in_office, the_title, me.id);
END $$;

-- Approves or refuses a change. Refused (42501) to the person who requested it and to the person that it
-- concerns. False if it was already decided. 22023 if it can no longer be approved.
CREATE OR REPLACE FUNCTION staff_decide(of_change uuid, agree boolean, token text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('confirm_staff');
    change public.agencies_staffchange;
    account public.agencies_staff;
BEGIN
    SELECT * INTO change FROM public.agencies_staffchange
     WHERE id = of_change AND agency_id = me.agency_id FOR UPDATE;
    IF change.id IS NULL OR change.asked_by = me.id OR change.staff_id = me.id THEN
        RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
    END IF;
    IF change.outcome <> 'waits' THEN
        RETURN false;
    END IF;
    SELECT * INTO account FROM public.agencies_staff WHERE id = change.staff_id FOR UPDATE;
    IF agree AND change.asked_at < now() - interval '7 days' THEN
        RAISE EXCEPTION 'requested too long ago' USING ERRCODE = '22023';
    END IF;
    IF agree AND (account.deactivated_at IS NOT NULL) <> (change.kind = 'reopen') THEN
        RAISE EXCEPTION 'the account is closed, or open again' USING ERRCODE = '22023';
    END IF;
    IF agree AND change.kind IN ('role', 'reopen') THEN
        -- The bundle may have ended in the meantime, or the office may have been closed.
        PERFORM public.staff_place_needs_second(me.agency_id, change.to_office_id,
                                                change.to_bundle, change.to_post);
    END IF;
    change.decided_by := me.id;
    UPDATE public.agencies_staffchange SET decided_by = me.id, decided_at = now(),
        outcome = CASE WHEN agree THEN 'agreed' ELSE 'refused' END WHERE id = change.id;
    IF agree THEN
        PERFORM public.staff_apply(change, token);
    END IF;
    RETURN true;
END $$;
