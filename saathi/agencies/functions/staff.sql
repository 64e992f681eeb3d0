-- What staff may do to staff. The web role cannot write these rows; it calls these functions, and
-- each checks, by the signed context, what the caller may do. Each belongs to the warden.

-- Which migrations were applied, for the health page.
CREATE OR REPLACE FUNCTION access_applied_migrations() RETURNS TABLE (app text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT m.app::text, m.name::text FROM public.django_migrations m $$;

-- What a bundle allows, as far as these functions ask. `agencies.permissions` is the source; a test
-- holds the two together.
CREATE OR REPLACE FUNCTION staff_bundle(bundle text, OUT is_known boolean,
    OUT manages_staff boolean, OUT confirms_staff boolean, OUT manages_offices boolean,
    OUT is_powerful boolean, OUT leads_office boolean, OUT breaks_glass boolean)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT bundle IN ('intake_officer', 'case_worker', 'counsellor', 'house_mother', 'supervisor',
                      'data_officer', 'administrator', 'oversight', 'rapporteur'),
           bundle = 'administrator',
           bundle IN ('administrator', 'oversight'),
           bundle = 'administrator',
           bundle IN ('supervisor', 'data_officer', 'administrator', 'oversight'),
           bundle IN ('supervisor', 'data_officer'),
           bundle IN ('case_worker', 'supervisor')
$$;

-- The active member of staff whose context this is.
CREATE OR REPLACE FUNCTION staff_caller() RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff;
BEGIN
    SELECT * INTO me FROM public.agencies_staff
     WHERE id = public.access_staff() AND agency_id = public.access_agency() AND is_active;
    IF me.id IS NULL THEN
        RAISE EXCEPTION 'not an active account' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- The caller, who manages staff.
CREATE OR REPLACE FUNCTION staff_manager() RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    IF NOT (public.staff_bundle(me.bundle)).manages_staff THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- A member of the manager's own agency, never the manager herself; locked against two at once.
CREATE OR REPLACE FUNCTION staff_of(me public.agencies_staff, of_staff uuid)
RETURNS public.agencies_staff
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    her public.agencies_staff;
BEGIN
    SELECT * INTO her FROM public.agencies_staff
     WHERE id = of_staff AND agency_id = me.agency_id AND id <> me.id FOR UPDATE;
    IF her.id IS NULL THEN
        RAISE EXCEPTION 'nobody of yours' USING ERRCODE = '42501';
    END IF;
    RETURN her;
END $$;

-- Refuses an office of another agency or a closed one, and a bundle nobody knows.
CREATE OR REPLACE FUNCTION staff_check_place(of_agency uuid, in_office uuid, as_bundle text)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_office
     WHERE id = in_office AND agency_id = of_agency AND is_active;
    IF NOT FOUND OR NOT (public.staff_bundle(as_bundle)).is_known THEN
        RAISE EXCEPTION 'no such office or role' USING ERRCODE = '22023';
    END IF;
END $$;

-- Whom somebody acts as: herself, unless she administers; and the offices she leads, with those
-- below them. Nobody when inactive.
CREATE OR REPLACE FUNCTION staff_set_principals(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    her public.agencies_staff;
BEGIN
    SELECT * INTO her FROM public.agencies_staff WHERE id = of_staff;
    DELETE FROM public.agencies_principal WHERE staff_id = of_staff;
    IF NOT her.is_active OR her.bundle = 'administrator' THEN
        RETURN;
    END IF;
    INSERT INTO public.agencies_principal (staff_id, principal)
    WITH RECURSIVE below AS (
        SELECT o.id FROM public.agencies_office o
         WHERE o.id = her.office_id AND (public.staff_bundle(her.bundle)).leads_office
        UNION
        SELECT o.id FROM public.agencies_office o JOIN below b ON o.parent_id = b.id
         WHERE o.agency_id = her.agency_id
    )
    SELECT of_staff, id FROM below UNION SELECT of_staff, of_staff;
END $$;

-- A new account that cannot sign in yet, and its invitation. A powerful role waits for a second.
CREATE OR REPLACE FUNCTION staff_invite(the_email text, the_name text, in_office uuid,
    as_bundle text, the_title text, token text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_manager();
    her uuid := gen_random_uuid();
    waits boolean := (public.staff_bundle(as_bundle)).is_powerful;
BEGIN
    PERFORM public.staff_check_place(me.agency_id, in_office, as_bundle);
    PERFORM public.staff_check_token(token);
    INSERT INTO public.agencies_staff (id, password, email, name, agency_id, office_id, bundle,
        title, language, is_active, may_break_glass, recorded_at, pin, version)
    VALUES (her, '!' || gen_random_uuid(), lower(the_email), the_name, me.agency_id, in_office,
        as_bundle, the_title, 'en', false, false, now(), '', 1);
    INSERT INTO public.agencies_invitation (id, staff_id, token_hash, is_confirmed, invited_by,
        invited_at, expires_at)
    VALUES (gen_random_uuid(), her, sha256(convert_to(token, 'UTF8')), NOT waits, me.id, now(),
        now() + interval '7 days');
    IF waits THEN
        INSERT INTO public.agencies_staffchange (id, agency_id, staff_id, kind, from_bundle,
            to_bundle, to_office_id, to_title, needs_second, asked_by, asked_at, outcome)
        VALUES (gen_random_uuid(), me.agency_id, her, 'invite', '', as_bundle, in_office, the_title,
            true, me.id, now(), 'waits');
    END IF;
    RETURN her;
END $$;

-- A token must be long: 32 random bytes written in letters.
CREATE OR REPLACE FUNCTION staff_check_token(token text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF token IS NULL OR length(token) < 40 THEN
        RAISE EXCEPTION 'a token has at least 40 letters' USING ERRCODE = '22023';
    END IF;
END $$;

-- Whom an invitation is for, to somebody who holds the link; nothing when it is used up.
CREATE OR REPLACE FUNCTION staff_invitation(token text)
RETURNS TABLE (staff uuid, name text, email text, agency text, is_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.name::text, s.email::text, a.name::text, i.is_confirmed
      FROM public.agencies_invitation i
      JOIN public.agencies_staff s ON s.id = i.staff_id AND s.deactivated_at IS NULL
      JOIN public.agencies_agency a ON a.id = s.agency_id
     WHERE i.token_hash = sha256(convert_to(token, 'UTF8'))
       AND i.used_at IS NULL AND i.expires_at > now()
$$;

-- Uses an invitation up and sets the password. Who holds the link needs no sign-in for it.
CREATE OR REPLACE FUNCTION staff_accept(token text, password_hash text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    her uuid;
BEGIN
    IF password_hash !~ '^scrypt\$' THEN
        RAISE EXCEPTION 'a password is kept as a slow hash' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_invitation i SET used_at = now()
      FROM public.agencies_staff s
     WHERE i.token_hash = sha256(convert_to(token, 'UTF8')) AND i.used_at IS NULL
       AND i.expires_at > now() AND i.is_confirmed
       AND s.id = i.staff_id AND s.deactivated_at IS NULL
    RETURNING i.staff_id INTO her;
    IF her IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE public.agencies_staff s SET password = password_hash, is_active = true,
        may_break_glass = (public.staff_bundle(s.bundle)).breaks_glass, version = s.version + 1
     WHERE s.id = her;
    PERFORM public.staff_set_principals(her);
    RETURN her;
END $$;

-- Puts a change into effect. Not callable from outside.
CREATE OR REPLACE FUNCTION staff_apply(change public.agencies_staffchange, token text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF change.kind = 'invite' THEN
        UPDATE public.agencies_invitation SET is_confirmed = true
         WHERE staff_id = change.staff_id AND used_at IS NULL;
    ELSIF change.kind = 'role' THEN
        UPDATE public.agencies_staff s SET bundle = change.to_bundle,
            office_id = change.to_office_id, title = change.to_title, version = s.version + 1,
            may_break_glass = s.is_active AND (public.staff_bundle(change.to_bundle)).breaks_glass
         WHERE s.id = change.staff_id;
        PERFORM public.staff_set_principals(change.staff_id);
    ELSE
        PERFORM public.staff_check_token(token);
        UPDATE public.agencies_staff s SET password = '!' || gen_random_uuid(), pin = '',
            version = s.version + 1 WHERE s.id = change.staff_id;
        DELETE FROM public.mfa_authenticator WHERE user_id = change.staff_id;
        DELETE FROM public.agencies_invitation WHERE staff_id = change.staff_id AND used_at IS NULL;
        INSERT INTO public.agencies_invitation (id, staff_id, token_hash, is_confirmed, invited_by,
            invited_at, expires_at)
        VALUES (gen_random_uuid(), change.staff_id, sha256(convert_to(token, 'UTF8')), true,
            change.decided_by, now(), now() + interval '7 days');
    END IF;
END $$;

-- Asks for another role, office or title. What touches a powerful role waits for a second person,
-- as does another office for somebody who leads one; the rest takes effect at once.
CREATE OR REPLACE FUNCTION staff_ask_change(of_staff uuid, as_bundle text, in_office uuid,
    the_title text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_manager();
    her public.agencies_staff := public.staff_of(me, of_staff);
    change public.agencies_staffchange;
BEGIN
    PERFORM public.staff_check_place(me.agency_id, in_office, as_bundle);
    IF her.deactivated_at IS NOT NULL THEN
        RAISE EXCEPTION 'her account is closed' USING ERRCODE = '22023';
    END IF;
    change.id := gen_random_uuid();
    change.agency_id := me.agency_id;
    change.staff_id := her.id;
    change.kind := 'role';
    change.from_bundle := her.bundle;
    change.to_bundle := as_bundle;
    change.to_office_id := in_office;
    change.to_title := the_title;
    change.needs_second := (her.bundle <> as_bundle OR her.office_id <> in_office)
        AND ((public.staff_bundle(her.bundle)).is_powerful
             OR (public.staff_bundle(as_bundle)).is_powerful);
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

-- Asks that somebody who lost her password or second factor gets a new link. Always two persons.
CREATE OR REPLACE FUNCTION staff_ask_reset(of_staff uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_manager();
    her public.agencies_staff := public.staff_of(me, of_staff);
    new_id uuid := gen_random_uuid();
BEGIN
    IF NOT her.is_active THEN
        RAISE EXCEPTION 'her account is not in use' USING ERRCODE = '22023';
    END IF;
    INSERT INTO public.agencies_staffchange (id, agency_id, staff_id, kind, from_bundle, to_bundle,
        to_office_id, to_title, needs_second, asked_by, asked_at, outcome)
    VALUES (new_id, me.agency_id, her.id, 'reset', her.bundle, her.bundle, her.office_id, her.title,
        true, me.id, now(), 'waits');
    RETURN new_id;
END $$;

-- Agrees to a change or refuses it: another person than the one who asked, and not about herself.
CREATE OR REPLACE FUNCTION staff_decide(of_change uuid, agree boolean, token text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    change public.agencies_staffchange;
BEGIN
    SELECT * INTO change FROM public.agencies_staffchange
     WHERE id = of_change AND agency_id = me.agency_id FOR UPDATE;
    IF change.id IS NULL OR NOT (public.staff_bundle(me.bundle)).confirms_staff
       OR change.asked_by = me.id OR change.staff_id = me.id THEN
        RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
    END IF;
    IF change.outcome <> 'waits' THEN
        RETURN false;
    END IF;
    IF agree AND change.asked_at < now() - interval '7 days' THEN
        RAISE EXCEPTION 'asked too long ago' USING ERRCODE = '22023';
    END IF;
    PERFORM 1 FROM public.agencies_staff
     WHERE id = change.staff_id AND deactivated_at IS NULL FOR UPDATE;
    IF agree AND NOT FOUND THEN
        RAISE EXCEPTION 'her account is closed' USING ERRCODE = '22023';
    END IF;
    change.decided_by := me.id;
    UPDATE public.agencies_staffchange SET decided_by = me.id, decided_at = now(),
        outcome = CASE WHEN agree THEN 'agreed' ELSE 'refused' END WHERE id = change.id;
    IF agree THEN
        PERFORM public.staff_apply(change, token);
    END IF;
    RETURN true;
END $$;

-- Ends an account at once: a stolen one must not wait for a second person. Taking away asks for no
-- four eyes; giving back does, as a new invitation.
CREATE OR REPLACE FUNCTION staff_deactivate(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_manager();
    her public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    UPDATE public.agencies_staff SET is_active = false, deactivated_at = now(),
        password = '!' || gen_random_uuid(), pin = '', may_break_glass = false,
        version = version + 1
     WHERE id = her.id;
    DELETE FROM public.mfa_authenticator WHERE user_id = her.id;
    DELETE FROM public.agencies_invitation WHERE staff_id = her.id AND used_at IS NULL;
    UPDATE public.agencies_staffchange SET outcome = 'refused', decided_by = me.id,
        decided_at = now(), needs_second = false
     WHERE staff_id = her.id AND outcome = 'waits';
    PERFORM public.staff_set_principals(her.id);
END $$;

-- How many files somebody works on now: a number for the administrator, who sees none of them.
CREATE OR REPLACE FUNCTION staff_open_files(of_staff uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_manager();
BEGIN
    RETURN (SELECT count(DISTINCT g.file_id)
              FROM public.agencies_grant g
              JOIN public.agencies_staff s ON s.id = g.principal AND s.agency_id = me.agency_id
             WHERE g.principal = of_staff AND g.kind = 'team'
               AND (g.ends_at IS NULL OR g.ends_at > now()));
END $$;

-- A new office below another of the same agency, or at the top. Who leads above leads it too. An
-- office never moves: that would open its files to others without a second person.
CREATE OR REPLACE FUNCTION office_add(below uuid, the_name text, the_level text, the_district text,
    the_time_zone text, the_weekend jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    new_id uuid := gen_random_uuid();
    leader uuid;
BEGIN
    IF NOT (public.staff_bundle(me.bundle)).manages_offices THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
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
    FOR leader IN
        WITH RECURSIVE above AS (
            SELECT o.id, o.parent_id FROM public.agencies_office o WHERE o.id = below
            UNION
            SELECT o.id, o.parent_id FROM public.agencies_office o JOIN above x ON o.id = x.parent_id
        )
        SELECT s.id FROM public.agencies_staff s JOIN above ON s.office_id = above.id
         WHERE (public.staff_bundle(s.bundle)).leads_office AND s.is_active
    LOOP
        PERFORM public.staff_set_principals(leader);
    END LOOP;
    RETURN new_id;
END $$;

-- Name, place, calendar of an office; closing one needs that nobody works there.
CREATE OR REPLACE FUNCTION office_change(of_office uuid, the_name text, the_district text,
    the_time_zone text, the_weekend jsonb, stays_open boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    IF NOT (public.staff_bundle(me.bundle)).manages_offices THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM public.agencies_staff s WHERE s.office_id = of_office AND s.is_active;
    IF FOUND AND NOT stays_open THEN
        RAISE EXCEPTION 'somebody works there' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_office SET name = the_name, district = the_district,
        time_zone = the_time_zone, weekend = the_weekend, is_active = stays_open
     WHERE id = of_office AND agency_id = me.agency_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no office of yours' USING ERRCODE = '42501';
    END IF;
END $$;
