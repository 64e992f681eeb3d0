"""Placements: facts, and the numbers counted by hand. Each placement of a child who moves is counted."""

from tests.evidence.indicators.literal import IndicatorExample

_FACTS = {
    "child": "child\n1\n2\n3\n4",
    "placement": """
    child | started | kind        | care        | basis     | is_moved | end_reason | stay    | is_ended | is_unmet
    1     | 2025-02 | emergency   | facility    | authority | no       | moved      | month   | yes      | yes
    1     | 2025-03 | kinship     | family      | ours      | yes      | -          | -       | no       | no
    2     | 2025-04 | residential | facility    | order     | no       | family     | year    | yes      | no
    3     | 2025-05 | residential | facility    | ours      | no       | -          | -       | no       | no
    4     | 2025-06 | independent | independent | ours      | no       | adult      | longer  | yes      | no
    4     | 2025-07 | foster      | family      | order     | no       | left       | quarter | yes      | yes
""",
}

SPECS = [
    IndicatorExample(
        "placed_in_families",
        {"2025": "2/6", "2025 kind kinship": "1/1", "2025 kind residential": "0/2",
         "2025 basis order": "1/2"},
        _FACTS,
    ),
    IndicatorExample(
        "placements_after_a_move", {"2025": "1/6", "2025 kind kinship": "1/1"}, _FACTS
    ),
    IndicatorExample(
        "long_stays_in_facilities",
        {"2025": "1/2", "2025 stay year": "1/1", "2025 stay month": "0/1"},
        _FACTS,
    ),
    IndicatorExample(
        "placed_without_needs",
        {"2025": "2/6", "2025 basis authority": "1/1", "2025 basis ours": "0/3"},
        _FACTS,
    ),
]  # fmt: skip
