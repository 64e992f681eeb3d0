-- What another file of the child says against a transfer (`matches/functions/same_child.sql`): the rules that hold in the file of the
-- transfer hold for what is recorded in all files of the child. Another file only refuses: a decision, an answer or an assessment
-- there is the basis of nothing here. Callers learn no more than that another file does not allow it.

-- Whether the child said no to such a transfer there and did not change their mind since, or stopped one since they agreed here.
CREATE OR REPLACE FUNCTION transfers_refused_elsewhere(t public.transfers_transfer, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH said AS (
        SELECT v.* FROM public.transfers_transferview v
          JOIN public.transfers_transfer x ON x.id = v.transfer_id AND x.file_id = v.file_id
         WHERE v.file_id = ANY (public.files_of_child(t.file_id)) AND x.direction = t.direction)
    SELECT EXISTS (
        SELECT 1 FROM said no
         WHERE no.file_id <> t.file_id AND no.wish = 'does_not' AND NOT EXISTS (
            SELECT 1 FROM said v
             WHERE v.wish = 'goes'
               AND public.tracing_supersedes(
                   (v.asked_at AT TIME ZONE zone)::date, v.recorded_at, v.recorded_by,
                   (no.asked_at AT TIME ZONE zone)::date, no.recorded_at, no.recorded_by, zone)))
        OR EXISTS (
        SELECT 1 FROM public.transfers_transfer x
         WHERE x.file_id = ANY (public.other_files_of_child(t.file_id)) AND x.direction = t.direction
           AND x.state = 'stopped' AND x.stopped_by = 'child'
           AND NOT EXISTS (
               SELECT 1 FROM said v
                WHERE v.transfer_id = t.id AND v.wish = 'goes'
                  AND (v.asked_at AT TIME ZONE zone)::date > x.ended_on))
$$;

-- Whether the child said no there after this transfer was authorised: this journey does not take place.
CREATE OR REPLACE FUNCTION transfers_off_elsewhere(t public.transfers_transfer, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.decided_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM public.transfers_transferview v
          JOIN public.transfers_transfer x ON x.id = v.transfer_id AND x.file_id = v.file_id
         WHERE v.file_id = ANY (public.other_files_of_child(t.file_id)) AND x.direction = t.direction AND v.wish = 'does_not'
           AND (greatest(v.asked_at, v.recorded_at) AT TIME ZONE zone)::date >= t.decided_on)
$$;

-- Whether an assessment there found the way or the country not safe and nothing replaced it, or a threat to the child was recorded
-- there after one of the assessments here.
CREATE OR REPLACE FUNCTION transfers_unsafe_elsewhere(t public.transfers_transfer, zone text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    there public.transfers_transfer := t;
    child_file uuid;
    assessed_at timestamptz := (
        SELECT min(newest.at) FROM (
            SELECT max(s.recorded_at) AS at FROM public.transfers_transfersafetyassessment s
             WHERE s.transfer_id = t.id AND s.file_id = t.file_id GROUP BY s.subject) newest);
BEGIN
    FOREACH child_file IN ARRAY public.other_files_of_child(t.file_id) LOOP
        there.file_id := child_file;
        there.child_id := (SELECT c.id FROM public.people_child c WHERE c.file_id = child_file);
        IF EXISTS (SELECT 1 FROM public.transfers_threat_of(there) threat WHERE threat.at > assessed_at) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN EXISTS (
        SELECT 1 FROM public.transfers_transfersafetyassessment unsafe
          JOIN public.transfers_transfer x ON x.id = unsafe.transfer_id AND x.file_id = unsafe.file_id
         WHERE unsafe.file_id = ANY (public.other_files_of_child(t.file_id)) AND unsafe.result = 'not_safe'
           AND x.direction = t.direction AND x.to_country = t.to_country AND NOT EXISTS (
               SELECT 1 FROM public.transfers_transfersafetyassessment s
                 JOIN public.transfers_transfer y ON y.id = s.transfer_id AND y.file_id = s.file_id
                WHERE s.file_id = ANY (public.files_of_child(t.file_id)) AND y.direction = t.direction
                  AND y.to_country = t.to_country AND s.subject = unsafe.subject AND s.result <> 'not_safe'
                  AND public.tracing_supersedes(s.assessed_on, s.recorded_at, s.recorded_by,
                                                unsafe.assessed_on, unsafe.recorded_at, unsafe.recorded_by, zone)
                  AND NOT EXISTS (
                      SELECT 1 FROM public.transfers_transfersafetyassessment c
                       WHERE c.transfer_id = s.transfer_id AND c.file_id = s.file_id AND c.corrects = s.id
                         AND c.recorded_by = s.recorded_by AND c.subject = s.subject
                         AND c.recorded_at BETWEEN s.recorded_at AND s.recorded_at + interval '24 hours')));
END $$;

-- Whether a determination there, as new as the one here or newer, is not in force or decided on another solution or country.
CREATE OR REPLACE FUNCTION transfers_decided_elsewhere(t public.transfers_transfer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM unnest(public.other_files_of_child(t.file_id)) f, public.transfers_newest_determination(f) d
         WHERE d.id IS NOT NULL
           AND d.decided_on >= coalesce((public.transfers_newest_determination(t.file_id)).decided_on, '-infinity')
           AND (d.state IN ('reopened', 'ended') OR d.solution <> ALL (public.transfers_solutions(t.kind))
                OR d.country <> t.to_country))
$$;

-- Whether the country denied there that the child is from it, a permit was refused there, or a court said there that it needs the
-- child, and nothing replaced it in any file.
CREATE OR REPLACE FUNCTION transfers_barred_elsewhere(t public.transfers_transfer, on_day date, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.kind IN ('return', 'ordered', 'relatives') AND EXISTS (
        SELECT 1 FROM public.verifications_originverification no
         WHERE no.file_id = ANY (public.other_files_of_child(t.file_id)) AND no.country = t.to_country
           AND no.answer IN ('denied', 'refused') AND no.subjects::text[] && ARRAY['nationality', 'address'] AND NOT EXISTS (
               SELECT 1 FROM public.verifications_originverification v
                WHERE v.file_id = ANY (public.files_of_child(t.file_id)) AND v.country = t.to_country
                  AND v.answer = 'confirmed' AND v.subjects::text[] && ARRAY['nationality', 'address']
                  AND public.tracing_supersedes(v.answered_on, v.recorded_at, v.recorded_by,
                                                no.answered_on, no.recorded_at, no.recorded_by, zone)))
        OR EXISTS (
        SELECT 1 FROM public.verifications_travelpermit no
         WHERE no.file_id = ANY (public.other_files_of_child(t.file_id)) AND no.state = 'refused' AND NOT EXISTS (
               SELECT 1 FROM public.verifications_travelpermit p
                WHERE p.file_id = ANY (public.files_of_child(t.file_id)) AND p.kind = no.kind AND p.state = 'received'
                  AND public.tracing_supersedes(p.received_on, p.recorded_at, p.recorded_by,
                                                no.received_on, no.recorded_at, no.recorded_by, zone)))
        OR EXISTS (
        SELECT 1 FROM public.verifications_courtneed n
         WHERE n.file_id = ANY (public.other_files_of_child(t.file_id)) AND n.need = 'yes' AND coalesce(n.until >= on_day, true)
           AND NOT EXISTS (
               SELECT 1 FROM public.verifications_courtneed c
                WHERE c.file_id = ANY (public.files_of_child(t.file_id)) AND c.source = n.source AND c.need <> 'not_known'
                  AND public.tracing_supersedes(c.said_on, c.recorded_at, c.recorded_by,
                                                n.said_on, n.recorded_at, n.recorded_by, zone)))
$$;

-- Whether any of these stands against the transfer.
CREATE OR REPLACE FUNCTION transfers_other_file_objects(t public.transfers_transfer, on_day date, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.other_files_of_child(t.file_id) <> '{}' AND (
        public.transfers_refused_elsewhere(t, zone) OR public.transfers_off_elsewhere(t, zone)
        OR public.transfers_unsafe_elsewhere(t, zone) OR public.transfers_decided_elsewhere(t)
        OR public.transfers_barred_elsewhere(t, on_day, zone))
$$;

-- The same for those who read the legal records of the file (42501): today, and after the departure only whether the child said no.
CREATE OR REPLACE FUNCTION transfers_not_by_other_file(of_transfer uuid, is_on_way boolean) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
    zone text;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = '42501';
    END IF;
    SELECT o.time_zone INTO zone FROM public.agencies_file f
      JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = asked.file_id;
    RETURN CASE WHEN is_on_way THEN public.transfers_off_elsewhere(asked, zone)
                ELSE public.transfers_other_file_objects(asked, (now() AT TIME ZONE zone)::date, zone) END;
END $$;
