"""What the entry of regulated premises must say about its last check."""

import datetime as dt

import pytest

from saathi.protection.care.premises.rules import PremisesCheckFacts, reasons_against_check

TODAY = dt.date(2026, 6, 1)
LATER = TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (PremisesCheckFacts("not_checked", None, ""), []),
        (PremisesCheckFacts("not_checked", TODAY, ""), ["check_result"]),
        (PremisesCheckFacts("not_checked", None, "x"), ["check_result"]),
        (PremisesCheckFacts("complied", TODAY, ""), []),
        (PremisesCheckFacts("complied", TODAY, "x"), ["breach"]),
        (PremisesCheckFacts("complied", None, ""), ["checked_on"]),
        (PremisesCheckFacts("breach", TODAY, "x"), []),
        (PremisesCheckFacts("breach", TODAY, ""), ["breach"]),
        (PremisesCheckFacts("breach", LATER, "x"), ["checked_on"]),
    ],
)
def test_facts_of_a_check(facts: PremisesCheckFacts, codes: list[str]) -> None:
    found = reasons_against_check(facts, today=TODAY)
    assert [reason.code for reason in found] == codes
