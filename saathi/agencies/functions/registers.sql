-- All who added or changed the content of an entry since a second person last saw it, by its history: `versions` holds
-- the content before each change with the person who made the change. Runs as its caller, a maintainer of the entry.
CREATE OR REPLACE FUNCTION register_authors(
    entries text, versions text, link text, unchecked text[], the_entry uuid
) RETURNS uuid[]
LANGUAGE plpgsql STABLE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry jsonb;
    body jsonb;
    authors uuid[];
    aside text[] := ARRAY['state', 'why_returned', 'review_on', 'withdrawn_on', 'why_withdrawn', 'confirmed_at']
        || unchecked;
BEGIN
    EXECUTE format('SELECT to_jsonb(e) FROM public.%I e WHERE e.id = $1', entries) INTO entry USING the_entry;
    SELECT jsonb_object_agg(c.key, coalesce(c.value, '')) INTO body FROM jsonb_each_text(entry) c;
    EXECUTE format(
        'WITH steps AS (
             SELECT v.changed_by, v.changed_at, v.body AS old, lead(v.body, 1, $2) OVER (ORDER BY v.version) AS new
               FROM public.%1$I v WHERE v.%2$I = $1
         ), marked AS (
             SELECT s.changed_by, s.changed_at,
                    s.old ->> ''state'' = ''proposed'' AND s.new ->> ''state'' = ''published''
                    OR coalesce(nullif(s.new ->> ''confirmed_at'', '''')::timestamptz
                                > coalesce(nullif(s.old ->> ''confirmed_at'', '''')::timestamptz, ''-infinity''), false)
                    AS is_seen,
                    EXISTS (SELECT 1 FROM jsonb_each_text(s.old - $3) o
                             WHERE s.new ? o.key AND o.value <> s.new ->> o.key) AS is_changed
               FROM steps s
         ), seen AS (
             SELECT coalesce($4, (SELECT max(m.changed_at) FROM marked m WHERE m.is_seen)) AS at
         )
         SELECT coalesce(array_agg(DISTINCT a.person), ''{}'') FROM (
             SELECT m.changed_by FROM marked m, seen
              WHERE m.is_changed AND (seen.at IS NULL OR m.changed_at > seen.at)
             UNION ALL
             SELECT $5 FROM seen WHERE seen.at IS NULL) a (person)', versions, link)
    INTO authors
    USING the_entry, body, aside,
          greatest((entry ->> 'published_at')::timestamptz,
                   CASE WHEN entry ->> 'published_at' IS NOT NULL
                        THEN (entry ->> 'confirmed_at')::timestamptz END),
          (entry ->> 'recorded_by')::uuid;
    RETURN authors;
END $$;

-- Entries of registers (`agencies/register_kit`). The web role may change the rows of its agency. This trigger limits
-- the moves between states and has a second person publish: anyone but those who changed the content since a second
-- person last saw it. Whoever would change more returns the entry, so that two people are enough. If a second person
-- has already seen the content (it was withdrawn and is proposed again unchanged), anyone but the person who proposed
-- it again. `register_kit/rules.py` has the same rule and table of moves. All staff read an entry with `published_at`,
-- so an unpublished change of content clears it.
--
-- The trigger's arguments: the table of earlier versions, its column that names the entry, and the columns that do not
-- count as content, such as the day of a check. The database sets the times of a change, proposal, publication and confirmation, whatever the statement says: after a time in the future
-- no further change would be possible. Runs as the role that writes: maintenance and the owner load earlier
-- decisions.
CREATE OR REPLACE FUNCTION register_check_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid;
    moment timestamptz := clock_timestamp();
    aside text[] := ARRAY['state', 'changed_by', 'changed_at', 'proposed_by', 'proposed_at',
        'why_returned', 'published_by', 'published_at', 'confirmed_by', 'confirmed_at', 'review_on',
        'withdrawn_on', 'why_withdrawn', 'version'] || TG_ARGV[2:];
    is_changed boolean;
    is_proposed boolean;
    is_published boolean;
    is_taken_back boolean;
    is_confirmed boolean;
    to_be_seconded uuid;
    authors uuid[] := '{}';
BEGIN
    IF current_user IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner') THEN
        RETURN NEW;
    END IF;
    actor := public.access_staff();
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('draft', 'proposed') OR NEW.published_at IS NOT NULL
           OR NEW.published_by IS NOT NULL OR NEW.confirmed_by IS NOT NULL
           OR NEW.confirmed_at IS NOT NULL OR NEW.recorded_by IS DISTINCT FROM actor
           OR NEW.changed_by IS DISTINCT FROM actor
           OR (NEW.state = 'proposed') IS DISTINCT FROM (NEW.proposed_by IS NOT NULL) THEN
            RAISE EXCEPTION 'an entry begins as a draft of its writer' USING ERRCODE = '42501';
        END IF;
        NEW.recorded_at := moment;
        NEW.changed_at := moment;
        NEW.proposed_at := CASE WHEN NEW.state = 'proposed' THEN moment END;
        RETURN NEW;
    END IF;
    IF NEW.version = OLD.version AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a change is a new version' USING ERRCODE = '42501';
    END IF;
    is_changed := to_jsonb(NEW) - aside IS DISTINCT FROM to_jsonb(OLD) - aside;
    is_proposed := NEW.state = 'proposed' AND (is_changed OR OLD.state <> 'proposed');
    is_published := OLD.state = 'proposed' AND NEW.state = 'published';
    is_confirmed := NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by
        OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at;
    IF NEW.id <> OLD.id OR NEW.agency_id <> OLD.agency_id OR NEW.recorded_by <> OLD.recorded_by
       OR NEW.recorded_at <> OLD.recorded_at THEN
        RAISE EXCEPTION 'an entry stays with its agency' USING ERRCODE = '42501';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY (ARRAY[
        'draft>proposed', 'proposed>draft', 'proposed>published', 'draft>archived',
        'proposed>archived', 'published>archived', 'archived>proposed'])) THEN
        RAISE EXCEPTION 'an entry does not move there' USING ERRCODE = '42501';
    END IF;
    -- A change names the person who made it, and that person also proposes it.
    IF is_changed AND (NEW.changed_by IS DISTINCT FROM actor
                       OR moment <= greatest(OLD.published_at, OLD.confirmed_at)
                       OR (NEW.state = 'proposed' AND NEW.proposed_by IS DISTINCT FROM actor))
       OR NOT is_changed AND (NEW.changed_by <> OLD.changed_by OR NEW.changed_at <> OLD.changed_at) THEN
        RAISE EXCEPTION 'a change names who made it' USING ERRCODE = '42501';
    END IF;
    IF NOT is_proposed AND NEW.proposed_at IS DISTINCT FROM OLD.proposed_at
       OR NEW.proposed_by IS DISTINCT FROM OLD.proposed_by
       AND (NEW.state <> 'proposed' OR NEW.proposed_by IS DISTINCT FROM actor)
       OR NEW.state = 'proposed' AND OLD.state <> 'proposed' AND NEW.proposed_by IS DISTINCT FROM actor THEN
        RAISE EXCEPTION 'a proposal names who made it' USING ERRCODE = '42501';
    END IF;
    is_taken_back := is_changed AND NEW.state <> 'published';
    IF is_taken_back AND (NEW.published_at IS NOT NULL OR NEW.published_by IS NOT NULL) THEN
        RAISE EXCEPTION 'content that no second person saw stays unpublished' USING ERRCODE = '42501';
    END IF;
    to_be_seconded := CASE
        WHEN OLD.published_at IS NULL OR OLD.changed_at > greatest(OLD.published_at, OLD.confirmed_at)
        THEN OLD.changed_by ELSE OLD.proposed_by END;
    IF (is_published OR is_confirmed)
       AND (OLD.published_at IS NULL OR OLD.changed_at > greatest(OLD.published_at, OLD.confirmed_at)) THEN
        authors := public.register_authors(TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2:], OLD.id);
    END IF;
    IF is_published AND (is_changed OR NEW.published_by IS DISTINCT FROM actor
                         OR to_be_seconded IS NOT DISTINCT FROM actor OR actor = ANY (authors))
       OR NOT is_published AND NOT is_taken_back AND NEW.published_at IS DISTINCT FROM OLD.published_at
       -- An entry that is proposed again has no publisher yet.
       OR NOT is_published AND NOT is_taken_back AND NEW.published_by IS DISTINCT FROM OLD.published_by
          AND NOT (OLD.state = 'archived' AND NEW.state = 'proposed' AND NEW.published_by IS NULL) THEN
        RAISE EXCEPTION 'a second person publishes' USING ERRCODE = '42501';
    END IF;
    IF is_confirmed AND (is_changed OR OLD.state <> 'published' OR NEW.state <> 'published'
                         OR NEW.confirmed_by IS DISTINCT FROM actor OR OLD.changed_by = actor
                         OR actor = ANY (authors)) THEN
        RAISE EXCEPTION 'a second person confirms' USING ERRCODE = '42501';
    END IF;
    IF is_changed THEN
        NEW.changed_at := moment;
    END IF;
    IF is_proposed THEN
        NEW.proposed_at := moment;
    END IF;
    IF is_published THEN
        NEW.published_at := moment;
    END IF;
    IF is_confirmed THEN
        NEW.confirmed_at := moment;
    END IF;
    RETURN NEW;
