"""Statistical facts about a child: coded, coarse, without a name."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_child",
        "SELECT c.file_id AS child, c.gender, c.birth_year_low, c.birth_year_high, "
        # Nationality as one code, which keeps "one", "several", "disputed" and "unknown" apart.
        "CASE WHEN c.nationality_state <> 'known' THEN c.nationality_state "
        "WHEN cardinality(c.nationalities) > 1 THEN 'several' "
        "WHEN cardinality(c.nationalities) = 1 THEN 'one' ELSE 'unknown' END AS nationality_kind, "
        "c.nationality_state, c.nationalities, c.home_country, c.home_district, c.languages, "
        "c.residence_status, c.papers, c.preferred_language, c.needs_interpreter, c.communicates, "
        "c.found_age_low, c.found_age_high, c.found_as FROM people_child c",
        "a child",
        sources=("c",),
    ),
    FactView(
        "facts_age",
        "SELECT a.file_id AS child, a.basis, a.method, a.confidence, a.low, a.high, "
        "date_trunc('month', a.as_of)::date AS as_of, a.ends_presumption FROM people_agestatement a",
        "a piece of evidence of an age",
        sources=("a",),
    ),
]
