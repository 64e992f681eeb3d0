-- A child: the newest finding of the highest layer whether she was trafficked, and since when.
SELECT child, finding, layer, decided FROM facts_status
QUALIFY row_number() OVER (
    PARTITION BY child
    ORDER BY CASE layer WHEN 'final' THEN 0 WHEN 'preliminary' THEN 1 ELSE 2 END, decided DESC, record
) = 1
