-- "No sign" against the child's own record, or an earlier "yes" (`protection_screening.detail_rules`): the screening counts as finished only once each
-- detail that contradicts it was explained in writing, and a second person who reads the screenings confirmed it. What a
-- screening found is recorded in any case. Details that change later are asked again. Maintenance and the owner load earlier data.

-- The screenings with an answer "yes" after which no referral ended without protection (as `origin_sign_remains`), whatever they
-- found and whoever screened: a later "no" does not take it back.
CREATE OR REPLACE FUNCTION origin_answered_yes(of_file uuid, on_day date) RETURNS TABLE (screening uuid, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.recorded_at FROM public.protection_screening_protectionscreening s
     WHERE s.file_id = of_file AND s.screened_on <= on_day
       AND 'yes' IN (s.fears_officials, s.fears_family, s.fears_group, s.is_of_persecuted_community, s.was_recruited,
                     s.relatives_were_harmed, s.is_registered, s.lacks_nationality, s.would_be_harmed,
                     s.traffickers_have_officials)
       AND NOT EXISTS (
           SELECT 1 FROM public.protection_screening_protectionreferral r
            WHERE r.file_id = of_file AND (r.body IN ('asylum', 'unhcr', 'legal_aid') OR s.result = 'stateless')
              AND public.origin_referral_answers(r, s, on_day))
$$;

-- The details in the record of a file that contradict "no sign" of a screening on a day: codes of `ContradictingDetail`, those of other
-- screenings and of records of their own (a person, a guardian, a journey, a card) with the time when the newest was recorded.
-- Grounds of discrimination are sealed, and read only by whom the child chose: they are not asked. A detail that was removed from
-- the record counts like one that is there (`removed_details.sql`).
CREATE OR REPLACE FUNCTION origin_details_of_file(
    of_file uuid, s public.protection_screening_protectionscreening, on_day date
) RETURNS TABLE (detail text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'nationality'::text, NULL::timestamptz FROM public.people_child c
     WHERE c.file_id = of_file AND c.nationality_state IN ('stateless', 'disputed', 'unknown')
    UNION SELECT 'residence', NULL FROM public.people_child c
     WHERE c.file_id = of_file AND c.residence_status IN ('asylum', 'refugee')
    UNION SELECT 'card', max(p.recorded_at) FROM public.identity_paper p
     WHERE p.file_id = of_file AND p.kind = 'refugee' HAVING count(*) > 0
    UNION SELECT 'fled', max(m.recorded_at) FROM public.identity_movement m
     WHERE m.file_id = of_file AND m.kind = 'conflict' HAVING count(*) > 0
    UNION SELECT 'danger', max(r.recorded_at) FROM public.around_relation r
     WHERE r.file_id = of_file AND r.danger IN ('feared', 'keep_away') AND r.ended_on IS NULL
       AND r.kind NOT IN ('staff', 'friend', 'neighbour', 'teacher', 'employer', 'other') HAVING count(*) > 0
    UNION SELECT k.detail, NULL FROM public.protection_screening_removeddetail k
     WHERE k.file_id = of_file AND k.removed_on <= on_day AND (k.detail <> 'involved' OR s.representative = 'present')
       AND (k.detail <> 'guardian' OR s.representative = 'none')
    UNION SELECT 'earlier', max(y.since) FROM public.origin_answered_yes(of_file, on_day) y HAVING count(*) > 0
    UNION SELECT CASE s.representative WHEN 'none' THEN 'guardian' ELSE 'involved' END, max(g.recorded_at)
      FROM public.consent_guardian g
     WHERE g.file_id = of_file AND g.starts_on <= s.screened_on AND (g.ends_on IS NULL OR g.ends_on >= s.screened_on)
       AND (s.representative = 'none'
            OR s.representative = 'present' AND 'yes' IN (g.may_be_involved, g.has_conflict)) HAVING count(*) > 0
$$;

-- Those of its own file; none unless it found no sign.
DROP FUNCTION IF EXISTS origin_contradictions(uuid);
CREATE OR REPLACE FUNCTION origin_contradictions(of_screening uuid, on_day date) RETURNS TABLE (detail text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT found.detail, found.since
      FROM public.protection_screening_protectionscreening s, public.origin_details_of_file(s.file_id, s, on_day) found
     WHERE s.id = of_screening AND s.result = 'no_sign'
$$;

-- Whether the record of another file that no trained person screened contradicts the newest screening of this file. It is answered by a
-- screening there, where those who explain the details may read them. That the child has no nationality is no news where
-- the screening says so.
CREATE OR REPLACE FUNCTION origin_contradicted_by_file(of_file uuid, other_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM (
            SELECT x FROM public.protection_screening_protectionscreening x
             WHERE x.file_id = of_file AND x.screened_on <= on_day
               AND (x.result = 'no_sign' AND x.training = 'trained' OR x.result = 'stateless')
             ORDER BY x.screened_on DESC, x.recorded_at DESC LIMIT 1) newest (s),
          public.origin_details_of_file(other_file, newest.s, on_day) found
         WHERE (newest.s).result = 'no_sign' OR found.detail <> 'nationality')
$$;

-- Those that no confirmed explanation names by a day; an answer "yes", a person or another record that
-- came after the explanation is asked again.
CREATE OR REPLACE FUNCTION origin_unexplained(of_screening uuid, on_day date) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT found.detail), '{}') FROM public.origin_contradictions(of_screening, on_day) found
     WHERE NOT EXISTS (
           SELECT 1 FROM public.protection_screening_nosignexplanation e
            WHERE e.screening_id = of_screening AND e.confirmed_by IS NOT NULL AND e.confirmed_on <= on_day
              AND found.detail = ANY (e.details::text[]) AND (found.since IS NULL OR found.since <= e.recorded_at))
$$;

-- The same for those who read the screenings of the file (42501).
CREATE OR REPLACE FUNCTION origin_details_against(of_screening uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    its_file uuid := (SELECT s.file_id FROM public.protection_screening_protectionscreening s WHERE s.id = of_screening);
BEGIN
    IF its_file IS NULL OR (public.access_sections(its_file)).reads & {section.LEGAL} = 0
       OR NOT public.origin_reads_screenings(its_file) THEN
        RAISE EXCEPTION 'no such screening' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_unexplained(of_screening, 'infinity');
END $$;

-- An explanation names only details that contradict its screening now (23514). Another person than its author, the screener and
-- whoever removed such a detail confirms it, who reads the screenings (42501); a change ends the confirmation.
CREATE OR REPLACE FUNCTION no_sign_is_confirmed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    apart CONSTANT text[] := ARRAY['confirmed_by', 'confirmed_on', 'version'];
    screened public.protection_screening_protectionscreening;
BEGIN
    PERFORM public.lock_files_of_child(NEW.file_id);
    SELECT s.* INTO screened FROM public.protection_screening_protectionscreening s WHERE s.id = NEW.screening_id;
    IF TG_OP = 'INSERT' THEN
        IF screened.file_id <> NEW.file_id OR NEW.confirmed_by IS NOT NULL OR NEW.details = '{}'
           OR NOT NEW.details::text[] <@ ARRAY(
               SELECT found.detail FROM public.origin_contradictions(NEW.screening_id, 'infinity') found) THEN
            RAISE EXCEPTION 'protection_screening: not what contradicts the screening' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - apart <> to_jsonb(OLD) - apart AND NEW.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'protection_screening: a changed explanation is confirmed again' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by AND (
           NEW.confirmed_by IS DISTINCT FROM me OR me IN (NEW.recorded_by, screened.recorded_by)
           OR NEW.confirmed_on < current_date - 1 OR NOT public.origin_reads_signs(NEW.file_id)
           OR EXISTS (SELECT 1 FROM public.protection_screening_removeddetail k
                       WHERE k.file_id = NEW.file_id AND k.recorded_by = me AND k.detail = ANY (NEW.details::text[]))) THEN
        RAISE EXCEPTION 'a second person who reads the screening confirms it' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_confirmed BEFORE INSERT OR UPDATE ON protection_screening_nosignexplanation
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION no_sign_is_confirmed();
