-- What a transfer to another country lacks, whatever writes the row: the same conditions as
-- `transfers.authorisation_rules`, `journey_facts` and `journey_rules`, as far as codes and dates tell. The words of
-- sealed texts (neutral papers, the offices that act, the case worker there) are asked by the application alone. The
-- warden role owns these functions and sees all rows of the file.

DROP FUNCTION IF EXISTS transfers_missing_of_papers(public.transfers_transfer, date);

-- The gate of contact with the country of origin as the caller may know it: who does not read the screenings is refused
-- alike, whatever they found, so that no error tells it.
CREATE OR REPLACE FUNCTION transfers_gate(of_file uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text := public.origin_contact_state(of_file, 'infinity');
BEGIN
    RETURN CASE WHEN gate IN ('closed', 'unfinished') AND NOT public.origin_reads_signs(of_file) THEN 'not_now'
                ELSE gate END;
END $$;

-- Whether a document of the checklist is here, or not needed with a reason, and valid on a day: its newest entry.
CREATE OR REPLACE FUNCTION transfers_has_paper(of_transfer uuid, of_paper text, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT d.state = 'not_needed' AND d.paper NOT IN ('decision_sheet', 'child_view', 'guardian_view')
               OR d.state IN ('held', 'given') AND coalesce(d.valid_until >= on_day, d.paper NOT IN ({values.transfer_dated_papers}))
          FROM public.transfers_transferdocument d
         WHERE d.transfer_id = of_transfer AND d.paper = of_paper
         ORDER BY d.recorded_at DESC, d.id DESC LIMIT 1), false)
$$;

