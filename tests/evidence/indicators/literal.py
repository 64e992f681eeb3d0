"""Literal facts, and the form of a test of an indicator."""

from dataclasses import dataclass, field

GIRL_AND_BOY = """
    child | gender | birth_year_low | birth_year_high | nationality_state | nationalities
    1     | girl   | 2012           | 2012            | known             | NPL
    2     | boy    | 2009           | 2009            | known             | IND
"""
THEIR_CASES = """
    child | opened
    1     | 2025-03
    2     | 2025-04
"""
# Four children: trafficked for labour, for two forms, with a purpose and no act, an adult without
# means.
EPISODES = """
    child | acts        | purposes              | recruited_country | recruited_district | began   | age_low | age_high | exploitation_occurred
    1     | recruitment | factory               | NPL               | NP-DHA             | 2024-02 | 12      | 12       | yes
    2     | receipt     | begging prostitution  | NPL               | NP-KTM             | 2023-05 | 14      | 15       | no
    3     | -           | factory               | NPL               | -                  | 2024-01 | 13      | 13       | yes
    4     | transfer    | factory               | NPL               | -                  | 2024-01 | 19      | 20       | yes
"""
FOUR = """
    child | gender
    1     | girl
    2     | boy
    3     | girl
    4     | girl
"""
FOUR_CASES = """
    child | opened
    1     | 2025-03
    2     | 2025-03
    3     | 2025-03
    4     | 2025-03
"""
# To India for exploitation without a stop; and inside Nepal.
LEGS = """
    child | number | to_country | to_district | for_exploitation
    1     | 1      | IND        | IN-DEL      | yes
    2     | 1      | NPL        | NP-PAR      | yes
"""
TRAFFICKED = {"child": FOUR, "case": FOUR_CASES, "episode": EPISODES, "leg": LEGS}
REGISTERED = {"child": GIRL_AND_BOY, "case": THEIR_CASES}


@dataclass
class IndicatorExample:
    """Facts, and the expected numbers of an indicator; a key is year, dimension, category."""

    indicator: str
    expected: dict[str, str]
    facts: dict[str, str] = field(default_factory=dict)
