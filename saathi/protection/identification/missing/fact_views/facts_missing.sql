-- A row: a report of a missing child. Sources: r, c.
-- Times between disappearance, report, finding and the opening of a case are whole days (MIS-006).
SELECT r.channel, r.relation, r.urgency, r.circumstances, r.country, r.district, r.state,
       r.found_how, r.found_life, r.found_country, r.outcome, r.why_closed, c.gender, c.age_low,
       c.age_high, c.nationality, c.home_country, c.home_district,
       date_trunc('month', r.reported_at)::date AS reported,
       date_trunc('month', r.missing_from)::date AS missing,
       r.reported_at::date - r.missing_from AS days_to_report,
       r.found_on - r.missing_from AS days_to_find, r.case_opened_on - r.found_on AS days_to_case
FROM missing_missingreport r
  JOIN missing_missingchild c ON c.report_id = r.id
