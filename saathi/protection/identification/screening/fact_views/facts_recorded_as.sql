-- A row: that a child was recorded as a migrant without papers, unaccompanied, or an offender. Sources: r.
-- An act that was a consequence of trafficking has no offence code here: it is a breach of a safeguard, not
-- an offence of the child.
SELECT file_id AS child, CASE WHEN follows NOT IN ('yes', 'presumed') THEN kind END AS kind,
       by_whom, date_trunc('month', happened_on)::date AS happened
FROM screening_recordedas r
