-- Columns that change only with a proof: those of the records in a file, and the deciding columns of other
-- rows. `agencies/guarded_columns.py` says which columns these are and which triggers call the functions.

-- What the application proved in this transaction about this row: a JSON object of columns and values, empty
-- if nothing. Uses the same setting as decisions (see `decisions.sql`). 42501 if the proof is invalid.
CREATE OR REPLACE FUNCTION columns_proved(of_table text, of_row uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := coalesce(current_setting('saathi.decision', true), '');
    body text := substr(raw, strpos(raw, E'\n') + 1);
BEGIN
    PERFORM public.access_check_change('decide', public.access_staff(), body,
                                       split_part(raw, E'\n', 1));
    RETURN coalesce((SELECT one -> 2 FROM jsonb_array_elements(body::jsonb) one
                      WHERE one ->> 0 = of_table AND one ->> 1 = of_row::text
                        AND jsonb_typeof(one -> 2) = 'object' LIMIT 1), '{}');
END $$;

-- Refuses (42501) a row in which a column named by the trigger has a new value without a proof of that value.
-- Proved values are compared in the type of the column. Runs as the role that writes: functions that the
-- warden owns do their own checks, maintenance and the owner load existing data, and the matcher only adds
-- pairs that no one has reviewed (see its policies).
CREATE OR REPLACE FUNCTION columns_require_proof() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    proved jsonb;
    old_row jsonb;
    new_row jsonb;
    typed jsonb;
    is_proved boolean := true;
BEGIN
    IF current_user IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner', 'saathi_matcher') THEN
        RETURN NEW;
    END IF;
    old_row := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    new_row := to_jsonb(NEW);
    proved := public.columns_proved(TG_TABLE_NAME, NEW.id);
    typed := to_jsonb(jsonb_populate_record(NEW, proved - 'sealed'));
    IF 'sealed' = ANY (TG_ARGV) THEN  -- proved by its digest; on its own, because not every table has it
        is_proved := NEW.sealed IS NOT DISTINCT FROM OLD.sealed OR coalesce(
            proved ->> 'sealed' = encode(sha256(NEW.sealed), 'hex'), false);
    END IF;
    IF NOT is_proved OR (TG_OP = 'UPDATE' AND NEW.id <> OLD.id) OR EXISTS (
        SELECT 1 FROM unnest(array_remove(TG_ARGV, 'sealed')) of_column
         WHERE new_row -> of_column <> coalesce(old_row -> of_column, 'null')
           AND (NOT proved ? of_column OR typed -> of_column <> new_row -> of_column)) THEN
        RAISE EXCEPTION 'no valid proof of this change' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
