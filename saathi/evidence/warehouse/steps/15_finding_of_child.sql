-- A child: the latest finding in the highest layer on whether the child was trafficked, and since when.
-- Withdrawn findings do not count. Facts contain only months: within one month, a withdrawal counts as later.
WITH newest AS (
    SELECT * FROM facts_status
    QUALIFY row_number() OVER (
        PARTITION BY child, layer
        ORDER BY decided DESC, CASE move WHEN 'withdrawn' THEN 0 WHEN 'reconsidered' THEN 1 ELSE 2 END, record
    ) = 1
)
SELECT child, finding, layer, decided FROM newest
WHERE move IS DISTINCT FROM 'withdrawn'
QUALIFY row_number() OVER (
    PARTITION BY child
    ORDER BY CASE layer WHEN 'final' THEN 0 WHEN 'preliminary' THEN 1 ELSE 2 END, decided DESC, record
) = 1
