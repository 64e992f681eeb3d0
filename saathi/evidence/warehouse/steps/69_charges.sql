-- A charge against a person in a proceeding, its outcome and the severity of the sentence.
-- kept
SELECT c.record, c.child, coalesce(nullif(c.country, ''), p.country_of_case) AS country, c.court_kind, c.special_court, c.offence, c.outcome,
       c.severity, c.maximum_penalty, c.charged, c.decided, p.sex, p.age, p.national
FROM facts_charge c LEFT JOIN person p ON p.child = c.child
