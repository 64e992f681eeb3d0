-- The follow-up of a child after a return, and what was known of the child 12 months later.
-- kept
SELECT r.record, r.child, p.country_of_case AS country, r.returned, r.end_reason, r.is_followed_a_year, r.is_followed_two_years,
       r.living, r.school, r.work, r.has_mentor, r.is_trafficked_again,
       r.has_committee, r.care_outcome, p.sex, p.age, p.national
FROM facts_reintegration r LEFT JOIN person p ON p.child = r.child
