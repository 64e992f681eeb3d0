-- The signed context and what follows from it. Applied after each migrate, as the warden, who owns
-- these functions, cannot sign in and reads past row security.

-- Says who acts, for the transaction under way and for no other. What the web process signed is
-- checked once and bound to the moment at which this transaction began: a copy that somebody keeps
-- for the session is worth nothing to the next transaction, nor to the next client of a pooler.
-- Returns whom this person acts as, which the web process would ask next: nobody if inactive.
DO $$ BEGIN
    IF (SELECT prorettype FROM pg_proc WHERE oid = to_regprocedure('access_enter(text)'))
       = 'void'::regtype THEN
        DROP FUNCTION access_enter(text);  -- as it was before it returned anything
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
    -- A context lasts 90 seconds (`context.LIFETIME_SECONDS`). Two minutes leave room for clocks that
    -- are half a minute apart; a web server whose clock is further ahead cannot sign what lasts.
    IF parts[4]::bigint < extract(epoch FROM clock_timestamp())
       OR parts[4]::bigint > extract(epoch FROM clock_timestamp()) + 120 THEN
        RAISE EXCEPTION 'expired access context' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(p.principal), '{}') INTO acts_as
      FROM public.agencies_principal p
      JOIN public.agencies_staff s ON s.id = p.staff_id AND s.is_active
     WHERE p.staff_id = parts[2]::uuid;
    -- Few are carried along, so that no policy has to ask for them; many would be longer to check.
    body := concat_ws('|', 'tx', parts[2], parts[3], parts[4],
                      (extract(epoch FROM now()) * 1000000)::bigint,
                      CASE WHEN cardinality(acts_as) <= 8 THEN array_to_string(acts_as, ',')
                           ELSE '*' END);
    PERFORM set_config('saathi.context', body || '|' || encode(
        sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8'))), 'hex'), true);
    RETURN acts_as;
END $$;

-- The parts of the context: kind, staff, agency, expiry (epoch), transaction, whom the person acts as; or an
-- error. Never NULL.
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

-- The acting member of staff, and their agency. plpgsql, whose plans are kept.
CREATE OR REPLACE FUNCTION access_staff() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN (public.access_context())[2]; END $$;

CREATE OR REPLACE FUNCTION access_agency() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN (public.access_context())[3]; END $$;

-- The principals of the acting person: the person and the offices they lead. None where the account
-- was inactive when the transaction began.
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

-- The ids that a file can be hidden from, for this person: the person and their agency.
CREATE OR REPLACE FUNCTION access_self() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := public.access_context();
BEGIN
    RETURN ARRAY[parts[2]::uuid, parts[3]::uuid];
END $$;

-- The files that are hidden from this person or their agency, of those that they would read otherwise: a file that
-- is none of theirs tells nobody that it is hidden. Policies hold rows against this list, asked once for a table,
-- instead of looking for each row whether it is hidden. NULL where they are more than 500: then `access_is_shown` is
-- asked row by row.
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

-- The same answer for a hidden file, one of others and one that does not exist.
CREATE OR REPLACE FUNCTION access_is_shown(of_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = of_file AND g.principal = ANY (public.access_principals())
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = of_file AND h.principal = ANY (public.access_self()));
END $$;

-- The sections of a file that this person reads and writes now: (0, 0) without any right.
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

-- The functions above take its place.
DROP FUNCTION IF EXISTS access_context_text();
