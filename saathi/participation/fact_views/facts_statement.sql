-- A row: something a child said, chose not to say, or is not to be asked. Sources: s.
SELECT s.file_id AS child, s.state, s.form, s.language, s.topics, s.was_read_back,
       date_trunc('month', s.said_on)::date AS said
FROM participation_statement s
