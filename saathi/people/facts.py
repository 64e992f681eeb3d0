"""What statistics may know of a child: coded, coarse, without a name."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_child",
        "SELECT c.file_id AS child, c.gender, c.birth_year_low, c.birth_year_high, "
        "c.nationality_state, c.nationalities, c.home_country, c.home_district, c.languages "
        "FROM people_child c",
        "a child",
        of=("c",),
    ),
    View(
        "facts_age",
        "SELECT a.file_id AS child, a.basis, a.low, a.high, "
        "date_trunc('month', a.as_of)::date AS as_of FROM people_agestatement a",
        "a piece of evidence of an age",
        of=("a",),
    ),
]