-- What the panel in force recorded of the guardian; empty without a panel. Only the newest determination is in force.
CREATE OR REPLACE FUNCTION transfers_guardian_of_panel(t public.transfers_transfer, on_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN public.transfers_is_determined(t, on_day)
                THEN (public.transfers_newest_determination(t.file_id)).guardian ELSE '' END
$$;

-- What the decision, the child's view and the safety of a transfer lack on a day; NULL if nothing.
CREATE OR REPLACE FUNCTION transfers_missing_of_child(t public.transfers_transfer, on_day date, zone text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gate text := public.transfers_gate(t.file_id);
    said public.transfers_transferview;
BEGIN
    said := public.transfers_view_that_counts(t, zone);
    RETURN CASE
        WHEN t.kind = 'ordered' AND NOT public.transfers_ordered(t, on_day) THEN 'no order of an authority'
        WHEN NOT public.transfers_is_determined(t, on_day) AND NOT public.transfers_ordered(t, on_day)
            THEN 'no best interests decision in force'
        WHEN NOT public.transfers_guardian_of_panel(t, on_day) IN ('heard', 'declined', 'missing')
             AND NOT public.transfers_has_paper(t.id, 'guardian_view', on_day) THEN 'the guardian was not heard'
        WHEN said.id IS NULL OR said.wish = 'not_asked' THEN 'the child was not asked'
        WHEN public.transfers_child_says_no(t, zone) THEN 'the child says no'
        WHEN (said.asked_at AT TIME ZONE zone)::date < on_day - {values.transfer_view_days} THEN 'the view of the child is old'
        WHEN public.transfers_has_open_doubt(t) THEN 'the doubts of the child got no reply'
        WHEN public.transfers_safe_subjects(t, on_day, zone) < 3 THEN 'safety is not assessed or not found'
        WHEN gate = 'not_now' THEN 'the screening does not allow it now'
        WHEN gate = 'other_file' OR public.transfers_other_file_objects(t, on_day, zone) THEN 'another file of the child does not allow it'
        WHEN gate IN ('not_screened', 'unfinished') THEN 'the screening for protection is not finished'
        WHEN gate = 'closed' AND public.transfers_to_origin(t) THEN 'protection is needed or claimed'
        WHEN gate = 'stateless' AND public.transfers_to_origin(t)
             AND NOT public.origin_permission_covers(NULL, t.file_id, NULL, gate) THEN 'the child may be stateless'
        WHEN public.origin_is_unexplained(t.file_id) THEN 'a country of origin was removed without a reason'
        WHEN public.transfers_is_unpermitted(t) THEN 'contact with the country is not permitted'
        WHEN t.kind IN ('return', 'ordered', 'relatives') AND public.transfers_origin_found(t) = 'denied'
            THEN 'the country denied that the child is from there'
        WHEN t.kind = 'return' AND public.transfers_origin_found(t) IS DISTINCT FROM 'confirmed'
            THEN 'the country of origin is not verified' END;
END $$;

-- What the other country, permits, courts and the checklist lack for a journey on a day; NULL if nothing.
CREATE OR REPLACE FUNCTION transfers_missing_of_papers(t public.transfers_transfer, travels_on date, zone text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    region CONSTANT text[] := ARRAY[{values.transfer_region}];
    is_regional boolean := t.from_country = ANY (region) AND t.to_country = ANY (region);
    answered text := public.transfers_answer_that_counts(t);
BEGIN
    RETURN CASE
        WHEN coalesce(answered, '') NOT IN ('accepted', 'accepted_if') THEN 'the other country has not accepted'
        WHEN (is_regional OR t.coordination IN ('', 'agreement')) AND t.agreement_id IS NULL THEN 'no agreement'
        WHEN (is_regional OR t.coordination <> 'offices')
             AND (t.our_focal_point_id IS NULL OR t.their_focal_point_id IS NULL) THEN 'no focal points'
        WHEN public.transfers_basis_fault(t) IS NOT NULL THEN public.transfers_basis_fault(t)
        WHEN public.transfers_permit_missing(t, travels_on, zone) THEN 'a permit waits, was refused or is not valid'
        WHEN public.transfers_basis_missing(t, travels_on) IS NOT NULL
            THEN public.transfers_basis_missing(t, travels_on)
        WHEN public.transfers_court_needs(t, travels_on, zone) THEN 'a court needs the child'
        WHEN public.transfers_courts_open(t, travels_on, zone) <> '{}' THEN 'a court was not asked, or a hearing is ahead'
        WHEN EXISTS (
            SELECT 1 FROM unnest(ARRAY[{values.transfer_papers}]) r(paper)
             WHERE NOT public.transfers_has_paper(t.id, r.paper, travels_on)
               AND NOT (r.paper = 'guardian_view' AND public.transfers_guardian_of_panel(t, travels_on) = 'missing')) THEN 'documents are missing' END;
END $$;

-- What the newest plan of the journey and the newest receiving placement lack on a day; NULL if nothing.
CREATE OR REPLACE FUNCTION transfers_missing_of_journey(
    j public.transfers_transferjourney, p public.transfers_receivingplacement, on_day date, zone text
) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN j.id IS NULL OR (j.departs_at AT TIME ZONE zone)::date < on_day THEN 'no journey is planned'
        WHEN j.escort_screening <> 'screened' OR j.escort_choice NOT IN ('chosen', 'accepted') THEN 'the escort is not screened or not wanted'
        WHEN j.language = 'none' THEN 'no common language'
        WHEN j.fitness NOT IN ('fit', 'with_care') THEN 'not fit to travel'
        WHEN j.crossing = 'land' AND NOT ((j.crosses_at AT TIME ZONE zone)::time >= '06:00'
                                          AND (j.crosses_at AT TIME ZONE zone)::time < '18:00') THEN 'a land border by night'
        WHEN j.child_told_on IS NULL THEN 'the child was not told the plan'
        WHEN p.id IS NULL OR p.standing NOT IN ('meets', 'with_support') THEN 'the placement does not meet the standards'
        WHEN p.visited_on IS NULL THEN 'the placement was not visited'
        WHEN p.care = 'facility' AND NOT p.has_reasons THEN 'residential care without reasons'
        WHEN p.first_visit_on IS NULL
             OR p.first_visit_on < (j.arrives_at AT TIME ZONE zone)::date
             OR p.first_visit_on > (j.arrives_at AT TIME ZONE zone)::date + {values.transfer_first_visit_days}
                 THEN 'no first visit within 72 hours' END
$$;

-- The first thing that this transfer lacks on a day; NULL if nothing.
CREATE OR REPLACE FUNCTION transfers_missing(t public.transfers_transfer, on_day date, zone text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan public.transfers_transferjourney;
    place public.transfers_receivingplacement;
BEGIN
    SELECT j.* INTO plan FROM public.transfers_transferjourney j
     WHERE j.transfer_id = t.id AND j.file_id = t.file_id ORDER BY j.recorded_at DESC, j.id DESC LIMIT 1;
    -- With a receiver in the system it is theirs, unless we found later that a placement does not meet the standards.
    SELECT p.* INTO place FROM public.transfers_receivingplacement p
     WHERE p.transfer_id = t.id AND p.file_id = t.file_id
       AND (t.receiver_id IS NULL OR p.recorded_by = t.receiver_id OR p.standing NOT IN ('meets', 'with_support'))
     ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1;
    RETURN coalesce(
        public.transfers_missing_of_child(t, on_day, zone),
        public.transfers_missing_of_journey(plan, place, on_day, zone),
        public.transfers_missing_of_papers(t, greatest(on_day, (plan.departs_at AT TIME ZONE zone)::date), zone));
END $$;

-- The same for a departure, which also needs the child's view of the 24 hours before it.
CREATE OR REPLACE FUNCTION transfers_missing_at_departure(t public.transfers_transfer, zone text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.transfers_transferview;
BEGIN
    SELECT v.* INTO said FROM public.transfers_transferview v
     WHERE v.transfer_id = t.id AND v.file_id = t.file_id AND v.moment = 'departure'
       -- Whoever authorised it does not also hear the last word, unless it is no.
       AND (v.recorded_by IS DISTINCT FROM t.decided_by OR v.wish = 'does_not')
     ORDER BY v.asked_at DESC, v.recorded_at DESC, v.id DESC LIMIT 1;
    RETURN CASE
        WHEN said.wish = 'does_not' OR public.transfers_is_off(t, zone) THEN 'the child says no'
        WHEN said.id IS NULL OR said.wish = 'not_asked' OR said.asked_at > t.departed_at
             OR said.asked_at < t.departed_at - make_interval(hours => {values.transfer_last_view_hours})
                 THEN 'the child was not asked in the last 24 hours'
        WHEN t.departed_at > now() + interval '5 minutes' THEN 'the departure is in the future'
        ELSE coalesce(public.transfers_departure_fault(t, zone),
                      public.transfers_missing(t, (t.departed_at AT TIME ZONE zone)::date, zone)) END;
END $$;
