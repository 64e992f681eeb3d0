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
