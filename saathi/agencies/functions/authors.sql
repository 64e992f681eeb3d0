-- Whoever changes a record before a second person decides on it is named in `editors`, and all who were named stay so:
-- they are authors, who approve nothing that they wrote (23514). The condition of a trigger says which changes write the
-- record; its arguments, if any, are the columns of which one must change. The same as `agencies.authors`.
CREATE OR REPLACE FUNCTION editors_are_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
BEGIN
    IF TG_NARGS > 0 AND NEW.editors IS NOT DISTINCT FROM OLD.editors AND NOT EXISTS (
           SELECT 1 FROM unnest(TG_ARGV) of_column
            WHERE to_jsonb(NEW) -> of_column IS DISTINCT FROM to_jsonb(OLD) -> of_column) THEN
        RETURN NEW;
    END IF;
    IF NEW.editors IS DISTINCT FROM (CASE WHEN me = NEW.recorded_by OR me = ANY (OLD.editors) THEN OLD.editors
                                          ELSE OLD.editors || me END) THEN
        RAISE EXCEPTION '%: who changed it is missing', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

-- No other change touches who is named.
CREATE OR REPLACE FUNCTION editors_stay_named() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.editors IS DISTINCT FROM OLD.editors THEN
        RAISE EXCEPTION '%: who changed it stays named', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
