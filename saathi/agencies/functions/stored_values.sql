-- Refuses the row. The triggers of `agencies/value_triggers.py` say which rows and why: their conditions are
-- evaluated without a call, so that a valid row costs almost nothing.
CREATE OR REPLACE FUNCTION row_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = '23514';
END $$;

-- Whether the web role names the person of the signed context. True for other roles, which have no context:
-- their own policies say what they may write.
CREATE OR REPLACE FUNCTION actor_is_self(named uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user <> 'saathi_app' THEN
        RETURN true;
    END IF;
    RETURN named = public.access_staff();
END $$;

-- Refuses (23514) a number that does not follow another one of the same parent, including rows that the
-- writer cannot see. Otherwise one row with the highest number would leave none for the next. The first
-- number, 1, is not checked.
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
