-- Checks whether a child is safe from a threat, and who closes it, whoever writes the row: as
-- `protection_measures.threat_rules`. That there was a threat, and what was done, is never refused.

-- Each check names a next one, soon if the child is not known to be safe, and says "safe" only after contact with the child
-- (23514). As `threat_rules.reasons_against_check`.
CREATE OR REPLACE FUNCTION protection_require_next_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
    days integer;
    of_threat public.protection_measures_threat;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    -- A closing at the same time waits, or this check waits for it.
    SELECT t.* INTO of_threat FROM public.protection_measures_threat t
     WHERE t.id = NEW.threat_id AND t.file_id = NEW.file_id FOR UPDATE;
    IF of_threat.id IS NULL OR of_threat.state = 'ended' OR NEW.checked_on < of_threat.happened_on THEN
        RAISE EXCEPTION 'protection_measures_threatcheck: the threat is not active on that day' USING ERRCODE = '23514';
    END IF;
    IF NEW.safe_now = 'yes' AND ('not_reached' = ANY (NEW.sources)
                                 OR NOT NEW.sources && ARRAY[{values.threat_check_contact}]::varchar[]) THEN
        RAISE EXCEPTION 'protection_measures_threatcheck: nobody reached the child' USING ERRCODE = '23514';
    END IF;
    days := CASE NEW.safe_now WHEN 'yes' THEN {values.threat_check_days_if_safe}
                              ELSE {values.threat_check_days_if_not_safe} END;
    IF NEW.next_on NOT BETWEEN today AND today + days THEN
        RAISE EXCEPTION 'protection_measures_threatcheck: no next check in time' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER checked_again BEFORE INSERT ON protection_measures_threatcheck FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION protection_require_next_check();

-- What the latest check says of a threat. The alarm ends with a check of a later day than the report, or of the same day by a
-- second person. As `threat_rules.confirms_safety`.
CREATE OR REPLACE FUNCTION protection_after_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.protection_measures_threatcheck c
                WHERE c.threat_id = NEW.threat_id AND c.id <> NEW.id
                  AND (c.checked_on, c.recorded_at) > (NEW.checked_on, NEW.recorded_at)) THEN
        RETURN NULL;
    END IF;
    UPDATE public.protection_measures_threat t
       SET safety = NEW.safe_now, check_on = NEW.next_on, version = t.version + 1,
           safe_since = CASE WHEN known.is_safe THEN NEW.checked_on END,
           alarm_urgency = CASE WHEN known.is_safe THEN t.urgency WHEN NEW.safe_now = 'no' THEN 'immediate'
                                ELSE t.alarm_urgency END
      FROM (SELECT k.id, NEW.safe_now = 'yes' AND (
                       NEW.checked_on > greatest(k.recorded_on, (k.changed_at AT TIME ZONE o.time_zone)::date)
                       OR NEW.checked_on = greatest(k.recorded_on, (k.changed_at AT TIME ZONE o.time_zone)::date)
                          AND NEW.recorded_by <> k.recorded_by) AS is_safe
              FROM public.protection_measures_threat k
              JOIN public.agencies_file f ON f.id = k.file_id
              JOIN public.agencies_office o ON o.id = f.office_id WHERE k.id = NEW.threat_id) known
     WHERE t.id = known.id;
    PERFORM public.protection_set_duties(NEW.file_id, coalesce(public.access_staff(), NEW.recorded_by));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER threat_follows_check AFTER INSERT ON protection_measures_threatcheck FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION protection_after_check();

-- A second person closes a threat, after a check that confirms that the child is safe (23514). As
-- `threat_rules.reasons_against_closing_threat`.
CREATE OR REPLACE FUNCTION protection_require_second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    checker uuid;
    missing text;
BEGIN
    SELECT c.recorded_by INTO checker FROM public.protection_measures_threatcheck c
     WHERE c.threat_id = NEW.id ORDER BY c.checked_on DESC, c.recorded_at DESC LIMIT 1;
    missing := CASE
        WHEN TG_OP = 'INSERT' THEN 'it was never active'
        WHEN NEW.end_reason = '' THEN 'no reason'
        WHEN public.access_staff() IS NULL OR public.access_staff() IS NOT DISTINCT FROM checker
            THEN 'a second person closes it'
        WHEN NEW.end_reason IN ('duplicate', 'died') AND public.access_staff() = NEW.recorded_by
            THEN 'a second person closes it'
        WHEN NEW.end_reason = 'duplicate' AND NOT EXISTS (
                 SELECT 1 FROM public.protection_measures_threat t
                  WHERE t.child_id = NEW.child_id AND t.file_id = NEW.file_id AND t.id <> NEW.id AND t.state <> 'ended')
            THEN 'no other threat is active'
        WHEN NEW.end_reason NOT IN ('duplicate', 'died') AND NEW.safe_since IS NULL
            THEN 'no check confirms that the child is safe' END;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'protection_measures_threat: %', missing USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER threat_recorded_active BEFORE INSERT ON protection_measures_threat FOR EACH ROW
    WHEN (NEW.state = 'ended' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION protection_require_second_person();
-- Named so that it runs after `threat_changes`, which keeps what the checks say.
CREATE OR REPLACE TRIGGER threat_closed_by_second BEFORE UPDATE ON protection_measures_threat FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION protection_require_second_person();
