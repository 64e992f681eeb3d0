-- What family tracing never does, whatever writes the row: each trigger asks what `tracing.rules`, `family_rules` and
-- `reunification_rules` ask, as far as codes and dates tell. The warden role owns these functions and sees all rows of
-- the file; maintenance and the owner load earlier data. A trigger takes a shared lock on the row of the file: it waits
-- for those who lock that row to change it (screenings, referrals, permissions), and they for it. It does not wait for
-- other rows of the file, such as a view of the child of the same moment: each row is judged by what is committed then.

-- Whether an approved assessment of the last 6 months recommends the return to the family, or a panel decided for it.
-- Once a panel decided for this child, only its determination counts. The only place in the database that says so: as
-- `tracing.best_interests.has_best_interests`.
CREATE OR REPLACE FUNCTION tracing_has_best_interests(of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM public.best_interests_determination d
                      WHERE d.file_id = of_file AND d.state IN ('decided', 'told', 'reopened'))
            THEN public.best_interests_in_force(of_file, ARRAY['family', 'relatives'], on_day)
        ELSE public.best_interests_assessed(
            of_file, ARRAY['reunification'], ARRAY['family', 'relatives'],
            on_day - {values.tracing_home_valid_days}) END
$$;

-- The same for contact with the family, which an assessment for this contact covers too: as
-- `tracing.best_interests.covers_contact`.
CREATE OR REPLACE FUNCTION tracing_covers_contact(of_file uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM public.best_interests_determination d
                      WHERE d.file_id = of_file AND d.state IN ('decided', 'told', 'reopened'))
            THEN public.best_interests_in_force(of_file, ARRAY['family', 'relatives'], on_day)
        ELSE public.best_interests_assessed(
            of_file, ARRAY['contact', 'reunification'], ARRAY['family', 'relatives'],
            on_day - {values.tracing_home_valid_days}) END
$$;

