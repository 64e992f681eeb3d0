-- Whether no one is left who reads a document that is not for the whole team: neither the person who recorded it nor
-- any named person works with the child. Then those who lead the office read it (`Document.read_condition`).
CREATE OR REPLACE FUNCTION document_lacks_readers(of_document uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.documents_document d
         WHERE d.id = of_document AND d.audience <> 'team'
           AND NOT EXISTS (
            SELECT 1 FROM public.agencies_staff s
              JOIN public.agencies_principal p ON p.staff_id = s.id
              JOIN public.agencies_grant g ON g.file_id = d.file_id AND g.principal = p.principal
             WHERE (s.id = d.recorded_by OR d.audience = 'named' AND s.id = ANY (d.readers))
               AND s.is_active AND g.kind IN ('owner', 'team') AND g.reads & {section.IDENTITY} <> 0
               AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
               AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                                WHERE h.file_id = d.file_id AND h.principal IN (s.id, s.agency_id))))
$$;

-- The open duties of the colleagues `leaving` about documents that `the_staff` may not see, each with a
-- person who stays and may see it; NULL if there is none. For callers who may write duties; no rows for
-- others.
CREATE OR REPLACE FUNCTION document_dues_not_for(of_case uuid, the_staff uuid, leaving uuid[])
RETURNS TABLE (due uuid, keeper uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.id,
           (SELECT r.id FROM unnest(d.recorded_by || CASE d.audience WHEN 'named' THEN d.readers END)
                   WITH ORDINALITY r (id, place)
             WHERE r.id <> ALL (leaving) AND public.due_is_readable(u.file_id, u.case_id, r.id)
             ORDER BY r.place LIMIT 1)
      FROM public.cases_due u
      JOIN public.documents_document d ON d.due = u.id AND d.file_id = u.file_id
     WHERE u.case_id = of_case AND u.done_on IS NULL AND u.worker_id = ANY (leaving)
       AND (SELECT x.writes & {section.VISITS} FROM public.access_sections(u.file_id) x) <> 0
       AND d.audience <> 'team' AND d.recorded_by <> the_staff
       AND NOT (d.audience = 'named' AND the_staff = ANY (d.readers))
$$;

-- Removes the earlier wordings of a document, and of its files, if it was removed because it must not be kept: it is
-- about another child, may not be kept, or the child asked for its removal. Returns how many. Called only with a
-- proof (`change_make`); the present texts are empty already. The caller must be able to write the section of
-- documents (42501).
CREATE OR REPLACE FUNCTION document_wordings_remove(of_document uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone text[] := ARRAY['other_child', 'not_accepted', 'asked'];
    document public.documents_document;
    removed integer;
BEGIN
    SELECT * INTO document FROM public.documents_document d WHERE d.id = of_document;
    IF coalesce((SELECT x.writes FROM public.access_sections(document.file_id) x), 0) & {section.IDENTITY} = 0 THEN
        RAISE EXCEPTION 'not yours to remove' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.vault_old_value v
     WHERE v.file_id = document.file_id
       AND (v.row_id = document.id AND document.state = 'removed' AND document.removed_because = ANY (gone)
            OR EXISTS (SELECT 1 FROM public.documents_documentfile f
                        WHERE f.id = v.row_id AND f.document_id = document.id
                          AND (f.removed_because = ANY (gone)
                               OR document.state = 'removed' AND document.removed_because = ANY (gone))));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;
