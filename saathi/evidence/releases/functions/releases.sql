-- Approving, publishing and withdrawing a release. The warden role owns these functions; each checks the
-- caller and applies the rules, whatever the web process requests. Only they write what the public reads,
-- from what the worker protected and tested by attack, and nothing changes it again.

CREATE OR REPLACE FUNCTION release_of(me public.agencies_staff, of_release uuid)
RETURNS public.releases_release
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    release_row public.releases_release;
BEGIN
    SELECT r.* INTO release_row FROM public.releases_release r
      JOIN public.releases_family f ON f.id = r.family_id
     WHERE r.id = of_release AND f.agency_id = me.agency_id FOR UPDATE OF r;
    IF release_row.id IS NULL THEN
        RAISE EXCEPTION 'no release of yours' USING ERRCODE = '42501';
    END IF;
    RETURN release_row;
END $$;

-- Approves the release that the caller saw, identified by the hash of its tables. Never the caller's own, and
-- never one that failed the attack (42501). False if it changed in the meantime.
CREATE OR REPLACE FUNCTION release_approve(of_release uuid, seen_hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('approve_release');
    release_row public.releases_release := public.release_of(me, of_release);
BEGIN
    IF release_row.made_by = me.id OR release_row.chosen_by IS NOT DISTINCT FROM me.id
       OR release_row.passes IS NOT TRUE THEN
        RAISE EXCEPTION 'not yours to approve' USING ERRCODE = '42501';
    END IF;
    IF release_row.state <> 'protected' OR release_row.tables_hash <> seen_hash THEN
        RETURN false;
    END IF;
    UPDATE public.releases_release SET state = 'approved', approved_by = me.id, approved_at = now(),
        sent_back = '', version = version + 1 WHERE id = release_row.id;
    RETURN true;
END $$;

-- Returns a protected or approved release to those who prepare it; false in any other state.
CREATE OR REPLACE FUNCTION release_send_back(of_release uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('approve_release');
    release_row public.releases_release := public.release_of(me, of_release);
BEGIN
    IF release_row.state NOT IN ('protected', 'approved') THEN
        RETURN false;
    END IF;
    UPDATE public.releases_release SET state = 'designed', approved_by = NULL, approved_at = NULL,
        sent_back = why, version = version + 1 WHERE id = release_row.id;
    RETURN true;
END $$;

-- Publishes an approved release: copies its parts to tables that everyone reads. A correction is published in
-- a month of the calendar, or with the reason why it could not wait (22023). False if the release is not
-- approved.
CREATE OR REPLACE FUNCTION release_publish(of_release uuid, why_urgent text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_with('prepare_release');
    release_row public.releases_release := public.release_of(me, of_release);
    fam public.releases_family;
    said jsonb;
BEGIN
    IF release_row.state <> 'approved' THEN
        RETURN false;
    END IF;
    SELECT * INTO STRICT fam FROM public.releases_family WHERE id = release_row.family_id;
    SELECT p.about INTO STRICT said FROM public.releases_part p
     WHERE p.release_id = release_row.id AND p.kind = 'about';
    INSERT INTO public.releases_edition (id, slug, number, indicator, country, title, about,
        published_at)
    VALUES (release_row.id, fam.slug, release_row.number, fam.indicator, fam.country, fam.title, said,
        now());
    INSERT INTO public.releases_editionpart (edition_id, kind, name, media, about, body, sha256)
    SELECT release_row.id, p.kind, p.name, p.media, p.about, p.body, p.sha256
      FROM public.releases_part p WHERE p.release_id = release_row.id AND p.kind <> 'about';
    IF release_row.corrects_id IS NOT NULL THEN
        IF cardinality(fam.months) > 0 AND btrim(coalesce(why_urgent, '')) = ''
           AND NOT extract(month FROM now())::smallint = ANY (fam.months)
           AND NOT extract(month FROM now() + interval '14 hours')::smallint = ANY (fam.months) THEN
            RAISE EXCEPTION 'not in the calendar' USING ERRCODE = '22023';
        END IF;
        INSERT INTO public.releases_editionnote (edition_id, kind, words, other, made_at)
        VALUES (release_row.corrects_id, 'corrected', release_row.what_changed, release_row.number, now());
    END IF;
    UPDATE public.releases_release SET state = 'published', published_at = now(),
        urgent = coalesce(why_urgent, ''), version = version + 1 WHERE id = release_row.id;
    RETURN true;
END $$;

-- Withdraws a published release: its page stays and gives the reason, its figures are no longer available.
-- False if it is not published.
CREATE OR REPLACE FUNCTION release_withdraw(of_release uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me public.agencies_staff := public.staff_caller();
    release_row public.releases_release := public.release_of(me, of_release);
BEGIN
    IF NOT (public.staff_may(me.id, 'prepare_release') OR public.staff_may(me.id, 'approve_release'))
       OR why IS NULL OR btrim(why) = '' THEN
        RAISE EXCEPTION 'not yours to withdraw' USING ERRCODE = '42501';
    END IF;
    IF release_row.state <> 'published' THEN
        RETURN false;
    END IF;
    INSERT INTO public.releases_editionnote (edition_id, kind, words, other, made_at)
    VALUES (release_row.id, 'withdrawn', why, NULL, now());
    UPDATE public.releases_release SET state = 'withdrawn', version = version + 1
     WHERE id = release_row.id;
    RETURN true;
END $$;
