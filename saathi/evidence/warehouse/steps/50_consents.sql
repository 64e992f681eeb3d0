-- A legal basis for doing something for a child or for sharing data.
-- kept
SELECT c.record, c.child, p.country_of_case AS country, c.basis, c.scopes, c.answer, c.capacity, c.given, c.is_withdrawn,
       p.sex, p.age, p.national
FROM facts_consent c LEFT JOIN person p ON p.child = c.child
