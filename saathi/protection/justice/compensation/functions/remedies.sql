-- An award is not a payment: compensation and wages count as received only with a payment on record, whatever writes the
-- row. As `rules.reasons_against_measure`. Rows received before payments were recorded stay as they are.
CREATE OR REPLACE FUNCTION compensation_require_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.compensation_compensationpayment p
                    WHERE p.measure_id = NEW.id AND p.file_id = NEW.file_id) THEN
        RAISE EXCEPTION 'compensation_legalmeasure: an award is not a payment' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER received_with_payment BEFORE INSERT ON compensation_legalmeasure FOR EACH ROW
    WHEN (NEW.state IN ('received', 'part_paid') AND NEW.kind IN ('compensation', 'civil')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_payment();
CREATE OR REPLACE TRIGGER receives_with_payment BEFORE UPDATE ON compensation_legalmeasure FOR EACH ROW
    WHEN (NEW.state IN ('received', 'part_paid') AND OLD.state <> NEW.state
          AND NEW.kind IN ('compensation', 'civil')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_payment();

-- An award comes from a decision on record that grants it, whatever writes the row. As `rules.reasons_against_measure`. Rows
-- from before this was required stay as they are.
CREATE OR REPLACE FUNCTION compensation_require_award() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.compensation_claimdecision d
                    WHERE d.measure_id = NEW.id AND d.file_id = NEW.file_id AND d.outcome IN ('granted', 'part', 'settled')) THEN
        RAISE EXCEPTION 'compensation_legalmeasure: an award without its decision' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER awarded_by_decision BEFORE INSERT ON compensation_legalmeasure FOR EACH ROW
    WHEN (NEW.state = 'awarded' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_award();
CREATE OR REPLACE TRIGGER becomes_awarded_by_decision BEFORE UPDATE ON compensation_legalmeasure FOR EACH ROW
    WHEN (NEW.state = 'awarded' AND OLD.state <> 'awarded'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_award();

-- Money that the latest decision awarded stays awarded until it is paid, whatever writes the row: that nobody wants it ends no
-- alarm, a new decision does. As `rules.reasons_against_measure` and `queries.is_award_latest`.
CREATE OR REPLACE FUNCTION compensation_keep_award() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT bool_and(d.outcome IN ('granted', 'part', 'settled')) FROM public.compensation_claimdecision d
         WHERE d.measure_id = NEW.id AND d.file_id = NEW.file_id
           AND d.decided_on = (SELECT max(e.decided_on) FROM public.compensation_claimdecision e
                                WHERE e.measure_id = NEW.id AND e.file_id = NEW.file_id)) THEN
        RAISE EXCEPTION 'compensation_legalmeasure: an award is on record, it stays open until it is paid'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER award_stays_open BEFORE UPDATE ON compensation_legalmeasure FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state NOT IN ('awarded', 'part_paid', 'received')
          AND NEW.kind IN ('compensation', 'civil') AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_keep_award();

-- An award on record may be raised, not lowered, emptied or changed to another currency, whatever writes the row: less money
-- is a new decision. As `rules.reasons_against_lower_award`.
CREATE OR REPLACE FUNCTION compensation_require_award_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.awarded IS NOT NULL
       AND (NEW.awarded IS NULL OR NEW.awarded < OLD.awarded OR NEW.currency <> OLD.currency) THEN
        RAISE EXCEPTION 'compensation_claimdecision: a lower award is a new decision, it stays as it was recorded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER award_is_not_lowered BEFORE UPDATE ON compensation_claimdecision FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_require_award_kept();

-- Where the award that counts is now less than one on record, less money would be the whole award: who controls it waits for a
-- second person again before the decision is saved, whatever writes the row. As `rules.asks_again`.
CREATE OR REPLACE FUNCTION compensation_control_waits_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    granted CONSTANT text[] := ARRAY['granted', 'part', 'settled'];
    other public.compensation_claimdecision;
    before public.compensation_claimdecision;
    after public.compensation_claimdecision := NEW;
BEGIN
    SELECT * INTO other FROM public.compensation_claimdecision d
     WHERE d.measure_id = NEW.measure_id AND d.file_id = NEW.file_id AND d.id <> NEW.id
     ORDER BY d.decided_on DESC, d.recorded_at DESC LIMIT 1;
    IF other.id IS NULL THEN
        RETURN NULL;
    END IF;
    before := other;
    IF TG_OP = 'UPDATE' AND (OLD.decided_on, OLD.recorded_at) > (other.decided_on, other.recorded_at) THEN
        before := OLD;
    END IF;
    IF (other.decided_on, other.recorded_at) > (NEW.decided_on, NEW.recorded_at) THEN
        after := other;
    END IF;
    IF NOT after.outcome = ANY (granted) OR after.awarded IS NULL
       OR before.outcome = ANY (granted) AND (before.awarded, before.currency) = (after.awarded, after.currency)
       OR NOT EXISTS (SELECT 1 FROM public.compensation_claimdecision d
                       WHERE d.measure_id = NEW.measure_id AND d.file_id = NEW.file_id AND d.outcome = ANY (granted)
                         AND (d.awarded > after.awarded OR d.awarded IS NOT NULL AND d.currency <> after.currency)) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM public.compensation_moneycontrol c
                WHERE c.measure_id = NEW.measure_id AND c.file_id = NEW.file_id AND c.ended_on IS NULL
                  AND c.state IN ('recorded', 'confirmed') AND c.controller <> 'not_known') THEN
        RAISE EXCEPTION 'compensation_claimdecision: who controls a lower award is confirmed again'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lower_award_waits AFTER INSERT OR UPDATE ON compensation_claimdecision FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION compensation_control_waits_again();

-- The duties of a file follow from its remedies, whoever records them: a legal representative cannot write duties. The last
-- day to claim, the next step, and the review of who controls the money. Duties of other days end.
CREATE OR REPLACE FUNCTION compensation_set_duties(of_file uuid, by_whom uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = of_file;
    WITH needed AS (
        SELECT 'claim_deadline' AS duty, m.claim_by AS due_on FROM public.compensation_legalmeasure m
         WHERE m.file_id = of_file AND m.state = 'not_claimed' AND m.claim_by IS NOT NULL
        UNION
        SELECT 'remedy_step', m.next_on FROM public.compensation_legalmeasure m
         WHERE m.file_id = of_file AND m.next_on IS NOT NULL
           AND m.state IN ('not_claimed', 'claimed', 'awarded', 'part_paid')
        UNION
        SELECT 'money_review', c.review_on FROM public.compensation_moneycontrol c
         WHERE c.file_id = of_file AND c.ended_on IS NULL AND c.review_on IS NOT NULL
    ), ended AS (
        UPDATE public.cases_due d SET done_on = today, version = d.version + 1
         WHERE d.file_id = of_file AND d.duty IN ('claim_deadline', 'remedy_step', 'money_review') AND d.done_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM needed n WHERE n.duty = d.duty AND n.due_on = d.due_on)
    )
    INSERT INTO public.cases_due (id, file_id, case_id, worker_id, duty, due_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), c.file_id, c.id, c.worker_id, n.duty, n.due_on, now(), by_whom, 1
      FROM needed n JOIN public.cases_case c ON c.file_id = of_file AND c.status IN ('open', 'closing_asked')
     WHERE NOT EXISTS (SELECT 1 FROM public.cases_due d
                        WHERE d.file_id = of_file AND d.duty = n.duty AND d.due_on = n.due_on AND d.done_on IS NULL);
END $$;

CREATE OR REPLACE FUNCTION compensation_after_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.compensation_set_duties(NEW.file_id, coalesce(public.access_staff(), NEW.recorded_by));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER duties_follow AFTER INSERT OR UPDATE ON compensation_legalmeasure FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION compensation_after_change();
CREATE OR REPLACE TRIGGER duties_follow AFTER INSERT OR UPDATE ON compensation_moneycontrol FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION compensation_after_change();
