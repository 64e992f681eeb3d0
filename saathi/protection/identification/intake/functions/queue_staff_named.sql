-- The queue of reports: what follows when a report names staff or an office. The web role writes none of these rows.

-- Records that the report names staff or an office. Its file moves to the nearest office above all of them and is
-- hidden from them and from leaders of only those offices; earlier recipients there lose access. Leaders above are
-- notified or, if there are none, other leaders. Refused if only the caller would be left although someone is
-- above them. At most 20 names. A closed report accepts names only if it led to a case. Repeated names change
-- nothing.
CREATE OR REPLACE FUNCTION report_name(of_report uuid, the_staff uuid[], the_office uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    found public.intake_reportresponse := public.report_to_handle(of_report);
    their_offices uuid[];
    target record;
    the_route text := 'above';
BEGIN
    IF found.state = 'closed'
       AND (SELECT r.child_file_id IS NULL FROM public.intake_report r WHERE r.id = of_report) THEN
        RAISE EXCEPTION 'the report is closed' USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT 1 FROM unnest(the_staff) n WHERE NOT EXISTS (
               SELECT 1 FROM public.agencies_staff s WHERE s.id = n AND s.agency_id = public.access_agency()))
       OR (the_office IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM public.agencies_office o
                WHERE o.id = the_office AND o.agency_id = public.access_agency()))
       OR (SELECT count(DISTINCT n) FROM unnest(found.named_staff || the_staff) n) > 20
       OR (cardinality(the_staff) = 0 AND the_office IS NULL) THEN
        RAISE EXCEPTION 'no such person or office in your agency' USING ERRCODE = '22023';
    END IF;
    IF the_staff <@ found.named_staff AND (the_office IS NULL OR the_office = found.named_office_id) THEN
        RETURN found.route;
    END IF;
    UPDATE public.intake_reportresponse
       SET named_staff = ARRAY(SELECT DISTINCT n FROM unnest(named_staff || the_staff) n),
           named_office_id = coalesce(the_office, named_office_id), version = version + 1
     WHERE id = found.id RETURNING * INTO found;
    PERFORM public.report_keep_places(of_report);
    their_offices := ARRAY(SELECT p.office_id FROM public.report_named_places(of_report) p
                   UNION SELECT found.named_office_id WHERE found.named_office_id IS NOT NULL);
    WITH RECURSIVE up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o WHERE o.id = found.office_id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id WHERE up.distance < 20
    ), above(named, id) AS (
        SELECT o.id, o.parent_id FROM public.agencies_office o WHERE o.id = ANY (their_offices)
        UNION
        SELECT a.named, o.parent_id FROM above a JOIN public.agencies_office o ON o.id = a.id
    )
    SELECT up.id, NOT EXISTS (SELECT 1 FROM unnest(their_offices) n WHERE NOT EXISTS (
               SELECT 1 FROM above a WHERE a.named = n AND a.id = up.id)) AS is_above
      INTO target FROM up ORDER BY 2 DESC, CASE WHEN NOT EXISTS (
               SELECT 1 FROM unnest(their_offices) n WHERE NOT EXISTS (
               SELECT 1 FROM above a WHERE a.named = n AND a.id = up.id))
               THEN up.distance ELSE -up.distance END
     LIMIT 1;
    IF NOT target.is_above THEN
        the_route := 'none_above';
    END IF;
    PERFORM public.report_move(of_report, target.id, the_route);
    PERFORM public.report_hide(of_report);
    PERFORM public.report_end_rights(of_report);
    PERFORM public.report_add_step(of_report, 'named', me, me);
    IF NOT EXISTS (SELECT 1 FROM public.report_recipients(of_report, now())) THEN
        RAISE EXCEPTION 'no one is left to handle the report' USING ERRCODE = '22023';
    END IF;
    PERFORM public.report_end_notices(of_report, NULL, false);
    -- Nothing is left of earlier notices that tells the people named, read or unread, that there is a report.
    DELETE FROM public.agencies_notice n
     WHERE n.record = of_report AND public.report_is_closed_to(of_report, n.staff_id);
    IF found.state = 'closed' THEN
        PERFORM public.report_notify(of_report, 0, now());
    ELSIF found.state = 'new' OR public.report_is_closed_to(of_report, found.accepted_by)
       OR found.accepted_by = me THEN
        PERFORM public.report_restart(of_report);
    END IF;
    RETURN the_route;
END $$;

-- Hides the file of a report from those it names and from those who lead only their office. Each is logged.
CREATE OR REPLACE FUNCTION report_hide(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH now_hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), q.file_id, s.id, now(), public.access_staff()
          FROM public.intake_reportresponse q, public.agencies_staff s
         WHERE q.report_id = of_report AND s.agency_id = public.access_agency()
           AND (s.id = ANY (q.named_staff)
                OR (public.staff_leads_office(s.bundle)
                    AND s.office_id IN (SELECT public.report_named_offices(of_report))))
        ON CONFLICT DO NOTHING RETURNING file_id, principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'hidden', public.access_staff(), public.access_agency(), h.file_id,
           jsonb_build_object('principal', h.principal)
      FROM now_hidden h;
END $$;

