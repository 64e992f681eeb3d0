-- Whether a country of origin may be contacted about a child, from the latest screening of a trained person (signs of
-- a need for protection count whoever found them) and from referrals for international protection. The tables are read
-- past row security, because screenings have few readers: the answer is one of the codes of `ContactGate`. A sign of a
-- need for protection closes it whatever is found later, until a body that decides on protection answered a referral, and
-- a second person confirmed its answer (`outcomes.sql`). "No sign" against the child's own record is not finished
-- (`contradictions.sql`). All files of the child count (`matches/functions/same_child.sql`): another
-- file only closes the gate, and a screening or an answer recorded there opens nothing here.

-- Whether a referral answers what a screening found, without protection, by a day: it was made on or after the day of the
-- screening, and a second person confirmed its decision after the screening was recorded. A screening that is recorded now and
-- dated back was not known to whoever decided. Of the same day it counts if the referral was recorded after the screening.
CREATE OR REPLACE FUNCTION origin_referral_answers(
    r public.protection_screening_protectionreferral, s public.protection_screening_protectionscreening, on_day date
) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.referred_on >= s.screened_on AND r.outcome IN ('refused', 'no_claim', 'withdrawn') AND r.decided_on <= on_day
       AND r.confirmed_by IS NOT NULL AND EXISTS (
           SELECT 1 FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
            WHERE f.id = s.file_id
              AND (r.confirmed_on, r.recorded_at) > ((s.recorded_at AT TIME ZONE o.time_zone)::date, s.recorded_at))
$$;

CREATE OR REPLACE FUNCTION origin_sign_remains(of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_protectionscreening s
         WHERE s.file_id = of_file AND s.screened_on <= on_day AND s.result IN ('sign', 'claim', 'refugee')
           AND NOT EXISTS (
               SELECT 1 FROM public.protection_screening_protectionreferral r
                WHERE r.file_id = of_file AND r.body IN ('asylum', 'unhcr', 'legal_aid')
                  AND public.origin_referral_answers(r, s, on_day)))
$$;

