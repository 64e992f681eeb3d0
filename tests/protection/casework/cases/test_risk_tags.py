"""The tag of each risk level, the same wherever it is shown."""

import pytest

from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.agencies.sql_names import replace_names
from saathi.protection.casework.cases.risk_tags import risk_tag, short_risk_tag


@pytest.mark.parametrize(
    ("risk", "text", "short", "tone"),
    [
        ("high", "High risk", "High", "danger"),
        ("medium", "Medium risk", "Medium", "attend"),
        ("low", "Low risk", "Low", "care"),
        ("", "Risk not assessed", "Not assessed", "attend"),
    ],
)
def test_each_risk_level_has_one_name_and_colour(
    risk: str, text: str, short: str, tone: str
) -> None:
    full, brief = risk_tag(risk), short_risk_tag(risk)
    assert (str(full.text), full.tag) == (text, tone)
    assert (str(brief.text), brief.tag) == (short, tone)


def test_sql_names_the_sections_that_tell_the_risk() -> None:
    assert RISK_SECTIONS == Section.NEEDS | Section.SITUATION
    assert replace_names("{section.RISK}") == str(int(RISK_SECTIONS))