-- Staff who leave an excluded office stay excluded; staff who join one become excluded. Their access ends, and a
-- report they had accepted returns to the queue. No rule shows it to them again.
CREATE OR REPLACE FUNCTION report_keep_bypassed(of_staff uuid, from_office uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.report_actor();
    mine public.agencies_staff;
    naming uuid[];
    one record;
BEGIN
    SELECT * INTO mine FROM public.agencies_staff WHERE id = of_staff;
    SELECT array_agg(q.report_id) INTO naming
      FROM public.intake_reportresponse q
      JOIN public.agencies_file f ON f.id = q.file_id AND f.agency_id = mine.agency_id AND f.kind = 'report'
     WHERE q.named_office_id IS NOT NULL OR q.named_staff <> '{}';
    INSERT INTO public.intake_bypassedplace (id, report_id, staff, office_id, is_named, leads, recorded_at)
    SELECT gen_random_uuid(), n, of_staff, from_office, false, false, now() FROM unnest(naming) n
     WHERE from_office <> mine.office_id AND from_office IN (SELECT public.report_named_offices(n))
    ON CONFLICT DO NOTHING;
    WITH now_hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), q.file_id, of_staff, now(), coalesce(me, q.recorded_by)
          FROM public.intake_reportresponse q
         WHERE q.report_id = ANY (naming) AND mine.is_active AND public.staff_leads_office(mine.bundle)
           AND public.report_bypasses(q.report_id, of_staff)
        ON CONFLICT DO NOTHING RETURNING file_id
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'hidden', me, mine.agency_id, h.file_id,
           jsonb_build_object('principal', of_staff, 'job', 'leaders')
      FROM now_hidden h;
    FOR one IN
        SELECT q.report_id, q.state = 'accepted' AND q.accepted_by = of_staff AS is_theirs
          FROM public.intake_reportresponse q
         WHERE q.report_id = ANY (naming) AND from_office <> mine.office_id
           AND public.report_bypasses(q.report_id, of_staff)
    LOOP
        PERFORM public.report_end_rights(one.report_id);
        IF one.is_theirs THEN
            PERFORM public.report_restart(one.report_id);
        END IF;
    END LOOP;
END $$;

-- Ends access for those no longer allowed to handle the report. Its recorder can still read what they wrote.
CREATE OR REPLACE FUNCTION report_end_rights(of_report uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH ended AS (
        UPDATE public.agencies_grant g SET ends_at = now()
          FROM public.intake_report r
         WHERE r.id = of_report AND g.file_id = r.file_id AND g.kind = 'team' AND g.principal <> r.recorded_by
           AND (g.ends_at IS NULL OR g.ends_at > now()) AND public.report_bypasses(of_report, g.principal)
        RETURNING g.file_id, g.principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'grant_ended', public.access_staff(), public.access_agency(), e.file_id,
           jsonb_build_object('staff', e.principal, 'reason', 'named')
      FROM ended e
$$;

-- Moves the file of a report to another office of the agency, which owns it from now on.
CREATE OR REPLACE FUNCTION report_move(of_report uuid, to_office uuid, the_route text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found public.intake_reportresponse;
BEGIN
    SELECT * INTO found FROM public.intake_reportresponse WHERE report_id = of_report;
    IF NOT public.report_has_own_file(of_report) THEN
        RAISE EXCEPTION 'not a file for reports' USING ERRCODE = '42501';
    END IF;
    UPDATE public.intake_reportresponse SET route = the_route, office_id = to_office, version = version + 1
     WHERE id = found.id;
    IF found.office_id = to_office THEN
        RETURN;
    END IF;
    UPDATE public.agencies_file SET office_id = to_office WHERE id = found.file_id;
    UPDATE public.agencies_grant SET ends_at = now()
     WHERE file_id = found.file_id AND kind = 'owner' AND (ends_at IS NULL OR ends_at > now());
    INSERT INTO public.agencies_grant
        (id, file_id, principal, kind, reads, writes, starts_at, given_by)
    VALUES (gen_random_uuid(), found.file_id, to_office, 'owner', {section.ALL}, {section.ALL}, now(),
            found.recorded_by);
END $$;

-- Returns an open report to "new" at its present office and notifies the first level. Cancels notices sent earlier in
-- this transaction. No one gets more time to accept, see `report_accept_by`.
CREATE OR REPLACE FUNCTION report_restart(of_report uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due timestamptz := public.report_accept_by(of_report, 'named');
BEGIN
    DELETE FROM public.agencies_notice
     WHERE record = of_report AND kind LIKE 'report\_%' AND given_at = now();
    UPDATE public.agencies_grant g SET ends_at = now()
      FROM public.intake_responsestep p
     WHERE p.report_id = of_report AND p.kind = 'notified' AND p.recorded_at = now()
       AND p.given_right = g.id AND (g.ends_at IS NULL OR g.ends_at > now());
    DELETE FROM public.intake_responsestep
     WHERE report_id = of_report AND kind = 'notified' AND recorded_at = now();
    UPDATE public.intake_reportresponse q
       SET state = 'new', accepted_by = NULL, accepted_at = NULL, assigned_to = NULL, reached = 0,
           level = coalesce((SELECT max(p.level) FROM public.intake_responsestep p
                              WHERE p.report_id = of_report AND p.kind = 'notified'), 0),
           due_at = least(q.due_at, due), escalate_at = least(q.escalate_at, q.due_at, due),
           version = q.version + 1
     WHERE q.report_id = of_report AND q.state <> 'closed';
    IF FOUND THEN
        PERFORM public.report_notify(of_report, 0, now());
    END IF;
END $$;
