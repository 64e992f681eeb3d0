-- What staff may do to staff accounts. The web role cannot write these rows; it calls these functions, and
-- each checks, by the signed context, what the caller may do. The warden role owns them.

-- The applied migrations, for the health page and for each process at its start.
CREATE OR REPLACE FUNCTION access_applied_migrations() RETURNS TABLE (app text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT m.app::text, m.name::text FROM public.django_migrations m $$;

-- A person's permissions today: those of their role as shipped, or of the agency's own bundle that they have,
-- in the highest approved version that is in force at their office. Empty for an inactive account; never more
-- than their kind of role may hold. The same as `Staff.permissions`.
CREATE OR REPLACE FUNCTION staff_permissions(of_staff uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN NOT s.is_active THEN '{}'::text[]
                WHEN s.post = '' THEN public.staff_shipped(s.bundle)
                ELSE coalesce((
        SELECT ARRAY(SELECT p FROM unnest(v.permissions) p
                      WHERE p = ANY (public.staff_ceiling(s.bundle)))
          FROM public.agencies_bundleversion v
         WHERE v.agency_id = s.agency_id AND v.code = s.post AND v.kind = s.bundle
           AND v.outcome = 'agreed' AND v.valid_from <= (now() AT TIME ZONE o.time_zone)::date
         ORDER BY v.version DESC LIMIT 1), '{}'::text[]) END
      FROM public.agencies_staff s JOIN public.agencies_office o ON o.id = s.office_id
     WHERE s.id = of_staff
$$;

CREATE OR REPLACE FUNCTION staff_may(of_staff uuid, permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(permission = ANY (public.staff_permissions(of_staff)), false)
$$;

-- Replaced by the functions above and no longer called.
DROP FUNCTION IF EXISTS staff_bundle(text);
DROP FUNCTION IF EXISTS staff_manager();
DROP FUNCTION IF EXISTS staff_check_place(uuid, uuid, text);

-- The active member of staff who acts in this context; otherwise 42501.
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

-- The caller, if they hold this permission; otherwise 42501.
CREATE OR REPLACE FUNCTION staff_with(permission text) RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    IF NOT public.staff_may(me.id, permission) THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- A member of the manager's own agency, never the manager (42501). Locks the row against simultaneous
-- changes.
CREATE OR REPLACE FUNCTION staff_of(me public.agencies_staff, of_staff uuid)
RETURNS public.agencies_staff
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account public.agencies_staff;
BEGIN
    SELECT * INTO account FROM public.agencies_staff
     WHERE id = of_staff AND agency_id = me.agency_id AND id <> me.id FOR UPDATE;
    IF account.id IS NULL THEN
        RAISE EXCEPTION 'no such person in your agency' USING ERRCODE = '42501';
    END IF;
    RETURN account;
END $$;

-- Renews a person's principals: the person, unless they are an administrator, and the offices they lead with
-- those below. None for an inactive account. The kind of role alone decides, so that no bundle of an agency's
-- own opens a file.
CREATE OR REPLACE FUNCTION staff_set_principals(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account public.agencies_staff;
BEGIN
    SELECT * INTO account FROM public.agencies_staff WHERE id = of_staff;
    DELETE FROM public.agencies_principal WHERE staff_id = of_staff;
    INSERT INTO public.agencies_principal (staff_id, principal)
    WITH RECURSIVE below AS (
        SELECT o.id FROM public.agencies_office o
         WHERE o.id = account.office_id AND public.staff_leads_office(account.bundle)
        UNION
        SELECT o.id FROM public.agencies_office o JOIN below b ON o.parent_id = b.id
         WHERE o.agency_id = account.agency_id
    )
    SELECT of_staff, n.id FROM (SELECT id FROM below UNION SELECT of_staff) n
     WHERE account.is_active AND account.bundle <> 'administrator';
END $$;

-- Applies to files what follows when an account ends or is activated, or its role or office changes; the apps above
-- declare it. Not called for changes that do not affect this, such as a title or a sign-in reset. `from_office` is
-- the office before the change.
CREATE OR REPLACE FUNCTION staff_follow_place(of_staff uuid, from_office uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM ({rows.after_change_of_place}) done;
END $$;

-- The version of an agency's bundle that is in force at an office, or NULL.
CREATE OR REPLACE FUNCTION staff_bundle_in_force(of_agency uuid, of_code text, at_office uuid)
RETURNS public.agencies_bundleversion
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.* FROM public.agencies_bundleversion v
      JOIN public.agencies_office o ON o.id = at_office
     WHERE v.agency_id = of_agency AND v.code = of_code AND v.outcome = 'agreed'
       AND v.valid_from <= (now() AT TIME ZONE o.time_zone)::date
     ORDER BY v.version DESC LIMIT 1
$$;

-- Whether giving this role, as shipped or as an agency's own bundle, takes two people. Refuses (22023)
-- another agency's office or a closed one, an unknown role, and a bundle that is not in force or not of that
-- kind.
CREATE OR REPLACE FUNCTION staff_place_needs_second(of_agency uuid, in_office uuid, as_bundle text,
    as_post text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.agencies_bundleversion;
BEGIN
    PERFORM 1 FROM public.agencies_office
     WHERE id = in_office AND agency_id = of_agency AND is_active;
    IF NOT FOUND OR NOT public.staff_is_known(as_bundle) THEN
        RAISE EXCEPTION 'no such office or role' USING ERRCODE = '22023';
    END IF;
    IF as_post = '' THEN
        RETURN public.staff_needs_second(as_bundle, public.staff_shipped(as_bundle));
    END IF;
    held := public.staff_bundle_in_force(of_agency, as_post, in_office);
    IF held.id IS NULL OR held.is_end OR held.kind <> as_bundle THEN
        RAISE EXCEPTION 'no such bundle in force' USING ERRCODE = '22023';
    END IF;
    RETURN public.staff_needs_second(as_bundle, held.permissions);
END $$;

-- Ends an account at once: sessions, sign-in details, open invitations. Not callable from outside. `least`
-- prevents an overflow if a statement under an earlier release stored the highest version.
CREATE OR REPLACE FUNCTION staff_end_account(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.agencies_staff SET is_active = false, deactivated_at = now(),
        version = least(version, 2147483646) + 1
     WHERE id = of_staff;
    PERFORM public.credential_remove(of_staff);
    DELETE FROM public.agencies_invitation WHERE staff_id = of_staff AND used_at IS NULL;
    DELETE FROM public.agencies_calendaraddress WHERE staff_id = of_staff;
    PERFORM public.staff_set_principals(of_staff);
    PERFORM public.staff_follow_place(of_staff, (SELECT s.office_id FROM public.agencies_staff s WHERE s.id = of_staff));
END $$;

-- Closes an account at once: a stolen account must not wait for a second person. Closing takes one person,
-- reopening two (`staff_ask_reopen`).
CREATE OR REPLACE FUNCTION staff_deactivate(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_staff');
    account public.agencies_staff := public.staff_of(me, of_staff);
BEGIN
    PERFORM public.staff_end_account(account.id);
    UPDATE public.agencies_staffchange SET outcome = 'refused', decided_by = me.id,
        decided_at = now(), needs_second = false
     WHERE staff_id = account.id AND outcome = 'waits';
END $$;

-- Closes an account from the server, if no administrator is left who could: `saathi deactivate`. Waiting
-- changes are deleted, not refused, because no member of staff decided them.
CREATE OR REPLACE FUNCTION staff_deactivate_by_operator(of_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_staff WHERE id = of_staff AND deactivated_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account, or ended already' USING ERRCODE = '22023';
    END IF;
    PERFORM public.staff_end_account(of_staff);
    DELETE FROM public.agencies_staffchange WHERE staff_id = of_staff AND outcome = 'waits';
END $$;

-- How many files a person works on now: only the number, for administrators, who cannot see the files.
CREATE OR REPLACE FUNCTION staff_open_files(of_staff uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    IF NOT (public.staff_may(me.id, 'manage_staff') OR public.staff_may(me.id, 'confirm_staff')) THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN (SELECT count(DISTINCT g.file_id)
              FROM public.agencies_grant g
              JOIN public.agencies_staff s ON s.id = g.principal AND s.agency_id = me.agency_id
             WHERE g.principal = of_staff AND g.kind = 'team'
               AND (g.ends_at IS NULL OR g.ends_at > now()));
END $$;
