-- A proceeding that concerns a child, and the days from complaint to charge, and from charge to testimony and to judgment.
-- kept
SELECT c.record, c.child, coalesce(nullif(c.country, ''), p.country_of_case) AS country, c.kind, c.court_kind, c.special_court, c.stage, c.result,
       c.opened, c.judged, c.days_to_charge, c.days_to_evidence, c.days_to_judgment, p.sex, p.age, p.national
FROM facts_proceeding c LEFT JOIN person p ON p.child = c.child
