-- What a child says of a service she was referred to, where she lets it be counted.
-- kept
SELECT o.record, p.country_of_case AS country, o.kind, o.found, o.said, p.sex, p.age, p.national
FROM facts_opinion o LEFT JOIN person p ON p.child = o.child
WHERE o.is_counted
