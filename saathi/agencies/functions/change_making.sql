-- Lasting changes on behalf of the web role. The role cannot call the functions that grant access or make a
-- change that outlives the request; it calls this function, with a proof of the exact change. A statement
-- injected into a person's request can therefore make no such change, whatever that person may do.
-- `change_signature`, generated from the `proved_functions` of each `database_access.py`, lists these
-- functions.

-- Calls the function `change` with the elements of the JSON array `body` as its arguments. Returns its result
-- as JSON, a list if the function returns rows. 42501 if there is no such function or the number of arguments
-- differs.
CREATE OR REPLACE FUNCTION change_make(change text, body text, proof text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about record;
    statement text;
    result jsonb;
BEGIN
    PERFORM public.access_check_change(change, public.access_staff(), body, proof);
    SELECT p.* INTO about FROM pg_proc p
     WHERE p.oid = to_regprocedure('public.' || public.change_signature(change));
    IF about.oid IS NULL OR jsonb_array_length(body::jsonb) <> about.pronargs THEN
        RAISE EXCEPTION 'no such change' USING ERRCODE = '42501';
    END IF;
    SELECT format('public.%I(%s)', about.proname,
                  string_agg(format('($1 ->> %s)::%s', a.place - 1, format_type(a.type, NULL)), ', '
                             ORDER BY a.place))
      INTO statement FROM unnest(about.proargtypes::oid[]) WITH ORDINALITY a(type, place);
    IF about.prorettype = 'void'::regtype THEN
        EXECUTE 'SELECT ' || statement USING body::jsonb;
    ELSIF about.proretset THEN
        EXECUTE 'SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM ' || statement || ' r'
           INTO result USING body::jsonb;
    ELSE
        EXECUTE 'SELECT to_jsonb(' || statement || ')' INTO result USING body::jsonb;
    END IF;
    RETURN result;
END $$;
