-- We ask a committee to support a family only with the agreement of family and child, and only one of the register whose
-- members were screened and promised confidentiality; the same as `family_rules.reasons_against_support`. What others
-- arranged is a fact.
CREATE OR REPLACE FUNCTION reintegration_require_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fault text;
BEGIN
    SELECT CASE
        WHEN NEW.family_agreed <> 'agreed' THEN 'the family did not agree'
        WHEN NEW.child_agreed NOT IN ('agreed', 'too_young') THEN 'the child did not agree'
        WHEN NEW.child_agreed = 'too_young' AND NOT coalesce((
             SELECT extract(year FROM NEW.began_on) - k.birth_year_low < 6
               FROM public.reintegration_reintegration r JOIN public.people_child k ON k.id = r.child_id
              WHERE r.id = NEW.reintegration_id), false) THEN 'the child is old enough to be asked'
        WHEN NOT EXISTS (SELECT 1 FROM public.care_committees_carecommittee c
                          WHERE c.id = NEW.committee_id AND c.state = 'published' AND c.pledge = 'yes')
            THEN 'the committee is not published, or did not promise confidentiality' END INTO fault;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'reintegration_committeesupport: %', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER family_agreed_first BEFORE INSERT ON reintegration_committeesupport FOR EACH ROW
    WHEN (NEW.state = 'active' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_agreed();
CREATE OR REPLACE TRIGGER family_agreed BEFORE UPDATE ON reintegration_committeesupport FOR EACH ROW
    WHEN (NEW.state = 'active' AND OLD.state <> 'active'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_agreed();

-- The effect is of support that was given, in the same file.
CREATE OR REPLACE FUNCTION reintegration_require_given() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.services_livelihood l
                    WHERE l.id = NEW.livelihood_id AND l.file_id = NEW.file_id AND l.given_on <= NEW.reviewed_on) THEN
        RAISE EXCEPTION 'reintegration_livelihoodeffect: the support was not given before'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER effect_after_support BEFORE INSERT ON reintegration_livelihoodeffect FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION reintegration_require_given();

-- A final evaluation says where the child lives and what was assessed; only earlier ones lack it.
CREATE OR REPLACE FUNCTION reintegration_require_care() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'reintegration_finalevaluation: where the child lives is missing'
          USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER care_is_known BEFORE INSERT ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.care_outcome = '' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_care();

-- Duties of the worker of the open case of a returned child: to review the effect of livelihood support 3, 6 and 12 months
-- after it was given (`family_rules.effect_due_on`), and to make an aftercare plan once the child may be 16. Only for the
-- worker process, which calls this each day.
CREATE OR REPLACE FUNCTION reintegration_family_dues(at_most integer)
RETURNS TABLE (due uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH followed AS (
        SELECT c.id AS case_id, c.file_id, c.worker_id, o.agency_id, k.birth_year_low,
               (now() AT TIME ZONE o.time_zone)::date AS today
          FROM public.reintegration_reintegration r
          JOIN public.cases_case c ON c.file_id = r.file_id AND c.status IN ('open', 'closing_asked')
          JOIN public.people_child k ON k.id = r.child_id
          JOIN public.agencies_office o ON o.id = c.office_id
         WHERE r.state = 'active'
    ), needed AS (
        SELECT f.case_id, f.file_id, f.worker_id, f.agency_id, 'livelihood' AS duty, min(reached.due_on) AS due_on
          FROM followed f
          JOIN public.services_livelihood l ON l.file_id = f.file_id AND l.state = 'given' AND l.given_on IS NOT NULL
         CROSS JOIN LATERAL (SELECT max((l.given_on + make_interval(months => m.months))::date) AS due_on
                               FROM (VALUES (3), (6), (12)) m (months)
                              WHERE (l.given_on + make_interval(months => m.months))::date <= f.today) reached
         WHERE reached.due_on IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM public.reintegration_livelihoodeffect e
                            WHERE e.livelihood_id = l.id AND e.reviewed_on >= reached.due_on - 30)
         GROUP BY f.case_id, f.file_id, f.worker_id, f.agency_id
         UNION ALL
        SELECT f.case_id, f.file_id, f.worker_id, f.agency_id, 'aftercare', f.today + 30
          FROM followed f
         WHERE f.birth_year_low + 16 <= extract(year FROM f.today)
           AND NOT EXISTS (SELECT 1 FROM public.reintegration_aftercareplan p WHERE p.file_id = f.file_id)
    ), made AS (
        INSERT INTO public.cases_due
            (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
        SELECT gen_random_uuid(), n.file_id, n.case_id, n.worker_id, n.duty, n.due_on, now(), n.worker_id, 1
          FROM needed n
         WHERE NOT EXISTS (SELECT 1 FROM public.cases_due d
                            WHERE d.case_id = n.case_id AND d.duty = n.duty AND d.done_on IS NULL)
         ORDER BY n.due_on LIMIT least(at_most, 500)
        RETURNING cases_due.id, cases_due.file_id, cases_due.case_id
    )
    SELECT DISTINCT m.id, m.file_id, f.agency_id FROM made m JOIN followed f ON f.case_id = m.case_id;
END $$;
