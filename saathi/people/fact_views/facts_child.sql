-- A row: a child. Sources: c.
SELECT c.file_id AS child, c.gender, c.birth_year_low, c.birth_year_high,
       -- Nationality as one code, which keeps "one", "several", "disputed" and "unknown" apart.
       CASE WHEN c.nationality_state <> 'known' THEN c.nationality_state
            WHEN cardinality(c.nationalities) > 1 THEN 'several'
            WHEN cardinality(c.nationalities) = 1 THEN 'one'
            ELSE 'unknown' END AS nationality_kind,
       c.nationality_state, c.nationalities, c.home_country, c.home_district, c.languages,
       c.residence_status, c.papers, c.preferred_language, c.needs_interpreter, c.communicates,
       c.identified_age_low, c.identified_age_high, c.identified_as
FROM people_child c
