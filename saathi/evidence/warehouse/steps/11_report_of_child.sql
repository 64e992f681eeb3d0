-- A child with a reported concern: the month of the first report.
SELECT child, min(received) AS reported, count(*) AS reports
FROM facts_report WHERE child IS NOT NULL GROUP BY child
