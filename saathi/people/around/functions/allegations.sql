-- That an allegation was withdrawn, or is about another person, two people record (23514): the gates of tracing and of a
-- return ask for allegations that are maintained. Who asked is the actor of that change (`agencies.actor_columns`). As
-- `rules.reasons_against_allegation_change`; the words are sealed, so the application counts them.
CREATE OR REPLACE FUNCTION around_require_second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.asked_state <> NEW.allegation_state OR OLD.asked_by IS NULL OR public.access_staff() IS NULL
       OR OLD.asked_by = public.access_staff() THEN
        RAISE EXCEPTION 'around_alleged: a second person says that it is not maintained'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER ended_by_second BEFORE UPDATE ON around_alleged FOR EACH ROW
    WHEN (NEW.allegation_state <> 'stands' AND NEW.allegation_state <> OLD.allegation_state
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION around_require_second_person();
