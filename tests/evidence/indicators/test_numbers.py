"""Each indicator as a table: literal facts in, a number out, by DuckDB and by plain Python alike.

A number is written `part/whole` for a share and `whole` for a count.
"""

import pytest

from saathi.evidence.indicators import catalogue
from tests.evidence.indicators import (
    literal_children,
    literal_courts,
    literal_decisions,
    literal_justice,
    literal_missing,
    literal_placements,
    literal_redress,
    literal_reintegration,
    literal_transfers,
    literal_work,
)
from tests.evidence.indicators.counting import ENGINES
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.indicators.literal import REGISTERED, IndicatorExample

SPECS = [
    *literal_children.SPECS,
    *literal_decisions.SPECS,
    *literal_missing.SPECS,
    *literal_courts.SPECS,
    *literal_justice.SPECS,
    *literal_placements.SPECS,
    *literal_redress.SPECS,
    *literal_reintegration.SPECS,
    *literal_transfers.SPECS,
    *literal_work.SPECS,
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.indicator)
def test_the_facts_give_the_number(spec: IndicatorExample, engine: str) -> None:
    indicator = catalogue.find_indicator(spec.indicator)
    assert indicator is not None
    numbers = ENGINES[engine](facts(**spec.facts), [indicator])[spec.indicator]
    shown = {}
    for key in spec.expected:
        year, _, rest = key.partition(" ")
        dimension, _, category = rest.partition(" ")
        among, counted = numbers.get(("", int(year), dimension, category), (None, None))
        shown[key] = (
            None if among is None else f"{among}" if counted is None else f"{counted}/{among}"
        )
    assert shown == spec.expected


@pytest.mark.requirement("SRV-014")
@pytest.mark.parametrize("engine", ENGINES)
def test_waiting_times_by_sex_and_nationality(engine: str) -> None:
    """Each group has its own whole, so that longer waits are visible: in offers, answers, needs, plans."""
    names = {"help_within_two_weeks", "referrals_answered_in_time", "assessed_in_a_week", "planned_in_a_month",
            "duties_in_time", "met_alone"}  # fmt: skip
    for name in names:
        indicator = catalogue.find_indicator(name)
        assert indicator is not None
        assert {"sex", "national"} <= {dimension.name for dimension in indicator.by}
    indicator = catalogue.find_indicator("assessed_in_a_week")
    assert indicator is not None
    waits = facts(**REGISTERED, assessment="child | days_after_opening\n1 | 3\n2 | 30")
    numbers = ENGINES[engine](waits, [indicator])[indicator.name]
    assert numbers["", 2025, "sex", "girl"] == (1, 1)
    assert numbers["", 2025, "sex", "boy"] == (1, 0)
    assert numbers["", 2025, "national", "national"] == (1, 1)
    assert numbers["", 2025, "national", "not_national"] == (1, 0)


def test_every_indicator_has_its_table() -> None:
    assert {spec.indicator for spec in SPECS} == {
        indicator.name for indicator in catalogue.all_indicators()
    }
    assert len(catalogue.all_indicators()) >= 25
