-- What a placement lacks on its first day, and if our agency decides, also on the day of the decision, so that no
-- decision is dated back past a stop: the codes of `rules.unmet_needs`, in the same order.
CREATE OR REPLACE FUNCTION placement_unmet(p placements_placement) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    child public.people_child;
    family public.placements_familyassessment;
    age integer;
    others record;
    found text[] := '{}';
    last_day date := p.started_on;
BEGIN
    IF p.basis = 'ours' THEN
        SELECT greatest(p.started_on, (now() AT TIME ZONE o.time_zone)::date) INTO last_day
          FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = p.file_id;
    END IF;
    SELECT * INTO child FROM public.people_child c WHERE c.id = p.child_id;
    -- The least possible age; null if it is not known.
    IF child.birth_year_high IS NOT NULL THEN
        age := greatest(0, extract(year FROM p.started_on)::integer - child.birth_year_high);
    END IF;
    IF p.facility_id IS NOT NULL THEN
        SELECT count(*) FILTER (WHERE o.counted_as = 'girl') AS girls,
               count(*) FILTER (WHERE o.counted_as = 'boy') AS boys,
               count(*) FILTER (WHERE o.counted_as = 'other') AS rest
          INTO others FROM public.placements_placement o
         WHERE o.facility_id = p.facility_id AND o.state = 'current' AND o.child_id <> p.child_id;
        found := public.facility_placement_obstacles(p.facility_id, child.gender, age, p.started_on,
                                                     others.girls::integer, others.boys::integer, others.rest::integer);
        IF last_day > p.started_on THEN
            found := found || public.facility_placement_obstacles(
                p.facility_id, child.gender, age, last_day,
                others.girls::integer, others.boys::integer, others.rest::integer);
            found := ARRAY(SELECT r.code FROM unnest(ARRAY[
                'not_listed', 'unregistered', 'suspended', 'failed', 'admissions', 'licence', 'closure', 'no_places',
                'wrong_sex', 'wrong_age', 'over_capacity']) WITH ORDINALITY r (code, place)
                 WHERE r.code = ANY (found) ORDER BY r.place);
        END IF;
    END IF;
    IF p.kind IN ('kinship', 'foster') THEN
        SELECT * INTO family FROM public.placement_latest_assessment(p.assessment_id, p.child_id);
        found := found || CASE
            WHEN family.id IS NULL THEN ARRAY['no_assessment']
            WHEN family.result = 'unsafe' THEN ARRAY['unsafe_family']
            WHEN last_day - family.assessed_on > 365 THEN ARRAY['old_assessment']
            ELSE '{}'::text[] END;
    END IF;
    IF p.kind = 'independent' AND age < 16 THEN
        found := found || 'too_young'::text;
    END IF;
    IF p.kind = 'residential' AND age < 3 THEN
        found := found || 'under_three'::text;
    END IF;
    IF p.kind = 'residential' AND ARRAY['not_examined', '']
       && ARRAY[p.parents_option, p.kin_option, p.foster_option]::text[] THEN
        found := found || 'not_examined'::text;
    END IF;
    -- The application also reads whose consent it is; here it is enough that one is on record and not refused since.
    IF p.kind NOT IN ('emergency', 'transit') AND NOT EXISTS (
        SELECT 1 FROM public.consent_consent c
         WHERE c.file_id = p.file_id AND 'shelter' = ANY (c.scopes) AND c.withdrawn_on IS NULL AND c.basis <> 'refused'
           AND (c.ends_on IS NULL OR c.ends_on >= p.started_on)
           AND NOT public.consent_refused_in_any_file(c.id, 'shelter')) THEN
        found := found || 'no_consent'::text;
    END IF;
    RETURN found || public.placement_agreement_needs(p, age) || public.placement_country_faults(p);
END $$;

-- Whether an exception was approved before for a child, in any file of the child, and this facility or family, also one
-- that was then marked as an error: there is no second one. Without a place it is asked for places known in words alone,
-- such as a family that was not assessed: they cannot be told apart, so that there is one exception for all of them.
CREATE OR REPLACE FUNCTION placement_had_exception(the_child uuid, the_place uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.placements_placement p
                    WHERE p.file_id = ANY (public.placement_files(the_child))
                      AND (coalesce(p.facility_id, p.assessment_id) IS NOT DISTINCT FROM the_place
                           OR p.assessment_id IN (SELECT f FROM public.placement_family(the_place) f))
                      AND p.exception_state = 'approved' AND p.state IN ('current', 'ended', 'error')
                      AND NOT public.placement_is_agreement_alone(p.unmet))
       AND EXISTS (SELECT 1 FROM public.people_child c WHERE c.id = the_child AND public.access_is_shown(c.file_id))
$$;

