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
# Two national children and one from abroad, in facilities of India and, the last one, of Nepal.
_IN_FACILITIES = {
    "child": """
    child | nationality_state | nationalities
    1     | known             | IND
    2     | known             | IND
    3     | known             | NPL
""",
    "case": "child | opened | country\n1 | 2025-01 | IND\n2 | 2025-01 | IND\n3 | 2025-01 | IND",
    "facility_placement": """
    child | started | kind        | country | facility_operator | inspection
    1     | 2025-02 | emergency   | IND     | 1                 | passed
    1     | 2025-03 | residential | IND     | 2                 | with_notice
    2     | 2025-03 | residential | IND     | 3                 | failed
    3     | 2025-04 | residential | IND     | 3                 | incomplete
    3     | 2025-05 | transit     | -       | -                 | -
    3     | 2025-06 | residential | NPL     | 4                 | passed
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
        "placed_where_inspection_passed",
        {"2025": "3/6", "2025 national national": "2/3", "2025 national not_national": "1/3",
         "2025 inspection with_notice": "1/1", "2025 inspection incomplete": "0/1",
         "2025 inspection not_known": "0/1", "2025 kind residential": "2/4"},
        _IN_FACILITIES,
    ),
    IndicatorExample(
        "placed_without_needs",
        {"2025": "2/6", "2025 basis authority": "1/1", "2025 basis ours": "0/3"},
        _FACTS,
    ),
]  # fmt: skip
