"""The countries under whose law a child falls (XBR-011)."""

import pytest

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers import law_queries, law_rules
from saathi.protection.returns.transfers.law_rules import LawFacts, LawGround
from tests.protection.returns.transfers.test_removals import opened
from tests.roles import acting


@pytest.mark.requirement("XBR-011")
def test_each_country_is_named_once_with_all_its_grounds() -> None:
    facts = LawFacts(
        present="IND",
        nationalities=("NPL",),
        home="NPL",
        recruited=("NPL", ""),
        exploited=("IND", "ARE"),
        transfers=("IND", "NPL"),
    )
    assert dict(law_rules.countries_of_law(facts)) == {
        "IND": (LawGround.PRESENT, LawGround.EXPLOITED, LawGround.TRANSFER),
        "NPL": (LawGround.NATIONALITY, LawGround.HOME, LawGround.RECRUITED, LawGround.TRANSFER),
        "ARE": (LawGround.EXPLOITED,),
    }


def test_a_child_of_one_country_falls_under_one_law() -> None:
    facts = LawFacts(present="IND", nationalities=("IND",), home="IND")
    assert list(law_rules.countries_of_law(facts)) == ["IND"]


@pytest.mark.django_db
def test_a_transfer_adds_its_countries_to_the_laws(case: Case, worker: Staff) -> None:
    opened(case, worker)
    with acting(worker):
        found = law_queries.countries_of_law(case.child, worker)
    assert LawGround.TRANSFER in found["NPL"]
