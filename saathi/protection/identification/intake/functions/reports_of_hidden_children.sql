-- A person who may not see a child's file does not see the reports linked to it either: the file of such a report is
-- hidden from the same people, as long as the child's file is. The person who recorded the report keeps their own
-- text, as with a report that bypasses them; `report_is_closed_to` closes the rest of it to them.

-- Hides the file of a report from those that the child's file is hidden from. Each hiding is logged.
CREATE OR REPLACE FUNCTION report_hide_with_child(of_report uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH now_hidden AS (
        INSERT INTO public.agencies_hidden (id, file_id, principal, since, hidden_by)
        SELECT gen_random_uuid(), r.file_id, h.principal, h.since, h.hidden_by
          FROM public.intake_report r
          JOIN public.agencies_file f ON f.id = r.file_id AND f.kind = 'report'
          JOIN public.agencies_hidden h ON h.file_id = r.child_file_id AND h.principal <> r.recorded_by
         WHERE r.id = of_report
        ON CONFLICT DO NOTHING RETURNING file_id, principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'hidden', public.report_actor(), f.agency_id, n.file_id,
           jsonb_build_object('principal', n.principal)
      FROM now_hidden n JOIN public.agencies_file f ON f.id = n.file_id
$$;

CREATE OR REPLACE FUNCTION reports_are_hidden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.report_hide_with_child(r.id)
       FROM public.intake_report r WHERE r.child_file_id IN (SELECT n.file_id FROM added n);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER reports_are_hidden AFTER INSERT ON agencies_hidden
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION reports_are_hidden();

-- When the child's file is shown again, so are its reports, except those that bypass the person.
CREATE OR REPLACE FUNCTION reports_are_shown() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The statement below fires this trigger again, whether it deletes a row or not.
    IF NOT EXISTS (SELECT 1 FROM removed d JOIN public.intake_report r ON r.child_file_id = d.file_id) THEN
        RETURN NULL;
    END IF;
    WITH shown AS (
        DELETE FROM public.agencies_hidden h
         USING removed d JOIN public.intake_report r ON r.child_file_id = d.file_id
         WHERE h.file_id = r.file_id AND h.principal = d.principal
           AND public.report_bypasses(r.id, h.principal) IS NOT TRUE
        RETURNING h.file_id, h.principal
    )
    INSERT INTO public.audit_entry (id, kind, "by", agency, file_id, detail)
    SELECT gen_random_uuid(), 'shown_again', public.report_actor(), f.agency_id, s.file_id,
           jsonb_build_object('principal', s.principal)
      FROM shown s JOIN public.agencies_file f ON f.id = s.file_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER reports_are_shown AFTER DELETE ON agencies_hidden
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT
    WHEN (current_user <> 'saathi_maintenance') EXECUTE FUNCTION reports_are_shown();

CREATE OR REPLACE FUNCTION report_follows_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.report_hide_with_child(NEW.id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER report_follows_child AFTER INSERT OR UPDATE OF child_file_id ON intake_report
    FOR EACH ROW WHEN (NEW.child_file_id IS NOT NULL AND current_user <> 'saathi_maintenance')
    EXECUTE FUNCTION report_follows_child();

-- For reports that were linked before this rule, or loaded without it.
SELECT report_hide_with_child(r.id) FROM intake_report r
 WHERE EXISTS (SELECT 1 FROM agencies_hidden h WHERE h.file_id = r.child_file_id AND h.principal <> r.recorded_by);
