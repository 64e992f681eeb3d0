-- Details that contradict "no sign" and were removed from the child's record, so that one person alone cannot open contact again by
-- removing what closed it. Each counts like a detail that is there, until a second person confirmed why there is no sign (`contradictions.sql`). A nationality that was not
-- known and is known now is no such removal. Maintenance and the owner load earlier data.
CREATE OR REPLACE FUNCTION origin_detail_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.protection_screening_removeddetail
        (id, file_id, detail, removed_on, recorded_at, recorded_by, version)
    SELECT gen_random_uuid(), NEW.file_id, TG_ARGV[0], (now() AT TIME ZONE o.time_zone)::date, now(),
           coalesce(public.access_staff(), NEW.recorded_by), 1
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER danger_removed AFTER UPDATE OF danger, ended_on, kind ON around_relation FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')
          AND OLD.danger IN ('feared', 'keep_away') AND OLD.ended_on IS NULL
          AND OLD.kind NOT IN ('staff', 'friend', 'neighbour', 'teacher', 'employer', 'other')
          AND (NEW.danger NOT IN ('feared', 'keep_away') OR NEW.ended_on IS NOT NULL
               OR NEW.kind IN ('staff', 'friend', 'neighbour', 'teacher', 'employer', 'other')))
    EXECUTE FUNCTION origin_detail_removed('danger');
CREATE OR REPLACE TRIGGER nationality_removed AFTER UPDATE OF nationality_state ON people_child FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')
          AND OLD.nationality_state IN ('stateless', 'disputed') AND NEW.nationality_state NOT IN ('stateless', 'disputed'))
    EXECUTE FUNCTION origin_detail_removed('nationality');
CREATE OR REPLACE TRIGGER residence_removed AFTER UPDATE OF residence_status ON people_child FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')
          AND OLD.residence_status IN ('asylum', 'refugee') AND NEW.residence_status NOT IN ('asylum', 'refugee'))
    EXECUTE FUNCTION origin_detail_removed('residence');
CREATE OR REPLACE TRIGGER card_removed AFTER UPDATE OF kind ON identity_paper FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner') AND OLD.kind = 'refugee' AND NEW.kind <> 'refugee')
    EXECUTE FUNCTION origin_detail_removed('card');
CREATE OR REPLACE TRIGGER flight_removed AFTER UPDATE OF kind ON identity_movement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner') AND OLD.kind = 'conflict' AND NEW.kind <> 'conflict')
    EXECUTE FUNCTION origin_detail_removed('fled');
CREATE OR REPLACE TRIGGER involvement_removed AFTER UPDATE OF may_be_involved, has_conflict, starts_on, ends_on
    ON consent_guardian FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner') AND 'yes' IN (OLD.may_be_involved, OLD.has_conflict)
          AND ('yes' NOT IN (NEW.may_be_involved, NEW.has_conflict) OR NEW.starts_on > OLD.starts_on
               OR NEW.ends_on < least(OLD.ends_on, current_date)))
    EXECUTE FUNCTION origin_detail_removed('involved');
-- A guardian who is moved out of a day of the past: then "no representative" on that day is no contradiction any more.
CREATE OR REPLACE TRIGGER guardian_removed AFTER UPDATE OF starts_on, ends_on ON consent_guardian FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')
          AND (NEW.starts_on > OLD.starts_on OR NEW.ends_on < least(OLD.ends_on, current_date)))
    EXECUTE FUNCTION origin_detail_removed('guardian');
