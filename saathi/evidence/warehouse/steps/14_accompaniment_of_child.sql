-- A child: whether a responsible adult was with the child when the child was found.
SELECT child, state AS accompanied FROM facts_accompaniment
QUALIFY row_number() OVER (PARTITION BY child ORDER BY as_of, record) = 1
