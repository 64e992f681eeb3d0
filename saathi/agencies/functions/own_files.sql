-- Up to 400 files that each member of staff works on (`agencies_ownfiles`). Policies of what lists show
-- hold a row against them first: one look for each table of a statement, instead of two for each row.
--
-- It is true at every moment: each file in it has a running right of that person, to every section a team
-- may hold, without an end. What ends such a right takes it out in the same statement. What begins one adds
-- nothing: a new file is proved row by row until the list is made anew at night.
--
-- A right that ends while a list is made: both take a lock by the person, of 64, so that one waits
-- for the other and then sees what it did. Whoever ends rights takes it shared: two of them wait for each
-- other only where both take a file out of the list of one person.

CREATE OR REPLACE FUNCTION access_own_files() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    checked text := public.access_context_text();
    me uuid := substr(checked, 4, 36);
    my_agency uuid := substr(checked, 41, 36);
    found_files uuid[];
BEGIN
    -- Nothing where she is inactive, and nothing where anything is hidden from her: then rows are proved
    -- one by one. NULL says of no row that it may be read.
    IF strpos(split_part(checked, '|', 6), me::text) = 0 THEN
        RETURN NULL;
    END IF;
    SELECT o.files INTO found_files FROM public.agencies_ownfiles o
     WHERE o.staff = me AND NOT EXISTS (
        SELECT 1 FROM public.agencies_hidden h WHERE h.principal IN (me, my_agency));
    RETURN found_files;
END $$;

-- The rights that may stand in the list of one member of staff. Not callable from outside.
CREATE OR REPLACE FUNCTION access_seats(of_staff uuid) RETURNS SETOF public.agencies_grant
LANGUAGE sql STABLE AS $$
    SELECT g.* FROM public.agencies_grant g
     WHERE g.principal = of_staff AND g.kind = 'team' AND g.reads & 3839 = 3839
       AND g.starts_at <= now() AND g.ends_at IS NULL
$$;

-- Makes the list of one member of staff anew. Returns how many files stood in the old one without a
-- right: none, ever.
CREATE OR REPLACE FUNCTION access_make_own_files(of_staff uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    newest uuid[];
    wrong integer;
BEGIN
    PERFORM public.access_sees_what_is_committed();
    PERFORM pg_advisory_xact_lock(7305011, hashtext(of_staff::text) & 63);
    SELECT count(*) INTO wrong FROM public.agencies_ownfiles o, unnest(o.files) f
     WHERE o.staff = of_staff AND f NOT IN (SELECT s.file_id FROM public.access_seats(of_staff) s);
    -- Her open cases first: they are what her day shows, and a row is looked for from the front.
    newest := ARRAY(SELECT s.file_id FROM public.access_seats(of_staff) s
                     ORDER BY NOT EXISTS (SELECT 1 FROM public.cases_case c
                                           WHERE c.file_id = s.file_id AND c.worker_id = of_staff
                                             AND c.status IN ('open', 'closing_asked')),
                              s.starts_at DESC, s.file_id LIMIT 400);
    INSERT INTO public.agencies_ownfiles AS o (staff, files, made_at)
    VALUES (of_staff, newest, now())
    ON CONFLICT (staff) DO UPDATE SET files = excluded.files, made_at = excluded.made_at
        WHERE o.files IS DISTINCT FROM excluded.files;
    RETURN wrong;
END $$;

-- Whose lists there are to make.
CREATE OR REPLACE FUNCTION access_whose_own_files() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id FROM public.agencies_staff s WHERE s.is_active ORDER BY s.id
$$;

-- Rights that changed or are gone leave the lists.
CREATE OR REPLACE FUNCTION access_leave_own_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM public.agencies_ownfiles;
        RETURN NULL;
    END IF;
    PERFORM public.access_sees_what_is_committed();
    PERFORM pg_advisory_xact_lock_shared(7305011, lock)
       FROM (SELECT DISTINCT hashtext(e.principal::text) & 63 AS lock FROM ended e
              WHERE e.kind = 'team') locks;
    -- In one order, so that two who end rights of the same persons do not wait for each other.
    PERFORM 1 FROM public.agencies_ownfiles o
      WHERE o.staff = ANY (ARRAY(SELECT e.principal FROM ended e WHERE e.kind = 'team'))
        AND o.files && ARRAY(SELECT e.file_id FROM ended e WHERE e.kind = 'team')
      ORDER BY o.staff FOR UPDATE;
    UPDATE public.agencies_ownfiles o
       SET files = ARRAY(SELECT f FROM unnest(o.files) WITH ORDINALITY kept(f, place)
                          WHERE f <> ALL (gone.files) ORDER BY place)
      FROM (SELECT e.principal, array_agg(e.file_id) AS files FROM ended e
             WHERE e.kind = 'team' GROUP BY 1) gone
     WHERE o.staff = gone.principal AND o.files && gone.files;
    RETURN NULL;
END $$;

-- In a transaction that keeps looking at an old moment a list and the rights could each miss what the
-- other did. Nobody asks for one; who does is told. Not callable from outside.
CREATE OR REPLACE FUNCTION access_sees_what_is_committed() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rights end in a transaction that reads what is committed'
            USING ERRCODE = '0A000';
    END IF;
END $$;

CREATE OR REPLACE TRIGGER access_changed_rights AFTER UPDATE ON agencies_grant
    REFERENCING OLD TABLE AS ended
    FOR EACH STATEMENT EXECUTE FUNCTION access_leave_own_files();
CREATE OR REPLACE TRIGGER access_gone_rights AFTER DELETE ON agencies_grant
    REFERENCING OLD TABLE AS ended
    FOR EACH STATEMENT EXECUTE FUNCTION access_leave_own_files();
CREATE OR REPLACE TRIGGER access_no_rights AFTER TRUNCATE ON agencies_grant
    FOR EACH STATEMENT EXECUTE FUNCTION access_leave_own_files();
