-- Who may know of a duty, and postpone it. As `duty_sections.SECTIONS_OF_DUTY` and `duties.move_duty`.

-- Whether a reader of these sections reads what a duty is about; an unknown duty is not known.
CREATE OR REPLACE FUNCTION duty_is_known(of_duty text, reads integer) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((CASE of_duty {values.sections_of_duty} END) & ~reads = 0, false)
$$;

-- A duty is postponed only by those who read what it is about, and all that its latest day is calculated from (42501). Whoever has
-- or recorded the duty knows it. A day that follows from a record is chosen there; others that the procedure does not calculate
-- are postponed by some days at most (`due_rules.latest_postponement`). A supervisor may choose a later day.
CREATE OR REPLACE FUNCTION duty_postponed_by_reader() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reads integer := (public.access_sections(NEW.file_id)).reads;
    today date;
BEGIN
    IF NOT (public.duty_is_known(NEW.duty, reads)
            OR coalesce(public.access_staff() IN (OLD.worker_id, OLD.recorded_by), false))
       OR NEW.duty IN ({values.calculated_duties}) AND {values.duty_sources} & ~coalesce(reads, 0) <> 0 THEN
        RAISE EXCEPTION 'a duty is postponed by those who read what it depends on' USING ERRCODE = '42501';
    END IF;
    IF NEW.duty NOT IN ({values.calculated_duties}) AND NOT public.staff_may(public.access_staff(), 'approve') THEN
        SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
          FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
        IF NEW.duty IN ({values.fixed_duties}) OR NEW.due_on > today + {values.postponed_days} THEN
            RAISE EXCEPTION 'cases_due: a supervisor chooses a day so late' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER duty_postponed_by_reader BEFORE UPDATE OF due_on ON cases_due FOR EACH ROW
WHEN (NEW.due_on > OLD.due_on AND current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner'))
EXECUTE FUNCTION duty_postponed_by_reader();
