-- The decision that is the basis of a transfer (`transfers.decision_queries`, `transfers.order_rules`). The warden role owns these
-- functions and sees all rows of the file.

DROP FUNCTION IF EXISTS transfers_ordered(uuid, text[], date);

-- The solutions of a best interests decision that fit a kind of transfer.
CREATE OR REPLACE FUNCTION transfers_solutions(of_kind text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE of_kind WHEN 'return' THEN ARRAY['return']
                        WHEN 'relatives' THEN ARRAY['family', 'relatives']
                        WHEN 'third_country' THEN ARRAY['third']
                        ELSE ARRAY['return', 'family', 'relatives', 'third'] END
$$;

-- The newest determination of a file that was decided, whatever became of it; a row of NULLs if there is none.
CREATE OR REPLACE FUNCTION transfers_newest_determination(of_file uuid) RETURNS public.best_interests_determination
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.* FROM public.best_interests_determination d
     WHERE d.file_id = of_file AND d.state IN ('decided', 'told', 'reopened', 'ended')
     ORDER BY d.decided_on DESC, d.recorded_at DESC LIMIT 1
$$;

-- Whether a determination in force is for this kind of transfer and this country, and the child did not leave under it
-- before, except on an earlier leg that ended where this one starts.
CREATE OR REPLACE FUNCTION transfers_is_determined(t public.transfers_transfer, on_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    newest public.best_interests_determination := public.transfers_newest_determination(t.file_id);
BEGIN
    RETURN public.best_interests_in_force(t.file_id, public.transfers_solutions(t.kind), on_day)
       AND newest.country = t.to_country
       -- It answers the question of a transfer, and none on that question was opened later.
       AND newest.occasion IN ({values.transfer_occasions})
       AND NOT EXISTS (SELECT 1 FROM public.best_interests_determination d
                        WHERE d.file_id = t.file_id AND d.state IN ('opened', 'ready', 'listed', 'deferred')
                          AND d.occasion IN ({values.transfer_occasions})
                          AND d.recorded_at >= (SELECT max(e.recorded_at) FROM public.best_interests_determination e
                                                 WHERE e.file_id = t.file_id AND e.state IN ('decided', 'told', 'reopened', 'ended')))
       AND on_day <= (newest.decided_on + interval '12 months')::date  -- whatever the solution
       AND NOT EXISTS (SELECT 1 FROM public.transfers_transfer x
                        WHERE x.file_id = t.file_id AND x.determination = newest.id AND x.departed_at IS NOT NULL
                          AND x.id <> t.id
                          AND NOT (x.reference = t.reference AND x.leg < t.leg AND x.to_country = t.from_country));
END $$;

-- Whether a court or a child welfare committee ordered the return of the child: in force, of the last 12 months, with no
-- appeal open, after the child was heard, confirmed by a second person, with no newer determination that decides
-- otherwise, and with a determination or a full, approved assessment of ours of the last six months that recommends it.
CREATE OR REPLACE FUNCTION transfers_ordered(t public.transfers_transfer, on_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    solutions text[] := public.transfers_solutions(t.kind);
    newest public.best_interests_determination := public.transfers_newest_determination(t.file_id);
    r public.orders_order;
BEGIN
    SELECT o.* INTO r FROM public.orders_order o
     WHERE o.file_id = t.file_id AND o.kind = 'repatriation' AND o.appeal <> 'set_aside' AND o.made_on <= on_day
       AND (o.expires_on IS NULL OR o.expires_on >= on_day) AND (o.ended_on IS NULL OR o.ended_on > on_day)
     ORDER BY o.made_on DESC, o.recorded_at DESC LIMIT 1;
    RETURN r.id IS NOT NULL
       AND r.authority IN ('court', 'welfare_committee') AND r.made_on >= on_day - 365
       AND r.appeal IN ('none', 'upheld') AND r.child_heard = 'yes' AND r.confirmed_by IS NOT NULL
       AND (newest.id IS NULL OR newest.decided_on < r.made_on OR newest.solution = ANY (solutions))
       AND (public.transfers_is_determined(t, on_day)
            OR public.best_interests_assessed(t.file_id, ARRAY['determination', 'other'], solutions, on_day - {values.transfer_assessed_days}));
END $$;
