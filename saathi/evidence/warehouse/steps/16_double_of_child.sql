-- A child whose record is joined with another, which counts for both, or who may have another record.
SELECT child, bool_or(is_joined) AS is_joined, bool_or(is_undecided) AS is_undecided
FROM (
    SELECT child, holds AS is_joined, FALSE AS is_undecided FROM facts_merge
    UNION ALL
    SELECT child, FALSE, state IN ('waiting', 'unsure') FROM facts_match WHERE use = 'duplicate'
    UNION ALL
    SELECT other, FALSE, state IN ('waiting', 'unsure') FROM facts_match WHERE use = 'duplicate'
) GROUP BY child
