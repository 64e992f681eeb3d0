"""Who finds a page at each address of `protection.casework.cases`."""

from tests.access import TEAM, WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "cases:list_assessments": TEAM,
        "cases:record_assessment": TEAM,
        "cases:list_reviews": WITH_MOTHER,
        "cases:record_review": TEAM,
        "cases:list_visits": WITH_MOTHER,
        "cases:record_visit": WITH_MOTHER,
    },
    elsewhere={
        "cases:show_assessment": "cases/test_visits.py",
    },
)
