-- Assessments of one family (`family_rules.join_families`): of all that are linked, the latest counts.

-- All assessments that are linked with this one, directly or by others.
CREATE OR REPLACE FUNCTION placement_family(the_assessment uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE family(id) AS (
        SELECT the_assessment
        UNION
        SELECT CASE WHEN l.id = f.id THEN l.same_family_as ELSE l.id END
          FROM family f JOIN public.placements_familyassessment l
            ON l.id = f.id AND l.same_family_as IS NOT NULL OR l.same_family_as = f.id)
    SELECT f.id FROM family f WHERE the_assessment IS NOT NULL
$$;

-- The assessment of a family that counts for a child.
CREATE OR REPLACE FUNCTION placement_latest_assessment(the_assessment uuid, the_child uuid)
RETURNS public.placements_familyassessment
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.* FROM public.placements_familyassessment a
     WHERE a.child_id = the_child AND a.id IN (SELECT f FROM public.placement_family(the_assessment) f)
     ORDER BY a.assessed_on DESC, a.recorded_at DESC LIMIT 1
$$;

-- The same family is one that was assessed for this child before (23514).
CREATE OR REPLACE FUNCTION family_assessment_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.placements_familyassessment a
                    WHERE a.id = NEW.same_family_as AND a.id <> NEW.id AND a.file_id = NEW.file_id
                      AND a.child_id = NEW.child_id AND a.recorded_at < NEW.recorded_at) THEN
        RAISE EXCEPTION 'placements_familyassessment: no earlier assessment of this child' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER follows_earlier BEFORE INSERT ON placements_familyassessment FOR EACH ROW
    WHEN (NEW.same_family_as IS NOT NULL AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION family_assessment_follows();
CREATE OR REPLACE TRIGGER follows_earlier_after BEFORE UPDATE ON placements_familyassessment FOR EACH ROW
    WHEN (NEW.same_family_as IS NOT NULL AND NEW.same_family_as IS DISTINCT FROM OLD.same_family_as
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION family_assessment_follows();
