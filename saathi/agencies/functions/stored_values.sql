-- Refuses the row. Which rows, and why, say the triggers of `agencies/value_triggers.py`: their conditions
-- are looked at without a call, so that a row that is in order costs next to nothing.
CREATE OR REPLACE FUNCTION row_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = '23514';
END $$;
