-- A child whose functioning was recorded: whether the child has a disability; not known is left out.
SELECT child, CASE WHEN bool_or(disability = 'yes') THEN 'yes' WHEN bool_or(disability = 'no') THEN 'no' END
       AS disability
FROM facts_functioning GROUP BY child
