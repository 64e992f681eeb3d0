"""What statistics may know of a child: coded, coarse, without a name."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_child",
        "SELECT file_id AS child, gender, birth_year_low, birth_year_high, nationality_state, "
        "nationalities, home_country FROM people_child",
        "a child",
    )
]