-- The verifications of the same person in the file: of one search, of one person in the child's file, or of one relationship,
-- so that a new verification does not leave behind what an earlier assessment found. As `tracing.queries.of_same_person`.
CREATE OR REPLACE FUNCTION tracing_verifications_of_person(the_verification uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.id FROM public.tracing_relationshipverification v
      JOIN public.tracing_tracingrequest r ON r.id = v.request_id
      JOIN public.tracing_relationshipverification o ON o.file_id = v.file_id
      JOIN public.tracing_tracingrequest q ON q.id = o.request_id
     WHERE v.id = the_verification
       AND (o.request_id = v.request_id OR o.relation = v.relation OR q.person_id = r.person_id)
$$;

-- Whether the family of a verification had, or may have had, a part in the trafficking or in harm to the child: by any
-- home assessment for this person, in this or another verification, or because a relative is an alleged perpetrator.
-- As `tracing.queries.may_have_part`.
CREATE OR REPLACE FUNCTION tracing_may_have_part(the_verification uuid, of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.tracing_homeassessment h
                    WHERE h.verification_id IN (SELECT public.tracing_verifications_of_person(the_verification))
                      AND (h.family_part IN ('pressured', 'agreed', 'took_money') OR h.violence IN ('past', 'present')))
        OR coalesce((SELECT h.family_part = 'not_known' FROM public.tracing_homeassessment h
                      WHERE h.verification_id = the_verification
                      ORDER BY h.visited_on DESC, h.recorded_at DESC LIMIT 1), false)
        OR EXISTS (SELECT 1 FROM public.around_alleged a
                    WHERE a.file_id = of_file AND a.allegation_state = 'stands'
                      AND (a.relationship IN ('parent', 'sibling', 'relative', 'spouse')
                           OR a.relation_id = (SELECT r.person_id FROM public.tracing_relationshipverification v
                                                 JOIN public.tracing_tracingrequest r ON r.id = v.request_id
                                                WHERE v.id = the_verification)))
$$;

-- An enquiry of our own: none against the child's will (`tracing_view_that_counts`), and none that tells which child is
-- meant before the child's view, or the reason why the child was not asked. Without a view in this request, the view of
-- another request of the file, first about the same relationship, can only refuse. Abroad only with a request that we sent, after the
-- screening for international protection.
CREATE OR REPLACE FUNCTION tracing_require_view() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.tracing_childtracingview;
    names_child boolean := NEW.facts && ARRAY['name', 'photo', 'whereabouts']::varchar[];
    is_of_this boolean;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    SELECT v.* INTO latest FROM public.tracing_view_that_counts(NEW.request_id, 'tracing') v;
    is_of_this := FOUND;
    IF NOT is_of_this THEN
        SELECT v.* INTO latest FROM public.tracing_childtracingview v
          JOIN public.tracing_tracingrequest r ON r.id = v.request_id
         WHERE v.file_id = NEW.file_id AND v.subject = 'tracing'
         ORDER BY r.relation = (SELECT o.relation FROM public.tracing_tracingrequest o
                                 WHERE o.id = NEW.request_id) DESC,
                  v.asked_on DESC, v.recorded_at DESC LIMIT 1;
    END IF;
    IF NOT ((is_of_this OR NOT names_child) AND CASE coalesce(latest.wish, '')
           WHEN 'wants' THEN true
           WHEN 'too_young' THEN true
           WHEN 'later' THEN coalesce(latest.wait_until <= NEW.made_on, false)
           WHEN 'no' THEN false
           WHEN 'not_now' THEN false
           WHEN 'not_asked' THEN NOT names_child OR latest.why_not_asked <> ''
           ELSE NOT names_child END) THEN
        RAISE EXCEPTION 'tracing_tracingenquiry: the child''s view does not allow it' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.way = 'abroad' OR NEW.cross_border_id IS NOT NULL)
       AND (NOT EXISTS (SELECT 1 FROM public.borders_askedabroad b
                         WHERE b.id = NEW.cross_border_id AND b.file_id = NEW.file_id
                           AND b.direction = 'we_ask' AND b.state <> 'taken_back')
            OR public.origin_contact_state(NEW.file_id, 'infinity') NOT IN ('open', 'stateless')) THEN
        RAISE EXCEPTION 'tracing_tracingenquiry: no enquiry abroad without request and screening'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_require_view BEFORE INSERT ON tracing_tracingenquiry FOR EACH ROW
    WHEN (NEW.made_through = 'ours' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_require_view();

-- Whether a supervisor permitted a contact with this body of the country on the day: as `tracing.queries.is_permitted`.
CREATE OR REPLACE FUNCTION tracing_is_permitted(
    of_file uuid, of_country text, of_consulate boolean, on_day date, gate text
) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.protection_screening_contactpermission p
         WHERE p.file_id = of_file AND p.country = of_country AND (p.body = 'consulate') = of_consulate
           AND public.origin_permission_covers(p.id, of_file, on_day, gate))
$$;

-- An enquiry of our own says who is asked and where. Where everyone learns of it, it never tells where the child is; a photo
-- is only shown to a vetted person. Anyone in another country, a consulate or an authority of the country of origin is
-- asked only as the screening for international protection allows, by every method; those two with a permission.
CREATE OR REPLACE FUNCTION tracing_keep_enquiry_safe() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home_country text;
    gate text;
    is_official boolean := NEW.asked IN ('consulate', 'origin');
    is_permitted boolean;
