-- The result of an inspection, as `rules.inspection_result` says; null while a criterion is not assessed, or
-- for a reader who cannot read the inspection.
CREATE OR REPLACE FUNCTION inspection_result(the_inspection uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN c.every = 0 OR c.blank > 0 THEN NULL
        WHEN c.critical_not_met > 0 OR 100 * c.met < {values.inspection_met_percent} * c.seen THEN 'failed'
        WHEN c.critical_not_seen > 0 OR 100 * c.met < {values.inspection_met_percent} * (c.seen + c.unseen)
             OR 100 * c.seen < {values.inspection_seen_percent} * c.every
             OR 100 * c.critical_seen < {values.inspection_critical_percent} * c.critical THEN 'incomplete'
        WHEN c.met = c.seen + c.unseen THEN 'passed'
        ELSE 'with_notice' END
      FROM (SELECT count(*) AS every,
                   count(*) FILTER (WHERE f.result = '') AS blank,
                   count(*) FILTER (WHERE f.is_critical AND f.result = 'not_met') AS critical_not_met,
                   count(*) FILTER (WHERE f.is_critical AND f.result = 'not_seen') AS critical_not_seen,
                   count(*) FILTER (WHERE f.is_critical) AS critical,
                   count(*) FILTER (WHERE f.is_critical AND f.result IN ('met', 'partly', 'not_met')) AS critical_seen,
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

-- Whether an agency operates a facility, or did by a version of its entry of the last days: an operator that takes
-- its name off the entry neither inspects nor reads incidents. Only what a second person published or confirmed counts,
-- so that no one enters an agency alone; until the entry was first published, what it says. All staff may know this.
CREATE OR REPLACE FUNCTION facility_operated_by(the_facility uuid, the_agency uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH history AS (  -- each content with the moment at which another one took its place
        SELECT v.version, coalesce(v.body ->> 'run_by_id', '') AS run_by, v.body ->> 'state' AS state,
               nullif(v.body ->> 'confirmed_at', '')::timestamptz AS confirmed_at, v.changed_at AS replaced_at
          FROM public.facilities_facilityversion v WHERE v.facility_id = the_facility
        UNION ALL
        SELECT f.version, coalesce(f.run_by_id::text, ''), f.state, f.confirmed_at, 'infinity'
          FROM public.facilities_facility f WHERE f.id = the_facility
    )
    SELECT EXISTS (
        SELECT 1 FROM history h
         CROSS JOIN LATERAL (SELECT max(o.version) AS version, max(o.replaced_at) AS replaced_at FROM history o
                              WHERE o.version < h.version AND o.run_by <> h.run_by) other
         WHERE h.run_by = the_agency::text
           AND h.replaced_at > now() - make_interval(days => {values.former_operator_days})
           AND CASE
               WHEN h.state = 'published' THEN
                   other.version IS NULL OR h.confirmed_at >= other.replaced_at
                   OR EXISTS (SELECT 1 FROM history p WHERE p.state = 'proposed'
                                 AND p.version > other.version AND p.version < h.version)
               ELSE h.replaced_at = 'infinity' AND NOT EXISTS (SELECT 1 FROM history p WHERE p.state = 'published')
               END)
$$;

-- Whether an inspector declared a connection with a facility that no one has withdrawn: the person takes no part.
CREATE OR REPLACE FUNCTION inspector_is_barred(the_facility uuid, the_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.inspections_inspectorconflict c
                    WHERE c.facility_id = the_facility AND c.recorded_by = the_person AND c.state = 'declared')
$$;

-- Nor does the person keep the facility's entry in the register, its licence or its address. The argument is the column with
-- the facility.
CREATE OR REPLACE FUNCTION facility_keeper_is_not_barred() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.inspector_is_barred((to_jsonb(NEW) ->> TG_ARGV[0])::uuid, public.access_staff()) THEN
        RAISE EXCEPTION 'who declared a connection keeps no entry of the facility' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_keeper_is_not_barred BEFORE UPDATE ON facilities_facility
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_keeper_is_not_barred('id');
CREATE OR REPLACE TRIGGER facility_keeper_is_not_barred BEFORE INSERT OR UPDATE ON facilities_facilitylicence
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_keeper_is_not_barred('facility_id');
CREATE OR REPLACE TRIGGER facility_keeper_is_not_barred BEFORE INSERT OR UPDATE ON facilities_facilityaddress
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_keeper_is_not_barred('facility_id');

-- A connection is declared by the person who has it; another inspector withdraws it, once.
CREATE OR REPLACE FUNCTION inspector_conflict_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    withdrawal text[] := ARRAY['state', 'why_withdrawn', 'decided_by', 'decided_at'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'declared' OR NEW.recorded_by IS DISTINCT FROM actor THEN
            RAISE EXCEPTION 'a connection is declared by the person who has it' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - withdrawal IS DISTINCT FROM to_jsonb(OLD) - withdrawal OR OLD.state <> 'declared' THEN
        RAISE EXCEPTION 'inspections_inspectorconflict: it stays as it was recorded' USING ERRCODE = 'check_violation';
    END IF;
    -- Nor one who declared a connection as well: two such people would let each other take part again.
    IF NEW.state <> 'withdrawn' OR NEW.decided_by IS DISTINCT FROM actor OR actor = OLD.recorded_by
       OR public.inspector_is_barred(OLD.facility_id, actor) THEN
        RAISE EXCEPTION 'another inspector withdraws a declared connection' USING ERRCODE = '42501';
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspector_conflict_is_checked BEFORE INSERT OR UPDATE ON inspections_inspectorconflict
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspector_conflict_is_checked();

-- The steps of an inspection: who takes them, and what has to be true. The database sets the times.
CREATE OR REPLACE FUNCTION inspection_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    moment timestamptz := clock_timestamp();
    step text;
    decision text[] := ARRAY['state', 'version', 'result', 'decided_by', 'decided_at', 'second_conflict',
        'submitted_at', 'why_returned', 'why_cancelled', 'reinspect_by'];
BEGIN
    IF public.facility_operated_by(NEW.facility_id, NEW.agency_id) THEN
        RAISE EXCEPTION 'the operator does not inspect its facility' USING ERRCODE = '42501';
    END IF;
    IF public.inspector_is_barred(NEW.facility_id, actor) THEN
        RAISE EXCEPTION 'who declared a connection takes no part' USING ERRCODE = '42501';
    END IF;
    -- where the inspectors work, it may be a day earlier than in UTC
    IF (TG_OP = 'INSERT' OR NEW.planned_on <> OLD.planned_on) AND NEW.planned_on < current_date - 1 THEN
        RAISE EXCEPTION 'an inspection is planned for today or a later day' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' OR NEW.recorded_by IS DISTINCT FROM actor OR NEW.lead IS NOT NULL
           OR cardinality(NEW.editors) > 0 THEN
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
    IF NEW.editors IS DISTINCT FROM OLD.editors THEN
        RAISE EXCEPTION 'who edited an inspection stays named' USING ERRCODE = '42501';
    END IF;
    IF NOT (step = ANY (ARRAY['planned>planned', 'planned>open', 'planned>cancelled', 'open>open', 'open>submitted',
                              'submitted>open', 'submitted>final']))
       OR step <> 'planned>open' AND (NEW.lead, NEW.standard_set_id, NEW.held_on, NEW.lead_conflict)
          IS DISTINCT FROM (OLD.lead, OLD.standard_set_id, OLD.held_on, OLD.lead_conflict)
       OR OLD.state = 'submitted' AND to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
        RAISE EXCEPTION 'an inspection does not move there' USING ERRCODE = '42501';
    END IF;
    IF step = 'planned>open' AND NOT (NEW.lead = actor AND EXISTS (
        SELECT 1 FROM public.standards_standardset s JOIN public.agencies_agency a ON a.id = s.agency_id
          JOIN public.facilities_facility f ON f.id = NEW.facility_id
         WHERE s.id = NEW.standard_set_id AND s.state = 'published'
           AND (s.country = '' AND s.standing = 'proposal' OR s.country = f.country AND a.country = f.country))) THEN
        RAISE EXCEPTION 'the lead inspector begins with published standards' USING ERRCODE = '42501';
    END IF;
    IF step = 'open>submitted' AND (NEW.lead <> actor OR public.inspection_result(NEW.id) IS NULL
                                    OR NEW.children_heard IS NULL OR NEW.discrimination = '') THEN
        RAISE EXCEPTION 'the lead inspector submits a whole inspection' USING ERRCODE = '42501';
    END IF;
    IF step IN ('open>open', 'open>submitted') AND NEW.discrimination = 'found' AND NEW.discrimination_text = '' THEN
        RAISE EXCEPTION 'discrimination that was found is described' USING ERRCODE = '42501';
    END IF;
    IF step IN ('open>open', 'open>submitted') AND NEW.discrimination = 'not_examined'
       AND char_length(btrim(NEW.discrimination_text)) < {values.inspection_explanation_letters} THEN
        RAISE EXCEPTION 'discrimination is examined, or it is said why not' USING ERRCODE = '42501';
    END IF;
    IF step IN ('submitted>final', 'submitted>open') AND NEW.lead = actor
       OR step = 'submitted>final' AND (NEW.decided_by IS DISTINCT FROM actor
                                        OR actor = ANY (NEW.editors)
                                        OR NEW.result IS DISTINCT FROM public.inspection_result(NEW.id)) THEN
        RAISE EXCEPTION 'a second inspector agrees to the result by rule' USING ERRCODE = '42501';
    END IF;
    IF NEW.reinspect_by IS DISTINCT FROM (CASE WHEN step = 'submitted>final' AND NEW.result = 'failed'
            THEN NEW.held_on + CASE WHEN EXISTS (
                SELECT 1 FROM public.inspections_inspectionfinding f
                 WHERE f.inspection_id = NEW.id AND f.is_critical AND f.result = 'not_met')
                THEN {values.reinspect_critical_days} ELSE {values.reinspect_days} END END) THEN
        RAISE EXCEPTION 'a failed facility is inspected again within the days by rule' USING ERRCODE = '42501';
    END IF;
    IF step = 'open>submitted' THEN
        NEW.submitted_at := moment;
    ELSIF step = 'submitted>final' THEN
        NEW.decided_at := moment;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspection_is_checked BEFORE INSERT OR UPDATE ON inspections_inspection
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_is_checked();

-- Whether an inspection asked for less than an earlier failed one: a critical criterion that was not met then is not
-- met now, or, by other standards, fewer critical criteria were met than the earlier one examined.
CREATE OR REPLACE FUNCTION inspection_is_lighter(the_inspection uuid, the_failed uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN now_used.standard_set_id = then_used.standard_set_id THEN EXISTS (
            SELECT 1 FROM public.inspections_inspectionfinding f
             WHERE f.inspection_id = the_failed AND f.is_critical AND f.result = 'not_met'
               AND NOT EXISTS (SELECT 1 FROM public.inspections_inspectionfinding g
                                WHERE g.inspection_id = the_inspection AND g.code = f.code AND g.result = 'met'))
        ELSE (SELECT count(*) FROM public.inspections_inspectionfinding g
               WHERE g.inspection_id = the_inspection AND g.is_critical AND g.result = 'met')
           < (SELECT count(*) FROM public.inspections_inspectionfinding f
               WHERE f.inspection_id = the_failed AND f.is_critical) END
      FROM public.inspections_inspection now_used, public.inspections_inspection then_used
     WHERE now_used.id = the_inspection AND then_used.id = the_failed
$$;

-- What follows from a step: the criteria of the standards become findings to fill in; a failed inspection stops
-- placements at once and notifies those who keep the register of the facility and lead its operator; one that
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
        -- An inspection held before the failed one, or on the same day, does not show that anything changed since; nor
        -- does one by a set with fewer critical criteria, or one in which a criterion that failed was not met.
        UPDATE public.facilities_placementstop p SET ended_on = current_date
         WHERE p.facility_id = NEW.facility_id AND p.reason = 'failed' AND p.ended_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM public.inspections_inspection i
                            WHERE i.id = p.source_id
                              AND (i.held_on >= NEW.held_on
                                   OR public.inspection_is_lighter(NEW.id, i.id)));
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
                       WHERE i.id = NEW.inspection_id AND i.state = 'open'
                         AND NOT public.inspector_is_barred(i.facility_id, public.access_staff())) THEN
        RAISE EXCEPTION 'findings are recorded while the inspection is under way' USING ERRCODE = '42501';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER inspection_finding_is_checked BEFORE UPDATE ON inspections_inspectionfinding
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_finding_is_checked();

-- Whoever assesses a criterion or changes the account stays named, also if another inspector changes the same later: none
-- of them agrees to the inspection. The version stays, because no one else's entry is overwritten.
CREATE OR REPLACE FUNCTION inspection_editor_is_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    the_inspection uuid := CASE WHEN TG_TABLE_NAME = 'inspections_inspection' THEN NEW.id
                                ELSE (to_jsonb(NEW) ->> 'inspection_id')::uuid END;
BEGIN
    UPDATE public.inspections_inspection i SET editors = i.editors || me
     WHERE i.id = the_inspection AND me IS NOT NULL AND NOT me = ANY (i.editors);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER inspection_editor_is_named AFTER UPDATE ON inspections_inspectionfinding
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_editor_is_named();
CREATE OR REPLACE TRIGGER inspection_editor_is_named AFTER UPDATE ON inspections_inspection
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'open'
                       AND current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION inspection_editor_is_named();

-- A notice says once what it asks; another inspector of the agency closes it after a check, with proof. What closes a
-- facility or suspends its licence waits for another inspector, unless it names the other authority that ordered it.
CREATE OR REPLACE FUNCTION facility_notice_is_checked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := public.access_staff();
    closing text[] := ARRAY['state', 'checked_on', 'proof', 'decided_by', 'decided_at'];
    agreeing text[] := ARRAY['state', 'answered_by', 'answered_at'];
BEGIN
    IF public.facility_operated_by(NEW.facility_id, NEW.agency_id) THEN
        RAISE EXCEPTION 'the operator does not inspect its facility' USING ERRCODE = '42501';
    END IF;
    IF public.inspector_is_barred(NEW.facility_id, actor) THEN
        RAISE EXCEPTION 'who declared a connection takes no part' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.recorded_by IS DISTINCT FROM actor OR NEW.answered_by IS NOT NULL THEN
            RAISE EXCEPTION 'a notice names who issued it' USING ERRCODE = '42501';
        END IF;
        -- by the newest failed inspection of the agency, as `notice_rules.reasons_against_notice` says
        IF NEW.kind = 'improvement' AND EXISTS (
            SELECT 1 FROM public.inspections_inspection i
             WHERE i.facility_id = NEW.facility_id AND i.agency_id = NEW.agency_id
               AND i.reinspect_by > current_date AND i.reinspect_by < NEW.due_on
               AND EXISTS (SELECT 1 FROM public.facilities_placementstop p WHERE p.source_id = i.id AND p.ended_on IS NULL)
               AND NOT EXISTS (SELECT 1 FROM public.inspections_inspection later
                                WHERE later.facility_id = i.facility_id AND later.result = 'failed'
                                  AND later.held_on > i.held_on)) THEN
            RAISE EXCEPTION 'an improvement is due by the re-inspection' USING ERRCODE = '42501';
        END IF;
        IF NEW.state <> (CASE WHEN NEW.kind IN ('licence', 'closure') AND NEW.ordered_by = ''
                              THEN 'asked' ELSE 'open' END)
           OR NEW.kind IN ('licence', 'closure') AND NEW.residents = '' THEN
            RAISE EXCEPTION 'a closure waits for a second inspector and says where residents go' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF OLD.state = 'asked' AND NEW.state = 'open' THEN
        IF to_jsonb(NEW) - agreeing IS DISTINCT FROM to_jsonb(OLD) - agreeing
           OR NEW.answered_by IS DISTINCT FROM actor OR actor = OLD.recorded_by THEN
            RAISE EXCEPTION 'a second inspector agrees to a notice' USING ERRCODE = '42501';
        END IF;
        NEW.answered_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - closing IS DISTINCT FROM to_jsonb(OLD) - closing OR OLD.state = 'closed'
       OR NEW.state <> 'closed' OR NEW.decided_by IS DISTINCT FROM actor OR NEW.decided_by = NEW.recorded_by THEN
        RAISE EXCEPTION 'another inspector closes a notice' USING ERRCODE = '42501';
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER facility_notice_is_checked BEFORE INSERT OR UPDATE ON inspections_facilitynotice
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION facility_notice_is_checked();

-- A notice that suspends admissions or the licence, or closes the facility, stops placements until it is closed, also while
-- it waits for agreement. Maintenance
-- and the owner load earlier notices with their stops.
CREATE OR REPLACE FUNCTION facility_notice_takes_effect() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.kind NOT IN ('admissions', 'licence', 'closure') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.facilities_placementstop (id, facility_id, reason, source_id, from_on, recorded_at)
        VALUES (gen_random_uuid(), NEW.facility_id, NEW.kind, NEW.id, current_date, clock_timestamp());
    ELSIF NEW.state = 'closed' AND OLD.state <> 'closed' THEN
        UPDATE public.facilities_placementstop SET ended_on = current_date
         WHERE source_id = NEW.id AND ended_on IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER facility_notice_takes_effect AFTER INSERT OR UPDATE ON inspections_facilitynotice
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION facility_notice_takes_effect();
