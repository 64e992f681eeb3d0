-- A row: a letter to a child. Sources: l.
SELECT l.file_id AS child, l.sender, l.given_on IS NOT NULL AS is_given,
       date_trunc('month', l.received_on)::date AS received
FROM letters_letter l
