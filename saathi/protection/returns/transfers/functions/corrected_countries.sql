-- After a correction of a country of the child, what was submitted or authorised is judged again: the country where the child is
-- from decides whether a transfer leads there (`transfers_to_origin`).
CREATE OR REPLACE FUNCTION transfers_country_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    found public.transfers_transfer;
BEGIN
    FOR found IN
        SELECT t.* FROM public.transfers_transfer t
         WHERE t.file_id = NEW.file_id AND t.direction = 'outgoing' AND t.state IN ('submitted', 'authorised')
         ORDER BY t.id FOR UPDATE
    LOOP
        IF found.state = 'authorised' THEN
            PERFORM public.transfers_withdraw_authorisation(found);
        ELSE
            UPDATE public.transfers_transfer t SET version = t.version + 1 WHERE t.id = found.id;
        END IF;
        UPDATE public.transfers_transfer t SET editors = t.editors || me
         WHERE t.id = found.id AND me IS NOT NULL AND me <> t.recorded_by AND me <> ALL (t.editors);
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_country_corrected AFTER UPDATE OF nationalities, home_country ON people_child FOR EACH ROW
    WHEN ((OLD.nationalities, OLD.home_country) IS DISTINCT FROM (NEW.nationalities, NEW.home_country)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_country_corrected();

-- The first country of the way counts as origin after it is removed, too.
CREATE OR REPLACE FUNCTION transfers_way_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.origin_keep_removed(NEW.file_id, ARRAY[OLD.chain[1]::text], 'way', NEW.recorded_by);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_way_corrected AFTER UPDATE OF chain ON transfers_transfer FOR EACH ROW
    WHEN (OLD.chain[1] IS DISTINCT FROM NEW.chain[1] AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_way_corrected();
