-- A row: the themes of a statement, in codes. Sources: t.
-- Included only if the child agrees that they are counted. What was said is never counted. The view itself
-- leaves the columns empty without this agreement, so no reader of facts has to check it.
SELECT t.file_id AS child, t.counted = 'agreed' AS is_counted,
       CASE WHEN t.counted = 'agreed' THEN t.helped END AS helped,
       CASE WHEN t.counted = 'agreed' THEN t.hurt END AS hurt,
       CASE WHEN t.counted = 'agreed' THEN t.missed END AS missed,
       CASE WHEN t.counted = 'agreed' THEN t.wants END AS wants,
       CASE WHEN t.counted = 'agreed' THEN t.refuses END AS refuses,
       CASE WHEN t.counted = 'agreed' THEN t.risks END AS risks,
       CASE WHEN t.counted = 'agreed' THEN t.country END AS country,
       CASE WHEN t.counted = 'agreed' THEN t.district END AS district,
       date_trunc('month', t.said_on)::date AS said
FROM participation_themes t
