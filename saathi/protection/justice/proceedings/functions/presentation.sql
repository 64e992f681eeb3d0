-- Whether our staff may present a child to tell what happened, whoever writes the row: as
-- `proceedings.testimony_rules.reasons_against_presentation`. A summons, and a telling that took place, are never refused.

-- How often the child gave an account: the hearings at which the child did, or the highest number recorded. As
-- `proceedings.rules.accounts_given`.
CREATE OR REPLACE FUNCTION proceedings_told(of_file uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest(
        count(*) FILTER (WHERE h.state = 'held' AND h.mode NOT IN ('', 'recorded', 'not_heard', 'not_known')),
        coalesce(max(h.times_told), 0))::integer
      FROM public.proceedings_hearing h WHERE h.file_id = of_file
$$;

-- Whether a decision is the child's free agreement. As `proceedings.agreement_rules.TestimonyAgreement.is_given`.
CREATE OR REPLACE FUNCTION proceedings_agrees(answer varchar, pressure varchar[], withdrawn_on date) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT answer IN ('wants', 'conditions') AND withdrawn_on IS NULL AND pressure <@ ARRAY['none', 'not_known']::varchar[]
$$;

-- Whether it is known who explained testimony, how, in which language, and what the child understood. As
-- `proceedings.testimony_rules.TestimonyExplanation.is_complete`.
CREATE OR REPLACE FUNCTION proceedings_is_explained(explained_by varchar, ways varchar[], language varchar, seen varchar[])
RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT explained_by <> 'no_one' AND language <> '' AND NOT ways <@ ARRAY['not_known']::varchar[]
           AND cardinality(seen) > 0 AND NOT 'not_seen' = ANY (seen)
$$;

-- An agreement is recorded with its explanation; a child's "no" whatever was explained.
CREATE OR REPLACE FUNCTION proceedings_require_explanation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'proceedings_childtestimonydecision: an agreement without an explanation' USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE TRIGGER agreed_when_explained BEFORE INSERT ON proceedings_childtestimonydecision FOR EACH ROW
    WHEN (NEW.answer IN ('wants', 'conditions')
          AND (NEW.explained_by = 'no_one' OR NEW.language = '' OR NEW.explained_how <@ ARRAY['not_known']::varchar[]
               OR cardinality(NEW.understanding) = 0 OR 'not_seen' = ANY (NEW.understanding))
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION proceedings_require_explanation();

-- The files of the child of a file, also those that a merge joined: a "no" of the child holds in all proceedings of these.
CREATE OR REPLACE FUNCTION proceedings_files_of_child(of_file uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT unnest(public.files_of_child(of_file))
$$;

-- The child's decision that counts in a proceeding: the latest in it; but an agreement counts after a "no", in whichever
-- proceeding of the child, only if it was given on a later day and recorded afterwards. Without a decision in the proceeding
-- a "no" in another one counts, and an agreement in another one never. As `proceedings.agreement_rules.current_position`.
CREATE OR REPLACE FUNCTION proceedings_current_decision(of_proceeding uuid, of_file uuid)
RETURNS public.proceedings_childtestimonydecision
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.proceedings_childtestimonydecision;
    said_no public.proceedings_childtestimonydecision;
BEGIN
    SELECT d.* INTO latest FROM public.proceedings_childtestimonydecision d
     WHERE d.proceeding_id = of_proceeding AND d.file_id = of_file
     ORDER BY d.decided_on DESC, d.recorded_at DESC LIMIT 1;
    IF latest.id IS NOT NULL AND (latest.answer NOT IN ('wants', 'conditions') OR latest.withdrawn_on IS NOT NULL) THEN
        RETURN latest;
    END IF;
    SELECT d.* INTO said_no FROM public.proceedings_childtestimonydecision d
     WHERE d.file_id IN (SELECT public.proceedings_files_of_child(of_file))
       AND (d.answer = 'does_not_want' OR d.withdrawn_on IS NOT NULL)
       AND (latest.id IS NULL OR coalesce(d.withdrawn_on, d.decided_on) >= latest.decided_on
            OR d.recorded_at > latest.recorded_at)
     ORDER BY coalesce(d.withdrawn_on, d.decided_on) DESC, d.recorded_at DESC LIMIT 1;
    RETURN CASE WHEN said_no.id IS NULL THEN latest ELSE said_no END;
END $$;

-- Whether whoever recorded the child's latest "no" also recorded this agreement. As `agreement_rules.is_changed_alone`.
CREATE OR REPLACE FUNCTION proceedings_changed_alone(agreed public.proceedings_childtestimonydecision) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT d.recorded_by = agreed.recorded_by FROM public.proceedings_childtestimonydecision d
         WHERE d.file_id IN (SELECT public.proceedings_files_of_child(agreed.file_id)) AND d.id <> agreed.id
           AND (d.answer = 'does_not_want' OR d.withdrawn_on IS NOT NULL)
         ORDER BY coalesce(d.withdrawn_on, d.decided_on) DESC, d.recorded_at DESC LIMIT 1), false)
$$;

-- What another file of the child says against an agreement in this one: 'no'; 'alone' if whoever recorded a "no" there also
-- recorded the agreement; or nothing. For those who may see this file; of all others it says nothing.
CREATE OR REPLACE FUNCTION proceedings_other_file_says(of_proceeding uuid, of_file uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted public.proceedings_childtestimonydecision;
BEGIN
    IF NOT public.access_is_shown(of_file) OR public.other_files_of_child(of_file) = '{}' THEN
        RETURN '';
    END IF;
    counted := public.proceedings_current_decision(of_proceeding, of_file);
    RETURN CASE WHEN counted.file_id <> of_file THEN 'no'
                WHEN counted.id IS NOT NULL AND public.proceedings_changed_alone(counted) THEN 'alone'
                ELSE '' END;
END $$;

-- A coming hearing at which the child may be questioned, or to which the child is taken, is not planned without the child's
-- agreement, unless the child is summoned (23514). No decision is no agreement. What happened at a hearing is recorded in any
-- case. At a judgment, or about the child's own protection, the child listens or is a party and is not asked what happened:
-- no agreement is needed (`LISTENING_PURPOSES`). As `testimony_rules.reasons_against_plan`.
CREATE OR REPLACE FUNCTION proceedings_require_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted public.proceedings_childtestimonydecision;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.listed_on, NEW.purpose, NEW.child_expected, NEW.state, NEW.transport_arranged)
       IS NOT DISTINCT FROM (OLD.listed_on, OLD.purpose, OLD.child_expected, OLD.state, OLD.transport_arranged) THEN
        RETURN NEW;
    END IF;
    IF NEW.listed_on < (SELECT (now() AT TIME ZONE o.time_zone)::date FROM public.agencies_file f
                          JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id) THEN
        RETURN NEW;
    END IF;
    PERFORM public.proceedings_hold_decisions(NEW.file_id);
    counted := public.proceedings_current_decision(NEW.proceeding_id, NEW.file_id);
    IF (NOT coalesce(public.proceedings_agrees(counted.answer, counted.pressure, counted.withdrawn_on), false)
        OR public.proceedings_changed_alone(counted))
       AND NOT EXISTS (SELECT 1 FROM public.proceedings_summons s WHERE s.proceeding_id = NEW.proceeding_id) THEN
        RAISE EXCEPTION 'proceedings_hearing: the child has not agreed to testify' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

-- A new decision of the child in any proceeding, or a withdrawal, waits for what is approved now, or this waits for it.
CREATE OR REPLACE FUNCTION proceedings_hold_decisions(of_file uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.proceedings_proceeding p
      WHERE p.file_id IN (SELECT public.proceedings_files_of_child(of_file)) ORDER BY p.id FOR UPDATE;
    PERFORM FROM public.proceedings_childtestimonydecision d
      WHERE d.file_id IN (SELECT public.proceedings_files_of_child(of_file)) ORDER BY d.id FOR SHARE;
END $$;

CREATE OR REPLACE TRIGGER planned_with_agreement
    BEFORE INSERT OR UPDATE OF listed_on, purpose, child_expected, state, transport_arranged
    ON proceedings_hearing FOR EACH ROW
    WHEN (NEW.state = 'listed' AND NEW.purpose NOT IN ('judgment', 'protection')
          AND (NEW.child_expected IN ('present', 'video') OR NEW.transport_arranged = 'confirmed')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_agreement();

-- A later "no", one that is recorded late, new conditions or a withdrawal ends what was approved or planned for an earlier
-- agreement, from that day, in all proceedings of the child in which it counts, whoever records it. A summoned child keeps
-- the arrangements. As `actions.testimony._end_what_needs_agreement`, which also notifies.
CREATE OR REPLACE FUNCTION proceedings_end_approvals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.proceedings_childtestimonydecision;
    since date := coalesce(NEW.withdrawn_on, NEW.decided_on);
    of_child record;
BEGIN
    IF NEW.answer = 'wants' AND public.proceedings_agrees(NEW.answer, NEW.pressure, NEW.withdrawn_on) THEN
        RETURN NULL;
    END IF;
    -- An approval at the same time waits for a new decision; for a withdrawal it waits on the decision itself.
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM public.proceedings_proceeding p
          WHERE p.file_id IN (SELECT public.proceedings_files_of_child(NEW.file_id)) ORDER BY p.id FOR UPDATE;
    END IF;
    FOR of_child IN
        SELECT p.id, p.file_id FROM public.proceedings_proceeding p
         WHERE p.file_id IN (SELECT public.proceedings_files_of_child(NEW.file_id))
    LOOP
        latest := public.proceedings_current_decision(of_child.id, of_child.file_id);
        CONTINUE WHEN latest.id IS DISTINCT FROM NEW.id;
        UPDATE public.proceedings_presentationrequest r SET state = 'withdrawn', version = r.version + 1
         WHERE r.proceeding_id = of_child.id AND r.state IN ('asked', 'approved') AND r.planned_on >= since;
        UPDATE public.proceedings_hearing h SET child_expected = 'not_known', version = h.version + 1,
               transport_arranged = CASE h.transport_arranged WHEN 'confirmed' THEN 'not_arranged'
                                         ELSE h.transport_arranged END
         WHERE h.proceeding_id = of_child.id AND h.state = 'listed' AND h.listed_on >= since
           AND h.purpose NOT IN ('judgment', 'protection') AND h.child_expected IN ('present', 'video')
           AND NOT EXISTS (SELECT 1 FROM public.proceedings_summons s WHERE s.proceeding_id = of_child.id);
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER no_ends_approvals AFTER INSERT OR UPDATE OF withdrawn_on ON proceedings_childtestimonydecision
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_end_approvals();

CREATE OR REPLACE FUNCTION proceedings_require_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.proceedings_childtestimonydecision;
    missing text;
BEGIN
    PERFORM public.proceedings_hold_decisions(NEW.file_id);
    latest := public.proceedings_current_decision(NEW.proceeding_id, NEW.file_id);
    missing := CASE
        WHEN TG_OP = 'UPDATE' AND OLD.state <> 'asked' THEN 'it was already decided'
        WHEN latest.id IS NULL OR latest.answer NOT IN ('wants', 'conditions') OR latest.withdrawn_on IS NOT NULL
            THEN 'the child has not agreed to testify'
        WHEN NOT latest.pressure <@ ARRAY['none', 'not_known']::varchar[] THEN 'the child decided under pressure'
        WHEN NOT public.proceedings_is_explained(latest.explained_by, latest.explained_how, latest.language,
                                                 latest.understanding)
            THEN 'it is not known how testimony was explained'
        WHEN public.proceedings_changed_alone(latest) THEN 'one person recorded the no and the agreement'
        WHEN NEW.reason_code = '' AND greatest(NEW.told_before, public.proceedings_told(NEW.file_id)) >= 2
            THEN 'a further telling needs a reason' END;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'proceedings_presentationrequest: %', missing USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

-- A request is submitted after the child has decided, yes or no. As `testimony_rules.reasons_against_asking`.
CREATE OR REPLACE FUNCTION proceedings_require_answer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest public.proceedings_childtestimonydecision;
BEGIN
    latest := public.proceedings_current_decision(NEW.proceeding_id, NEW.file_id);
    IF latest.id IS NULL OR latest.answer NOT IN ('wants', 'conditions', 'does_not_want') THEN
        RAISE EXCEPTION 'proceedings_presentationrequest: the child has not decided' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER asked_with_decision BEFORE INSERT ON proceedings_presentationrequest FOR EACH ROW
    WHEN (NEW.state = 'asked' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_answer();
CREATE OR REPLACE TRIGGER presented_with_decision BEFORE INSERT ON proceedings_presentationrequest FOR EACH ROW
    WHEN (NEW.state = 'approved' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_decision();
CREATE OR REPLACE TRIGGER presents_with_decision BEFORE UPDATE ON proceedings_presentationrequest FOR EACH ROW
    WHEN (NEW.state = 'approved' AND OLD.state <> 'approved'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION proceedings_require_decision();
