DROP FUNCTION IF EXISTS service_found(uuid);  -- renamed

-- How most children found a service, for those who keep its entry: a word, never a number. Counts the first
-- opinion of each child who agreed, in the order of recording, and of these only whole tens: the word changes
-- only after ten more children have spoken, so that a change never reveals what one child said. "Most" begins
-- at six in ten and is the same word for all of them, so that even a unanimous opinion does not reveal that
-- each child said so.
CREATE OR REPLACE FUNCTION service_majority_experience(of_service uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.services_service s
                    WHERE s.id = of_service AND s.agency_id = public.access_agency()
                      AND public.staff_may(public.access_staff(), 'keep_services')) THEN
        RAISE EXCEPTION 'not yours to keep' USING ERRCODE = '42501';
    END IF;
    WITH firsts AS (
        SELECT DISTINCT ON (o.child_id) o.experience, o.recorded_at, o.id
          FROM public.services_opinion o
          JOIN public.services_referral r ON r.id = o.referral_id
         WHERE r.service_id = of_service AND o.counted = 'agreed'
         ORDER BY o.child_id, o.recorded_at, o.id
    ), placed AS (
        SELECT f.experience, row_number() OVER (ORDER BY f.recorded_at, f.id) AS place,
               count(*) OVER () AS every
          FROM firsts f
    )
    SELECT count(*) AS every, count(*) FILTER (WHERE p.experience = 'good') AS good,
           count(*) FILTER (WHERE p.experience = 'bad') AS bad INTO said
      FROM placed p WHERE p.place <= p.every / 10 * 10;
    RETURN CASE WHEN said.every = 0 THEN ''
                WHEN said.good * 10 >= said.every * 6 THEN 'good'
                WHEN said.bad * 10 >= said.every * 6 THEN 'bad'
                ELSE 'mixed' END;
END $$;
