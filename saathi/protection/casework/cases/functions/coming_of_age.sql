-- Adds a duty for the worker of a case, some days ahead, for the day on which the child may turn 18, and notifies the
-- worker. The day is the first that the recorded years of birth allow; the page shows the range. Once for each case;
-- it closes, changes and ends nothing else. A worker that the file is hidden from is not notified. A child with an
-- impossible year of birth is left out. Only for the worker process. Returns the new duties.
CREATE OR REPLACE FUNCTION case_coming_of_age(days_ahead integer)
RETURNS TABLE (due uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH turning AS (
        SELECT c.id AS case_id, c.file_id, c.worker_id, o.agency_id,
               greatest(born.of_age_from,
                        (now() AT TIME ZONE o.time_zone)::date) AS due_on
          FROM public.cases_case c
          JOIN public.people_child k ON k.id = c.child_id
          JOIN public.agencies_office o ON o.id = c.office_id
         CROSS JOIN LATERAL (SELECT
               CASE WHEN k.birth_year_low BETWEEN 100 AND 9900
                    THEN make_date(k.birth_year_low + 18, 1, 1) END AS of_age_from,
               CASE WHEN k.birth_year_high BETWEEN 100 AND 9900
                    THEN make_date(k.birth_year_high + 19, 1, 1) END AS of_age_by) born
         WHERE c.status IN ('open', 'closing_asked')
           AND k.birth_year_low <= extract(year FROM now() + make_interval(days => days_ahead)) - 18
           AND born.of_age_from
               <= (now() AT TIME ZONE o.time_zone)::date + days_ahead
           AND c.opened_on < born.of_age_by
           AND NOT EXISTS (SELECT 1 FROM public.cases_due d
                            WHERE d.case_id = c.id AND d.duty = 'coming_of_age')
    ), made AS (
        INSERT INTO public.cases_due
            (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
        SELECT gen_random_uuid(), t.file_id, t.case_id, t.worker_id, 'coming_of_age', t.due_on,
               now(), t.worker_id, 1
          FROM turning t
        RETURNING cases_due.id, cases_due.file_id, cases_due.worker_id
    ), notified AS (
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
        SELECT gen_random_uuid(), m.worker_id, 'coming_of_age', m.file_id, now() FROM made m
         WHERE NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                             JOIN public.agencies_staff s ON s.id = m.worker_id
                            WHERE h.file_id = m.file_id AND h.principal IN (s.id, s.agency_id))
    )
    SELECT m.id, m.file_id, t.agency_id FROM made m JOIN turning t ON t.file_id = m.file_id;
END $$;