BEGIN
    SELECT o.country INTO home_country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
     WHERE f.id = NEW.file_id FOR SHARE OF f;
    IF NEW.asked IN ('', 'not_known') OR NEW.country = '' THEN
        RAISE EXCEPTION 'tracing_tracingenquiry: who is asked, and where, is missing' USING ERRCODE = 'check_violation';
    END IF;
    IF 'whereabouts' = ANY (NEW.facts) AND (NEW.way IN ('village_head', 'school', 'radio')
            OR NEW.asked IN ('neighbours', 'village_head', 'school', 'public'))
       OR 'photo' = ANY (NEW.facts) AND NEW.way <> 'photo' THEN
        RAISE EXCEPTION 'tracing_tracingenquiry: it tells too much there' USING ERRCODE = 'check_violation';
    END IF;
    IF is_official OR NEW.country <> home_country THEN
        gate := public.origin_contact_state(NEW.file_id, 'infinity');
        is_permitted := public.tracing_is_permitted(
            NEW.file_id, NEW.country, NEW.asked = 'consulate', NEW.made_on, gate);
        IF gate NOT IN ('open', 'stateless') OR is_official AND NOT is_permitted
           OR gate = 'stateless' AND NOT is_permitted AND NEW.cross_border_id IS NULL THEN
            RAISE EXCEPTION 'tracing_tracingenquiry: the screening does not allow to ask there'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_made_by_us BEFORE INSERT ON tracing_tracingenquiry FOR EACH ROW
    WHEN (NEW.made_through = 'ours' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_enquiry_safe();

-- A confirmed finding that a relationship is verified: by answers of both sides, asked by two workers, of which three
-- agree and none differs without explanation. A test that an authority ordered replaces the three answers.
CREATE OR REPLACE FUNCTION tracing_require_two_sides() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agreeing integer;
    differing integer;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    SELECT count(*) FILTER (WHERE i.match IN ('agrees', 'explained')), count(*) FILTER (WHERE i.match = 'differs')
      INTO agreeing, differing
      FROM public.tracing_verificationitem i WHERE i.verification_id = NEW.id AND i.file_id = NEW.file_id;
    IF NEW.child_worker_id IS NULL OR differing > 0 OR agreeing < 3 AND NOT 'dna' = ANY (NEW.methods) THEN
        RAISE EXCEPTION 'tracing_relationshipverification: the two sides do not verify it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_require_two_sides BEFORE INSERT OR UPDATE ON tracing_relationshipverification
    FOR EACH ROW WHEN (NEW.state = 'confirmed' AND NEW.outcome = 'verified'
        AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_require_two_sides();

-- Whoever changes an open verification, or a proposed return, is an author; see `editors_are_named`.
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON tracing_relationshipverification FOR EACH ROW
    WHEN (OLD.state = 'open' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_submitted_alone BEFORE UPDATE ON tracing_relationshipverification FOR EACH ROW
    WHEN (OLD.state <> 'open' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();
CREATE OR REPLACE TRIGGER when_edited_by_others BEFORE UPDATE ON tracing_reunification FOR EACH ROW
    WHEN (NEW.state = 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_are_named();
CREATE OR REPLACE TRIGGER when_decided_alone BEFORE UPDATE ON tracing_reunification FOR EACH ROW
    WHEN (NEW.state <> 'proposed' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION editors_stay_named();

-- The questions of a verification stay as the second person saw them; whoever adds or changes one is named as an author.
CREATE OR REPLACE FUNCTION tracing_keep_items() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.tracing_relationshipverification v
      WHERE v.id = NEW.verification_id AND v.file_id = NEW.file_id AND v.state = 'open' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'tracing_verificationitem: the finding was submitted' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.tracing_relationshipverification v
                    WHERE v.id = NEW.verification_id AND public.access_staff() = ANY (v.recorded_by || v.editors)) THEN
        RAISE EXCEPTION 'tracing_verificationitem: who changed it is missing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_keep_items BEFORE INSERT OR UPDATE ON tracing_verificationitem FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION tracing_keep_items();

-- Whether a second person confirmed that a relationship is verified.
CREATE OR REPLACE FUNCTION tracing_is_verified(the_verification uuid, of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.tracing_relationshipverification v
                    WHERE v.id = the_verification AND v.file_id = of_file
                      AND v.state = 'confirmed' AND v.outcome = 'verified')
$$;

-- A contact that we arrange: with a verified person, after the screening for violence and the safety check, as the
-- child wants it. For a child who is too young to answer, someone was heard or best interests cover it.
CREATE OR REPLACE FUNCTION tracing_require_safe_contact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.tracing_childtracingview;
    home public.tracing_homeassessment;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    SELECT * INTO latest FROM public.tracing_view_of_person(NEW.verification_id, 'contact');
    SELECT * INTO home FROM public.tracing_latest_home(NEW.verification_id);
    IF (public.tracing_is_verified(NEW.verification_id, NEW.file_id)
        AND NEW.safety = 'safe'
        AND CASE latest.wish
                WHEN 'wants' THEN true
                WHEN 'later' THEN latest.wait_until <= NEW.contact_on
                WHEN 'too_young' THEN latest.heard_for_child IN ('guardian', 'representative')
                                      OR public.tracing_covers_contact(NEW.file_id, NEW.contact_on)
                ELSE false END
        AND home.violence IN ('none', 'past', 'present') AND home.result <> 'not_suitable'
        AND NEW.contact_on <= home.visited_on + {values.tracing_home_valid_days}
        AND (home.violence <> 'present' OR NEW.step NOT IN ('visit', 'trial_stay'))
        AND (NEW.step <> 'trial_stay' OR home.result IN ('suitable', 'conditions'))) IS NOT TRUE THEN
        RAISE EXCEPTION 'tracing_familycontact: the contact is not safe, verified and wanted'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_require_safe_contact BEFORE INSERT ON tracing_familycontact FOR EACH ROW
    WHEN (NEW.made_through = 'ours' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_require_safe_contact();

-- A contact that we arrange says whether an office of the country of origin takes part; if one does, the screening for
-- international protection allows it and a supervisor permitted it (`tracing.enquiry_rules.reasons_against_officials`).
CREATE OR REPLACE FUNCTION tracing_keep_contact_permitted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text;
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    IF NEW.officials NOT IN ('none', 'consulate', 'origin') OR NEW.officials <> 'none' AND NEW.origin_country = '' THEN
        RAISE EXCEPTION 'tracing_familycontact: which office of the country of origin takes part is missing'
            USING ERRCODE = 'check_violation';
    END IF;
    gate := public.origin_contact_state(NEW.file_id, 'infinity');
    IF NEW.officials <> 'none' AND (gate NOT IN ('open', 'stateless') OR NOT public.tracing_is_permitted(
            NEW.file_id, NEW.origin_country, NEW.officials = 'consulate', NEW.contact_on, gate)) THEN
        RAISE EXCEPTION 'tracing_familycontact: the screening does not allow this office to take part'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_officials_take_part BEFORE INSERT ON tracing_familycontact FOR EACH ROW
    WHEN (NEW.made_through = 'ours' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_contact_permitted();

-- An approved return: to a verified person, into a home found suitable in the last 6 months, in the child's best
-- interests (by a determination, if the family had or may have had a part in what happened, or an alleged perpetrator
-- lives near), with the child's view of the last 14 days and a written answer unless the child wants it, in the country
-- where the child is, and with no order of protection against it.
CREATE OR REPLACE FUNCTION tracing_require_safe_return() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.tracing_childtracingview;
    home public.tracing_homeassessment;
    today date;
    has_order boolean;
    here text;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date, o.country INTO today, here
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
     WHERE f.id = NEW.file_id FOR SHARE OF f;
    SELECT * INTO latest FROM public.tracing_view_of_person(NEW.verification_id, 'reunification');
    SELECT * INTO home FROM public.tracing_latest_home(NEW.verification_id);
    has_order := EXISTS (
        SELECT 1 FROM public.orders_order r
         WHERE r.file_id = NEW.file_id AND r.kind = 'protection' AND r.appeal <> 'set_aside'
           AND r.made_on <= today AND (r.expires_on IS NULL OR r.expires_on >= today)
           AND (r.ended_on IS NULL OR r.ended_on > today));
    IF (public.tracing_is_verified(NEW.verification_id, NEW.file_id)
        AND home.result IN ('suitable', 'conditions') AND home.visited_on >= today - {values.tracing_home_valid_days}
        AND public.tracing_has_best_interests(NEW.file_id, today)
        AND (NOT public.tracing_may_have_part(NEW.verification_id, NEW.file_id) AND home.alleged_near <> 'yes'
             OR public.best_interests_in_force(NEW.file_id, ARRAY['family', 'relatives'], today))
        AND latest.wish <> 'not_asked' AND latest.asked_on >= today - {values.tracing_view_days}
        AND (latest.wish IN ('wants', 'too_young') OR latest.wish = 'later' AND latest.wait_until <= today
             OR NEW.is_answered)
        AND NEW.country = here
        AND (NEW.order_check = 'other_persons' OR NEW.order_check = 'none' AND NOT has_order)) IS NOT TRUE THEN
        RAISE EXCEPTION 'tracing_reunification: something is missing for this return' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_require_safe_return BEFORE INSERT OR UPDATE OF state ON tracing_reunification
    FOR EACH ROW WHEN (NEW.state = 'approved' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_require_safe_return();

-- While a return of the child is approved, no other is proposed or approved. The row of the file is locked, so that one
-- of two approvals of the same moment waits for the other.
CREATE OR REPLACE FUNCTION tracing_keep_one_return() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM public.tracing_reunification r
                WHERE r.child_id = NEW.child_id AND r.id <> NEW.id AND r.state = 'approved') THEN
        RAISE EXCEPTION 'tracing_reunification: another return is approved' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_another_is_approved BEFORE INSERT OR UPDATE OF state ON tracing_reunification
    FOR EACH ROW WHEN (NEW.state IN ('proposed', 'approved') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_keep_one_return();

-- A return is carried out only if it was approved before.
CREATE OR REPLACE FUNCTION tracing_require_approval() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.state NOT IN ('approved', 'carried_out') THEN
        RAISE EXCEPTION 'tracing_reunification: not approved' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER tracing_require_approval BEFORE INSERT OR UPDATE OF state ON tracing_reunification
    FOR EACH ROW WHEN (NEW.state = 'carried_out' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_require_approval();

-- A child who is separated or unaccompanied is to be asked who should be traced: due within a week for the worker of the open
-- case, unless the child was asked before or this is due already.
CREATE OR REPLACE FUNCTION tracing_ask_separated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.cases_due
        (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, 'tracing_wish',
           (now() AT TIME ZONE o.time_zone)::date + 7, now(), NEW.recorded_by, 1
      FROM public.cases_case c JOIN public.agencies_office o ON o.id = c.office_id
     WHERE c.file_id = NEW.file_id AND c.status IN ('open', 'closing_asked')
       AND NOT EXISTS (SELECT 1 FROM public.tracing_childtracingview v
                        WHERE v.file_id = NEW.file_id AND v.subject = 'tracing' AND v.wish <> 'not_asked')
       AND NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.case_id = c.id AND d.duty = 'tracing_wish' AND d.done_on IS NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tracing_ask_separated AFTER INSERT ON consent_accompaniment FOR EACH ROW
    WHEN (NEW.state IN ('separated', 'alone') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_ask_separated();

-- The next visit after a reunification is an ordinary visit at home on which the child was met, after the first visit.
-- While a first visit is not recorded, it stays due: it says more than an ordinary one.
CREATE OR REPLACE FUNCTION tracing_end_family_visit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    local_day date;
BEGIN
    SELECT (NEW.happened_at AT TIME ZONE o.time_zone)::date INTO local_day
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    UPDATE public.cases_due d SET done_on = local_day, version = d.version + 1
     WHERE d.file_id = NEW.file_id AND d.duty = 'family_visit' AND d.done_on IS NULL
       AND EXISTS (SELECT 1 FROM public.tracing_reunification r
                    WHERE r.file_id = NEW.file_id AND r.visited_on < local_day)
       AND NOT EXISTS (SELECT 1 FROM public.tracing_reunification r
                        WHERE r.file_id = NEW.file_id AND r.state IN ('carried_out', 'by_others')
                          AND r.visited_on IS NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tracing_end_family_visit AFTER INSERT ON cases_visit FOR EACH ROW
    WHEN (NEW.kind = 'home' AND NEW.outcome <> 'not_met'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION tracing_end_family_visit();

-- "Too young" is no answer of a child who answers in words (`protection_screening/functions/young.sql`).
CREATE OR REPLACE TRIGGER when_too_young BEFORE INSERT ON tracing_childtracingview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION child_is_too_young('wish');
