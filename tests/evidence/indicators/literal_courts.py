"""Indicators that compare kinds of courts: facts, and the numbers counted by hand."""

from tests.evidence.indicators.literal import IndicatorExample

_TWO = "child\n1\n2"
_HEARINGS = """
    child | country | court_kind     | state     | listed  | child_part  | public    | faced_accused
    1     | IND     | child_friendly | held      | 2025-02 | video       | in_camera | no
    1     | IND     | child_friendly | held      | 2025-03 | present     | open      | no
    1     | IND     | ordinary       | held      | 2025-04 | present     | open      | yes
    2     | IND     | ordinary       | held      | 2025-05 | recorded    | not_known | not_known
    2     | IND     | ordinary       | held      | 2025-06 | not_present | open      | no
    2     | IND     | ordinary       | adjourned | 2025-07 | -           | -         | -
"""
_PROCEEDINGS = """
    child | country | court_kind     | opened  | days_to_charge
    1     | IND     | child_friendly | 2024-11 | 90
    1     | IND     | ordinary       | 2025-01 | 91
    2     | IND     | fast_track     | 2025-02 | 12
    2     | IND     | fast_track     | 2025-03 | -
    2     | IND     | not_known      | 2025-03 | -
"""

SPECS = [
    IndicatorExample(
        "proceedings_by_court",
        {
            "2024": "1", "2025": "4", "2025 court_kind fast_track": "2",
            "2025 court_kind not_known": "1",
        },
        {"child": _TWO, "proceeding": _PROCEEDINGS},
    ),
    IndicatorExample(
        "charged_in_quarter",
        {"2024": "1/1", "2025": "1/2", "2025 court_kind ordinary": "0/1"},
        {"child": _TWO, "proceeding": _PROCEEDINGS},
    ),
    IndicatorExample(
        "open_hearings",
        {
            "2025": "2/4", "2025 court_kind child_friendly": "1/2",
            "2025 court_kind ordinary": "1/2",
        },
        {"child": _TWO, "hearing": _HEARINGS},
    ),
    IndicatorExample(
        "confrontation_avoided",
        {
            "2025": "2/4", "2025 court_kind child_friendly": "2/2",
            "2025 court_kind ordinary": "0/2",
        },
        {"child": _TWO, "hearing": _HEARINGS},
    ),
    IndicatorExample(
        "court_compensation",
        {
            "2025": "2/4", "2025 court_kind child_friendly": "1/1",
            "2025 court_kind ordinary": "1/2", "2025 court_kind not_known": "0/1",
        },
        {"child": _TWO, "measure": """
            child | country | kind         | court_kind     | state         | as_of
            1     | IND     | compensation | child_friendly | received      | 2025-02
            1     | IND     | compensation | ordinary       | awarded       | 2025-03
            2     | IND     | compensation | ordinary       | refused       | 2025-03
            2     | IND     | compensation | not_known      | claimed       | 2025-03
            2     | IND     | compensation | ordinary       | not_available | 2025-03
            2     | IND     | compensation | -              | received      | 2025-03
            2     | IND     | civil        | ordinary       | awarded       | 2025-03
        """},
    ),
]  # fmt: skip
