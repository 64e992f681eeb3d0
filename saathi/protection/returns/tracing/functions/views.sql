-- Which answer of the child counts (`tracing.view_rules`): once the child says no, a later answer about the same matter counts
-- only if the child was asked on a later day and another person recorded it on a later day (`tracing_supersedes`). A "no" holds
-- in every search for the same relationship, or for the same person of the child's file, also in other files of the child. The
-- days are those of the office of the search.
DROP FUNCTION IF EXISTS tracing_latest_view(uuid, text);  -- counted the latest answer
DROP FUNCTION IF EXISTS tracing_counting_view(uuid, text);  -- about living with the person alone

-- The child's "no" about a matter that holds for a search, the latest first; an answer in the search of the "no" or in this search
-- can replace it.
CREATE OR REPLACE FUNCTION tracing_no_that_holds(of_request uuid, the_subject text)
RETURNS SETOF public.tracing_childtracingview
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH sought AS (
        SELECT r.id, r.file_id, r.relation, r.person_id, o.time_zone FROM public.tracing_tracingrequest r
          JOIN public.agencies_file f ON f.id = r.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE r.id = of_request),
    said AS (
        SELECT w.* FROM sought s
          JOIN public.tracing_tracingrequest r
            ON r.file_id = ANY (public.files_of_child(s.file_id))
               AND (r.id = s.id OR r.relation = s.relation OR r.person_id = s.person_id)
          JOIN public.tracing_childtracingview w ON w.request_id = r.id AND w.file_id = r.file_id
         WHERE w.subject = the_subject)
    SELECT w.* FROM said w CROSS JOIN sought s
     WHERE w.wish = 'no' AND NOT EXISTS (
         SELECT 1 FROM said v
          WHERE v.request_id IN (s.id, w.request_id) AND v.wish NOT IN ('no', 'not_asked')
            AND public.tracing_supersedes(v.asked_on, v.recorded_at, v.recorded_by,
                                          w.asked_on, w.recorded_at, w.recorded_by, s.time_zone))
     ORDER BY w.asked_on DESC, w.recorded_at DESC
$$;

-- The child's answer about a matter that counts for a search: a "no" that holds, else the latest; no row if there is none.
CREATE OR REPLACE FUNCTION tracing_view_that_counts(of_request uuid, the_subject text)
RETURNS SETOF public.tracing_childtracingview
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT * FROM public.tracing_no_that_holds(of_request, the_subject) LIMIT 1;
    IF NOT FOUND THEN
        RETURN QUERY SELECT w.* FROM public.tracing_tracingrequest r
          JOIN public.tracing_childtracingview w ON w.request_id = r.id AND w.file_id = r.file_id
         WHERE r.id = of_request AND w.subject = the_subject
         ORDER BY w.asked_on DESC, w.recorded_at DESC LIMIT 1;
    END IF;
END $$;

-- The answer about tracing that counts for a search, in lists for readers of the legal records of its file; NULL if there is none,
-- and for all others.
CREATE OR REPLACE FUNCTION tracing_wish_that_counts(of_request uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own_file uuid := (SELECT r.file_id FROM public.tracing_tracingrequest r WHERE r.id = of_request);
BEGIN
    IF own_file IS NULL OR (public.access_sections(own_file)).reads & {section.LEGAL} = 0 THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT w.wish FROM public.tracing_view_that_counts(of_request, 'tracing') w);
END $$;

-- The same about the person of a verification.
CREATE OR REPLACE FUNCTION tracing_view_of_person(the_verification uuid, the_subject text)
RETURNS SETOF public.tracing_childtracingview
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.* FROM public.tracing_relationshipverification v
     CROSS JOIN LATERAL public.tracing_view_that_counts(v.request_id, the_subject) w
     WHERE v.id = the_verification
$$;

-- The day of a "no" in another file of the child that holds for a search, for readers of the legal records of its file; NULL if
-- there is none, and for all others.
CREATE OR REPLACE FUNCTION tracing_no_elsewhere(of_request uuid, the_subject text) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own_file uuid := (SELECT r.file_id FROM public.tracing_tracingrequest r WHERE r.id = of_request);
BEGIN
    IF own_file IS NULL OR (public.access_sections(own_file)).reads & {section.LEGAL} = 0 THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT max(w.asked_on) FROM public.tracing_no_that_holds(of_request, the_subject) w
             WHERE w.file_id <> own_file);
END $$;

-- While a "no" of the child holds for a search, the search stays one for this person, so that the "no" holds in all searches for the
-- person; a person may be added, not changed or removed. A search in which the child answered is not changed to a person about whom
-- the child said no in another one (`tracing.view_rules.reasons_against_other_sought`).
CREATE OR REPLACE FUNCTION tracing_keep_sought() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF (NEW.relation <> OLD.relation OR OLD.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
       AND EXISTS (SELECT 1 FROM unnest(ARRAY['tracing', 'contact', 'reunification']) AS s (subject)
                    CROSS JOIN LATERAL public.tracing_no_that_holds(NEW.id, s.subject)) THEN
        RAISE EXCEPTION 'tracing_tracingrequest: the child said no about this person' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM public.tracing_childtracingview v WHERE v.request_id = NEW.id)
       AND EXISTS (SELECT 1 FROM public.tracing_tracingrequest r
                     JOIN public.tracing_childtracingview v ON v.request_id = r.id AND v.wish = 'no'
                    WHERE r.file_id = ANY (public.files_of_child(NEW.file_id)) AND r.id <> NEW.id
                      AND (NEW.relation <> OLD.relation AND r.relation = NEW.relation
                           OR NEW.person_id IS DISTINCT FROM OLD.person_id AND r.person_id = NEW.person_id)) THEN
        RAISE EXCEPTION 'tracing_tracingrequest: the child said no about the other person' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_sought_changes BEFORE UPDATE ON tracing_tracingrequest FOR EACH ROW
    WHEN ((NEW.relation <> OLD.relation OR NEW.person_id IS DISTINCT FROM OLD.person_id)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_sought();
