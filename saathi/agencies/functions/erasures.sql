-- Erasing the identity in a child's file: one person requests it, another decides, the eraser's job does it.
-- The warden role owns these functions, and each checks the caller by the signed context.

-- The caller, if they may erase in this file: they hold the permission and read its decisions, their agency
-- holds the file, they act for its office, and it is not hidden from them. Otherwise 42501.
CREATE OR REPLACE FUNCTION erasure_caller(of_file uuid) RETURNS public.agencies_staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('erase');
    mine record;
BEGIN
    SELECT * INTO mine FROM public.access_sections(of_file);
    PERFORM 1 FROM public.agencies_file f
     WHERE f.id = of_file AND f.kind = 'child' AND f.agency_id = me.agency_id
       AND f.office_id = ANY (public.access_principals());
    IF NOT FOUND OR mine.reads & {section.DECISIONS} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN me;
END $$;

-- Who may decide on an erasure of this file, except `but_for`: the people who could request it. Not callable
-- from outside.
CREATE OR REPLACE FUNCTION erasure_seconds(of_file uuid, but_for uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT s.id FROM public.agencies_file f
      JOIN public.agencies_principal p ON p.principal = f.office_id
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
     WHERE f.id = of_file AND s.agency_id = f.agency_id AND s.id <> but_for
       AND public.staff_may(s.id, 'erase')
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id));
END $$;

-- The ids of the child's file and, with `with_reports`, of the reports about the child that the same agency holds.
-- The apps that have such reports select them by `of_file` and `the_agency`.
CREATE OR REPLACE FUNCTION erasure_files(of_file uuid, the_agency uuid, with_reports boolean)
RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT of_file || CASE WHEN with_reports THEN ARRAY(
        {rows.reports_of_child} ORDER BY file_id) ELSE '{}'::uuid[] END
$$;

-- What the caller needs to know before requesting an erasure: how many reports about the child the agency
-- holds, how many people have temporary access to the file without working on the case, and how many people
-- could decide.
CREATE OR REPLACE FUNCTION erasure_about(of_file uuid, OUT reports integer, OUT shares integer,
    OUT seconds integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.erasure_caller(of_file);
BEGIN
    reports := cardinality(public.erasure_files(of_file, me.agency_id, true)) - 1;
    SELECT count(DISTINCT g.principal) INTO shares FROM public.agencies_grant g
     WHERE g.file_id = of_file AND g.kind IN ('referral', 'share', 'glass')
       AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now());
    SELECT count(*) INTO seconds FROM public.erasure_seconds(of_file, me.id);
END $$;

-- Requests an erasure and notifies those who may decide; returns the id of the request.
CREATE OR REPLACE FUNCTION erasure_ask(of_file uuid, said jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.erasure_caller(of_file);
    new_id uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.agencies_erasurerequest (id, file_id, recorded_at, recorded_by, version,
        agency_id, reason, basis, child_knows, with_reports, warnings, despite, state, files,
        refusal)
    VALUES (new_id, of_file, now(), me.id, 1, me.agency_id, said ->> 'reason', said ->> 'basis',
        said ->> 'child_knows', (said ->> 'with_reports')::boolean,
        ARRAY(SELECT jsonb_array_elements_text(said -> 'warnings')), said ->> 'despite', 'waits',
        '{}', '');
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s, 'erasure_waits', new_id, now(), me.id
      FROM public.erasure_seconds(of_file, me.id) s;
    RETURN new_id;
END $$;

-- Withdraws a waiting request of the caller. False if it no longer waits.
CREATE OR REPLACE FUNCTION erasure_withdraw(of_request uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    UPDATE public.agencies_erasurerequest SET state = 'withdrawn', version = version + 1
     WHERE id = of_request AND recorded_by = me.id AND state = 'waits';
    RETURN FOUND;
END $$;

-- Approves or refuses an erasure. Refused (42501) to the person who requested it. False if it was already
-- decided. Approval requires that the requesting person still holds the permission and that the request is at
-- most thirty days old (otherwise 22023), and that the file has not moved to another agency.
CREATE OR REPLACE FUNCTION erasure_decide(of_request uuid, agree boolean, why_not text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff;
    asked public.agencies_erasurerequest;
BEGIN
    SELECT * INTO asked FROM public.agencies_erasurerequest WHERE id = of_request FOR UPDATE;
    me := public.erasure_caller(asked.file_id);
    IF asked.agency_id <> me.agency_id OR asked.recorded_by = me.id THEN
        RAISE EXCEPTION 'not yours to decide' USING ERRCODE = '42501';
    END IF;
    IF asked.state <> 'waits' THEN
        RETURN false;
    END IF;
    IF agree AND (asked.recorded_at < now() - interval '30 days'
                  OR NOT public.staff_may(asked.recorded_by, 'erase')) THEN
        RAISE EXCEPTION 'requested too long ago, or by a person without the permission' USING ERRCODE = '22023';
    END IF;
    UPDATE public.agencies_erasurerequest SET decided_by = me.id, decided_at = now(),
        version = version + 1, refusal = CASE WHEN agree THEN '' ELSE why_not END,
        state = CASE WHEN agree THEN 'agreed' ELSE 'refused' END,
        files = CASE WHEN agree
                     THEN public.erasure_files(asked.file_id, asked.agency_id, asked.with_reports)
                     ELSE '{}' END
     WHERE id = asked.id;
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    VALUES (gen_random_uuid(), asked.recorded_by, 'erasure_decided', asked.id, now(), me.id);
    RETURN true;
END $$;

-- Whether two people agreed to erase the identity in this file and it is not erased yet. The eraser's
-- policies call this: the eraser destroys nothing else.
CREATE OR REPLACE FUNCTION erasure_agreed(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_erasurerequest r
          JOIN public.agencies_file f ON f.id = r.file_id AND f.agency_id = r.agency_id
         WHERE r.state = 'agreed' AND of_file = ANY (r.files)
           AND r.decided_by IS NOT NULL AND r.decided_by <> r.recorded_by)
$$;

-- Adds the log entry of a file that is being erased, in the name of the person who requested it: the eraser
-- itself cannot write in anyone's name. 42501 if no one agreed to the erasure.
CREATE OR REPLACE FUNCTION erasure_log(of_request uuid, of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, objects, detail)
    SELECT gen_random_uuid(), 'erased', r.recorded_by, r.agency_id, of_file, ARRAY[r.id],
           jsonb_build_object('reason', r.reason, 'second', r.decided_by)
      FROM public.agencies_erasurerequest r
     WHERE r.id = of_request AND of_file = ANY (r.files) AND public.erasure_agreed(of_file);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no one agreed to this erasure' USING ERRCODE = '42501';
    END IF;
END $$;
