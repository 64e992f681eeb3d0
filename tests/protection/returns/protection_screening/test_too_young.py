"""“Too young to answer in words” is bound to the recorded age, and to what the child said before."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import actions, young_rules
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.young_rules import ChildWordsKnown
from tests.factories import protection, transfers
from tests.factories.transfers import TransferCast
from tests.roles import acting, role


@pytest.mark.parametrize(
    ("known", "why", "is_refused"),
    [
        ("old", "Does not speak", True),
        ("words", "Does not speak", True),
        ("unknown", " ", True),
        ("unknown", "A baby", False),
        ("", "", False),
    ],
)
def test_an_age_or_a_reason_is_needed(known: str, why: str, *, is_refused: bool) -> None:
    found = young_rules.reasons_against_too_young(ChildWordsKnown(known), "wish", why)
    assert bool(found) is is_refused


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def aged(around: TransferCast, years: int | None) -> None:
    """The child as of this age; None: not known."""
    born = None if years is None else around.today().year - years
    with role("maintenance"):
        Child.objects.filter(pk=around.child.pk).update(birth_year_low=born, birth_year_high=born)


def ask(around: TransferCast, why: str = "") -> ContactPermission:
    """A request for permission in which the child was too young."""
    with acting(around.worker):
        permission = ContactPermission(
            file_id=around.case.file_id, child=around.child, child_answer="too_young",
            country="IND", body="consulate", through="agency", facts=["age"],
            ends_on=around.today(30), consent=None,
        )  # fmt: skip
        permission.best, permission.body_name = "A travel document.", "Consul (invented)"
        permission.why_no_words = why
        return actions.ask_permission(permission=permission, actor=around.worker)


def refuse(around: TransferCast, why: str = "") -> None:
    with pytest.raises(actions.OriginContactRefused) as refused:
        ask(around, why)
    assert [reason.code for reason in refused.value.reasons] == ["child_answer"]


def refuse_plainly(around: TransferCast) -> None:
    """The same as the web role, with a proof but without the action."""
    columns: dict[str, Any] = {
        "child_answer": "too_young", "country": "IND", "body": "consulate", "through": "agency",
        "facts": ["age"], "ends_on": around.today(30), "asked_on": around.today(),
        "state": "asked",
    }  # fmt: skip
    record = ContactPermission(file_id=around.case.file_id, child=around.child, **columns)
    record.best, record.body_name = "A travel document.", "Consul (invented)"
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="not too young"),
        transaction.atomic(),
    ):
        writing.add(record, actor=around.worker)


@pytest.mark.django_db
@pytest.mark.requirement("INT-002")
def test_a_child_of_fourteen_is_asked(around: TransferCast) -> None:
    aged(around, 14)
    refuse(around, "Shy")
    refuse_plainly(around)


@pytest.mark.django_db
@pytest.mark.requirement("INT-002")
def test_a_child_who_answered_before_is_asked(around: TransferCast) -> None:
    aged(around, 4)
    ask(around)
    with acting(around.worker):
        protection.asked(around.case, around.worker, child_answer="refuses")
    refuse(around)
    refuse_plainly(around)


@pytest.mark.django_db
def test_without_an_age_there_is_a_reason(around: TransferCast) -> None:
    aged(around, None)
    refuse(around)
    assert ask(around, "A baby of some months").child_answer == "too_young"


@pytest.mark.django_db
@pytest.mark.requirement("XBR-005")
def test_the_same_for_what_the_child_says_about_a_transfer(around: TransferCast) -> None:
    from saathi.protection.returns.transfers.actions.stages import TransferRefused
    from saathi.protection.returns.transfers.models import TransferView

    transfer = transfers.opened(around)
    aged(around, 12)
    with pytest.raises(TransferRefused) as refused:
        transfers.asked(around, transfer, wish="too_young")
    assert [reason.code for reason in refused.value.reasons] == ["wish"]
    record = transfers.fill(
        TransferView(transfer=transfer, **around.common), moment="preparation", wish="too_young",
        asked_at=around.at(-1, 10), is_replied=False, asked_by="Ms Rai",
    )  # fmt: skip
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="not too young"),
        transaction.atomic(),
    ):
        writing.add(record, actor=around.worker)
    aged(around, 3)
    transfers.asked(around, transfer, wish="too_young")
