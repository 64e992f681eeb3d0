-- Access to a child's file from another country: it is given only after the screening, in an emergency too, and ends when a later
-- screening or a referral for protection closes the gate, or the permission to contact the country or its consent ends
-- (`protection_screening.access_rules`). Which country it is, is that of the office of the person, or of the office that has the
-- right.

CREATE OR REPLACE FUNCTION origin_country_of(principal uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT o.country FROM public.agencies_staff s JOIN public.agencies_office o ON o.id = s.office_id
                      WHERE s.id = principal),
                    (SELECT o.country FROM public.agencies_office o WHERE o.id = principal), '')
$$;

-- What access from a country lacks: codes of `LACKS_ACCESS_ABROAD`; empty in the country of the file's office. A member of the
-- team reads the whole case: the same as for a transfer of the case. Any other right to the country of origin needs a
-- permission to contact it; what may be shared with whom is asked where the right is given.
CREATE OR REPLACE FUNCTION origin_access_lacks(of_file uuid, there text, as_kind text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text := (SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE f.id = of_file AND f.kind = 'child');
    gate text;
BEGIN
    IF here IS NULL OR there IN ('', here) THEN
        RETURN '{}';
    ELSIF as_kind = 'team' THEN
        RETURN public.origin_handover_lacks(of_file, there);
    END IF;
    gate := public.origin_contact_state(of_file, 'infinity');
    IF gate IN ('not_screened', 'unfinished') THEN
        RETURN ARRAY['screening'];
    ELSIF gate = 'other_file' THEN
        RETURN ARRAY['other_file'];
    ELSIF NOT public.origin_is_among(of_file, ARRAY[there]) OR EXISTS (
           SELECT 1 FROM public.protection_screening_contactpermission p
            WHERE p.file_id = of_file AND p.country = there
              AND public.origin_permission_covers(p.id, of_file, NULL, gate)) THEN
        RETURN '{}';
    END IF;
    RETURN CASE WHEN public.origin_is_among_elsewhere(of_file, ARRAY[there]) THEN ARRAY['other_file']
                WHEN gate = 'open' THEN ARRAY['permission'] ELSE ARRAY['screening'] END;
END $$;

-- The same for whoever may give access to the file (42501).
CREATE OR REPLACE FUNCTION origin_access_asked(of_file uuid, to_staff uuid, as_kind text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).writes & {section.CASE} = 0
       OR NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not yours to give' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_access_lacks(of_file, public.origin_country_of(to_staff), as_kind);
END $$;

-- No right of another person crosses a border while something is missing (23514), whatever function gives it. The file's row
-- is locked: a screening of the same moment waits. Maintenance and the owner load earlier data.
CREATE OR REPLACE FUNCTION origin_access_is_screened() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    there text := public.origin_country_of(NEW.principal);
BEGIN
    IF there = coalesce((SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                          WHERE f.id = NEW.file_id), '') THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF public.origin_access_lacks(NEW.file_id, there, NEW.kind) <> '{}' THEN
        RAISE EXCEPTION 'agencies_grant: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON agencies_grant FOR EACH ROW
    WHEN ((NEW.kind IN ('team', 'referral', 'share') AND NEW.principal <> NEW.given_by OR NEW.kind = 'glass')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_access_is_screened();

-- The rights from another country that the gate, or the permission to contact it, no longer allows. A receiver who has the child,
-- or with whom the child travels, keeps the transfer: no one else there reports danger.
CREATE OR REPLACE FUNCTION origin_access_outlived(of_file uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.id FROM public.agencies_grant g
     WHERE g.file_id = of_file AND g.kind IN ('team', 'referral', 'share', 'glass')
       AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
       AND public.origin_access_lacks(of_file, public.origin_country_of(g.principal), g.kind) <> '{}'
       AND g.id NOT IN ({rows.access_that_stays})
$$;

-- Ends all of them, and keeps which. The worker of the case, whoever gave the right and the nearest leaders are notified; the
-- colleague abroad, if a transfer waits for them, never why.
-- `me`: who caused it; NULL for the job, which writes its own log entry.
DROP FUNCTION IF EXISTS origin_end_access(uuid);
CREATE OR REPLACE FUNCTION origin_end_access(of_file uuid, me uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended record;
    givers uuid[] := '{}';
    today date;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = of_file;
    FOR ended IN
        SELECT g.id, g.principal, g.kind, g.given_by, public.origin_country_of(g.principal) AS country
          FROM public.agencies_grant g
         WHERE g.file_id = of_file AND g.id IN (SELECT public.origin_access_outlived(of_file))
    LOOP
        UPDATE public.agencies_grant g SET ends_at = now() WHERE g.id = ended.id;
        INSERT INTO public.protection_screening_accessabroadend
            (id, file_id, access, holder, country, kind, ended_on, recorded_at, recorded_by, version)
        VALUES (gen_random_uuid(), of_file, ended.id, ended.principal, ended.country, ended.kind, today, now(),
                coalesce(me, ended.given_by), 1);
        IF me IS NOT NULL THEN
            PERFORM public.access_log('grant_ended', of_file, jsonb_build_object('staff', ended.principal));
        END IF;
        -- Who opened it in an emergency is abroad and learns nothing here.
        givers := givers || CASE WHEN ended.kind <> 'glass' THEN ended.given_by END;
    END LOOP;
    IF givers <> '{}' THEN
        PERFORM public.origin_notify_of_end(of_file, me, givers);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION origin_notify_of_end(of_file uuid, me uuid, givers uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH leaders AS (
        SELECT s.id, s.distance FROM public.file_office_staff(of_file) s
         WHERE public.staff_leads_office(s.bundle)
    ), found AS (
        SELECT l.id FROM leaders l WHERE l.distance = (SELECT min(distance) FROM leaders)
        UNION SELECT c.worker_id FROM public.cases_case c
               WHERE c.file_id = of_file AND c.status IN ('open', 'closing_asked')
        UNION SELECT s.id FROM public.agencies_staff s JOIN public.agencies_file f ON f.agency_id = s.agency_id
               WHERE s.id = ANY (givers) AND f.id = of_file AND s.is_active
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, 'access_ended', of_file, now(), me
      FROM found JOIN public.agencies_staff s ON s.id = found.id
     WHERE NOT EXISTS (
           SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = of_file AND h.principal IN (s.id, s.agency_id))
$$;

-- What closes the gate in one file of the child ends the access to all of them; so does a merge.
CREATE OR REPLACE FUNCTION origin_gate_has_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    child_file uuid;
BEGIN
    -- A right that is given at the same moment waits, or is seen.
    PERFORM public.lock_files_of_child(NEW.file_id);
    FOREACH child_file IN ARRAY public.files_of_child(NEW.file_id) LOOP
        IF EXISTS (SELECT 1 FROM public.agencies_grant g
                    JOIN public.agencies_file f ON f.id = g.file_id JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE g.file_id = child_file AND (g.ends_at IS NULL OR g.ends_at > now())
                     AND public.origin_country_of(g.principal) NOT IN ('', o.country)) THEN
            PERFORM public.origin_end_access(child_file, public.access_staff());
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER INSERT ON protection_screening_protectionscreening FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_gate_has_changed();
CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER INSERT OR UPDATE ON protection_screening_protectionreferral FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_gate_has_changed();

CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER INSERT ON matches_merge FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_gate_has_changed();

-- A permission that ends, and a consent that is withdrawn or refused, end the access that depended on them.
CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER UPDATE ON protection_screening_contactpermission FOR EACH ROW
    WHEN (OLD.state = 'open' AND (NEW.state, NEW.ends_on, NEW.consent_id, NEW.facts, NEW.country)
              IS DISTINCT FROM (OLD.state, OLD.ends_on, OLD.consent_id, OLD.facts, OLD.country)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_gate_has_changed();
CREATE OR REPLACE TRIGGER origin_gate_has_changed AFTER INSERT ON consent_consent FOR EACH ROW
    WHEN ((NEW.answer = 'no' OR NEW.basis = 'refused') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_gate_has_changed();
CREATE OR REPLACE TRIGGER origin_consent_has_changed AFTER UPDATE ON consent_consent FOR EACH ROW
    WHEN ((NEW.answer, NEW.basis, NEW.scopes, NEW.given_on, NEW.withdrawn_on, NEW.ends_on)
              IS DISTINCT FROM (OLD.answer, OLD.basis, OLD.scopes, OLD.given_on, OLD.withdrawn_on, OLD.ends_on)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_gate_has_changed();

-- Every night: ends the access whose permission or consent ran out by its date. The files and agencies, for the log of the job.
CREATE OR REPLACE FUNCTION origin_end_outlived(at_most integer) RETURNS TABLE (access uuid, of_file uuid, of_agency uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT DISTINCT f.id, f.agency_id
          FROM public.agencies_grant g JOIN public.agencies_file f ON f.id = g.file_id
          JOIN public.agencies_office o ON o.id = f.office_id
         WHERE f.kind = 'child' AND g.kind IN ('team', 'referral', 'share', 'glass')
           AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
           AND public.origin_country_of(g.principal) NOT IN ('', o.country)
           AND g.id IN (SELECT public.origin_access_outlived(f.id)) LIMIT least(at_most, 5000)
    LOOP
        PERFORM 1 FROM public.agencies_file f WHERE f.id = found.id FOR NO KEY UPDATE;
        PERFORM public.origin_end_access(found.id, NULL);
        RETURN QUERY SELECT e.access, e.file_id, found.agency_id FROM public.protection_screening_accessabroadend e
                      WHERE e.file_id = found.id AND e.recorded_at = now();
    END LOOP;
END $$;

-- What a contact with whoever asks about the child lacks: codes of `intake.rules.LACKS_ABROAD`. Whoever asks from another country
-- learns that the child is known. An embassy is that of a country of origin, or may be.
CREATE OR REPLACE FUNCTION origin_enquiry_lacks(of_file uuid, there text, is_official boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lacks text[] := public.origin_access_lacks(of_file, there, 'share');
    gate text := public.origin_contact_state(of_file, 'infinity');
BEGIN
    RETURN CASE WHEN lacks <> '{}' OR NOT is_official THEN lacks
                WHEN gate = 'other_file' THEN ARRAY['other_file']
                WHEN gate NOT IN ('open', 'stateless') THEN ARRAY['screening']
                WHEN NOT public.origin_permission_covers(NULL, of_file, NULL, gate) THEN ARRAY['permission']
                ELSE '{}'::text[] END;
END $$;

-- What a letter to an authority of a country lacks, for readers of the legal records (42501): codes of `LACKS_LETTER_ABROAD`.
CREATE OR REPLACE FUNCTION origin_letter_lacks(of_file uuid, there text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_access_lacks(of_file, there, 'share');
END $$;