END $$;

-- Keeps the content of an entry before a change, with its version and who changed it. The trigger's arguments: the
-- table of earlier versions, its column that names the entry, and the columns whose content is kept. The web role
-- cannot write to that table. An existing row for this version is replaced: only a statement injected while the web
-- role could still add rows can have written it.
CREATE OR REPLACE FUNCTION register_keep_old() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    body jsonb;
BEGIN
    SELECT jsonb_object_agg(c.key, coalesce(c.value, '')) INTO body
      FROM jsonb_each_text(to_jsonb(OLD)) c WHERE c.key = ANY (TG_ARGV[2:]);
    EXECUTE format(
        'INSERT INTO public.%1$I (id, %2$I, version, body, changed_at, changed_by) '
        'VALUES (gen_random_uuid(), $1, $2, $3, clock_timestamp(), $4) '
        'ON CONFLICT (%2$I, version) DO UPDATE SET body = excluded.body, '
        'changed_at = excluded.changed_at, changed_by = excluded.changed_by',
        TG_ARGV[0], TG_ARGV[1])
    USING OLD.id, OLD.version, body, public.access_staff();
    RETURN NULL;
END $$;

-- Translations of entries: a translation names the person who wrote it, and another person confirms exactly these
-- words in the version that was shown. Both are recorded with the originals they refer to; none of this changes
-- without a name. The person who wrote a translation may declare that it still fits a changed original, and then
-- counts as its writer again. The database sets the times.
CREATE OR REPLACE FUNCTION register_check_translation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid;
    moment timestamptz := clock_timestamp();
    aside text[] := ARRAY['texts', 'originals', 'translated_by', 'translated_at', 'checked_by', 'checked_at',
        'version'];
