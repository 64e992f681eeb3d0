-- A row: a complaint or suggestion by a child. Sources: c.
SELECT c.file_id AS child, c.kind, c.about, c.state, c.accepts, c.brought_before, c.language,
       date_trunc('month', c.said_on)::date AS said, c.answered_on - c.said_on AS days_to_answer,
       c.answered_on <= c.answer_by AS is_in_time
FROM complaints_complaint c
