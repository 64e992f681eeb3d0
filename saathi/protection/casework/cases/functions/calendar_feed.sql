-- The due days of the open duties of the owner of this calendar address, including those in cases that they
-- cover during leave, and other days of theirs from higher domains, such as those of a child they are to receive. Each has an id that is useless elsewhere: no child, no case, no kind of duty. The
-- reader of a calendar is not signed in, so this function checks the owner's rights as row security would. No
-- row for an address that is unknown or was revoked, or whose owner no longer works on cases; otherwise the
-- first row has NULL as its day, which shows that the address is valid even if nothing is due.
CREATE OR REPLACE FUNCTION calendar_feed(of_digest text, from_day date, to_day date)
RETURNS TABLE (uid text, on_day date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reader uuid := public.calendar_address_reader(of_digest);
    agency uuid;
    acts_as uuid[];
    today date;
    covered uuid[];
BEGIN
    IF reader IS NULL OR NOT public.staff_may(reader, 'work_on_case') THEN
        RETURN;
    END IF;
    SELECT s.agency_id, (now() AT TIME ZONE o.time_zone)::date INTO agency, today
      FROM public.agencies_staff s JOIN public.agencies_office o ON o.id = s.office_id WHERE s.id = reader;
    SELECT array_agg(s.case_id) INTO covered FROM public.cases_seat s
     WHERE s.staff_id = reader AND s.ended_on IS NULL AND s.until_on >= today;
    SELECT coalesce(array_agg(p.principal), '{}') INTO acts_as
      FROM public.agencies_principal p WHERE p.staff_id = reader;
    RETURN QUERY SELECT NULL::text, NULL::date;
    RETURN QUERY
    SELECT left(encode(sha256(convert_to(x.id::text || x.on_day::text || of_digest, 'UTF8')), 'hex'), 32), x.on_day
      FROM ({rows.calendar_days}) x(id, on_day) ORDER BY x.on_day, 1 LIMIT 1000;
    RETURN QUERY
    SELECT left(encode(sha256(convert_to(d.id::text || of_digest, 'UTF8')), 'hex'), 32), d.due_on
      FROM public.cases_due d
     WHERE (d.worker_id = reader OR d.case_id = ANY (covered) AND EXISTS (
            SELECT 1 FROM public.cases_case c WHERE c.id = d.case_id AND c.worker_id = d.worker_id))
       AND d.done_on IS NULL AND d.due_on BETWEEN from_day AND to_day
       AND EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = d.file_id AND g.principal = ANY (acts_as) AND g.reads & {section.VISITS} <> 0
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = d.file_id AND h.principal IN (reader, agency))
     ORDER BY d.due_on, 1 LIMIT 1000;
END $$;