-- The last day of the latest exception of a child, in any file of the child, for this facility or family, also one that was
-- then marked as an error. A place known in words alone may be any of those before, of whatever kind it is called; and any
-- facility may be one known in words before, as any family.
CREATE OR REPLACE FUNCTION placement_last_exception(the_child uuid, the_kind text, the_place uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(p.exception_until) FROM public.placements_placement p
     WHERE p.file_id = ANY (public.placement_files(the_child))
       AND p.exception_state = 'approved' AND p.state IN ('current', 'ended', 'error')
       AND (the_place IS NULL
            OR coalesce(p.facility_id, p.assessment_id) = the_place
            OR p.assessment_id IN (SELECT f FROM public.placement_family(the_place) f)
            OR coalesce(p.facility_id, p.assessment_id) IS NULL
               AND (p.kind IN ('emergency', 'transit', 'residential'))
                   = (the_kind IN ('emergency', 'transit', 'residential')))
$$;

-- The same for a reader of the file, before the stay is recorded.
CREATE OR REPLACE FUNCTION placement_earlier_exception(the_child uuid, the_kind text, the_place uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.placement_last_exception(the_child, the_kind, the_place)
     WHERE EXISTS (SELECT 1 FROM public.people_child c WHERE c.id = the_child AND public.access_is_shown(c.file_id))
$$;

-- When the search began for the child of a file, for each reader of the file's visits, also one who may not read reports
-- of missing children: null without an open report, and for a reader from whom the report is hidden.
CREATE OR REPLACE FUNCTION placement_search_since(the_file uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(r.reported_at) FROM public.missing_missingreport r
     WHERE r.child_file_id = the_file AND r.state IN ('open', 'followed')
       AND public.access_is_shown(the_file)
       AND ((SELECT s.reads FROM public.access_sections(the_file) s) & {section.VISITS}) <> 0
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = r.file_id AND h.principal = ANY (public.access_self()))
$$;

-- Whether a change is the agreement of a second person to emergency shelter that began at once, while the child lives there.
CREATE OR REPLACE FUNCTION placement_is_agreed_afterwards(was placements_placement, now_is placements_placement) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(was.state = 'current' AND now_is.state = 'current' AND was.exception_state = 'requested'
                    AND now_is.exception_state = 'approved' AND now_is.decided_by = public.access_staff()
                    AND now_is.decided_by <> ALL (was.editors || was.recorded_by || was.submitted_by)
                    AND public.staff_may(now_is.decided_by, 'approve'), false)
$$;

-- What a placement needs, whatever writes the row. What others decided is recorded as it happened; a decision of our
-- agency needs everything, or an exception of a few days that a second person approves. Where nothing but the agreement of
-- a second person is missing, it does not expire. Afterwards neither place nor decision ever changes. Maintenance and the
-- owner load earlier data.
CREATE OR REPLACE FUNCTION placement_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.state END || '>' || NEW.state;
    unmet text[];
    fault text;
    today date;
BEGIN
    IF NOT step = ANY (ARRAY['>proposed', '>current', '>ended', 'proposed>proposed', 'proposed>returned',
                             'returned>returned', 'returned>proposed', 'proposed>current', 'proposed>withdrawn',
                             'returned>withdrawn', 'current>current', 'current>ended', 'current>error', 'ended>ended',
                             'error>error', 'withdrawn>withdrawn'])
       OR step = '>ended' AND NEW.basis = 'ours' THEN
        RAISE EXCEPTION 'placements_placement: no such step %', step USING ERRCODE = 'check_violation';
    END IF;
    IF split_part(step, '>', 1) IN ('current', 'ended', 'error', 'withdrawn')
       AND ((NEW.kind, NEW.basis, NEW.facility_id, NEW.assessment_id, NEW.started_on, NEW.exception_until, NEW.unmet)
            IS DISTINCT FROM (OLD.kind, OLD.basis, OLD.facility_id, OLD.assessment_id, OLD.started_on,
                              OLD.exception_until, OLD.unmet)
            OR (NEW.exception_state, NEW.decided_by) IS DISTINCT FROM (OLD.exception_state, OLD.decided_by)
               AND NOT public.placement_is_agreed_afterwards(OLD, NEW)) THEN
        RAISE EXCEPTION 'placements_placement: the place never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF step = 'current>error' AND (OLD.exception_until IS NOT NULL OR OLD.exception_state = 'requested')
       AND public.access_staff() = ANY (OLD.editors || OLD.recorded_by || OLD.submitted_by) THEN
        RAISE EXCEPTION 'placements_placement: a second person marks a placement with an exception as an error'
              USING ERRCODE = 'check_violation';
    END IF;
    IF step NOT IN ('>current', 'proposed>current') THEN
        RETURN NEW;
    END IF;
    NEW.counted_as := (SELECT CASE WHEN c.gender IN ('girl', 'boy') THEN c.gender ELSE 'other' END
                         FROM public.people_child c WHERE c.id = NEW.child_id);
    IF NEW.basis <> 'ours' THEN
        -- `exception_rules.inherited_until`: where something is still missing, and where the place is known in words alone,
        -- a new record of the stay ends no exception.
        IF (coalesce(NEW.facility_id, NEW.assessment_id) IS NULL
            OR cardinality(ARRAY(SELECT unnest(public.placement_unmet(NEW))
                                 EXCEPT SELECT unnest(ARRAY[{values.placement_of_ours_alone}]))) > 0)
           AND NEW.exception_until IS DISTINCT FROM
               public.placement_last_exception(NEW.child_id, NEW.kind, coalesce(NEW.facility_id, NEW.assessment_id)) THEN
            RAISE EXCEPTION 'placements_placement: the exception for this place goes on' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM public.lock_files_of_child(NEW.file_id);
    -- Two placements at once wait for each other, so that no place is given twice.
    PERFORM 1 FROM public.facilities_facility f WHERE f.id = NEW.facility_id FOR NO KEY UPDATE;
    unmet := public.placement_unmet(NEW);
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    fault := CASE
        WHEN unmet = '{}' THEN NULL
        WHEN 'unsafe_family' = ANY (unmet) THEN 'the family is not safe'
        WHEN unmet && ARRAY['abroad', 'no_country'] THEN 'the child is not placed in another country'
        WHEN step = '>current' AND public.placement_begins_at_once(NEW.kind, unmet) AND NEW.exception_state = 'requested'
             AND NEW.exception_until IS NULL AND NEW.decided_by IS NULL AND NEW.submitted_by IS NOT NULL
             AND NEW.unmet::text[] @> unmet THEN NULL
        WHEN step = '>current' OR NEW.exception_state <> 'approved' OR NEW.decided_by IS NULL
            THEN 'no exception was approved for ' || array_to_string(unmet, ', ')
        WHEN NEW.decided_by IN (NEW.recorded_by, NEW.submitted_by) OR NEW.decided_by = ANY (NEW.editors)
            THEN 'the author does not decide'
        WHEN NEW.exception_until IS NULL AND NOT public.placement_is_agreement_alone(unmet)
             OR NEW.exception_until NOT BETWEEN NEW.started_on
                AND greatest(NEW.started_on, today) + {values.placement_exception_days}
            THEN 'an exception is valid for {values.placement_exception_days} days'
        WHEN public.placement_is_agreement_alone(unmet) THEN NULL
        WHEN EXISTS (SELECT 1 FROM public.placements_placement p
                      WHERE p.file_id = ANY (public.files_of_child(NEW.file_id)) AND p.id <> NEW.id
                        AND p.exception_state = 'approved'
                        AND p.state IN ('current', 'ended', 'error')
                        AND NOT public.placement_is_agreement_alone(p.unmet)
                        AND (coalesce(p.facility_id, p.assessment_id)
                             IS NOT DISTINCT FROM coalesce(NEW.facility_id, NEW.assessment_id)
                             OR p.assessment_id IN (SELECT f FROM public.placement_family(NEW.assessment_id) f)))
            THEN 'there was an exception before' END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'placements_placement: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER placement_is_allowed BEFORE INSERT OR UPDATE ON placements_placement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_is_allowed();

-- Whoever changes a placement that is not decided yet is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (NEW.state = 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_decided_alone BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (NEW.state <> 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();

-- The place that a child takes follows the child's record. Where the facility has no such place, or not for this age, the
-- placement is reviewed within {values.placement_resident_days} days: a wrong gender opens no place for longer.
CREATE OR REPLACE FUNCTION placement_follows_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    resident record;
BEGIN
    UPDATE public.placements_placement
       SET counted_as = CASE WHEN NEW.gender IN ('girl', 'boy') THEN NEW.gender ELSE 'other' END, version = version + 1
     WHERE child_id = NEW.id AND state = 'current';
    FOR resident IN
        SELECT p.id FROM public.placements_placement p
         WHERE p.child_id = NEW.id AND p.state = 'current' AND p.facility_id IS NOT NULL
           AND public.facility_placement_obstacles(
                   p.facility_id, NEW.gender,
                   CASE WHEN NEW.birth_year_high IS NOT NULL
                        THEN greatest(0, extract(year FROM now())::integer - NEW.birth_year_high) END,
                   current_date, NULL, NULL, NULL) && ARRAY['wrong_sex', 'wrong_age']
           AND NOT EXISTS (SELECT 1 FROM public.placements_placementreview r
                            WHERE r.placement_id = p.id AND r.occasion = 'sex' AND r.state = 'due')
    LOOP
        PERFORM public.placement_review_resident(
            resident.id, 'sex', gen_random_uuid(), {values.placement_resident_days}, public.access_staff());
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER placement_follows_child AFTER UPDATE OF gender ON people_child FOR EACH ROW
    WHEN (NEW.gender IS DISTINCT FROM OLD.gender AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_follows_child();
