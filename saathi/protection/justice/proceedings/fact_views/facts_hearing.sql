-- A row: a hearing in a proceeding. Sources: h, p.
SELECT h.file_id AS child, p.kind, p.country, p.court_kind, p.special_court_id AS special_court, h.purpose, h.state, date_trunc('month', h.listed_on)::date AS listed,
       h.child_expected, nullif(h.child_part, '') AS child_part, CASE WHEN h.public <> 'partly' AND h.in_room && ARRAY['press', 'public', 'accused_side']::varchar[] THEN 'open'
            ELSE nullif(h.public, '') END AS public, nullif(h.mode, '') AS mode,
       nullif(h.questions, '') AS questions, nullif(h.breaks, '') AS breaks, nullif(h.support, '') AS support,
       nullif(h.faced_accused, '') AS faced_accused, nullif(h.child_room, '') AS child_room,
       nullif(h.adjourned_by, '') AS adjourned_by, nullif(h.cause, '') AS cause, h.waited_minutes, h.times_told
FROM proceedings_hearing h
  JOIN proceedings_proceeding p ON p.id = h.proceeding_id
