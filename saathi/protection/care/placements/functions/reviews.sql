-- Makes a review of a current placement due, notifies worker and nearest leaders, and puts the review on the worker's day.
-- Once for each source; the notice holds only the file.
CREATE OR REPLACE FUNCTION placement_review_resident(
    the_placement uuid, the_occasion text, the_source uuid, the_days integer, giver uuid
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    resident record;
    due date;
    review uuid;
BEGIN
    SELECT p.id, p.file_id, p.recorded_by, (now() AT TIME ZONE o.time_zone)::date AS today INTO resident
      FROM public.placements_placement p
      JOIN public.agencies_file f ON f.id = p.file_id JOIN public.agencies_office o ON o.id = f.office_id
     WHERE p.id = the_placement;
    due := resident.today + the_days;
    review := gen_random_uuid();
    INSERT INTO public.placements_placementreview
        (id, file_id, placement_id, occasion, state, due_on, source_id, seen, wish, outcome, recorded_at,
         recorded_by, version)
    VALUES (review, resident.file_id, resident.id, the_occasion, 'due', due, the_source, '', '', '',
            now(), coalesce(giver, resident.recorded_by), 1)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO public.agencies_recordcollection (record_id, record_table, section, file_id, method)
    VALUES (review, 'placements_placementreview', {section.VISITS}, resident.file_id, 'computed');
    UPDATE public.placements_placement SET next_review_on = least(next_review_on, due), version = version + 1
     WHERE id = resident.id;
    UPDATE public.cases_due d SET due_on = due, version = d.version + 1
      FROM public.cases_case c
     WHERE c.id = d.case_id AND c.file_id = resident.file_id AND c.status IN ('open', 'closing_asked')
       AND d.duty = 'placement_review' AND d.done_on IS NULL AND d.due_on > due;
    INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, 'placement_review', due, now(),
           coalesce(giver, resident.recorded_by), 1
      FROM public.cases_case c
     WHERE c.file_id = resident.file_id AND c.status IN ('open', 'closing_asked')
       AND NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.case_id = c.id AND d.duty = 'placement_review' AND d.done_on IS NULL);
    WITH leaders AS (
        SELECT s.id, s.distance FROM public.file_office_staff(resident.file_id) s
         WHERE public.staff_leads_office(s.bundle) AND public.staff_may(s.id, 'approve')
    ), told AS (
        SELECT l.id FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
        UNION
        SELECT c.worker_id FROM public.cases_case c
         WHERE c.file_id = resident.file_id AND c.status IN ('open', 'closing_asked')
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), t.id, 'placement_review', resident.file_id, now() FROM told t;
END $$;

-- The same for each child who lives in a facility that was stopped.
CREATE OR REPLACE FUNCTION placement_review_residents(
    the_facility uuid, the_occasion text, the_source uuid, the_days integer, giver uuid
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    resident uuid;
BEGIN
    FOR resident IN
        SELECT p.id FROM public.placements_placement p
         WHERE p.facility_id = the_facility AND p.state = 'current' FOR UPDATE OF p
    LOOP
        PERFORM public.placement_review_resident(resident, the_occasion, the_source, the_days, giver);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION placement_after_stop() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.placement_review_residents(
        NEW.facility_id, NEW.reason, NEW.source_id, CASE WHEN NEW.reason = 'admissions' THEN 30 ELSE 7 END,
        public.access_staff());
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER placement_after_stop AFTER INSERT ON facilities_placementstop FOR EACH ROW
    WHEN (NEW.ended_on IS NULL AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_after_stop();

CREATE OR REPLACE FUNCTION placement_after_licence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Only the record that counts now: an older decision that is entered late changes nothing. Where the record was made, it
    -- may be a day later than in UTC.
    IF public.facility_licence_status(NEW.facility_id, least(greatest(current_date, NEW.from_on), current_date + 1))
       = NEW.status THEN
        PERFORM public.placement_review_residents(NEW.facility_id, 'licence', NEW.id, 7, public.access_staff());
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER placement_after_licence AFTER INSERT ON facilities_facilitylicence FOR EACH ROW
    WHEN (NEW.state = 'recorded' AND NEW.status IN ('suspended', 'refused', 'revoked', 'ended')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_after_licence();

-- Which criteria the facility did not meet in the inspection because of which a resident is reviewed, and by when it is inspected
-- again: for those who read the review. Neither the evidence nor what children said, which inspectors alone read.
CREATE OR REPLACE FUNCTION placement_review_criteria(the_review uuid)
RETURNS TABLE (code text, criterion text, is_critical boolean, held_on date, reinspect_by date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.code, g.text, g.is_critical, i.held_on, i.reinspect_by
      FROM public.placements_placementreview r
      JOIN public.inspections_inspection i ON i.id = r.source_id AND i.state = 'final'
      LEFT JOIN public.inspections_inspectionfinding g ON g.inspection_id = i.id AND g.result = 'not_met'
     WHERE r.id = the_review AND r.occasion = 'failed'
       AND (SELECT s.reads FROM public.access_sections(r.file_id) s) & {section.VISITS} <> 0
     ORDER BY g.is_critical DESC, g.place
$$;

-- Reviews belong to the file of their placement, and one that was held never changes.
CREATE OR REPLACE FUNCTION placement_review_is_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state <> 'due' THEN
        RAISE EXCEPTION 'placements_placementreview: it stays as it was recorded' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.occasion, NEW.source_id, NEW.due_on) IS DISTINCT FROM (OLD.occasion, OLD.source_id, OLD.due_on) THEN
        RAISE EXCEPTION 'placements_placementreview: the occasion stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER placement_review_is_kept BEFORE UPDATE ON placements_placementreview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_review_is_kept();
