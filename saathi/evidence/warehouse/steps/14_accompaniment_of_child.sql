-- A child: whether somebody who answers for her was with her when she was found.
SELECT child, state AS accompanied FROM facts_accompaniment
QUALIFY row_number() OVER (PARTITION BY child ORDER BY as_of, record) = 1
