-- An escort whom the child refused (`refused_in`: the plan that says so) is planned again only after the child was asked
-- again, and someone other than who recorded the refusal records this or the new plan (23514). As `escort_rules`; the database
-- cannot read names and words. A plan that says "refused" stays.
CREATE OR REPLACE FUNCTION transfers_keep_escort_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    refusal public.transfers_transferjourney;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'transfers_transferjourney: the child refused this escort' USING ERRCODE = 'check_violation';
    END IF;
    SELECT j.* INTO refusal FROM public.transfers_transferjourney j
     WHERE j.id = NEW.refused_in AND j.file_id = NEW.file_id AND j.escort_choice = 'refused';
    IF NEW.escort_choice <> 'refused' AND NOT EXISTS (
        SELECT 1 FROM public.transfers_transferview v
         WHERE v.file_id = NEW.file_id AND v.wish = 'goes' AND v.recorded_at > refusal.recorded_at
           AND v.asked_at >= date_trunc('minute', refusal.recorded_at)
           AND NOT (v.recorded_by = refusal.recorded_by AND me = refusal.recorded_by)) THEN
        RAISE EXCEPTION 'transfers_transferjourney: the child refused this escort' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER escort_refusal_kept BEFORE INSERT ON transfers_transferjourney FOR EACH ROW
    WHEN (NEW.refused_in IS NOT NULL AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_keep_escort_refusal();
CREATE OR REPLACE TRIGGER escort_refusal_stays BEFORE UPDATE ON transfers_transferjourney FOR EACH ROW
    WHEN ((OLD.escort_choice = 'refused' AND NEW.escort_choice <> 'refused' OR NEW.refused_in IS DISTINCT FROM OLD.refused_in)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION transfers_keep_escort_refusal();
