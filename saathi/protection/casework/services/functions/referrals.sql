-- Marks the worker's duty to follow up a referral as done once the receiver has answered, and does nothing
-- else. For the receiver (42501), who answers in the referral of the child's file and cannot read what is due
-- there. False if there is no answer or no open duty.
CREATE OR REPLACE FUNCTION referral_answered(of_referral uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked record;
    mine record;
BEGIN
    SELECT r.file_id, r.due, r.state, r.receiver, r.answered_on, r.began_on INTO asked
      FROM public.services_referral r WHERE r.id = of_referral;
    SELECT * INTO mine FROM public.access_sections(asked.file_id);
    IF asked.receiver IS DISTINCT FROM public.access_staff() OR mine.writes & {section.SUPPORT} = 0 THEN
        RAISE EXCEPTION 'not yours to answer' USING ERRCODE = '42501';
    END IF;
    IF asked.state = 'offered' THEN
        RETURN false;
    END IF;
    UPDATE public.cases_due d
       SET done_on = coalesce(asked.answered_on, asked.began_on, current_date),
           version = d.version + 1
     WHERE d.id = asked.due AND d.file_id = asked.file_id AND d.done_on IS NULL;
    RETURN FOUND;
END $$;
