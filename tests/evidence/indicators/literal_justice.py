"""Hearings, proceedings, charges and decisions on testimony: facts, and the numbers counted by hand."""

from tests.evidence.indicators.literal import IndicatorExample

_HEARINGS = """
    child | country | court_kind     | state     | listed  | child_part  | public    | mode       | faced_accused | adjourned_by | cause
    1     | IND     | child_friendly | held      | 2025-02 | video       | in_camera | video_link | no            | -            | -
    1     | IND     | child_friendly | held      | 2025-03 | present     | partly    | screen     | no            | -            | -
    1     | IND     | ordinary       | held      | 2025-04 | present     | open      | open_court | yes           | -            | -
    2     | IND     | ordinary       | held      | 2025-05 | recorded    | not_known | recorded   | not_known     | -            | -
    2     | IND     | ordinary       | held      | 2025-06 | not_present | open      | not_heard  | no            | -            | -
    2     | IND     | ordinary       | adjourned | 2025-07 | -           | -         | -          | -             | defence      | no_lawyer
    2     | IND     | ordinary       | adjourned | 2025-08 | -           | -         | -          | -             | court        | no_judge
    2     | IND     | ordinary       | listed    | 2025-09 | -           | -         | -          | -             | -            | -
"""
_FACTS = {"child": "child\n1\n2", "hearing": _HEARINGS}
_PROCEEDINGS = """
    child | country | court_kind     | opened  | judged  | result    | days_to_evidence | days_to_judgment
    1     | IND     | child_friendly | 2025-01 | 2025-09 | convicted | 30               | 200
    1     | IND     | ordinary       | 2025-01 | 2026-09 | acquitted | 31               | 400
    2     | IND     | ordinary       | 2025-01 | -       | -         | -                | -
"""

SPECS = [
    IndicatorExample(
        "hearings_in_camera",
        {"2025": "2/4", "2025 court_kind child_friendly": "2/2", "2025 court_kind ordinary": "0/2"},
        _FACTS,
    ),
    IndicatorExample("heard_by_video", {"2025": "1/4", "2025 mode screen": "0/1"}, _FACTS),
    IndicatorExample("faced_accused", {"2025": "1/4", "2025 mode open_court": "1/1"}, _FACTS),
    IndicatorExample(
        "hearings_adjourned",
        {"2025": "2/7", "2025 adjourned_by defence": "1/1", "2025 cause no_judge": "1/1"},
        _FACTS,
    ),
    IndicatorExample(
        "evidence_in_month",
        {"2025": "1/2", "2025 court_kind ordinary": "0/1"},
        {"child": "child\n1\n2", "proceeding": _PROCEEDINGS},
    ),
    IndicatorExample(
        "judged_in_year",
        {"2025": "1/1", "2026": "0/1", "2026 result acquitted": "0/1"},
        {"child": "child\n1\n2", "proceeding": _PROCEEDINGS},
    ),
    IndicatorExample(
        "charges_convicted",
        {"2025": "2/3", "2025 severity under_ten": "1/1", "2025 offence sale": "0/1"},
        {"child": "child\n1", "charge": """
            child | country | court_kind | offence     | outcome   | severity  | charged | decided
            1     | IND     | ordinary   | trafficking | convicted | under_ten | 2025-01 | 2025-09
            1     | IND     | ordinary   | trafficking | convicted | life      | 2025-01 | 2025-09
            1     | IND     | ordinary   | sale        | acquitted | none      | 2025-01 | 2025-09
            1     | IND     | ordinary   | sale        | pending   | none      | 2025-01 | -
        """},
    ),
    IndicatorExample(
        "refused_and_helped",
        {"2025": "2/3", "2025 answer does_not_want": "1/2"},
        {"child": "child\n1\n2", "testimony": """
            child | country | answer        | decided | is_refusal | is_helped
            1     | IND     | does_not_want | 2025-02 | yes        | yes
            1     | IND     | wants         | 2025-03 | yes        | yes
            2     | IND     | does_not_want | 2025-02 | yes        | no
            2     | IND     | wants         | 2025-03 | no         | yes
        """},
    ),
]  # fmt: skip
