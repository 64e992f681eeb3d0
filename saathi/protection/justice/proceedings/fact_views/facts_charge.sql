-- A row: a charge against a person in a proceeding, with its outcome and the severity of the sentence. Sources: c, a, p.
SELECT c.file_id AS child, p.country, p.court_kind, p.special_court_id AS special_court, c.offence, c.outcome, c.sentence,
       CASE WHEN 'death' = ANY (c.sentence) THEN 'death' WHEN 'life' = ANY (c.sentence) THEN 'life'
            WHEN 'prison' = ANY (c.sentence) THEN
                CASE WHEN c.prison_months IS NULL THEN 'unknown_term' WHEN c.prison_months < 12 THEN 'under_year'
                     WHEN c.prison_months < 60 THEN 'under_five' WHEN c.prison_months < 120 THEN 'under_ten'
                     ELSE 'over_ten' END
            WHEN cardinality(c.sentence) > 0 THEN 'light' ELSE 'none' END AS severity,
       nullif(c.appeal, '') AS appeal, nullif(c.maximum_penalty, '') AS maximum_penalty, date_trunc('month', c.charged_on)::date AS charged,
       date_trunc('month', c.decided_on)::date AS decided
FROM proceedings_charge c
  JOIN proceedings_accused a ON a.id = c.accused_id
  JOIN proceedings_proceeding p ON p.id = a.proceeding_id
