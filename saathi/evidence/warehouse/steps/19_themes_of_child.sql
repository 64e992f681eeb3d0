-- A child who agreed that themes are counted: the themes of all statements, dated by the first month.
SELECT child, min(said) AS said, themes_in(helped) AS helped, themes_in(hurt) AS hurt,
       themes_in(missed) AS missed, themes_in(wants) AS wants, themes_in(refuses) AS refuses,
       themes_in(risks) AS risks,
       arg_max(district, (said, record)) FILTER (len(risks) > 0 AND district <> '') AS risk_district
FROM facts_themes WHERE is_counted GROUP BY child
