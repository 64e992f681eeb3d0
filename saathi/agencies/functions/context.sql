-- The signed context and what follows from it. Applied after each migrate. The warden owns these functions: a
-- role that cannot sign in and bypasses row security.

-- `access_enter` sets who acts, for the current transaction only. What the web process signed is checked once
-- and bound to the start time of this transaction, so that a copy kept for the session is worthless in the
-- next transaction and to the next client of a pooler. Returns this person's principals, which the web
-- process needs next; none if the account is inactive. Errors: 42501 if the context is forged or expired,
-- 57P03 after a recovery that was not declared.
DO $$ BEGIN
    IF (SELECT prorettype FROM pg_proc WHERE oid = to_regprocedure('access_enter(text)'))
       = 'void'::regtype THEN
        DROP FUNCTION access_enter(text);  -- an earlier version returned nothing
    END IF;
END $$;
CREATE OR REPLACE FUNCTION access_enter(signed text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    body text := left(signed, -65);
    parts text[] := string_to_array(body, '|');
    pads record;
    acts_as uuid[];
BEGIN
    IF NOT public.recovery_is_declared() THEN
        RAISE EXCEPTION 'the database was recovered and not declared' USING ERRCODE = '57P03';
    END IF;
    SELECT k.inner_pad, k.outer_pad INTO STRICT pads FROM public.access_context_key k;
    IF signed IS NULL
       OR encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8'))), 'hex')
          IS DISTINCT FROM right(signed, 64) OR parts[1] IS DISTINCT FROM 'v1' THEN
        RAISE EXCEPTION 'forged access context' USING ERRCODE = '42501';
    END IF;
    -- A context lasts 90 seconds (`context.LIFETIME_SECONDS`). Two minutes leave room for clocks that differ
    -- by half a minute; a web server whose clock is further ahead cannot sign a context that lasts.
    IF parts[4]::bigint < extract(epoch FROM clock_timestamp())
       OR parts[4]::bigint > extract(epoch FROM clock_timestamp()) + 120 THEN
        RAISE EXCEPTION 'expired access context' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(p.principal), '{}') INTO acts_as
      FROM public.agencies_principal p
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
     WHERE p.staff_id = parts[2]::uuid;
    -- Up to eight principals are part of the context, so that policies need not look them up; a longer list
    -- would take longer to check.
    body := concat_ws('|', 'tx', parts[2], parts[3], parts[4],
                      (extract(epoch FROM now()) * 1000000)::bigint,
                      CASE WHEN cardinality(acts_as) <= 8 THEN array_to_string(acts_as, ',')
                           ELSE '*' END);
    PERFORM set_config('saathi.context', body || '|' || encode(
        sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8'))), 'hex'), true);
    RETURN acts_as;
END $$;

-- The parts of the context: kind, staff, agency, expiry (epoch), transaction, principals. 42501 if it is
-- missing, forged, expired or that of another transaction. Never NULL.
CREATE OR REPLACE FUNCTION access_context() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := current_setting('saathi.context', true);
    body text;
    parts text[];
BEGIN
    IF raw IS NULL OR length(raw) < 66 THEN
        RAISE EXCEPTION 'no access context' USING ERRCODE = '42501';
    END IF;
    body := left(raw, length(raw) - 65);
    PERFORM 1 FROM public.access_context_key k
      WHERE encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex')
            = right(raw, 64);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'forged access context' USING ERRCODE = '42501';
    END IF;
    parts := string_to_array(body, '|');
    IF parts[1] <> 'tx' OR parts[5]::bigint <> (extract(epoch FROM now()) * 1000000)::bigint THEN
        RAISE EXCEPTION 'access context of another transaction' USING ERRCODE = '42501';
    END IF;
    IF parts[4]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE EXCEPTION 'expired access context' USING ERRCODE = '42501';
    END IF;
    RETURN parts;
END $$;

-- The acting member of staff; the next function returns their agency. In plpgsql, because its plans are
-- cached.
CREATE OR REPLACE FUNCTION access_staff() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN (public.access_context())[2]; END $$;

CREATE OR REPLACE FUNCTION access_agency() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN (public.access_context())[3]; END $$;

-- The principals of the acting person: the person and the offices they lead. Empty if the account was
-- inactive when the transaction began.
CREATE OR REPLACE FUNCTION access_principals() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := public.access_context();
BEGIN
    IF parts[6] <> '*' THEN
        RETURN '{' || parts[6] || '}';
    END IF;
    RETURN (SELECT coalesce(array_agg(p.principal), '{}')
            FROM public.agencies_principal p
            JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
            WHERE p.staff_id = parts[2]::uuid);
END $$;

-- The ids by which a file can be hidden from this person: their own and their agency's.
CREATE OR REPLACE FUNCTION access_self() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := public.access_context();
BEGIN
    RETURN ARRAY[parts[2]::uuid, parts[3]::uuid];
END $$;

-- The files hidden from this person or their agency, among those that they could otherwise read: nothing shows that
-- any other file is hidden. Policies compare rows with this list, computed once per table, instead of checking each
-- row. NULL if there are more than 500: then policies call `access_is_shown` for each row.
CREATE OR REPLACE FUNCTION access_hidden() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid[] := public.access_self();
    acts_as uuid[] := public.access_principals();
    found uuid[] := ARRAY(SELECT h.file_id FROM public.agencies_hidden h
                           WHERE h.principal = ANY (me) AND EXISTS (
                                 SELECT 1 FROM public.agencies_grant g
                                  WHERE g.file_id = h.file_id AND g.principal = ANY (acts_as)
                                    AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) LIMIT 501);
BEGIN
    RETURN CASE WHEN cardinality(found) <= 500 THEN found END;
END $$;

-- Whether this person may see the file. False alike for a hidden file, another team's file and one that does
-- not exist.
CREATE OR REPLACE FUNCTION access_is_shown(of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = of_file AND g.principal = ANY (public.access_principals())
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = of_file AND h.principal = ANY (public.access_self()));
END $$;

-- The sections of a file that this person may read and write now, as bit masks; (0, 0) without any right.
CREATE OR REPLACE FUNCTION access_sections(of_file uuid, OUT reads integer, OUT writes integer)
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(bit_or(g.reads), 0), coalesce(bit_or(g.writes), 0)
    FROM public.agencies_grant g
    WHERE g.file_id = of_file
      AND g.principal = ANY (public.access_principals())
      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
      AND NOT EXISTS (
        SELECT 1 FROM public.agencies_hidden h
        WHERE h.file_id = of_file AND h.principal = ANY (public.access_self()))
$$;

-- The functions above replace this one.
DROP FUNCTION IF EXISTS access_context_text();
