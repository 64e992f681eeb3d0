-- A transfer of a child to or from another country, its stages and how long they took.
-- kept
SELECT t.record, t.child, p.country_of_case AS country, t.kind, t.direction, t.state, t.stopped_by, t.opened, t.is_authorised,
       t.answer_wait, t.preparation_time, t.handed_over, t.days_to_receipt, t.days_to_visit, t.is_followed_a_year,
       p.sex, p.age, p.national
FROM facts_transfer t LEFT JOIN person p ON p.child = t.child
