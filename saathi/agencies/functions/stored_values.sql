-- Refuses the row. Which rows, and why, say the triggers of `agencies/value_triggers.py`: their conditions
-- are looked at without a call, so that a row that is in order costs next to nothing.
CREATE OR REPLACE FUNCTION row_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = '23514';
END $$;

-- Whether the web role names the person of the signed context. Of other roles, which have no context,
-- nothing is asked: what they may write their own policies say.
CREATE OR REPLACE FUNCTION actor_is_self(named uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user <> 'saathi_app' THEN
        RETURN true;
    END IF;
    RETURN named = public.access_staff();
END $$;

-- A number counts on from those of the same parent, all of them: also from rows that the writer may not
-- see. Else one row with the highest number would leave none for the next. The first, 1, is not looked at.
CREATE OR REPLACE FUNCTION number_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    follows boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %3$s t WHERE t.%2$I = ($1).%2$I AND t.%1$I = ($1).%1$I - 1)',
        TG_ARGV[0], TG_ARGV[1], TG_RELID::regclass) INTO follows USING NEW;
    IF NOT follows THEN
        RAISE EXCEPTION '%: a number follows the one before', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
