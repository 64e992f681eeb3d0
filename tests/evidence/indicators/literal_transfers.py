"""Transfers to another country, removals and measures: facts, and the numbers counted by hand."""

from tests.evidence.indicators.literal import IndicatorExample

_TRANSFERS = """
    child | direction | kind   | state    | stopped_by | opened  | is_authorised | answer_wait | preparation_time | handed_over | days_to_receipt | days_to_visit | is_followed_a_year
    1     | outgoing  | return | ended    | -          | 2025-02 | yes           | to_14       | to_30            | 2025-03     | 0               | 3             | yes
    1     | outgoing  | return | received | -          | 2025-02 | yes           | to_30       | to_90            | 2025-03     | 2               | 4             | no
    2     | outgoing  | return | handed_over | -       | 2025-02 | yes           | to_30       | to_90            | 2025-03     | -               | -             | no
    2     | outgoing  | return | stopped  | child      | 2025-02 | no            | waiting     | -                | -           | -               | -             | no
    2     | outgoing  | ordered | stopped | authority  | 2025-02 | no            | -           | -                | -           | -               | -             | no
    2     | incoming  | return | received | -          | 2025-02 | no            | -           | -                | 2025-03     | 0               | 1             | yes
"""
_FACTS = {"child": "child\n1\n2", "transfer": _TRANSFERS}

SPECS = [
    IndicatorExample(
        "transfers_authorised",
        {"2025": "3/5", "2025 preparation_time to_90": "2/2", "2025 answer_wait waiting": "0/1",
         "2025 kind ordered": "0/1"},
        _FACTS,
    ),
    IndicatorExample(
        "transfers_stopped_by_child",
        {"2025": "1/2", "2025 stopped_by authority": "0/1"},
        _FACTS,
    ),
    IndicatorExample("receipt_in_a_day", {"2025": "1/3"}, _FACTS),
    IndicatorExample("first_visit_after_transfer", {"2025": "1/3"}, _FACTS),
    IndicatorExample("followed_for_a_year", {"2025": "1/3"}, _FACTS),
    IndicatorExample(  # a deportation is a departure without safeguards, never a return
        "left_with_safeguards",
        {"2025": "3/5", "2025 way deported": "0/1", "2025 way pushed_back": "0/1"},
        _FACTS | {"safeguard": """
            child | safeguard   | happened
            1     | deported    | 2025-04
            2     | pushed_back | 2025-04
            2     | detained    | 2025-04
        """},
    ),
    IndicatorExample(  # a child counts once a year, and once under each act
        "children_harmed_again",
        {"2025": "2", "2025 act detained": "2", "2025 act charged": "1", "2026": "1"},
        {"child": "child\n1\n2", "safeguard": """
            child | safeguard | happened
            1     | detained  | 2025-04
            1     | detained  | 2025-06
            1     | charged   | 2025-07
            1     | deported  | 2026-01
            2     | detained  | 2025-07
            2     | named     | 2025-07
        """},
    ),
    IndicatorExample(
        "compensation_received",
        {"2025": "1/3", "2025 state awarded": "0/1"},
        {"child": "child\n1", "measure": """
            child | country | kind         | state    | as_of
            1     | NPL     | compensation | received | 2025-05
            1     | IND     | compensation | awarded  | 2025-05
            1     | IND     | compensation | refused  | 2025-05
            1     | IND     | stay         | received | 2025-05
        """},
    ),
]  # fmt: skip
