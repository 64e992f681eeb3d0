-- A measure that the law of a country gives a child: how far it has come, award, payment, control of the money.
-- kept
SELECT m.record, m.child, coalesce(nullif(m.country, ''), p.country_of_case) AS country, m.kind, m.court_kind, m.special_court, m.state, m.as_of,
       m.is_awarded, m.awarded, m.payer, m.is_paid, m.days_to_payment, m.controller, m.is_safeguarded, m.is_at_risk,
       p.sex, p.age, p.national
FROM facts_measure m LEFT JOIN person p ON p.child = m.child
