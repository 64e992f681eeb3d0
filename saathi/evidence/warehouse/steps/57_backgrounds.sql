-- A child who was asked about their background, and whether the child was trafficked.
-- kept
SELECT c.child, c.country, c.identified, c.sex, c.age, c.national, c.form, c.is_counted, c.has_case,
       c.is_trafficked, b.* EXCLUDE (child)
FROM background_of_child b JOIN children c ON c.child = b.child
