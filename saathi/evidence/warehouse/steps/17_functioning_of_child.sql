-- A child whose functioning was recorded: whether the child has a disability; NULL if this is not known.
SELECT child, CASE WHEN bool_or(disability = 'yes') THEN 'yes' WHEN bool_or(disability = 'no') THEN 'no' END
       AS disability
FROM facts_functioning GROUP BY child
