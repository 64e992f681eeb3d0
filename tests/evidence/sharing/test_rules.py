"""What an agreement allows to be shared, and the reasons against it. Tables of cases, no database."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from saathi.evidence.research.rules import ExtractMaterial
from saathi.evidence.sharing import rules
from saathi.evidence.sharing.forms import dimension_choices
from saathi.evidence.sharing.models import Sharing
from saathi.evidence.sharing.queries import REFUSAL_TEXTS
from saathi.evidence.sharing.rules import AgreementFacts, SharedTableFacts

TODAY = dt.date(2026, 11, 26)
REQUESTER, OTHER = UUID(int=1), UUID(int=2)
ASKED = AgreementFacts(
    "asked", REQUESTER, dt.date(2027, 6, 1), ["children_with_a_case"], ["sex", "age"]
)
RUNS = replace(ASKED, state="approved")
TABLES = SharedTableFacts(ExtractMaterial("published", True, "a"), "children_with_a_case", {"sex"})


def codes(reasons: tuple[object, ...]) -> set[str]:
    return {reason.code for reason in reasons}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("agreement", "tables", "against"),
    [
        (RUNS, TABLES, set()),
        (ASKED, TABLES, {"state"}),
        (replace(RUNS, state="ended"), TABLES, {"state"}),
        (replace(RUNS, until=dt.date(2026, 11, 25)), TABLES, {"until"}),
        (RUNS, replace(TABLES, indicator="reports_received"), {"indicator"}),
        (RUNS, replace(TABLES, by={"sex", "form"}), {"detail"}),
        (replace(RUNS, by=[]), TABLES, {"detail"}),
        (replace(RUNS, by=[]), replace(TABLES, by=set()), set()),
        (RUNS, replace(TABLES, material=ExtractMaterial("failed", False, "a")), {"release"}),
        (RUNS, replace(TABLES, material=ExtractMaterial("withdrawn", True, "a")), {"release"}),
    ],
)
def test_only_what_a_running_agreement_names_is_shared(
    agreement: AgreementFacts, tables: SharedTableFacts, against: set[str]
) -> None:
    reasons = rules.reasons_not_to_share(agreement, tables, TODAY)
    assert codes(reasons) == against
    length = Sharing._meta.get_field("against").base_field.max_length  # type: ignore[union-attr]
    assert all(code in REFUSAL_TEXTS and len(code) <= length for code in codes(reasons))


@pytest.mark.parametrize(
    ("agreement", "by", "against"),
    [
        (ASKED, OTHER, set()),
        (ASKED, REQUESTER, {"own"}),
        (RUNS, OTHER, {"state"}),
        (replace(ASKED, until=TODAY), OTHER, {"until"}),
        (replace(ASKED, until=dt.date(2029, 11, 26)), OTHER, {"until"}),
    ],
)
def test_a_second_person_approves_what_ends_within_two_years(
    agreement: AgreementFacts, by: UUID, against: set[str]
) -> None:
    assert codes(rules.reasons_not_to_approve(agreement, by, TODAY)) == against


def test_detail_is_named_by_what_a_release_can_be_taken_apart_by() -> None:
    names = dict(dimension_choices())
    assert {"sex", "age", "home_district", "form"} <= set(names)
    assert {"purposes", "concerns", "factors"}.isdisjoint(names)
