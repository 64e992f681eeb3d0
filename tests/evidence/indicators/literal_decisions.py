"""Orders, best interests, safeguards, returns and families: facts, and the numbers counted by hand."""

from tests.evidence.indicators.literal import IndicatorExample

SPECS = [
    IndicatorExample(
        "orders_made",
        {"2025": "1/3", "2025 kind placement": "0/1"},
        {"child": "child\n1", "order": """
            child | kind      | appeal | made
            1     | placement | none   | 2025-05
            1     | age       | lodged | 2025-05
            1     | age       | -      | 2025-05
        """},
    ),
    IndicatorExample(  # what is not known and what no one answered are shown apart from "no"
        "heard_before_orders",
        {"2025": "1/4", "2025 heard yes": "1/1", "2025 heard no": "0/1",
         "2025 heard not_known": "0/2", "2025 authority court": "1/2"},
        {"child": "child\n1", "order": """
            child | authority         | heard     | made
            1     | court             | yes       | 2025-05
            1     | court             | no        | 2025-05
            1     | welfare_committee | not_known | 2025-05
            1     | police            | -         | 2025-05
        """},
    ),
    IndicatorExample(
        "limits_kept",
        {"2025": "1/3"},
        {"child": "child\n1", "limit": """
            child | happened | is_met | is_in_time
            1     | 2025-05  | yes    | yes
            1     | 2025-05  | yes    | no
            1     | 2025-05  | no     | -
        """},
    ),
    IndicatorExample(  # a draft, a later month and another child's determination do not count
        "best_interests_considered",
        {"2025": "2/4", "2025 kind restoration": "1/2"},
        {"child": "child\n1\n2\n3", "order": """
            child | kind        | made
            1     | restoration | 2025-05
            1     | placement   | 2025-03
            2     | restoration | 2025-05
            3     | placement   | 2025-05
            3     | age         | 2025-05
        """, "best_interests": """
            child | state  | assessed
            1     | agreed | 2025-04
            2     | draft  | 2025-04
        """, "determination": """
            child | decided
            3     | 2025-05
        """},
    ),
    IndicatorExample(
        "best_interests_in_time",
        {"2025": "1/2"},
        {"child": "child\n1", "limit": """
            child | asked   | happened | is_met | is_in_time
            1     | assess  | 2025-05  | yes    | yes
            1     | assess  | 2025-05  | no     | -
            1     | produce | 2025-05  | yes    | yes
        """},
    ),
    IndicatorExample(
        "safeguards_broken",
        {"2025": "1/2", "2025 safeguard named": "0/1"},
        {"child": "child\n1", "safeguard": """
            child | safeguard | alert   | happened
            1     | detained  | mended  | 2025-05
            1     | named     | to_tell | 2025-05
        """},
    ),
    IndicatorExample(
        "children_held_or_charged",
        {"2025": "3"},
        {"child": "child\n1", "safeguard": """
            child | safeguard | happened
            1     | detained  | 2025-05
            1     | charged   | 2025-05
            1     | arrested  | 2025-05
            1     | named     | 2025-05
        """},
    ),
    IndicatorExample(
        "screened_before_contact",
        {"2025": "2/3", "2025 made_by home": "0/1"},
        {"child": "child\n1", "origin_contact": """
            child | made_by | safeguard     | made
            1     | us      | met           | 2025-05
            1     | home    | not_screened  | 2025-05
            1     | court   | not_met       | 2025-06
        """},
    ),
    IndicatorExample(
        "verifications_answered",
        {"2025": "1/3", "2025 waited waiting": "0/1"},
        {"child": "child\n1", "verification": """
            child | answer    | waited  | asked
            1     | confirmed | to_90   | 2025-05
            1     | waiting   | waiting | 2025-05
            1     | refused   | over_90 | 2025-06
        """},
    ),
    IndicatorExample(
        "other_solutions_found",
        {"2025": "1/2"},
        {"child": "child\n1", "verification": """
            child | answer    | is_solved_in_time | asked
            1     | none      | yes               | 2025-05
            1     | refused   | -                 | 2025-05
            1     | confirmed | yes               | 2025-06
        """},
    ),
    IndicatorExample(
        "findings_made",
        {"2025": "1/2", "2025 finding presumed": "0/1"},
        {"child": "child\n1", "status": """
            child | layer | finding         | move      | decided
            1     | final | presumed        | decided   | 2025-05
            1     | final | not_established | decided   | 2025-06
            1     | final | not_established | withdrawn | 2025-07
        """},
    ),
    IndicatorExample(  # who does not want it now is not counted
        "family_contact_in_90_days",
        {"2025": "1/3"},
        {"child": "child\n1", "tracing": """
            child | wish    | opened  | days_to_contact
            1     | wants   | 2025-05 | 90
            1     | wants   | 2025-05 | 91
            1     | wants   | 2025-06 | -
            1     | not_now | 2025-06 | -
        """},
    ),
    IndicatorExample(
        "reunified_verified",
        {"2025": "1/2"},
        {"child": "child\n1", "reunification": """
            child | state       | handed_over | is_verified
            1     | carried_out | 2025-05     | yes
            1     | by_others   | 2025-05     | no
        """},
    ),
]  # fmt: skip
