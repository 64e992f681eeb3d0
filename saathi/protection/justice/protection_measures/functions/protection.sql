-- The duties of a file follow from its protection measures and threats, whoever records them: a review of each measure in
-- force, and the next check of each threat. A threat by staff gives no duty, which that person could read in a list: whoever
-- reads the threat has it in Act now on that day.
CREATE OR REPLACE FUNCTION protection_set_duties(of_file uuid, by_whom uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = of_file;
    WITH needed AS (
        SELECT 'protect_review' AS duty, m.review_on AS due_on FROM public.protection_measures_protectionmeasure m
         WHERE m.file_id = of_file AND m.state = 'in_force' AND m.review_on IS NOT NULL
        UNION
        SELECT 'threat_check', t.check_on FROM public.protection_measures_threat t
         WHERE t.file_id = of_file AND t.state <> 'ended' AND t.check_on IS NOT NULL AND t.accused_staff IS NULL
    ), ended AS (
        UPDATE public.cases_due d SET done_on = today, version = d.version + 1
         WHERE d.file_id = of_file AND d.duty IN ('protect_review', 'threat_check') AND d.done_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM needed n WHERE n.duty = d.duty AND n.due_on = d.due_on)
    )
    INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, n.duty, n.due_on, now(), by_whom, 1
      FROM needed n JOIN public.cases_case c ON c.file_id = of_file AND c.status IN ('open', 'closing_asked')
     WHERE NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.file_id = of_file AND d.duty = n.duty AND d.due_on = n.due_on
                          AND d.done_on IS NULL);
END $$;

CREATE OR REPLACE FUNCTION protection_after_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.protection_set_duties(NEW.file_id, coalesce(public.access_staff(), NEW.recorded_by));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER duties_follow AFTER INSERT OR UPDATE ON protection_measures_protectionmeasure FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION protection_after_change();

-- "There is no threat any more" needs all threats ended, also those that the actor does not read; as
-- `rules.reasons_against_end`. That a measure ended for another reason is a fact and never refused.
CREATE OR REPLACE FUNCTION protection_require_no_threat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.protection_measures_threat t
                WHERE t.child_id = NEW.child_id AND t.file_id = NEW.file_id AND t.state <> 'ended') THEN
        RAISE EXCEPTION 'protection_measures_protectionmeasure: a threat is active' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER ended_without_threat BEFORE UPDATE ON protection_measures_protectionmeasure FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended' AND NEW.end_reason = 'threat_over'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION protection_require_no_threat();

-- When what is on record of a threat changed last: a safety assessment from before does not know it (`threats_to_child` in
-- `transfers/functions/evidence.sql`). That action was taken, or that it ended, is no news of the threat itself.
CREATE OR REPLACE FUNCTION protection_threat_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    by_urgency varchar[] := ARRAY['immediate', 'soon', 'watch'];
BEGIN
    NEW.changed_at := CASE
        WHEN TG_OP = 'INSERT' THEN NULL
        WHEN (NEW.state = 'answered' AND OLD.state = 'open' OR NEW.state = 'ended' AND OLD.state <> 'ended')
             AND (NEW.happened_on, NEW.urgency, NEW.targets, NEW.ways, NEW.alleged_id)
                 IS NOT DISTINCT FROM (OLD.happened_on, OLD.urgency, OLD.targets, OLD.ways, OLD.alleged_id)
            THEN OLD.changed_at
        ELSE clock_timestamp() END;
    -- What the checks say is set by them alone. News of the threat asks for a new check; none is put off without a check.
    -- That the child is not safe stays so until a check, and so does the highest urgency: no edit ends an alarm. As
    -- `threat_rules.alarm_urgency_after_edit`.
    IF TG_OP = 'INSERT' THEN
        NEW.safety := '';
        NEW.safe_since := NULL;
        NEW.alarm_urgency := NEW.urgency;
    ELSIF OLD.state = 'ended' AND NEW.state <> 'ended'
          OR (NEW.happened_on, NEW.urgency, NEW.targets, NEW.ways, NEW.alleged_id)
             IS DISTINCT FROM (OLD.happened_on, OLD.urgency, OLD.targets, OLD.ways, OLD.alleged_id) THEN
        NEW.safety := CASE OLD.safety WHEN 'no' THEN 'no' ELSE '' END;
        NEW.safe_since := NULL;
    ELSE
        NEW.safety := OLD.safety;
        NEW.safe_since := OLD.safe_since;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.alarm_urgency := CASE
            WHEN OLD.safe_since IS NOT NULL OR OLD.alarm_urgency = '' THEN NEW.urgency
            WHEN array_position(by_urgency, NEW.urgency) < array_position(by_urgency, OLD.alarm_urgency) THEN NEW.urgency
            ELSE OLD.alarm_urgency END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'ended' AND NEW.state <> 'ended' THEN
        NEW.check_on := least(OLD.check_on, NEW.check_on);
    END IF;
    RETURN NEW;
END $$;

-- What a check says is written by `protection_after_check`, as the warden, and is no news of the threat itself.
CREATE OR REPLACE TRIGGER threat_changes BEFORE INSERT OR UPDATE ON protection_measures_threat FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION protection_threat_changes();

CREATE OR REPLACE TRIGGER duties_follow_threat AFTER INSERT OR UPDATE ON protection_measures_threat FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION protection_after_change();

-- That the child does not want a measure is kept: another answer is a review or a new request, whatever writes the row. As
-- `reasons_against_other_view` of the rules.
CREATE OR REPLACE FUNCTION protection_keep_no() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'protection_measures_protectionmeasure: what the child said against it is kept' USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE TRIGGER no_is_kept BEFORE UPDATE ON protection_measures_protectionmeasure FOR EACH ROW
    WHEN (OLD.child_view = 'does_not_want' AND NEW.child_view <> 'does_not_want'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION protection_keep_no();
