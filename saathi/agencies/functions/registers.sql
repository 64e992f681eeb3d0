-- Entries of registers (`agencies/register_kit`). The web role may change the rows of its agency; this
-- trigger says which moves between states there are, and that a second person publishes: never the one who
-- changed its content last, so that this person alone is excluded and two are enough. Where a second person saw
-- the content before (withdrawn, and offered again unchanged), it is never the one who proposed it again. The same
-- rule and table of moves are in `register_kit/rules.py`. All staff read an entry with `published_at`, so a change
-- of content that is not published takes it away.
--
-- The arguments of the trigger are columns that are no content, such as the day of a check. The moments of a
-- change, a proposal, a publication and a confirmation are those of the database, whatever the statement says: a
-- later one could not be followed by a change. Runs as whoever writes: maintenance and the owner load what was
-- decided before.
CREATE OR REPLACE FUNCTION register_check_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid;
    moment timestamptz := clock_timestamp();
    aside text[] := ARRAY['state', 'changed_by', 'changed_at', 'proposed_by', 'proposed_at',
        'why_returned', 'published_by', 'published_at', 'confirmed_by', 'confirmed_at', 'review_on',
        'withdrawn_on', 'why_withdrawn', 'version'] || TG_ARGV::text[];
    is_changed boolean;
    is_proposed boolean;
    is_published boolean;
    is_taken_back boolean;
    is_confirmed boolean;
    to_be_seconded uuid;
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
    -- The change names its person, and the same person proposes what they changed.
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
        RAISE EXCEPTION 'others would read what no second person saw' USING ERRCODE = '42501';
    END IF;
    to_be_seconded := CASE
        WHEN OLD.published_at IS NULL OR OLD.changed_at > greatest(OLD.published_at, OLD.confirmed_at)
        THEN OLD.changed_by ELSE OLD.proposed_by END;
    IF is_published AND (is_changed OR NEW.published_by IS DISTINCT FROM actor
                         OR to_be_seconded IS NOT DISTINCT FROM actor)
       OR NOT is_published AND NOT is_taken_back AND NEW.published_at IS DISTINCT FROM OLD.published_at
       -- An entry that is proposed again has no publisher yet.
       OR NOT is_published AND NOT is_taken_back AND NEW.published_by IS DISTINCT FROM OLD.published_by
          AND NOT (OLD.state = 'archived' AND NEW.state = 'proposed' AND NEW.published_by IS NULL) THEN
        RAISE EXCEPTION 'a second person publishes' USING ERRCODE = '42501';
    END IF;
    IF is_confirmed AND (is_changed OR OLD.state <> 'published' OR NEW.state <> 'published'
                         OR NEW.confirmed_by IS DISTINCT FROM actor OR OLD.changed_by = actor) THEN
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

-- Keeps what an entry said before a change, with its version and who changed it. The arguments of the trigger: the
-- table of earlier versions, its column that names the entry, and the columns whose content is kept. The web role
-- writes nothing there. A row that is there already for this version is replaced: it can only come from an
-- injected statement of a time when the web role could add one.
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

-- Translations of entries: whoever writes one is named, and another person confirms exactly these words, in
-- the version that was shown. Whoever writes or confirms says for which originals: none of this changes without
-- a name. Who wrote a translation may say that it still fits a changed original, and is then its writer again. The
-- moments are those of the database.
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

-- Tells the others of the caller's agency who keep a register that something waits for them: each once, until the
-- notice is read. `but` is the person whose work they are to second. The caller keeps the register as well.
CREATE OR REPLACE FUNCTION register_tell(the_kind text, the_record uuid, permission text, but uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    told integer;
BEGIN
    IF NOT public.staff_may(me.id, permission) THEN
        RAISE EXCEPTION 'not a keeper' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at, given_by)
    SELECT gen_random_uuid(), s.id, the_kind, the_record, now(), me.id
      FROM public.agencies_staff s
     WHERE s.agency_id = me.agency_id AND s.is_active AND s.id <> me.id AND s.id IS DISTINCT FROM but
       AND public.staff_may(s.id, permission)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                        WHERE n.staff_id = s.id AND n.kind = the_kind AND n.read_at IS NULL);
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;
