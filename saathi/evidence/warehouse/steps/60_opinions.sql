-- A child's opinion of a service after a referral, if the child agrees that it is counted.
-- kept
SELECT o.record, o.child, p.country_of_case AS country, o.kind, o.found, o.said, p.sex, p.age, p.national
FROM facts_opinion o LEFT JOIN person p ON p.child = o.child
WHERE o.is_counted
