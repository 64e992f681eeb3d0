-- The cases that this person may read, filtered and sorted by the database: the ids of one page and the
-- total. Row security would check the right to each case, due task and visit of thousands of cases before
-- sorting them for one page; this function checks it once for each file. Returns ids alone: the contents are
-- read through both access checks (docs/rooms.md). A fact of a section that the person cannot read counts as
-- unknown: neither a filter nor the order reveals it.
--
-- `asked` holds the filters statuses, stage, risk ('-': not assessed), gender, age_low, age_high, worker, office,
-- overdue (a duty, or 'any'), flagged, in_danger (the child may be in danger, as in `cases.danger`; these cases come
-- first in the order by risk), days_without_contact (-1: no contact yet), concern, opened_month, closed_month and
-- visited_month (the first day of the month in which the case was opened or closed, or the child was visited). It
-- also holds order, descending, anchor (the case after which the page begins, or before which it ends with
-- `backwards`), most (ids on a page) and most_cases. A person who leads more cases than `most_cases` gets those of
-- one `office`, their own if it has cases, unless they choose an office or a worker; of an office with more than
-- that, the `most_cases` of highest risk, those ever in danger first (`is_cut`). The total counts cases of the
-- offices that the person leads, without those hidden from them; of other offices only what was opened to the person.
CREATE OR REPLACE FUNCTION case_list_page(asked jsonb, on_day date) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    itself uuid[] := public.access_self();
    me uuid := itself[1];
    zone text := (SELECT o.time_zone FROM public.agencies_staff s JOIN public.agencies_office o ON o.id = s.office_id
                   WHERE s.id = me);  -- of the days that the list shows
    offices uuid[] := array_remove(acts_as, me);
    statuses text[] := ARRAY(SELECT jsonb_array_elements_text(asked -> 'statuses'));
    of_stage text := coalesce(asked ->> 'stage', '');
    of_risk text := coalesce(asked ->> 'risk', '');
    of_gender text := coalesce(asked ->> 'gender', '');
    age_low integer := (asked ->> 'age_low')::integer;
    age_high integer := (asked ->> 'age_high')::integer;
    of_worker uuid := (asked ->> 'worker')::uuid;
    of_office uuid := (asked ->> 'office')::uuid;
    overdue text := coalesce(asked ->> 'overdue', '');
    is_flagged boolean := coalesce((asked ->> 'flagged')::boolean, false);
    no_contact integer := (asked ->> 'days_without_contact')::integer;
    of_concern text := coalesce(asked ->> 'concern', '');
    is_danger boolean := coalesce((asked ->> 'in_danger')::boolean, false);
    opened daterange := daterange((asked ->> 'opened_month')::date,
                                  ((asked ->> 'opened_month')::date + interval '1 month')::date);
    closed daterange := daterange((asked ->> 'closed_month')::date,
                                  ((asked ->> 'closed_month')::date + interval '1 month')::date);
    visited daterange := daterange((asked ->> 'visited_month')::date,
                                   ((asked ->> 'visited_month')::date + interval '1 month')::date);
    closes boolean := asked ->> 'closed_month' IS NOT NULL;
    sorted_by text := asked ->> 'order';
    is_descending boolean := coalesce((asked ->> 'descending')::boolean, false);
    anchor uuid := (asked ->> 'anchor')::uuid;
    most integer := (asked ->> 'most')::integer;
    fewest_cases CONSTANT integer := 500;  -- so that no caller finds out a small number of cases
    most_cases integer := greatest((asked ->> 'most_cases')::integer, fewest_cases);
    needs_child boolean := of_gender <> '' OR age_low IS NOT NULL OR age_high IS NOT NULL
                           OR sorted_by IN ('code', 'sex', 'age');
    hidden uuid[] := ARRAY(SELECT h.file_id FROM public.agencies_hidden h WHERE h.principal = ANY (itself));
    granted uuid[];
    wanted uuid[];
    narrowed boolean := false;
    is_cut boolean := false;
    found uuid[];
    before_it integer;
    until_it integer;
    first_at integer;
    last_at integer;
