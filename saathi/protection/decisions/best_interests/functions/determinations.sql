-- What a best interests determination needs before it is decided, whoever writes the row; the same as
-- `best_interests.rules.reasons_against_decision`, as far as columns show it. Sealed texts are asked by columns that
-- change only with a proof.

-- What is wrong with the votes of a panel; NULL if nothing.
CREATE OR REPLACE FUNCTION best_interests_panel_missing(of_determination uuid, of_case uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN count(DISTINCT coalesce(m.staff_id, m.id)) < 3 THEN 'fewer than three members vote'
        WHEN bool_or(m.function IN ('case_worker', 'home') OR m.staff_id = c.worker_id) THEN 'a member without a vote votes'
        WHEN bool_or(m.conflict <> 'none') THEN 'a member with a conflict of interest votes'
        WHEN count(DISTINCT m.function) FILTER (WHERE m.function <> 'other') < {values.best_interests_panel_fields}
            THEN 'the members who vote are of one field'
        WHEN bool_or(m.undertaking <> 'signed') THEN 'a member without a signed undertaking votes'
        WHEN count(*) FILTER (WHERE m.vote = 'for') <= count(*) FILTER (WHERE m.vote = 'against')
            THEN 'most votes are against' END
      FROM public.best_interests_panelmember m
      JOIN public.cases_case c ON c.id = of_case
     WHERE m.determination_id = of_determination AND m.vote IN ('for', 'against', 'abstained')
$$;

-- Who is on the child's file today and so is heard, or not heard for a reason: guardian, parents, caregiver. Codes,
-- never names, also for those who may not read of whom; none for those who may not read decisions of the file.
CREATE OR REPLACE FUNCTION best_interests_on_record(of_file uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH acting AS (
        SELECT g.kind FROM public.consent_guardian g
          JOIN public.agencies_file f ON f.id = g.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE g.file_id = of_file AND g.starts_on <= (now() AT TIME ZONE o.time_zone)::date
           AND coalesce(g.ends_on >= (now() AT TIME ZONE o.time_zone)::date, true)
    ), present AS (
        SELECT r.kind, r.is_carer FROM public.around_relation r
         WHERE r.file_id = of_file AND r.ended_on IS NULL AND r.life <> 'died'
    )
    SELECT CASE WHEN (public.access_sections(of_file)).reads & {section.DECISIONS} = 0 THEN ARRAY[]::text[]
        ELSE array_remove(ARRAY[
            CASE WHEN EXISTS (SELECT 1 FROM acting) THEN 'guardian' END,
            CASE WHEN EXISTS (SELECT 1 FROM acting a WHERE a.kind = 'parent')
                   OR EXISTS (SELECT 1 FROM present p WHERE p.kind IN ('mother', 'father')) THEN 'parents' END,
            CASE WHEN EXISTS (SELECT 1 FROM present p WHERE p.is_carer = 'yes') THEN 'caregiver' END], NULL) END
$$;

-- Whether a solution takes the child to another country. As `best_interests.rules.is_abroad`.
CREATE OR REPLACE FUNCTION best_interests_is_abroad(of_file uuid, solution varchar, country varchar) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT solution IN ('return', 'third') OR country <> '' AND NOT EXISTS (
        SELECT 1 FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
         WHERE f.id = of_file AND o.country = best_interests_is_abroad.country)
$$;

-- The first thing that this decision lacks; NULL if nothing.
CREATE OR REPLACE FUNCTION best_interests_missing(d public.best_interests_determination) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN d.reported_by IS NULL THEN 'no report'
        WHEN (SELECT count(*) FROM public.best_interests_solutionoption o
               WHERE o.determination_id = d.id AND o.real_today IN ('yes', 'if')) < 2 THEN 'fewer than two options'
        WHEN NOT d.is_view_complete THEN 'no view of the child and no reason'
        WHEN EXISTS (SELECT 1 FROM unnest(ARRAY[d.guardian, d.parents, d.caregiver]) answer
                      WHERE answer NOT IN ('heard', 'declined', 'missing')
                        AND NOT (answer IN ('not_reached', 'not_safe') AND d.is_unheard_explained))
            THEN 'guardian, parents or caregiver were not heard, and nothing says why'
        WHEN EXISTS (SELECT 1 FROM (VALUES ('guardian', d.guardian), ('parents', d.parents), ('caregiver', d.caregiver))
                            AS heard (person, answer)
                      WHERE heard.answer = 'missing' AND heard.person = ANY (public.best_interests_on_record(d.file_id)))
            THEN 'guardian, parents or caregiver are on record'
        WHEN d.authority = '' OR NOT d.is_reasoned OR d.decided_on IS NULL OR d.review_on IS NULL
             OR d.review_on <= d.decided_on OR d.weight = '' OR d.siblings = ''
            THEN 'no authority, reasons, date, weight of the view or review'
        WHEN d.weight = 'no_view' AND d.view = 'told' THEN 'the child gave a view, which has a weight'
        WHEN d.solution IN ('return', 'third') AND d.country = '' THEN 'the country of the solution is missing'
        WHEN public.best_interests_is_abroad(d.file_id, d.solution, d.country) AND NOT EXISTS (
             SELECT 1 FROM public.best_interests_assessment a
              WHERE a.id = d.assessment_id AND a.file_id = d.file_id AND a.extent = 'full' AND a.state = 'agreed')
            THEN 'a return without a full assessment'
        WHEN d.decided_on < d.opened_on THEN 'the decision is before the day it was opened'
        WHEN d.decided_on < d.meeting_on THEN 'the decision is before the day of the meeting'
        WHEN NOT EXISTS (SELECT 1 FROM public.best_interests_solutionoption o
                          WHERE o.determination_id = d.id AND o.option = d.solution AND o.real_today IN ('yes', 'if'))
            THEN 'the decision is none of the options'
        WHEN d.decided_by IS NULL OR d.decided_by IN (d.recorded_by, d.reported_by)
             OR d.decided_by = ANY (d.editors)
             OR d.decided_by = (SELECT c.worker_id FROM public.cases_case c WHERE c.id = d.case_id)
            THEN 'the author does not decide'
        WHEN d.assessment_id IS NOT NULL AND (
             NOT EXISTS (SELECT 1 FROM public.best_interests_assessedoption a WHERE a.assessment_id = d.assessment_id)
             OR EXISTS (SELECT 1 FROM public.best_interests_assessedoption a
                         WHERE a.assessment_id = d.assessment_id AND NOT a.is_explained
                           AND NOT (a.supporting || a.opposing || a.neutral) @> ARRAY[{values.best_interests_key_factors}]::varchar[]))
            THEN 'a key factor is not known and not explained'
        WHEN d.solution = 'institution' AND (
             d.review_on > d.decided_on + {values.institution_review_days}
             OR coalesce(d.under_three, true) AND NOT d.is_supervised
             OR EXISTS (SELECT 1 FROM public.best_interests_solutionoption o
                         WHERE o.determination_id = d.id AND NOT o.is_set_aside AND o.option IN (
                               'family', 'relatives', 'foster', 'kafala', 'guardianship', 'independent', 'adoption'))
             OR (SELECT count(*) FROM public.best_interests_solutionoption o
                  WHERE o.determination_id = d.id AND o.option IN ('family', 'relatives', 'foster')) < 3)
            THEN 'an institution needs reasons against each family option and an early review'
        WHEN EXISTS (SELECT 1 FROM public.best_interests_panelmember m
                      WHERE m.determination_id = d.id AND m.vote IN ('for', 'against', 'abstained')
                        AND (m.staff_id = ANY (ARRAY[d.recorded_by, d.reported_by, d.decided_by] || d.editors)
                             OR EXISTS (SELECT 1 FROM public.cases_seat s
                                         WHERE s.file_id = d.file_id AND s.staff_id = m.staff_id AND s.ended_on IS NULL
                                           AND s.role = '{values.best_interests_home_role}')))
            THEN 'a member without a vote votes: an author, who decides, or staff of the home'
        WHEN public.best_interests_panel_missing(d.id, d.case_id) IS NOT NULL
            THEN public.best_interests_panel_missing(d.id, d.case_id)
        WHEN NOT d.is_panel_named THEN 'the members who vote are not different persons, each named'
        WHEN EXISTS (SELECT 1 FROM public.best_interests_solutionoption o
                      WHERE o.determination_id = d.id AND o.option <> d.solution AND NOT o.is_set_aside)
            THEN 'an option is set aside without reasons' END
$$;

-- Refuses a decision that lacks what a determination needs (23514). Maintenance and the owner load earlier decisions.
CREATE OR REPLACE FUNCTION best_interests_require() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing text := public.best_interests_missing(NEW);
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('ready', 'listed') THEN
        missing := 'the report is not ready';
    END IF;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'best_interests_determination: %', missing USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER best_interests_decided BEFORE INSERT ON best_interests_determination FOR EACH ROW
    WHEN (NEW.state IN ('decided', 'told') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_require();
CREATE OR REPLACE TRIGGER best_interests_decides BEFORE UPDATE ON best_interests_determination FOR EACH ROW
    WHEN (NEW.state IN ('decided', 'told') AND OLD.state NOT IN ('decided', 'told')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_require();

-- The child was informed of what was decided, in a language, and of how to challenge it (23514).
CREATE OR REPLACE FUNCTION best_interests_require_told() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT NEW.is_challenge_said OR NEW.told_on IS NULL OR NEW.told_on < NEW.decided_on OR NEW.told_language = '' THEN
        RAISE EXCEPTION 'best_interests_determination: the day, the language or how to challenge the decision is missing'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER best_interests_tells BEFORE UPDATE ON best_interests_determination FOR EACH ROW
    WHEN (NEW.state = 'told' AND OLD.state <> 'told' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_require_told();

-- Whoever recorded a decision does not confirm it after a request or a new fact (23514).
CREATE OR REPLACE FUNCTION best_interests_confirm() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.best_interests_determination d
                WHERE d.id = NEW.determination_id AND d.decided_by = NEW.decided_by) THEN
        RAISE EXCEPTION 'best_interests_reconsideration: one''s own decision is not confirmed' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER confirmed_by_another BEFORE INSERT OR UPDATE ON best_interests_reconsideration FOR EACH ROW
    WHEN (NEW.outcome = 'stands' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_confirm();

-- A conflict of interest that a member declared stays (23514).
CREATE OR REPLACE FUNCTION best_interests_keep_conflict() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'best_interests_panelmember: a declared conflict of interest stays' USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE TRIGGER conflict_stays BEFORE UPDATE ON best_interests_panelmember FOR EACH ROW
    WHEN (OLD.conflict = 'declared' AND NEW.conflict <> 'declared'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_keep_conflict();

-- Options and panel stay as they were when it was decided, and whoever adds an option or says whether it is possible
-- is named as an author of the report (23514).
CREATE OR REPLACE FUNCTION best_interests_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.best_interests_determination d
      WHERE d.id = NEW.determination_id AND d.state IN ('opened', 'ready', 'listed', 'deferred') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'best_interests: it is decided' USING ERRCODE = '23514';
    END IF;
    IF TG_TABLE_NAME = 'best_interests_solutionoption'
       AND (TG_OP = 'INSERT' OR to_jsonb(NEW) ->> 'real_today' <> to_jsonb(OLD) ->> 'real_today')
       AND NOT EXISTS (SELECT 1 FROM public.best_interests_determination d
                        WHERE d.id = NEW.determination_id
                          AND public.access_staff() = ANY (d.recorded_by || d.editors)) THEN
        RAISE EXCEPTION 'best_interests_solutionoption: who changed the report is missing' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_undecided_alone BEFORE INSERT OR UPDATE ON best_interests_solutionoption FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION best_interests_keep();
CREATE OR REPLACE TRIGGER when_undecided_alone BEFORE INSERT OR UPDATE ON best_interests_panelmember FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION best_interests_keep();

-- What an assessed option says stays as it was when its assessment was submitted, and whoever adds one is named as an
-- author of the assessment (23514).
CREATE OR REPLACE FUNCTION best_interests_keep_assessed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.best_interests_assessment a
      WHERE a.id = NEW.assessment_id AND a.state IN ('draft', 'returned') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'best_interests: the assessment is submitted' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.best_interests_assessment a
                    WHERE a.id = NEW.assessment_id AND public.access_staff() = ANY (a.recorded_by || a.editors)) THEN
        RAISE EXCEPTION 'best_interests_assessedoption: who changed it is missing' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_open_alone BEFORE INSERT OR UPDATE ON best_interests_assessedoption FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION best_interests_keep_assessed();

-- One full assessment of a case at a time is a draft, returned or waiting (23514): the first is continued. As
-- `assessment_rules.reasons_against_second`.
CREATE OR REPLACE FUNCTION best_interests_one_undecided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM public.best_interests_assessment a
                WHERE a.case_id = NEW.case_id AND a.extent = 'full' AND a.state IN ('draft', 'returned', 'submitted')) THEN
        RAISE EXCEPTION 'best_interests_assessment: another full assessment is not approved yet'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_none_undecided BEFORE INSERT ON best_interests_assessment FOR EACH ROW
    WHEN (NEW.extent = 'full' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_one_undecided();

-- Whoever else saves an assessment before it is answered, or changes a report before it is decided, is an author (see
-- `editors_are_named`). A report is changed by its texts and by what the panel reads; who defers or decides does not.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON best_interests_assessment FOR EACH ROW
    WHEN ((OLD.state IN ('draft', 'returned') OR NEW.state IN ('draft', 'submitted'))
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_answered_alone BEFORE UPDATE ON best_interests_assessment FOR EACH ROW
    WHEN (NOT (OLD.state IN ('draft', 'returned') OR NEW.state IN ('draft', 'submitted'))
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON best_interests_determination FOR EACH ROW
    WHEN (OLD.state IN ('opened', 'ready', 'listed', 'deferred') AND NEW.state NOT IN ('deferred', 'decided')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named(
        'sealed', 'view', 'is_view_complete', 'occasion', 'authority', 'guardian', 'representative', 'parents', 'caregiver',
        'is_unheard_explained', 'assessment_id');
CREATE OR REPLACE TRIGGER when_decided_alone BEFORE UPDATE ON best_interests_determination FOR EACH ROW
    WHEN ((OLD.state NOT IN ('opened', 'ready', 'listed', 'deferred') OR NEW.state IN ('deferred', 'decided'))
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();

-- Whether the newest determination of this file is positive for one of these solutions and in force on this day, for
-- approvals of other domains. One that was reopened or ended does not bring an earlier one back. False for files whose
-- decisions the caller may not read. The same as `best_interests.queries.find_in_force`.
CREATE OR REPLACE FUNCTION best_interests_in_force(of_file uuid, solutions text[], on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (public.access_sections(of_file)).reads & {section.DECISIONS} <> 0 AND EXISTS (
        SELECT 1 FROM public.best_interests_determination d
         WHERE d.file_id = of_file AND d.state IN ('decided', 'told') AND d.solution = ANY (solutions)
           AND d.decided_on <= on_day
           AND (NOT public.best_interests_is_abroad(d.file_id, d.solution, d.country) OR on_day <= (d.decided_on + interval '12 months')::date)
           AND NOT EXISTS (SELECT 1 FROM public.best_interests_reconsideration r
                            WHERE r.determination_id = d.id AND r.outcome = '')
           AND NOT EXISTS (SELECT 1 FROM public.best_interests_determination later
                            WHERE later.file_id = d.file_id
                              AND later.state IN ('decided', 'told', 'reopened', 'ended')
                              AND (later.decided_on, later.recorded_at) > (d.decided_on, d.recorded_at)))
$$;

-- Whether the newest agreed assessment of this file for one of these occasions, such as reunification, is a full one
-- since a day that recommends one of these solutions. As `best_interests.queries.find_agreed_assessment`.
CREATE OR REPLACE FUNCTION best_interests_assessed(of_file uuid, occasions text[], solutions text[], since date)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (public.access_sections(of_file)).reads & {section.DECISIONS} <> 0 AND coalesce((
        SELECT a.extent = 'full' AND a.recommended = ANY (solutions) AND a.assessed_on >= since
          FROM public.best_interests_assessment a
         WHERE a.file_id = of_file AND a.state = 'agreed' AND a.occasion = ANY (occasions)
         ORDER BY a.assessed_on DESC, a.recorded_at DESC LIMIT 1), false)
$$;
