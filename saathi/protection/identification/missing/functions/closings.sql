-- Closing a report of a missing child: whoever closes it is recorded, and of a child in immediate danger who is said to
-- have died, how that is known. Values are compared by name: a trigger that refers to a newer column would block
-- reversing its migration.
CREATE OR REPLACE FUNCTION missing_closing_is_complete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    IF after->>'state' <> 'closed' OR NOT after ? 'closed_by' OR (before->>'state' = 'closed'
       AND before->'why_closed' = after->'why_closed' AND before->'closed_by' = after->'closed_by'
       AND before->'death_source' = after->'death_source') THEN
        RETURN NEW;
    END IF;
    IF after->>'closed_by' IS DISTINCT FROM public.access_staff()::text THEN
        RAISE EXCEPTION 'closed by another than the caller' USING ERRCODE = '42501';
    END IF;
    IF after->>'urgency' = 'now' AND after->>'why_closed' = 'died' AND after->>'death_source' = ''
       AND after->>'found_life' <> 'alive' THEN
        RAISE EXCEPTION 'source of the death missing' USING ERRCODE = '22023';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER missing_closing_is_complete BEFORE UPDATE ON missing_missingreport
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION missing_closing_is_complete();

-- The urgency of a child in immediate danger who was not found alive is lowered by an office leader alone: it ends the alert.
CREATE OR REPLACE FUNCTION missing_urgency_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.agencies_staff s
                    WHERE s.id = public.access_staff() AND public.staff_leads_office(s.bundle)) THEN
        RAISE EXCEPTION 'urgency lowered by someone who leads no office' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER missing_urgency_is_kept BEFORE UPDATE OF urgency ON missing_missingreport
    FOR EACH ROW WHEN (current_user <> 'saathi_maintenance' AND OLD.urgency = 'now' AND NEW.urgency <> 'now'
                       AND NEW.found_life <> 'alive')
    EXECUTE FUNCTION missing_urgency_is_kept();
