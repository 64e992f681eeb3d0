-- Which answer of the child counts (`transfers.view_rules`): once the child says no, only "wants to go" ends that, if the
-- child was asked on a later day and another person recorded it on a later day. What the child said in any transfer out
-- of the country counts in all of them. The days are those of the child's office.

-- The answers of the child of a transfer about all transfers in the same direction.
CREATE OR REPLACE FUNCTION transfers_views_of_child(t public.transfers_transfer) RETURNS SETOF public.transfers_transferview
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.* FROM public.transfers_transferview v JOIN public.transfers_transfer x ON x.id = v.transfer_id
     WHERE v.file_id = t.file_id AND x.file_id = t.file_id AND x.direction = t.direction
$$;

-- The answer that counts; a row of NULLs if the child was never asked about this transfer.
CREATE OR REPLACE FUNCTION transfers_view_that_counts(t public.transfers_transfer, zone text)
RETURNS public.transfers_transferview
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.transfers_transferview;
    refusal public.transfers_transferview;
BEGIN
    SELECT v.* INTO said FROM public.transfers_transferview v
     WHERE v.transfer_id = t.id AND v.file_id = t.file_id
     ORDER BY v.asked_at DESC, v.recorded_at DESC, v.id DESC LIMIT 1;
    SELECT no.* INTO refusal FROM public.transfers_views_of_child(t) no
     WHERE no.wish = 'does_not' AND NOT EXISTS (
        SELECT 1 FROM public.transfers_views_of_child(t) v
         WHERE v.wish = 'goes'
           AND public.tracing_supersedes(
               (v.asked_at AT TIME ZONE zone)::date, v.recorded_at, v.recorded_by,
               (no.asked_at AT TIME ZONE zone)::date, no.recorded_at, no.recorded_by, zone))
     ORDER BY no.asked_at DESC, no.recorded_at DESC, no.id DESC LIMIT 1;
    IF refusal.id IS NOT NULL THEN
        RETURN refusal;
    END IF;
    RETURN said;
END $$;

-- Whether doubts about this or another transfer of the child are open (`view_rules.open_doubt`): those without a written reply, and all in the last
-- hours before the departure, count until there is a reply and the child told another person, asked again, that they want to go.
CREATE OR REPLACE FUNCTION transfers_has_open_doubt(t public.transfers_transfer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH said AS (SELECT v.* FROM public.transfers_views_of_child(t) v)
    SELECT EXISTS (
        SELECT 1 FROM said d
         WHERE d.wish = 'doubts' AND (d.moment = 'departure' OR NOT d.is_replied) AND NOT EXISTS (
            SELECT 1 FROM said v
             WHERE v.wish = 'goes' AND v.recorded_by <> d.recorded_by
               AND v.asked_at >= d.asked_at AND v.recorded_at > d.recorded_at
               AND (d.is_replied OR EXISTS (
                    SELECT 1 FROM said r WHERE r.is_replied AND r.recorded_at > d.recorded_at
                       AND r.asked_at BETWEEN d.asked_at AND v.asked_at))))
$$;

-- Whether the child said no, or stopped a transfer on or after the day of the answer that counts.
CREATE OR REPLACE FUNCTION transfers_child_says_no(t public.transfers_transfer, zone text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.transfers_transferview := public.transfers_view_that_counts(t, zone);
BEGIN
    RETURN coalesce(said.wish = 'does_not', false) OR said.id IS NOT NULL AND EXISTS (
        SELECT 1 FROM public.transfers_transfer x
         WHERE x.file_id = t.file_id AND x.direction = t.direction AND x.state = 'stopped' AND x.stopped_by = 'child'
           AND x.ended_on >= (said.asked_at AT TIME ZONE zone)::date);
END $$;

-- Whether the child did not want to go after the authorisation: that journey does not take place.
CREATE OR REPLACE FUNCTION transfers_is_off(t public.transfers_transfer, zone text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.transfers_views_of_child(t) v
         WHERE v.wish = 'does_not'
           AND (greatest(v.asked_at, v.recorded_at) AT TIME ZONE zone)::date >= t.decided_on)
$$;

-- Whether a transfer waits before the arrival: the child says no or stopped a transfer, whichever transfer that was recorded in,
-- or the authorisation ended. The receiving side reads this, and never why.
CREATE OR REPLACE FUNCTION transfers_waits(t public.transfers_transfer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    zone text := (SELECT o.time_zone FROM public.agencies_file f
                    JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = t.file_id);
BEGIN
    RETURN t.state IN ('requested', 'accepted', 'submitted', 'authorised', 'travelling')
       AND (t.state IN ('accepted', 'submitted') AND t.withdrawn_on IS NOT NULL
            OR public.transfers_child_says_no(t, zone)
            OR t.state IN ('authorised', 'travelling') AND public.transfers_is_off(t, zone));
END $$;

-- The same for those who read the transfers of the file; false for all others.
CREATE OR REPLACE FUNCTION transfers_is_on_hold(of_transfer uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.transfers_transfer;
BEGIN
    SELECT t.* INTO asked FROM public.transfers_transfer t WHERE t.id = of_transfer;
    RETURN asked.id IS NOT NULL AND (public.access_sections(asked.file_id)).reads & {section.TRANSFER} <> 0
       AND public.transfers_waits(asked);
END $$;

-- Notifies each colleague abroad for whom a transfer of the child waits that it is on hold, and never why; the transfer `but`
-- has its own notice.
CREATE OR REPLACE FUNCTION transfers_hold(of_file uuid, of_direction text, but uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.transfers_notify_receiver(t, 'transfer_hld') FROM public.transfers_transfer t
      WHERE t.file_id = of_file AND t.direction = of_direction AND t.id IS DISTINCT FROM but
        AND t.state IN ('requested', 'accepted', 'submitted', 'authorised', 'travelling');
END $$;

-- The child does not want to go, whichever transfer the child was asked about: each colleague who expects the child is notified
-- that it is on hold, and never why.
CREATE OR REPLACE FUNCTION transfers_after_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found public.transfers_transfer;
BEGIN
    SELECT t.* INTO found FROM public.transfers_transfer t WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id;
    IF NEW.wish = 'does_not' THEN
        PERFORM public.transfers_hold(found.file_id, found.direction, NULL);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_refusal AFTER INSERT ON transfers_transferview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_after_refusal();

-- An answer within the 24 hours before departure needs a journey that is planned for then (23514). A no is recorded
-- whenever it is said.
CREATE OR REPLACE FUNCTION transfers_view_before_journey() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.moment = 'departure' AND NOT EXISTS (
        SELECT 1 FROM public.transfers_transferjourney j WHERE j.transfer_id = NEW.transfer_id AND j.file_id = NEW.file_id) THEN
        RAISE EXCEPTION 'transfers_transferview: no journey is planned' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.moment = 'departure' AND NEW.wish <> 'does_not' AND NEW.asked_at + make_interval(hours => {values.transfer_last_view_hours}) < (
        SELECT j.departs_at FROM public.transfers_transferjourney j
         WHERE j.transfer_id = NEW.transfer_id AND j.file_id = NEW.file_id ORDER BY j.recorded_at DESC, j.id DESC LIMIT 1) THEN
        RAISE EXCEPTION 'transfers_transferview: the departure is planned for later' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_planned BEFORE INSERT ON transfers_transferview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_view_before_journey();

-- "Too young" is no answer of a child who answers in words (`protection_screening/functions/young.sql`).
CREATE OR REPLACE TRIGGER when_too_young BEFORE INSERT ON transfers_transferview FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION child_is_too_young('wish');
