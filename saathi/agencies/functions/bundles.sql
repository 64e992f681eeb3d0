-- Permission bundles that an agency defines. Every change is a new version, and a change that involves a
-- powerful bundle takes two people. The warden role owns these functions, and each checks the caller.

-- Requests the first or a new version of a bundle and returns its id. A bundle keeps its kind and holds only
-- what that kind may hold. A bundle cannot end while a member of staff has it. Both are refused with 22023.
CREATE OR REPLACE FUNCTION bundle_ask(of_code text, of_kind text, the_name text, holds text[],
    from_day date, the_end boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('manage_offices');
    before public.agencies_bundleversion;
    newest integer;
    new_id uuid := gen_random_uuid();
    waits boolean;
    today date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('bundle' || me.agency_id || of_code, 0));
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_office o WHERE o.id = me.office_id;
    SELECT * INTO before FROM public.agencies_bundleversion
     WHERE agency_id = me.agency_id AND code = of_code AND outcome = 'agreed'
     ORDER BY version DESC LIMIT 1;
    SELECT coalesce(max(version), 0) INTO newest FROM public.agencies_bundleversion
     WHERE agency_id = me.agency_id AND code = of_code;
    IF NOT public.staff_is_known(of_kind) OR of_code !~ '^[a-z][a-z0-9_]{0,39}$'
       OR from_day < today
       OR holds IS NULL OR cardinality(holds) = 0 OR NOT holds <@ public.staff_ceiling(of_kind)
       OR EXISTS (SELECT 1 FROM public.agencies_bundleversion WHERE agency_id = me.agency_id
                   AND code = of_code AND (kind <> of_kind OR outcome = 'waits')) THEN
        RAISE EXCEPTION 'not a bundle of this kind' USING ERRCODE = '22023';
    END IF;
    IF the_end AND EXISTS (SELECT 1 FROM public.agencies_staff WHERE agency_id = me.agency_id
                            AND post = of_code AND deactivated_at IS NULL) THEN
        RAISE EXCEPTION 'a member of staff has this bundle' USING ERRCODE = '22023';
    END IF;
    waits := public.staff_needs_second(of_kind, holds)
        OR before.id IS NOT NULL AND public.staff_needs_second(of_kind, before.permissions);
    INSERT INTO public.agencies_bundleversion (id, agency_id, code, kind, name, permissions,
        version, valid_from, is_end, needs_second, asked_by, asked_at, decided_by, decided_at,
        outcome)
    VALUES (new_id, me.agency_id, of_code, of_kind, the_name, holds, newest + 1, from_day, the_end,
        waits, me.id, now(), CASE WHEN NOT waits THEN me.id END, CASE WHEN NOT waits THEN now() END,
        CASE WHEN waits THEN 'waits' ELSE 'agreed' END);
    RETURN new_id;
END $$;

-- Approves or refuses a version. Refused (42501) to the person who requested it and to anyone who has the
-- bundle. False if it was already decided.
CREATE OR REPLACE FUNCTION bundle_decide(of_version uuid, agree boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('confirm_staff');
    version_row public.agencies_bundleversion;
BEGIN
    SELECT * INTO version_row FROM public.agencies_bundleversion
     WHERE id = of_version AND agency_id = me.agency_id FOR UPDATE;
    IF version_row.id IS NULL OR version_row.asked_by = me.id OR version_row.code = me.post THEN
        RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
    END IF;
    IF version_row.outcome <> 'waits' THEN
        RETURN false;
    END IF;
    IF agree AND version_row.asked_at < now() - interval '30 days' THEN
        RAISE EXCEPTION 'requested too long ago' USING ERRCODE = '22023';
    END IF;
    IF agree AND version_row.is_end AND EXISTS (SELECT 1 FROM public.agencies_staff
        WHERE agency_id = me.agency_id AND post = version_row.code AND deactivated_at IS NULL) THEN
        RAISE EXCEPTION 'a member of staff has this bundle' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_bundleversion SET decided_by = me.id, decided_at = now(),
        outcome = CASE WHEN agree THEN 'agreed' ELSE 'refused' END WHERE id = version_row.id;
    RETURN true;
END $$;
