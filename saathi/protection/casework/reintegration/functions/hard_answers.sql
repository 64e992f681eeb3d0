-- Answers of the outcome scale that find safety, or the fear of someone, “very hard”: whether a visit to the child is recorded since, and who is
-- notified when none is on the next day.

-- Whether no visit of ours in which the child was met is recorded after an answer, or is of a later day; one that began more
-- than two hours before the answer is none, nor is a call. The same as `hard_answers.unsafe_answers`.
CREATE OR REPLACE FUNCTION reintegration_without_contact(answer public.reintegration_outcomeanswer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'very_hard' IN (answer.faces ->> 'safe', answer.faces ->> 'afraid')
       AND (EXISTS (SELECT 1 FROM public.reintegration_reintegration r
                     WHERE r.id = answer.reintegration_id AND r.file_id = answer.file_id AND r.state = 'active')
            OR EXISTS (SELECT 1 FROM public.cases_case c
                        WHERE c.file_id = answer.file_id AND c.status IN ('open', 'closing_asked')))
       AND NOT EXISTS (SELECT 1 FROM public.cases_visit v
                        WHERE v.file_id = answer.file_id AND v.outcome <> 'not_met' AND v.kind <> 'telephone'
                          AND v.recorded_at > answer.recorded_at AND v.happened_at::date >= answer.answered_on
                          AND (v.is_time_unknown OR v.happened_at::date > answer.answered_on
                               OR v.happened_at >= answer.recorded_at - interval '2 hours'))
       AND NOT EXISTS (SELECT 1 FROM public.reintegration_monitoringcontact c
                        WHERE c.file_id = answer.file_id AND c.state = 'held' AND c.way NOT IN ('call', 'message')
                          AND c.made_by NOT IN ('mentor', 'other')
                          AND c.contact_on > answer.answered_on)
$$;

-- Notifies the nearest leaders of the office, once for each answer, from the day after it; never someone from whom the file
-- is hidden. The notice holds only the file. Only for the worker process, which calls this each day.
CREATE OR REPLACE FUNCTION reintegration_escalate_answers(moment timestamptz, at_most integer)
RETURNS TABLE (answer uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT a.id, a.file_id, f.agency_id FROM public.reintegration_outcomeanswer a
          JOIN public.agencies_file f ON f.id = a.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE 'very_hard' IN (a.faces ->> 'safe', a.faces ->> 'afraid') AND a.answered_on < (moment AT TIME ZONE o.time_zone)::date
           AND public.reintegration_without_contact(a)
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                            WHERE n.record = a.file_id AND n.kind = 'return_hard' AND n.given_at >= a.recorded_at)
         ORDER BY a.answered_on LIMIT least(at_most, 500) FOR UPDATE OF a SKIP LOCKED
    LOOP
        WITH leaders AS (
            SELECT s.id, s.distance FROM public.file_office_staff(late.file_id) s
             WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
        )
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
        SELECT gen_random_uuid(), l.id, 'return_hard', late.file_id, moment FROM leaders l
          JOIN public.agencies_staff s ON s.id = l.id
         WHERE l.distance = (SELECT min(distance) FROM leaders)
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = late.file_id AND h.principal IN (s.id, s.agency_id))
           AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                            WHERE n.staff_id = l.id AND n.record = late.file_id AND n.kind = 'return_hard'
                              AND n.given_at = moment);
        RETURN QUERY SELECT late.id, late.file_id, late.agency_id;
    END LOOP;
END $$;
