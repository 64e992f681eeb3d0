"""Children who returned: facts, and the numbers counted by hand. Who is not known stays in the total."""

from tests.evidence.indicators.literal import IndicatorExample

_FACTS = {
    "child": "child\n1\n2\n3\n4\n5",
    "reintegration": """
    child | returned | end_reason | is_followed_a_year | is_followed_two_years | living       | school | work    | has_mentor | is_trafficked_again | has_committee | care_outcome
    1     | 2025-02  | -          | yes                | yes                   | family       | school | none    | yes        | no                  | yes           | family
    2     | 2025-02  | -          | yes                | no                    | other_family | course | harmful | yes        | no                  | no            | kin
    3     | 2025-03  | lost       | no                 | no                    | -            | -      | -       | no         | no                  | no            | -
    4     | 2025-04  | trafficked | yes                | no                    | care         | no     | -       | no         | yes                 | yes           | residential
    5     | 2025-05  | -          | no                 | no                    | -            | -      | -       | yes        | no                  | no            | -
""",
}

_LIVELIHOODS = {
    "child": "child\n1\n2\n3",
    "livelihood_effect": """
    child | given   | for_whom | provider | cost  | is_reviewed | income   | made_worse
    1     | 2025-02 | family   | own      | none  | yes         | steadier | no
    1     | 2025-06 | family   | other    | year  | yes         | same     | yes
    2     | 2025-03 | child    | other    | -     | yes         | steadier | -
    3     | 2025-04 | family   | -        | -     | no          | -        | -
""",
}

SPECS = [
    IndicatorExample(
        "followed_after_return",
        {"2025": "3/5", "2025 living family": "1/1", "2025 living not_known": "0/2",
         "2025 school not_known": "0/2", "2025 work harmful": "1/1", "2025 work not_known": "1/3"},
        _FACTS,
    ),
    IndicatorExample("followed_two_years_after_return", {"2025": "1/5"}, _FACTS),
    IndicatorExample(
        "learning_after_return", {"2025": "2/5", "2025 school not_known": "0/2"}, _FACTS
    ),
    IndicatorExample("returned_and_trafficked_again", {"2025": "1/5"}, _FACTS),
    IndicatorExample("mentor_after_return", {"2025": "3/5"}, _FACTS),
    IndicatorExample("committee_after_return", {"2025": "2/5"}, _FACTS),
    IndicatorExample(
        "family_care_after_return",
        {"2025": "2/5", "2025 care_outcome residential": "0/1", "2025 care_outcome not_known": "0/2"},
        _FACTS,
    ),
    IndicatorExample(
        "steadier_income_after_livelihood",
        {"2025": "2/4", "2025 income not_known": "0/1", "2025 for_whom child": "1/1"},
        _LIVELIHOODS,
    ),
    IndicatorExample(
        "harm_after_livelihood",
        {"2025": "1/4", "2025 provider own": "0/1", "2025 cost year": "1/1"},
        _LIVELIHOODS,
    ),
]  # fmt: skip
