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
