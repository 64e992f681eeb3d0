-- What our agency decides only with a second person, and how long a short stay lasts (`placements.agreement_rules`).

-- Whether nothing is missing but the agreement of a second person.
CREATE OR REPLACE FUNCTION placement_is_agreement_alone(unmet text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT cardinality(unmet) > 0 AND unmet <@ ARRAY['age_unknown', 'sex_unknown', 'short_again', 'child_objects',
                                                            'open_incidents', 'not_as_determined', 'not_as_ordered']
$$;

-- Whether our agency places a child before a second person agrees. As `agreement_rules.begins_at_once`.
CREATE OR REPLACE FUNCTION placement_begins_at_once(the_kind text, unmet text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT the_kind = 'emergency' AND unmet <@ ARRAY['age_unknown', 'sex_unknown', 'short_again', 'not_as_determined', 'not_as_ordered']
$$;

-- All files of a child, also those joined with the child's own by a merge.
CREATE OR REPLACE FUNCTION placement_files(the_child uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.files_of_child(c.file_id) FROM public.people_child c WHERE c.id = the_child
$$;

-- Whether our agency placed a child in emergency shelter or transit care and that stay lasts, or ended not long before a day.
-- One that was then marked as an error counts until its planned end: otherwise such a mark would renew it. Also one in another
-- file that a merge found to be of the same child.
CREATE OR REPLACE FUNCTION placement_short_stay_before(the_child uuid, the_day date, the_placement uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.placements_placement p
                    WHERE p.file_id = ANY (public.placement_files(the_child))
                      AND p.id IS DISTINCT FROM the_placement AND p.basis = 'ours'
                      AND p.kind IN ('emergency', 'transit') AND p.state IN ('current', 'ended', 'error')
                      AND (p.state = 'current' OR coalesce(p.ended_on, p.planned_end, p.started_on)
                           >= the_day - {values.placement_short_again_days}))
$$;

-- The same for a reader of the file, before the child is placed.
CREATE OR REPLACE FUNCTION placement_had_short_stay(the_child uuid, the_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.placement_short_stay_before(the_child, the_day, NULL)
       AND EXISTS (SELECT 1 FROM public.people_child c WHERE c.id = the_child AND public.access_is_shown(c.file_id))
$$;

-- In which ways a type of care differs from the determination in force and from an order in force: codes of
-- `AGREEMENT_NEEDS`. As elsewhere, only the newest determination counts; one with a new fact that was not considered still
-- does, so that no such fact opens the way. What an order says is in words: our own decision beside one is asked about. A placement
-- by an order carries an order for a placement out.
CREATE OR REPLACE FUNCTION placement_unlike_decided(the_child uuid, the_kind text, the_basis text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN EXISTS (
            SELECT 1 FROM (SELECT d.state, {values.placement_agreeing_kinds} AS kinds
                             FROM public.best_interests_determination d
                            WHERE d.file_id = ANY (public.placement_files(the_child))
                              AND d.state IN ('decided', 'told', 'reopened', 'ended')
                            ORDER BY d.decided_on DESC, d.recorded_at DESC LIMIT 1) newest
             WHERE newest.state IN ('decided', 'told') AND NOT the_kind = ANY (newest.kinds)) THEN 'not_as_determined' END,
        CASE WHEN EXISTS (
            SELECT 1 FROM public.orders_order o
             WHERE o.file_id = ANY (public.placement_files(the_child)) AND o.kind IN ('placement', 'restoration')
               AND (o.kind = 'restoration' OR the_basis <> 'order')
               AND (o.ended_on IS NULL OR o.ended_on > current_date)
               AND (o.expires_on IS NULL OR o.expires_on >= current_date)
               AND o.appeal <> 'set_aside') THEN 'not_as_ordered' END], NULL)
$$;

-- The same for a reader of the file, before the child is placed.
CREATE OR REPLACE FUNCTION placement_differs(the_child uuid, the_kind text, the_basis text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM public.people_child c
                              WHERE c.id = the_child AND public.access_is_shown(c.file_id))
                THEN public.placement_unlike_decided(the_child, the_kind, the_basis) ELSE '{}' END
$$;

-- The earlier record in which the child did not want this place, if that answer still counts (`answer_rules.EARLIER_NO`): until
-- our agency placed the child there afterwards with another answer, which took a second person. A request that was withdrawn,
-- or a placement that was marked as an error, counts as well, so that no one takes the answer back alone. Places known in words
-- alone cannot be distinguished: those of one kind are one place.
CREATE OR REPLACE FUNCTION placement_earlier_no_of(the_child uuid, the_kind text, the_place uuid, but uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        WITH there AS (
            SELECT p.* FROM public.placements_placement p
             WHERE p.file_id = ANY (public.placement_files(the_child)) AND p.id IS DISTINCT FROM but
               AND (coalesce(p.facility_id, p.assessment_id) = the_place
                    OR p.assessment_id IN (SELECT f FROM public.placement_family(the_place) f)
                    OR the_place IS NULL AND coalesce(p.facility_id, p.assessment_id) IS NULL AND p.kind = the_kind))
        SELECT n.id FROM there n
         WHERE n.view = 'objects' AND NOT EXISTS (
            SELECT 1 FROM there l
             WHERE l.basis = 'ours' AND l.state IN ('current', 'ended') AND l.view <> 'objects'
               AND l.recorded_at > n.recorded_at)
         ORDER BY n.recorded_at DESC, n.id DESC LIMIT 1);
END $$;

-- Why a second person has to agree to a placement: codes of `AGREEMENT_NEEDS`. An unknown age is null. Incidents
-- count as far as the person who decides may know of them: no refusal tells anyone of one that is closed to them.
CREATE OR REPLACE FUNCTION placement_agreement_needs(p placements_placement, age integer) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN age IS NULL AND p.kind IN ('emergency', 'transit', 'residential', 'independent') THEN 'age_unknown' END,
        CASE WHEN public.facility_is_for_one_sex(p.facility_id)
              AND NOT EXISTS (SELECT 1 FROM public.people_child c WHERE c.id = p.child_id AND c.gender IN ('girl', 'boy'))
             THEN 'sex_unknown' END,
        CASE WHEN p.kind IN ('emergency', 'transit')
              AND public.placement_short_stay_before(p.child_id, p.started_on, p.id) THEN 'short_again' END,
        CASE WHEN p.view = 'objects' OR public.placement_earlier_no_of(
                 p.child_id, p.kind, coalesce(p.facility_id, p.assessment_id), p.id) IS NOT NULL THEN 'child_objects' END,
        CASE WHEN public.facility_incidents_open_to(p.facility_id, coalesce(p.decided_by, p.recorded_by)) > 0
             THEN 'open_incidents' END], NULL) || public.placement_unlike_decided(p.child_id, p.kind, p.basis)
$$;

-- A short stay by our decision has an end within its limit (23514), also if the end is changed later.
CREATE OR REPLACE FUNCTION placement_stay_is_short() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.planned_end IS NULL OR NEW.planned_end - NEW.started_on > (
       CASE NEW.kind WHEN 'emergency' THEN {values.placement_emergency_days} ELSE {values.placement_transit_days} END) THEN
        RAISE EXCEPTION 'placements_placement: a short stay ends within its limit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER stay_is_short BEFORE INSERT ON placements_placement FOR EACH ROW
    WHEN (NEW.basis = 'ours' AND NEW.kind IN ('emergency', 'transit')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_stay_is_short();
CREATE OR REPLACE TRIGGER stay_stays_short BEFORE UPDATE ON placements_placement FOR EACH ROW
    WHEN (NEW.basis = 'ours' AND NEW.kind IN ('emergency', 'transit')
          AND ((NEW.planned_end, NEW.started_on, NEW.kind) IS DISTINCT FROM (OLD.planned_end, OLD.started_on, OLD.kind)
               OR OLD.state <> 'current' AND NEW.state = 'current')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_stay_is_short();