BEGIN
    IF of_worker IS NULL AND (of_office = ANY (offices)) IS NOT TRUE THEN
        -- Files of teams and emergencies, and files that other offices share with this office: such a right
        -- has an end.
        granted := ARRAY(
            SELECT c.id FROM public.agencies_grant g JOIN public.cases_case c ON c.file_id = g.file_id
             WHERE g.principal = me AND c.status = ANY (statuses)
             UNION ALL
            SELECT c.id FROM public.agencies_grant g JOIN public.cases_case c ON c.file_id = g.file_id
             WHERE g.principal = ANY (offices) AND g.ends_at > now() AND c.status = ANY (statuses));
    END IF;
    IF of_worker IS NULL AND of_office IS NULL THEN
        wanted := ARRAY(SELECT c.id FROM public.cases_case c
                         WHERE c.office_id = ANY (offices) AND c.status = ANY (statuses)
                           AND c.opened_on <@ opened AND (NOT closes OR c.closed_on <@ closed)
                           AND NOT c.file_id = ANY (hidden) LIMIT most_cases + 1);
        IF cardinality(wanted) > most_cases THEN
            narrowed := true;
            -- A person whose own office has no cases gets another office with cases.
            of_office := (SELECT c.office_id FROM public.cases_case c
                           WHERE c.office_id = ANY (offices) AND c.status = ANY (statuses)
                             AND c.opened_on <@ opened AND (NOT closes OR c.closed_on <@ closed)
                             AND NOT c.file_id = ANY (hidden)
                           ORDER BY c.office_id <> (SELECT s.office_id FROM public.agencies_staff s WHERE s.id = me)
                           LIMIT 1);
        ELSE
            wanted := wanted || granted;
        END IF;
    END IF;
    IF of_worker IS NOT NULL THEN
        wanted := ARRAY(SELECT c.id FROM public.cases_case c
                         WHERE c.worker_id = of_worker AND c.status = ANY (statuses)
                           AND (of_office IS NULL OR c.office_id = of_office));
    ELSIF of_office IS NOT NULL AND NOT of_office = ANY (offices) THEN
        wanted := granted;  -- narrowed to this office below
    ELSIF of_office IS NOT NULL THEN
        -- Of an office with too many cases, those of highest risk: to see the others, the person must choose
        -- a worker.
        wanted := ARRAY(SELECT c.id FROM public.cases_case c
                         WHERE c.office_id = of_office AND c.status = ANY (statuses)
                           AND c.opened_on <@ opened AND (NOT closes OR c.closed_on <@ closed)
                           AND NOT c.file_id = ANY (hidden)
                         ORDER BY c.danger_reported_at IS NULL AND NOT EXISTS (
                                      SELECT 1 FROM public.cases_visit v
                                       WHERE v.case_id = c.id AND (v.not_met_because = 'prevented' OR v.child_safe = 'no')),
                                  array_position(ARRAY['high', '', 'medium', 'low'], c.risk::text), c.id
                         LIMIT most_cases + 1);
        IF cardinality(wanted) > most_cases THEN
            is_cut := true;
            wanted := wanted[:most_cases];
        END IF;
    END IF;

    WITH readable AS MATERIALIZED (
        SELECT c.id, c.file_id, c.status, c.stage, c.opened_on, c.closed_on, c.worker_id, c.office_id,
               k.code, k.gender, k.birth_year_low, k.birth_year_high,
               held.reads & {section.VISITS} <> 0 AS reads_visits,
               held.reads, held.reads & {section.LEGAL} <> 0 AND held.reads & {section.NEEDS} <> 0 AS reads_documents,
               held.reads & {section.SITUATION} <> 0 AS reads_situation,
               held.reads & {section.VISITS} <> 0 AND held.reads & {section.RISK} <> 0
               AND c.status IN ('open', 'closing_asked') AS knows_danger, c.danger_reported_at,
               CASE WHEN held.reads & {section.RISK} <> 0 THEN c.risk ELSE '' END AS risk
          FROM (SELECT DISTINCT unnest(wanted || anchor) AS id) w
          JOIN public.cases_case c ON c.id = w.id
          LEFT JOIN public.people_child k ON needs_child AND k.id = c.child_id,
               LATERAL (SELECT bit_or(g.reads) AS reads FROM public.agencies_grant g
                         WHERE g.file_id = c.file_id AND g.principal = ANY (acts_as)
                           AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) held
         WHERE held.reads & {section.CASE} <> 0 AND held.reads & {section.IDENTITY} <> 0
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                            WHERE h.file_id = c.file_id AND h.principal = ANY (itself))
    ), facts AS (
        SELECT r.*, due.due_on, due.is_late,
               CASE WHEN r.reads_visits AND (no_contact IS NOT NULL OR sorted_by = 'contact') THEN (
                    SELECT (v.happened_at AT TIME ZONE zone)::date FROM public.cases_visit v
                     WHERE v.case_id = r.id AND v.outcome <> 'not_met'
                     ORDER BY v.happened_at DESC LIMIT 1) END AS met_on,
               CASE WHEN r.reads_visits AND (is_flagged OR sorted_by = 'flag') THEN EXISTS (
                    SELECT 1 FROM public.notes_note n
                     WHERE n.case_id = r.id AND n.kind = 'flag' AND n.state = 'stands'
                       AND (n.until IS NULL OR n.until >= on_day)) END AS has_flag,
               r.knows_danger AND (is_danger OR sorted_by = 'risk') AND (
                    r.danger_reported_at IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM public.cases_visit safe
                         WHERE safe.case_id = r.id AND safe.child_safe = 'yes'
                           AND public.danger_is_ended(r.danger_reported_at, false, safe.happened_at,
                                                      safe.is_time_unknown, r.office_id))
                    OR EXISTS (
                        SELECT 1 FROM public.cases_visit v
                         WHERE v.case_id = r.id AND (v.not_met_because = 'prevented' OR v.child_safe = 'no') AND NOT EXISTS (
                               SELECT 1 FROM public.cases_visit safe
                                WHERE safe.case_id = r.id AND safe.child_safe = 'yes'
                                  AND (safe.outcome = 'met_alone' OR v.not_met_because <> 'prevented' AND v.outcome <> 'met_alone')
                                  AND public.danger_is_ended(v.happened_at, v.is_time_unknown, safe.happened_at,
                                                             safe.is_time_unknown, r.office_id)))) AS in_danger
          FROM readable r LEFT JOIN LATERAL (
               SELECT min(d.due_on) AS due_on,
                      bool_or(d.due_on < on_day AND (overdue = 'any' OR d.duty = overdue)) AS is_late
                 FROM public.cases_due d
                WHERE d.case_id = r.id AND d.done_on IS NULL
                  -- as `Due.read_condition`
                  AND (d.duty <> 'document' OR r.reads_documents
                       OR public.access_staff() IN (d.worker_id, d.recorded_by))
                  AND (public.duty_is_known(d.duty, r.reads) OR public.access_staff() IN (d.worker_id, d.recorded_by))
               ) due ON r.reads_visits
    ), ranked AS (
        SELECT f.id,
               f.status = ANY (statuses)
               AND (of_stage = '' OR f.stage = of_stage)
               AND (of_risk = '' OR f.risk = replace(of_risk, '-', ''))
               AND (of_gender = '' OR f.gender = of_gender)
               AND (of_worker IS NULL OR f.worker_id = of_worker)
               AND (of_office IS NULL OR f.office_id = of_office)
               AND (age_low IS NULL OR extract(year FROM on_day) - f.birth_year_low >= age_low)
               AND (age_high IS NULL OR extract(year FROM on_day) - f.birth_year_high - 1 <= age_high)
               AND f.opened_on <@ opened
               AND (NOT closes OR f.closed_on <@ closed)
               AND (asked ->> 'visited_month' IS NULL OR f.reads_visits AND EXISTS (
                    SELECT 1 FROM public.cases_visit v
                     WHERE v.case_id = f.id AND (v.happened_at AT TIME ZONE zone)::date <@ visited))
               AND (overdue = '' OR f.is_late)
               AND (NOT is_flagged OR f.has_flag)
               AND (NOT is_danger OR f.in_danger)
               AND (no_contact IS NULL OR f.reads_visits AND CASE WHEN no_contact < 0 THEN f.met_on IS NULL
                    ELSE coalesce(f.met_on, f.opened_on) <= on_day - no_contact END)
               AND (of_concern = '' OR f.reads_situation AND EXISTS (
                    SELECT 1 FROM ({rows.case_concerns}) p WHERE p.file_id = f.file_id AND p.code = of_concern))
               AS fits,
               row_number() OVER (ORDER BY
                   CASE sorted_by
                       WHEN 'risk' THEN CASE WHEN f.in_danger THEN 0 ELSE
                           array_position(ARRAY['high', '', 'medium', 'low'], f.risk::text) END
                       WHEN 'stage' THEN array_position(ARRAY['registration', 'assessment', 'planning',
                                                              'implementation', 'review', 'closing'], f.stage::text)
                       WHEN 'age' THEN - (f.birth_year_low + f.birth_year_high)
                       WHEN 'flag' THEN CASE WHEN f.has_flag THEN 0 ELSE 1 END
                   END,
                   CASE sorted_by
                       WHEN 'contact' THEN coalesce(f.met_on, '-infinity')
                       WHEN 'opened' THEN f.opened_on
                   END,
                   CASE sorted_by
                       WHEN 'code' THEN f.code WHEN 'sex' THEN f.gender WHEN 'status' THEN f.status
                       WHEN 'worker' THEN (SELECT s.name FROM public.agencies_staff s WHERE s.id = f.worker_id)
                       WHEN 'office' THEN (SELECT o.name FROM public.agencies_office o WHERE o.id = f.office_id)
                   END,
                   f.due_on, f.id) AS place
          FROM facts f
    ), placed AS (
        SELECT r.id, coalesce(r.fits, false) AS fits, CASE WHEN is_descending THEN - r.place ELSE r.place END AS place
          FROM ranked r
    ), at_anchor AS (SELECT p.place FROM placed p WHERE p.id = anchor)
    SELECT coalesce(array_agg(p.id ORDER BY p.place) FILTER (WHERE p.fits), '{}'),
           count(*) FILTER (WHERE p.fits AND p.place < (SELECT a.place FROM at_anchor a)),
           count(*) FILTER (WHERE p.fits AND p.place <= (SELECT a.place FROM at_anchor a))
      INTO found, before_it, until_it FROM placed p;

    IF coalesce((asked ->> 'backwards')::boolean, false) AND anchor IS NOT NULL THEN
        last_at := before_it;
        first_at := greatest(before_it - most + 1, 1);
    ELSE
        first_at := until_it + 1;
        last_at := least(until_it + most, cardinality(found));
    END IF;
    RETURN jsonb_build_object(
        'ids', to_jsonb(found[first_at:last_at]), 'count', cardinality(found),
        'office', CASE WHEN narrowed OR is_cut THEN of_office END, 'is_cut', is_cut,
        'has_before', first_at > 1 AND cardinality(found) > 0, 'has_after', last_at < cardinality(found));
END $$;