-- What the screenings and referrals of one file say alone.
CREATE OR REPLACE FUNCTION origin_state_of_file(of_file uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_result text;
    found_id uuid;
    open_bodies text[];
BEGIN
    SELECT coalesce(array_agg(r.body::text), '{}') INTO open_bodies
      FROM public.protection_screening_protectionreferral r
     WHERE r.file_id = of_file AND r.referred_on <= on_day
       AND (r.outcome IN ('waiting', 'recognised') OR r.appeal IN ('waiting', 'allowed') OR r.confirmed_by IS NULL);
    IF open_bodies && ARRAY['asylum', 'unhcr', 'legal_aid'] OR public.origin_sign_remains(of_file, on_day) THEN
        RETURN 'closed';
    END IF;
    SELECT s.result, s.id INTO found_result, found_id FROM public.protection_screening_protectionscreening s
     WHERE s.file_id = of_file AND s.screened_on <= on_day
       AND (s.training = 'trained' OR s.result IN ('sign', 'claim', 'refugee', 'stateless'))
     ORDER BY s.screened_on DESC, s.recorded_at DESC LIMIT 1;
    RETURN CASE WHEN found_result IS NULL THEN 'not_screened'
                WHEN found_result IN ('sign', 'claim', 'refugee') THEN 'closed'
                WHEN found_result = 'unfinished' OR public.origin_unexplained(found_id, on_day) <> '{}' THEN 'unfinished'
                WHEN found_result = 'stateless' OR 'statelessness' = ANY (open_bodies) THEN 'stateless'
                ELSE 'open' END;
END $$;

-- The same with all other files of the child: 'other_file' where one of them allows less than this file, or one that may be of the
-- child shows a sign (`possible_files.sql`). It says no more, because the caller may read nothing of that file.
CREATE OR REPLACE FUNCTION origin_contact_state(of_file uuid, on_day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text := public.origin_state_of_file(of_file, on_day);
    elsewhere text[] := ARRAY(SELECT public.origin_state_of_file(f, on_day)
                                FROM unnest(public.other_files_of_child(of_file)) f);
BEGIN
    RETURN CASE WHEN here IN ('not_screened', 'unfinished') THEN here
                WHEN 'unfinished' = ANY (elsewhere) THEN 'other_file'
                WHEN here = 'closed' THEN here
                WHEN 'closed' = ANY (elsewhere) OR here = 'open' AND 'stateless' = ANY (elsewhere)
                     OR public.origin_sign_in_possible_file(of_file, on_day)
                     -- an answer "yes" of a person without training, or a detail, which no finished screening of that file followed
                     OR 'not_screened' = ANY (elsewhere) AND EXISTS (
                         SELECT 1 FROM unnest(public.other_files_of_child(of_file)) f
                          WHERE public.origin_state_of_file(f, on_day) = 'not_screened'
                            AND public.origin_contradicted_by_file(of_file, f, on_day))
                THEN 'other_file'
                ELSE here END;
END $$;

-- Whether a consent or other legal basis of contact with the country of origin is active on a day: not withdrawn, not
-- ended, and not refused by the child in the scope that it gives, in this file or later in another file of the child.
CREATE OR REPLACE FUNCTION origin_consent_stands(of_consent uuid, of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.consent_consent c
         WHERE c.id = of_consent AND c.file_id = of_file AND c.withdrawn_on IS NULL AND c.basis <> 'refused'
           AND (c.ends_on IS NULL OR c.ends_on >= on_day)
           AND ('origin' = ANY (c.scopes) AND NOT public.consent_refused_in_any_file(c.id, 'origin')
                OR 'tracing' = ANY (c.scopes) AND NOT public.consent_refused_in_any_file(c.id, 'tracing')))
$$;

-- Whether a child who chose not to say is taken to agree by their own consent: silence about this contact does not renew it
-- (`consent.rules.is_silence_on_own_consent`).
CREATE OR REPLACE FUNCTION origin_child_is_silent(the_answer text, of_consent uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT the_answer = 'chose_not' AND EXISTS (
        SELECT 1 FROM public.consent_consent c WHERE c.id = of_consent AND c.basis IN ('consent', 'assent'))
$$;

-- Whether a permission that a supervisor opened covers a contact of this day, as the gate is now: its consent is
-- active, and for a child who may be stateless the representative makes the contact and the child agreed. Without a
-- permission: any. Without a day: today, by the clock of any office.
CREATE OR REPLACE FUNCTION origin_permission_covers(of_permission uuid, of_file uuid, on_day date, gate text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_contactpermission p
         WHERE p.file_id = of_file AND (of_permission IS NULL OR p.id = of_permission)
           AND p.state = 'open' AND p.decided_on <= coalesce(on_day, current_date + 1)
           AND p.ends_on >= coalesce(on_day, current_date - 1)
           AND public.origin_consent_stands(p.consent_id, p.file_id, coalesce(on_day, current_date - 1))
           AND NOT public.origin_child_is_silent(p.child_answer, p.consent_id)
           AND NOT public.origin_child_refuses(p.file_id, p.country, on_day)
           AND (gate = 'open' OR gate = 'stateless' AND p.through = 'representative'
                                 AND p.child_answer IN ('agrees', 'in_part')))
$$;

-- The safeguards of a contact by others on a day, in full: a code of `ContactSafeguard` or `SafeguardFinding`. Only a permission for this
-- country, body and information counts, and none for our own staff, who would record it as ours.
CREATE OR REPLACE FUNCTION origin_contact_met(
    of_file uuid, on_day date, by_whom text, of_country text, of_body text, of_facts text[]
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text := public.origin_contact_state(of_file, on_day);
BEGIN
    RETURN CASE WHEN gate IN ('not_screened', 'unfinished') THEN 'not_screened'
                WHEN gate IN ('closed', 'other_file') THEN 'not_allowed'
                WHEN by_whom <> 'staff' AND EXISTS (
                    SELECT 1 FROM public.protection_screening_contactpermission p
                     WHERE p.file_id = of_file AND p.country = of_country AND p.body = of_body
                       AND of_facts <@ p.facts::text[]
                       AND public.origin_permission_covers(p.id, of_file, on_day, gate)) THEN 'met'
                WHEN gate = 'stateless' THEN 'not_allowed'
                ELSE 'no_permission' END;
END $$;

-- Whether a screening of this day may find no sign in its file: not while a claim is open or protection was granted, and after an
-- earlier sign only once a referral made for it ended without protection (after signs of statelessness: of any body).
CREATE OR REPLACE FUNCTION origin_claim_is_over(of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM public.protection_screening_protectionreferral r
         WHERE r.file_id = of_file AND r.referred_on <= on_day
           AND (r.outcome IN ('waiting', 'recognised') OR r.appeal IN ('waiting', 'allowed') OR r.confirmed_by IS NULL))
       AND NOT public.origin_sign_remains(of_file, on_day)
       AND NOT EXISTS (
        SELECT 1 FROM public.protection_screening_protectionscreening s
         WHERE s.file_id = of_file AND s.screened_on <= on_day AND s.result = 'stateless'
           AND NOT EXISTS (
               SELECT 1 FROM public.protection_screening_protectionreferral r
                WHERE r.file_id = of_file AND public.origin_referral_answers(r, s, on_day)))
$$;

-- The same without what a screening found: one of the codes of `ContactSafeguard`.
CREATE OR REPLACE FUNCTION origin_contact_shown(
    of_file uuid, on_day date, by_whom text, of_country text, of_body text, of_facts text[]
) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN met IN ('not_allowed', 'no_permission') THEN 'not_met' ELSE met END
      FROM public.origin_contact_met(of_file, on_day, by_whom, of_country, of_body, of_facts) met
$$;

-- Whether the caller may read a screening of this file: its recorder, named colleagues, and the leaders of the office.
CREATE OR REPLACE FUNCTION origin_reads_screenings(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.protection_screening_protectionscreening s
                    WHERE s.file_id = of_file AND public.access_staff() = ANY (s.recorded_by || s.readers))
        OR EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = of_file AND g.kind = 'owner' AND g.principal = ANY (public.access_principals())
                      AND g.reads & {section.LEGAL} <> 0
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
$$;

-- Whether a person recorded or confirmed the outcome of a referral that ended a claim after a sign: another person screens
-- again.
CREATE OR REPLACE FUNCTION origin_closed_results(of_file uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_protectionreferral r
         WHERE r.file_id = of_file AND r.outcome IN ('refused', 'no_claim', 'withdrawn')
           AND person IN (r.outcome_by, r.confirmed_by)
           AND EXISTS (SELECT 1 FROM public.protection_screening_protectionscreening s
                        WHERE s.file_id = of_file AND s.result IN ('sign', 'claim', 'refugee', 'stateless')))
$$;

-- Gate, representation and end of the claim, for the web role, about files whose legal records the caller may read (42501). Who may not read
-- the screenings does not learn whether one is unfinished or found a sign.
CREATE OR REPLACE FUNCTION origin_contact_gate(of_file uuid, OUT gate text, OUT represented boolean, OUT is_over boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    gate := public.origin_contact_state(of_file, 'infinity');
    represented := gate = 'stateless' AND public.origin_permission_covers(NULL, of_file, NULL, gate);
    is_over := public.origin_claim_is_over(of_file, 'infinity') AND NOT public.origin_closed_results(of_file, public.access_staff());
    IF gate IN ('closed', 'unfinished') AND NOT public.origin_reads_signs(of_file) THEN
        gate := 'not_now';
        is_over := false;  -- one answer, whatever the screening found
    END IF;
END $$;

-- Why no screening finds "no sign" now, for those who read all screenings with a sign: codes of `NO_SIGN_LACKS`. Everyone else learns no
-- code (42501 without the legal records of the file).
CREATE OR REPLACE FUNCTION origin_no_sign_lacks(of_file uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lacks text[];
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    ELSIF NOT public.origin_reads_signs(of_file) THEN
        RETURN '{}';
    END IF;
    SELECT coalesce(array_agg(DISTINCT found.code), '{}') INTO lacks
      FROM public.protection_screening_protectionreferral r, LATERAL (
        SELECT 'granted' AS code WHERE r.outcome = 'recognised' OR r.appeal = 'allowed'
        UNION ALL SELECT 'referral' WHERE r.outcome = 'waiting' OR r.appeal = 'waiting'
        UNION ALL SELECT 'unconfirmed' WHERE r.outcome <> 'waiting' AND r.confirmed_by IS NULL) found
     WHERE r.file_id = of_file;
    IF lacks = '{}' AND NOT public.origin_claim_is_over(of_file, 'infinity') THEN
        lacks := ARRAY['sign'];
    END IF;
    RETURN lacks || CASE WHEN public.origin_closed_results(of_file, public.access_staff()) THEN ARRAY['own'] END;
END $$;

CREATE OR REPLACE FUNCTION origin_safeguard_on(
    of_file uuid, on_day date, by_whom text, of_country text, of_body text, of_facts text[]
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_contact_shown(of_file, on_day, by_whom, of_country, of_body, of_facts);
END $$;

-- No screening finds "no sign" while a claim is open. The rows of all files of the child are locked, so that a referral, and a
-- decision on a contact, of the same moment waits.
CREATE OR REPLACE FUNCTION screening_keeps_claim() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.lock_files_of_child(NEW.file_id);
    IF NEW.screened_on > current_date + 1 THEN
        RAISE EXCEPTION 'protection_screening: a screening is not in the future' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.result = 'no_sign' AND (
           NOT public.origin_claim_is_over(NEW.file_id, NEW.screened_on)
           OR public.origin_closed_results(NEW.file_id, NEW.recorded_by)
           OR public.origin_state_of_file(NEW.file_id, NEW.screened_on) IN ('closed', 'unfinished')
              AND NOT public.origin_reads_signs(NEW.file_id)) THEN
        RAISE EXCEPTION 'protection_screening: this result is not possible now' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER screening_keeps_claim BEFORE INSERT ON protection_screening_protectionscreening
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION screening_keeps_claim();

-- A referral, or its outcome, waits for a contact or screening of the same moment in any file of the child, and they for it.
-- Protection that was granted stays so.
CREATE OR REPLACE FUNCTION protection_referral_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.lock_files_of_child(NEW.file_id);
    IF TG_OP = 'UPDATE' AND (OLD.outcome = 'recognised' AND NEW.outcome <> 'recognised'
                             OR OLD.appeal = 'allowed' AND NEW.appeal <> 'allowed') THEN
        RAISE EXCEPTION 'protection_screening: protection was granted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER protection_referral_waits BEFORE INSERT OR UPDATE OF outcome, appeal
    ON protection_screening_protectionreferral
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION protection_referral_waits();

-- Whether a person recorded a screening of the child, in any file. They decide neither on a contact nor on a transfer: nobody
-- opens alone what the screening closes.
CREATE OR REPLACE FUNCTION origin_screened_by(of_file uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.protection_screening_protectionscreening s
                    WHERE s.file_id = ANY (public.files_of_child(of_file)) AND s.recorded_by = person)
$$;

-- Whether the caller did, for those who read the legal records of the file (42501).
CREATE OR REPLACE FUNCTION origin_caller_screened(of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).reads & {section.LEGAL} = 0 THEN
        RAISE EXCEPTION 'no such file' USING ERRCODE = '42501';
    END IF;
    RETURN public.origin_screened_by(of_file, public.access_staff());
END $$;

-- A permission opens by a second person who approves, for a child who was asked, while the gate allows it.
CREATE OR REPLACE FUNCTION origin_permission_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text;
BEGIN
    IF NEW.state <> 'open' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    gate := public.origin_contact_state(NEW.file_id, 'infinity');
    IF NEW.decided_by IS DISTINCT FROM public.access_staff() OR NEW.decided_by = NEW.recorded_by
       OR public.origin_screened_by(NEW.file_id, NEW.decided_by) OR public.merge_undone_by(NEW.file_id, NEW.decided_by)
       OR NOT public.staff_may(NEW.decided_by, 'approve') OR NEW.decided_on < current_date - 1 THEN
        RAISE EXCEPTION 'a contact is opened by a second person who approves' USING ERRCODE = '42501';
    END IF;
    IF gate NOT IN ('open', 'stateless')
       OR gate = 'stateless' AND (NEW.through <> 'representative' OR NEW.child_answer NOT IN ('agrees', 'in_part'))
       OR NOT public.origin_consent_stands(NEW.consent_id, NEW.file_id, current_date - 1)
       OR public.origin_child_is_silent(NEW.child_answer, NEW.consent_id)
       OR public.origin_child_refuses(NEW.file_id, NEW.country, NULL) THEN
        RAISE EXCEPTION 'protection_screening: the country of origin may not be contacted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER origin_permission_opens BEFORE INSERT OR UPDATE OF state ON protection_screening_contactpermission
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_permission_opens();

-- A contact says truly whether the safeguards were met; one that we make is covered by its permission now.
CREATE OR REPLACE FUNCTION origin_contact_is_true() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF NEW.made_by <> 'us' THEN
        IF NEW.safeguard <> public.origin_contact_shown(
            NEW.file_id, NEW.made_on, NEW.made_by, NEW.country, NEW.body, NEW.facts::text[]) THEN
            RAISE EXCEPTION 'protection_screening: the safeguards were not as stated' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    gate := public.origin_contact_state(NEW.file_id, 'infinity');
    IF gate NOT IN ('open', 'stateless')
       OR NOT public.origin_permission_covers(NEW.permission_id, NEW.file_id, NEW.made_on, gate)
       OR public.origin_child_refuses(NEW.file_id, NEW.country, NULL)
       OR NOT NEW.facts <@ (SELECT p.facts FROM public.protection_screening_contactpermission p WHERE p.id = NEW.permission_id)
    THEN
        RAISE EXCEPTION 'protection_screening: the country of origin may not be contacted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER origin_contact_is_true BEFORE INSERT ON protection_screening_origincontact
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_contact_is_true();

-- What the contact does not tell is kept apart, with the screening that counted on the day.
CREATE OR REPLACE FUNCTION origin_finding_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.protection_screening_contactsafeguardfinding
        (id, file_id, contact_id, screening_id, finding, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), NEW.file_id, NEW.id,
           (SELECT s.id FROM public.protection_screening_protectionscreening s
             WHERE s.file_id = NEW.file_id AND s.screened_on <= NEW.made_on
             ORDER BY s.screened_on DESC, s.recorded_at DESC LIMIT 1),
           public.origin_contact_met(NEW.file_id, NEW.made_on, NEW.made_by, NEW.country, NEW.body, NEW.facts::text[]),
           NEW.recorded_at, NEW.recorded_by, 1;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER origin_finding_is_kept AFTER INSERT ON protection_screening_origincontact
    FOR EACH ROW WHEN (NEW.safeguard = 'not_met' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION origin_finding_is_kept();

-- Facts about a child go abroad only after the screening: the same for enquiries and answers across a border.
CREATE OR REPLACE FUNCTION origin_disclosure_is_screened() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text;
BEGIN
    IF NEW.facts = '{}' OR TG_OP = 'UPDATE' AND NEW.facts IS NOT DISTINCT FROM OLD.facts THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    gate := public.origin_contact_state(NEW.file_id, 'infinity');
    IF public.origin_child_is_silent(NEW.child_view, NEW.consent)
       OR gate <> 'open' AND NOT (gate = 'stateless' AND NEW.child_view IN ('agrees', 'in_part')
                                  AND public.origin_permission_covers(NULL, NEW.file_id, NULL, gate)) THEN
        RAISE EXCEPTION 'borders_askedabroad: the country of origin may not be contacted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER origin_disclosure_is_screened BEFORE INSERT OR UPDATE OF facts ON borders_askedabroad
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION origin_disclosure_is_screened();
