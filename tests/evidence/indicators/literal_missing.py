"""Indicators of missing children as tables."""

from tests.evidence.indicators.literal import IndicatorExample

SPECS = [
    IndicatorExample(
        "missing_reported",
        {"2025": "3", "2025 outcome trafficked": "1", "2025 outcome not_known": "1",
         "2025 circumstances left": "2", "2025 sex girl": "2", "2025 nationality NPL": "1"},
        {"missing": """
            reported | gender | nationality | circumstances | outcome    | why_closed
            2025-05 | girl   | NPL         | left for_work | trafficked | settled
            2025-05 | girl   | -           | left          | migrated   | -
            2025-05 | boy    | -           | lost          | -          | -
            2025-05 | boy    | -           | lost          | -          | error
        """},
    ),
    IndicatorExample(
        "missing_found_in_a_month",
        {"2025": "1/3", "2025 sex girl": "1/2"},
        {"missing": """
            reported | gender | days_to_find | outcome
            2025-05 | girl   | 30           | found
            2025-05 | girl   | 31           | unknown
            2025-05 | boy    | -            | -
        """},
    ),
    IndicatorExample(
        "missing_reported_in_a_day",
        {"2025": "1/2"},
        {"missing": """
            reported | days_to_report
            2025-05 | 1
            2025-05 | 2
            2025-05 | -
        """},
    ),
    IndicatorExample(
        "missing_case_in_a_week",
        {"2025": "2/3"},
        {"missing": """
            reported | outcome | days_to_case
            2025-05 | found   | 7
            2025-05 | found   | -3
            2025-05 | unknown | -
            2025-05 | -       | -
        """},
    ),
]  # fmt: skip
