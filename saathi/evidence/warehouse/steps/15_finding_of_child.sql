-- A child: the newest finding of the highest layer whether the child was trafficked, and since when.
-- What was taken back is none. Facts know months: in one month it is taken back after it was found.
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
