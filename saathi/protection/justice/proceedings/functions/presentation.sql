-- Whether our staff may present a child to tell what happened, whoever writes the row: as
-- `proceedings.rules.reasons_against_presentation`. A summons, and a telling that took place, are never refused.

-- How often the child told it: the hearings at which the child did, or the highest number recorded. As
-- `proceedings.rules.times_told`.
CREATE OR REPLACE FUNCTION proceedings_told(of_file uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest(
        count(*) FILTER (WHERE h.state = 'held' AND h.mode NOT IN ('', 'recorded', 'not_heard', 'not_known')),
        coalesce(max(h.times_told), 0))::integer
      FROM public.proceedings_hearing h WHERE h.file_id = of_file
$$;

CREATE OR REPLACE FUNCTION proceedings_require_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.proceedings_childtestimonydecision;
    missing text;
BEGIN
    -- A new decision of the child, or a withdrawal, waits for this approval, or this one for it.
    PERFORM FROM public.proceedings_proceeding p WHERE p.id = NEW.proceeding_id FOR UPDATE;
    PERFORM FROM public.proceedings_childtestimonydecision d WHERE d.proceeding_id = NEW.proceeding_id FOR SHARE;
    SELECT d.* INTO latest FROM public.proceedings_childtestimonydecision d
     WHERE d.proceeding_id = NEW.proceeding_id AND d.file_id = NEW.file_id
     ORDER BY d.decided_on DESC, d.recorded_at DESC LIMIT 1;
    missing := CASE
        WHEN TG_OP = 'UPDATE' AND OLD.state <> 'asked' THEN 'it was already decided'
        WHEN latest.id IS NULL OR latest.answer NOT IN ('wants', 'conditions') OR latest.withdrawn_on IS NOT NULL
            THEN 'the child has not agreed to testify'
        WHEN NOT latest.pressure <@ ARRAY['none', 'not_known']::varchar[] THEN 'the child decided under pressure'
        WHEN NEW.reason_code = '' AND greatest(NEW.told_before, public.proceedings_told(NEW.file_id)) >= 2
            THEN 'a further telling needs a reason' END;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'proceedings_presentationrequest: %', missing USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER presented_with_decision BEFORE INSERT ON proceedings_presentationrequest FOR EACH ROW
    WHEN (NEW.state = 'approved' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_decision();
CREATE OR REPLACE TRIGGER presents_with_decision BEFORE UPDATE ON proceedings_presentationrequest FOR EACH ROW
    WHEN (NEW.state = 'approved' AND OLD.state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_decision();
