-- A safety assessment that finds the origin, the journey or the destination of a transfer not safe: who is notified, and
-- until when another solution is due.

-- Whether nothing replaced such an assessment, for those who read the legal records of the file; false for all others. The
-- same as `transfers_safe_subjects`, of one assessment.
CREATE OR REPLACE FUNCTION transfers_unsafe_goes_on(of_assessment uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    unsafe public.transfers_transfersafetyassessment;
    t public.transfers_transfer;
    zone text;
BEGIN
    SELECT s.* INTO unsafe FROM public.transfers_transfersafetyassessment s
     WHERE s.id = of_assessment AND s.result = 'not_safe';
    IF unsafe.id IS NULL OR (public.access_sections(unsafe.file_id)).reads & {section.LEGAL} = 0 THEN
        RETURN false;
    END IF;
    SELECT x.* INTO t FROM public.transfers_transfer x WHERE x.id = unsafe.transfer_id AND x.file_id = unsafe.file_id;
    SELECT o.time_zone INTO zone FROM public.agencies_file f
      JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = unsafe.file_id;
    RETURN NOT EXISTS (
        SELECT 1 FROM public.transfers_transfersafetyassessment s
          JOIN public.transfers_transfer x ON x.id = s.transfer_id AND x.file_id = s.file_id
         WHERE s.file_id = unsafe.file_id AND s.subject = unsafe.subject AND s.result <> 'not_safe'
           AND x.direction = t.direction AND x.to_country = t.to_country
           AND public.tracing_supersedes(s.assessed_on, s.recorded_at, s.recorded_by,
                                         unsafe.assessed_on, unsafe.recorded_at, unsafe.recorded_by, zone)
           AND NOT EXISTS (
                SELECT 1 FROM public.transfers_transfersafetyassessment c
                 WHERE c.transfer_id = s.transfer_id AND c.file_id = s.file_id AND c.corrects = s.id
                   AND c.recorded_by = s.recorded_by AND c.subject = s.subject
                   AND c.recorded_at BETWEEN s.recorded_at AND s.recorded_at + interval '24 hours'));
END $$;

-- The worker of the open case, whoever opened the transfer and the nearest leaders of the office are notified at once.
CREATE OR REPLACE FUNCTION transfers_after_safety() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.transfers_notify_of_danger(NEW.transfer_id, NEW.file_id, NEW.recorded_by, 'transfer_saf');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_after_safety AFTER INSERT ON transfers_transfersafetyassessment FOR EACH ROW
    WHEN (NEW.result = 'not_safe' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_after_safety();
