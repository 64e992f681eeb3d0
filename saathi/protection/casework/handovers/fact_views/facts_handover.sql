-- A row: an offer or transfer of a case to another worker, office or agency. Sources: h.
SELECT h.file_id AS child, h.kind, h.state, h.why, h.child_view, h.child_informed AS told, h.why_declined,
       h.is_beyond_limit, date_trunc('month', h.offered_on)::date AS offered,
       h.answered_at::date - h.offered_on AS days_to_answer
FROM handovers_handover h
