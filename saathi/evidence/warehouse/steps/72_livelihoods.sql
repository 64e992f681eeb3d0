-- Livelihood support given in the follow-up of a child after a return, and what was known of its effect.
-- kept
SELECT l.record, l.child, p.country_of_case AS country, l.given, l.for_whom, l.provider, l.cost, l.is_reviewed, l.income, l.debt,
       l.school, l.child_work, l.safety, l.made_worse, p.sex, p.age, p.national
FROM facts_livelihood_effect l LEFT JOIN person p ON p.child = l.child