BEGIN
    IF current_user IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner') THEN
        RETURN NEW;
    END IF;
    actor := public.access_staff();
    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a change is a new version' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - aside IS DISTINCT FROM to_jsonb(OLD) - aside THEN
        RAISE EXCEPTION 'a translation stays with its entry' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' OR NEW.checked_by IS NULL THEN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'version' = to_jsonb(OLD) - 'version' THEN
            RETURN NEW;
        END IF;
        IF NEW.translated_by IS DISTINCT FROM actor OR NEW.checked_by IS NOT NULL THEN
            RAISE EXCEPTION 'a translation names who wrote it' USING ERRCODE = '42501';
        END IF;
        NEW.translated_at := moment;
        RETURN NEW;
    END IF;
    IF NEW.texts IS DISTINCT FROM OLD.texts
       OR NEW.translated_by <> OLD.translated_by OR NEW.translated_at <> OLD.translated_at
       OR ((NEW.originals, NEW.checked_by, NEW.checked_at)
           IS DISTINCT FROM (OLD.originals, OLD.checked_by, OLD.checked_at)
           AND (NEW.checked_by IS DISTINCT FROM actor OR OLD.translated_by = actor
                OR NEW.checked_at IS NOT DISTINCT FROM OLD.checked_at)) THEN
        RAISE EXCEPTION 'a second person confirms a translation' USING ERRCODE = '42501';
    END IF;
    IF NEW.checked_at IS DISTINCT FROM OLD.checked_at THEN
        NEW.checked_at := moment;
    END IF;
    RETURN NEW;
END $$;

-- Notifies the other people in the caller's agency who keep a register that something waits for them: each person
-- once until they have read the notice. `but` is the person whose work is to be reviewed. Returns how many were
-- notified. 42501 if the caller does not keep the register.
CREATE OR REPLACE FUNCTION register_tell(the_kind text, the_record uuid, permission text, but uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    notified integer;
BEGIN
    IF NOT public.staff_may(me.id, permission) THEN
        RAISE EXCEPTION 'not a maintainer of this register' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, the_kind, the_record, now(), me.id
      FROM public.agencies_staff s
     WHERE s.agency_id = me.agency_id AND s.is_active AND s.id <> me.id AND s.id IS DISTINCT FROM but
       AND public.staff_may(s.id, permission)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                        WHERE n.staff_id = s.id AND n.kind = the_kind AND n.read_at IS NULL);
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;
