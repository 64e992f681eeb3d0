-- That a second person confirmed an order (`orders.rules.reasons_against_confirming`). Maintenance and the owner load earlier
-- data.

-- Every change of an order names who made it and ends the confirmation (23514); a confirmation is made by a second person
-- who approves, of the order as it is (42501).
CREATE OR REPLACE FUNCTION orders_keep_confirmation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    apart CONSTANT text[] := ARRAY['confirmed_by', 'confirmed_on', 'changed_by', 'version'];
    is_changed boolean := TG_OP = 'UPDATE' AND to_jsonb(NEW) - apart <> to_jsonb(OLD) - apart;
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.confirmed_by, NEW.changed_by) IS DISTINCT FROM (NULL::uuid, NULL::uuid) THEN
        RAISE EXCEPTION 'orders_order: a new order is not confirmed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;
    IF is_changed AND (NEW.changed_by IS DISTINCT FROM me OR NEW.confirmed_by IS NOT NULL) THEN
        RAISE EXCEPTION 'orders_order: a changed order is confirmed again' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.changed_by IS DISTINCT FROM OLD.changed_by AND NEW.changed_by IS DISTINCT FROM me THEN
        RAISE EXCEPTION 'orders_order: another changed it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by AND (
           NEW.confirmed_by IS DISTINCT FROM me OR me IN (NEW.recorded_by, OLD.changed_by)
           OR NOT public.staff_may(me, 'approve')) THEN
        RAISE EXCEPTION 'a second person confirms an order' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_confirmed BEFORE INSERT OR UPDATE ON orders_order
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION orders_keep_confirmation();
