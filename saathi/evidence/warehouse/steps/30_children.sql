-- A child: everything by which children are counted. One row each, so that counting rows counts children.
-- kept
SELECT c.child, k.country,
       k.opened AS identified, r.reported, t.recruited, CASE WHEN f.finding = 'established' THEN f.decided END AS decided,
       CASE WHEN c.gender NOT IN ('', 'not_said') THEN c.gender END AS sex,
       age_band(k.opened, c.birth_year_low, c.birth_year_high) AS age,
       band_of(t.age_then[1], t.age_then[2]) AS age_recruited,
       CASE WHEN c.nationality_state <> 'known' THEN nullif(c.nationality_state, 'unknown')
            WHEN len(c.nationalities) > 1 THEN 'several' ELSE c.nationalities[1] END AS nationality,
       CASE WHEN c.nationality_state <> 'known' THEN nullif(c.nationality_state, 'unknown')
            WHEN len(c.nationalities) > 1 THEN 'several'
            WHEN len(c.nationalities) = 1 THEN coalesce(g.region, 'elsewhere') END AS nationality_region,
       CASE WHEN c.nationality_state = 'stateless' THEN 'not_national'
            WHEN c.nationality_state <> 'known' OR len(c.nationalities) = 0 OR k.country IS NULL THEN NULL
            WHEN list_contains(c.nationalities, k.country) THEN 'national' ELSE 'not_national' END AS national,
       nullif(c.home_country, '') AS home_country, nullif(c.home_district, '') AS home_district,
       CASE WHEN v.has_paper THEN 'document' ELSE 'no_document' END AS papers,
       u.disability, a.accompanied, nullif(k.risk, '') AS risk, k.cases,
       k.child IS NOT NULL AS has_case,
       CASE WHEN k.is_error THEN 'in_error' WHEN k.is_void OR d.is_joined THEN 'same_as_another'
            WHEN d.is_undecided THEN 'maybe_double' ELSE 'counted' END AS state,
       NOT (coalesce(k.is_void, FALSE) OR coalesce(d.is_joined, FALSE)) AS is_counted,
       coalesce(k.recorded > k.opened + INTERVAL 1 MONTH, FALSE) AS is_late,
       t.child IS NOT NULL AS is_trafficked, coalesce(t.was_adult, FALSE) AS was_adult,
       form_of(t.purposes) AS form, coalesce(t.purposes, []) AS purposes,
       coalesce(t.episodes, 0) AS episodes,
       coalesce(t.was_exploited, FALSE) AS was_exploited, coalesce(t.was_prevented, FALSE) AS was_prevented,
       coalesce(m.is_answered, FALSE) AS is_harm_answered, coalesce(m.stages, []) AS harm_stages,
       coalesce(len(m.stages) > 0, FALSE) AS was_harmed_on_route,
       s.child IS NOT NULL AS was_sold, s.purpose AS sale_purpose,
       j.journey, t.source, t.confidence, f.finding, f.layer,
       h.days_to_assessment, h.days_to_plan, coalesce(h.was_met, FALSE) AS was_met,
       coalesce(h.was_met_alone, FALSE) AS was_met_alone,
       coalesce(h.needs_mind, FALSE) AS needs_mind, coalesce(h.plans_mind, FALSE) AS plans_mind,
       coalesce(h.helps_mind, FALSE) AS helps_mind,
       coalesce(v.knows_limits, FALSE) AS knows_limits, coalesce(v.spoke, FALSE) AS spoke,
       coalesce(v.knows_rights, FALSE) AS knows_rights, coalesce(v.has_guardian, FALSE) AS has_guardian,
       b.child IS NOT NULL AS has_background
FROM facts_child c
LEFT JOIN case_of_child k ON k.child = c.child
LEFT JOIN report_of_child r ON r.child = c.child
LEFT JOIN double_of_child d ON d.child = c.child
LEFT JOIN trafficking_of_child t ON t.child = c.child
LEFT JOIN harm_of_child m ON m.child = c.child
LEFT JOIN sale_of_child s ON s.child = c.child
LEFT JOIN journey_of_child j ON j.child = c.child
LEFT JOIN finding_of_child f ON f.child = c.child
LEFT JOIN accompaniment_of_child a ON a.child = c.child
LEFT JOIN functioning_of_child u ON u.child = c.child
LEFT JOIN background_of_child b ON b.child = c.child
LEFT JOIN help_of_child h ON h.child = c.child
LEFT JOIN voice_of_child v ON v.child = c.child
LEFT JOIN regions g ON g.country = c.nationalities[1]
