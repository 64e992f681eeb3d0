-- Records what a committee member saw, while the request to this member is open (otherwise 42501). The member
-- seals the text under the key with which they read the request. Notifies the child's worker and, if the
-- child is in danger, those who lead. The member can write nothing else in the file.
CREATE OR REPLACE FUNCTION committee_tell(
    of_follow_up uuid, new_id uuid, on_day date, was_seen text, how_it_is text, the_sealed bytea)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    asked record;
    mine record;
BEGIN
    SELECT f.file_id, f.state, f.asked_of_id, c.worker_id INTO asked
      FROM public.committees_followup f JOIN public.cases_case c ON c.id = f.case_id
     WHERE f.id = of_follow_up FOR UPDATE OF f;
    SELECT * INTO mine FROM public.access_sections(asked.file_id);
    IF asked.asked_of_id IS DISTINCT FROM me OR mine.reads & {section.CASE} = 0 OR asked.state <> 'asked'
       OR on_day > (now() + interval '1 day')::date THEN
        RAISE EXCEPTION 'not asked of you' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.committees_committeeobservation
        (id, file_id, recorded_at, recorded_by, version, follow_up_id, seen_on, seen, how, sealed)
    VALUES (new_id, asked.file_id, now(), me, 1, of_follow_up, on_day, was_seen, how_it_is,
            the_sealed);
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id,
           CASE WHEN how_it_is = 'danger' THEN 'committee_danger' ELSE 'committee_told' END,
           asked.file_id, now(), me
      FROM public.agencies_staff s
     WHERE s.is_active AND s.id <> me AND (s.id = asked.worker_id OR how_it_is = 'danger'
           AND public.staff_may(s.id, 'approve') AND s.office_id = (
               SELECT f.office_id FROM public.agencies_file f WHERE f.id = asked.file_id))
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = asked.file_id AND h.principal IN (s.id, s.agency_id));
END $$;

-- Records that the caller responded to what a committee saw; false if a colleague did so before. Only for
-- staff who may write the case (42501), never for the committee member, who may write nothing in the file.
CREATE OR REPLACE FUNCTION committee_respond(to_observation uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    of_file uuid;
    mine record;
BEGIN
    SELECT t.file_id INTO of_file FROM public.committees_committeeobservation t WHERE t.id = to_observation FOR UPDATE;
    SELECT * INTO mine FROM public.access_sections(of_file);
    IF of_file IS NULL OR mine.writes & {section.CASE} = 0 OR NOT public.staff_may(me.id, 'work_on_case') THEN
        RAISE EXCEPTION 'no such observation' USING ERRCODE = '42501';
    END IF;
    UPDATE public.committees_committeeobservation SET responded_at = now(), responded_by = me.id, version = version + 1
     WHERE id = to_observation AND responded_at IS NULL;
    RETURN FOUND;
END $$;

-- Whether a request to the caller has ended, so that its page can say so: nothing else of it is open to them
-- by then.
CREATE OR REPLACE FUNCTION committee_request_ended(of_follow_up uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.committees_followup f
                    WHERE f.id = of_follow_up AND f.asked_of_id = me.id
                      AND (f.state = 'ended' OR f.until < (now() - interval '1 day')::date));
END $$;
