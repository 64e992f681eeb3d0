-- The result of an inspection, as `rules.inspection_result` says; null while a criterion is not assessed, or
-- for whom the inspection is not readable.
CREATE OR REPLACE FUNCTION inspection_result(the_inspection uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN c.every = 0 OR c.blank > 0 THEN NULL
        WHEN c.critical_not_met > 0 OR 100 * c.met < 80 * c.seen THEN 'failed'
        WHEN c.critical_not_seen > 0 OR 100 * c.met < 80 * (c.seen + c.unseen) OR c.seen = 0 THEN 'incomplete'
        WHEN c.met = c.seen + c.unseen THEN 'passed'
        ELSE 'with_notice' END
      FROM (SELECT count(*) AS every,
                   count(*) FILTER (WHERE f.result = '') AS blank,
                   count(*) FILTER (WHERE f.is_critical AND f.result = 'not_met') AS critical_not_met,
                   count(*) FILTER (WHERE f.is_critical AND f.result = 'not_seen') AS critical_not_seen,
                   count(*) FILTER (WHERE f.result = 'met') AS met,
                   count(*) FILTER (WHERE f.result IN ('met', 'partly', 'not_met')) AS seen,
                   count(*) FILTER (WHERE f.result = 'not_seen') AS unseen
              FROM public.inspections_inspectionfinding f WHERE f.inspection_id = the_inspection) c
$$;

-- The last final inspection of a facility: its day and result. All staff may know these.
CREATE OR REPLACE FUNCTION facility_inspection(the_facility uuid) RETURNS TABLE (held_on date, result text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.held_on, i.result FROM public.inspections_inspection i
      JOIN public.facilities_facility f ON f.id = i.facility_id AND f.published_at IS NOT NULL
     WHERE i.facility_id = the_facility AND i.state = 'final'
     ORDER BY i.held_on DESC, i.decided_at DESC LIMIT 1
$$;

-- The steps of an inspection: who takes them, and what has to be true. The database sets the times.
CREATE OR REPLACE FUNCTION inspection_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    moment timestamptz := clock_timestamp();
    step text;
    decision text[] := ARRAY['state', 'version', 'result', 'decided_by', 'decided_at', 'second_conflict',
        'submitted_at', 'why_returned', 'why_cancelled'];
BEGIN
    IF EXISTS (SELECT 1 FROM public.facilities_facility f
                WHERE f.id = NEW.facility_id AND f.run_by_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'the operator does not inspect its facility' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' OR NEW.recorded_by IS DISTINCT FROM actor OR NEW.lead IS NOT NULL THEN
            RAISE EXCEPTION 'an inspection begins as a plan' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := moment;
        RETURN NEW;
    END IF;
    step := OLD.state || '>' || NEW.state;
    IF NEW.version = OLD.version OR (NEW.id, NEW.agency_id, NEW.facility_id, NEW.recorded_by, NEW.recorded_at)
       IS DISTINCT FROM (OLD.id, OLD.agency_id, OLD.facility_id, OLD.recorded_by, OLD.recorded_at) THEN
        RAISE EXCEPTION 'an inspection stays with its facility' USING ERRCODE = '42501';
    END IF;
    IF NOT (step = ANY (ARRAY['planned>planned', 'planned>open', 'planned>cancelled', 'open>open', 'open>submitted',
                              'submitted>open', 'submitted>final']))
       OR step <> 'planned>open' AND (NEW.lead, NEW.standard_set_id, NEW.held_on, NEW.lead_conflict)
          IS DISTINCT FROM (OLD.lead, OLD.standard_set_id, OLD.held_on, OLD.lead_conflict)
       OR OLD.state = 'submitted' AND to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'an inspection does not move there' USING ERRCODE = '42501';
    END IF;
    IF step = 'planned>open' AND NOT (NEW.lead = actor AND EXISTS (
        SELECT 1 FROM public.standards_standardset s
         WHERE s.id = NEW.standard_set_id AND s.state = 'published')) THEN
        RAISE EXCEPTION 'the lead inspector begins with published standards' USING ERRCODE = '42501';
    END IF;
    IF step = 'open>submitted' AND (NEW.lead <> actor OR public.inspection_result(NEW.id) IS NULL
                                    OR NEW.children_heard IS NULL OR NEW.discrimination = '') THEN
        RAISE EXCEPTION 'the lead inspector submits a whole inspection' USING ERRCODE = '42501';
    END IF;
    IF step IN ('submitted>final', 'submitted>open') AND NEW.lead = actor
       OR step = 'submitted>final' AND (NEW.decided_by IS DISTINCT FROM actor
                                        OR NEW.result IS DISTINCT FROM public.inspection_result(NEW.id)) THEN
        RAISE EXCEPTION 'a second inspector agrees to the result by rule' USING ERRCODE = '42501';
    END IF;
    IF step = 'open>submitted' THEN
        NEW.submitted_at := moment;
    ELSIF step = 'submitted>final' THEN
        NEW.decided_at := moment;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspection_is_checked BEFORE INSERT OR UPDATE ON inspections_inspection
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_is_checked();

-- What follows from a step: the criteria of the standards become findings to fill in; a failed inspection stops
-- placements at once and is told to those who keep the register of the facility and lead its operator; one that
-- passed ends that stop.
CREATE OR REPLACE FUNCTION inspection_takes_effect() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'planned' AND NEW.state = 'open' THEN
        INSERT INTO public.inspections_inspectionfinding
            (id, inspection_id, place, code, domain, text, is_critical, result, evidence, version)
        SELECT gen_random_uuid(), NEW.id, c.place, c.body ->> 'code', c.body ->> 'domain', c.body ->> 'text',
               (c.body ->> 'is_critical')::boolean, '', '', 1
          FROM public.standards_standardset s, public.facilities_facility f,
               jsonb_array_elements(s.criteria) WITH ORDINALITY c (body, place)
         WHERE s.id = NEW.standard_set_id AND f.id = NEW.facility_id
           AND (jsonb_array_length(c.body -> 'kinds') = 0 OR c.body -> 'kinds' ? f.kind);
    ELSIF NEW.state = 'final' AND OLD.state <> 'final' AND NEW.result = 'failed' THEN
        INSERT INTO public.facilities_placementstop (id, facility_id, reason, source_id, from_on, recorded_at)
        VALUES (gen_random_uuid(), NEW.facility_id, 'failed', NEW.id, current_date, clock_timestamp());
        INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
        SELECT gen_random_uuid(), p.id, 'facility_failed', NEW.facility_id, clock_timestamp(), NEW.decided_by
          FROM public.agencies_staff p, public.facilities_facility f
         WHERE f.id = NEW.facility_id AND p.is_active AND p.id <> NEW.decided_by
           AND (p.agency_id = f.agency_id AND public.staff_may(p.id, 'keep_facilities')
                OR p.agency_id = f.run_by_id AND public.staff_may(p.id, 'approve'));
    ELSIF NEW.state = 'final' AND OLD.state <> 'final' AND NEW.result IN ('passed', 'with_notice') THEN
        UPDATE public.facilities_placementstop SET ended_on = current_date
         WHERE facility_id = NEW.facility_id AND reason = 'failed' AND ended_on IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER inspection_takes_effect AFTER UPDATE ON inspections_inspection
    FOR EACH ROW EXECUTE FUNCTION inspection_takes_effect();

-- Findings are filled in while the inspection is under way; what the standards say in them never changes.
CREATE OR REPLACE FUNCTION inspection_finding_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    filled text[] := ARRAY['result', 'evidence', 'recorded_by', 'recorded_at', 'version'];
BEGIN
    IF to_jsonb(NEW) - filled IS DISTINCT FROM to_jsonb(OLD) - filled OR NEW.version = OLD.version
       OR NEW.recorded_by IS DISTINCT FROM public.access_staff()
       OR NOT EXISTS (SELECT 1 FROM public.inspections_inspection i
                       WHERE i.id = NEW.inspection_id AND i.state = 'open') THEN
        RAISE EXCEPTION 'findings are recorded while the inspection is under way' USING ERRCODE = '42501';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspection_finding_is_checked BEFORE UPDATE ON inspections_inspectionfinding
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_finding_is_checked();

-- A notice says once what it asks; another inspector of the agency closes it after a check, with proof.
CREATE OR REPLACE FUNCTION facility_notice_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    closing text[] := ARRAY['state', 'checked_on', 'proof', 'decided_by', 'decided_at'];
BEGIN
    IF EXISTS (SELECT 1 FROM public.facilities_facility f
                WHERE f.id = NEW.facility_id AND f.run_by_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'the operator does not inspect its facility' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.recorded_by IS DISTINCT FROM actor THEN
            RAISE EXCEPTION 'a notice names who issued it' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - closing IS DISTINCT FROM to_jsonb(OLD) - closing OR OLD.state <> 'open'
       OR NEW.state <> 'closed' OR NEW.decided_by IS DISTINCT FROM actor OR NEW.decided_by = NEW.recorded_by THEN
        RAISE EXCEPTION 'another inspector closes a notice' USING ERRCODE = '42501';
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_notice_is_checked BEFORE INSERT OR UPDATE ON inspections_facilitynotice
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_notice_is_checked();

-- A notice that suspends admissions or the licence, or orders the closure, stops placements while it is open.
CREATE OR REPLACE FUNCTION facility_notice_takes_effect() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.kind NOT IN ('admissions', 'licence', 'closure') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.facilities_placementstop (id, facility_id, reason, source_id, from_on, recorded_at)
        VALUES (gen_random_uuid(), NEW.facility_id, NEW.kind, NEW.id, current_date, clock_timestamp());
    ELSIF NEW.state = 'closed' AND OLD.state = 'open' THEN
        UPDATE public.facilities_placementstop SET ended_on = current_date
         WHERE source_id = NEW.id AND ended_on IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facility_notice_takes_effect AFTER INSERT OR UPDATE ON inspections_facilitynotice
    FOR EACH ROW EXECUTE FUNCTION facility_notice_takes_effect();
