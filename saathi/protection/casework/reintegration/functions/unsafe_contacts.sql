-- A contact that found the child not safe says until when someone acts, at most the next day where it was recorded, and
-- stays as it was recorded (23514). Who acts is sealed: `rules.reasons_against_entry`.
CREATE OR REPLACE FUNCTION reintegration_require_unsafe_action() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finding = 'unsafe' THEN
        IF NEW.finding <> 'unsafe' OR NEW.state <> OLD.state THEN
            RAISE EXCEPTION 'reintegration_monitoringcontact: the child was not safe: it stays as it was recorded'
                  USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    -- The staff member may work in another time zone: a day either way.
    IF NEW.act_until IS NULL OR NEW.act_until NOT BETWEEN today - 1 AND today + 2 THEN
        RAISE EXCEPTION 'reintegration_monitoringcontact: the child is not safe, and no one acts in time'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER unsafe_at_first BEFORE INSERT ON reintegration_monitoringcontact FOR EACH ROW
    WHEN (NEW.finding = 'unsafe' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_unsafe_action();
CREATE OR REPLACE TRIGGER unsafe_is_acted_on BEFORE UPDATE ON reintegration_monitoringcontact FOR EACH ROW
    WHEN ((NEW.finding = 'unsafe' OR OLD.finding = 'unsafe')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_unsafe_action();

-- Whether no visit recorded after the moment, and no contact of ours after the day, reached the child; a message is no contact. As
-- `unsafe_contacts.not_reached_since`.
CREATE OR REPLACE FUNCTION reintegration_not_reached_since(of_file uuid, moment timestamptz, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (SELECT 1 FROM public.cases_visit v
                        WHERE v.file_id = of_file AND v.outcome <> 'not_met' AND v.recorded_at > moment)
       AND NOT EXISTS (SELECT 1 FROM public.reintegration_monitoringcontact c
                        WHERE c.file_id = of_file AND c.state = 'held' AND c.way <> 'message'
                          AND c.made_by NOT IN ('mentor', 'other') AND c.contact_on > day)
$$;

-- Whether a contact or an answer of the outcome scale found the child not safe, with no contact of ours since that reached
-- the child. The same as `evaluation_conflicts.describe_unsafe_record`.
CREATE OR REPLACE FUNCTION reintegration_is_unsafe(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.reintegration_monitoringcontact c
         WHERE c.file_id = of_file AND c.finding = 'unsafe' AND c.state IN ('held', 'not_held')
           AND public.reintegration_not_reached_since(of_file, c.unsafe_at, c.contact_on))
        OR EXISTS (
        SELECT 1 FROM public.reintegration_outcomeanswer a
         WHERE a.file_id = of_file AND public.reintegration_without_contact(a))
$$;

-- "Assessed as safe" against such a record needs a reason (23514), when it is recorded and when a closure with it is
-- approved. As `evaluation_rules.reasons_against_safe`; the words are sealed, so the application counts them.
CREATE OR REPLACE FUNCTION reintegration_require_safe_reason() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.reintegration_is_unsafe(NEW.file_id) THEN
        RAISE EXCEPTION 'reintegration_finalevaluation: the file says that the child is not safe'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER safe_with_reason BEFORE INSERT ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.family_assessment = 'safe' AND NOT NEW.has_care_reason
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_safe_reason();
CREATE OR REPLACE TRIGGER safe_at_approval BEFORE UPDATE ON reintegration_finalevaluation FOR EACH ROW
    WHEN (NEW.family_assessment = 'safe' AND NOT NEW.has_care_reason
          AND NEW.exception_state = 'approved' AND OLD.exception_state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION reintegration_require_safe_reason();
