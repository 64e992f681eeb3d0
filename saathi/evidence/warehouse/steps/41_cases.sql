-- A case.
-- kept
SELECT k.record, k.child, k.country, k.opened, k.closed, k.status, k.stage, nullif(k.risk, '') AS risk,
       nullif(k.closing_reason, '') AS closing_reason, k.days_open, k.recorded,
       p.sex, p.age, p.national, p.nationality_region, p.form
FROM facts_case k LEFT JOIN person p ON p.child = k.child
