-- A hearing in a proceeding: how it was held, how the child was heard, or why it was adjourned.
-- kept
SELECT h.record, h.child, coalesce(nullif(h.country, ''), p.country_of_case) AS country, h.kind, h.court_kind, h.special_court, h.purpose, h.state,
       h.listed, h.child_part, h.public, h.mode, h.faced_accused, h.support, h.adjourned_by, h.cause,
       p.sex, p.age, p.national
FROM facts_hearing h LEFT JOIN person p ON p.child = h.child
