"""Offices of the country of origin in a contact with the family: only as the screening allows."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.tracing.models import FamilyContact
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import protection
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import fill
from tests.reading import day
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("INT-001")
@pytest.mark.requirement("TRC-008")
def test_office_of_the_country_of_origin_takes_part_only_as_the_screening_allows(
    around: ChildFileCast,
) -> None:
    page, contact = ready_for_contact(around)
    typed = {"made_through": "ours", "step": "call", "safety": "safe"}
    typed |= day("contact_on", steps.today(around))
    refuse_contact(around, contact(officials=""), "which office of the country of origin")
    assert "Choose whether a consulate or an authority" in fill(around, page, **typed)
    consulate = typed | {"officials": "consulate"}
    assert "Choose the country." in fill(around, page, **consulate)
    refuse_contact(around, contact(officials="consulate"), "which office of the country of origin")

    consulate |= {"origin_country": "IND"}
    of_india = {"officials": "consulate", "origin_country": "IND"}
    assert "has not been screened for international protection" in fill(around, page, **consulate)
    refuse_contact(around, contact(**of_india), "does not allow this office")
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    refused = fill(around, page, **consulate)
    assert "takes part only with a permission for that country and body" in refused
    refuse_contact(around, contact(**of_india), "does not allow this office")
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    with acting(around.supervisor):
        protection.permit(asked, around.supervisor)
    refuse_contact(around, contact(**of_india | {"officials": "origin"}), "does not allow")
    assert "Embassy or consulate of the country of origin" in fill(around, page, **consulate)


@pytest.mark.requirement("INT-001")
def test_consulate_that_others_brought_to_a_contact_is_a_violation(around: ChildFileCast) -> None:
    page, _contact = ready_for_contact(around)
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    typed = {"made_through": "others", "step": "call", "safety": "not_checked"}
    typed |= {"officials": "consulate", "origin_country": "IND"}
    shown = fill(around, page, **typed, **day("contact_on", steps.today(around)))
    assert "Others, without our request" in shown
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
        texts = records.open_texts(broken)
    assert broken.safeguard == "contacted_origin"
    assert "country of origin was asked without the safeguards" in texts["what"]


def ready_for_contact(around: ChildFileCast) -> tuple[str, Callable[..., FamilyContact]]:
    """A verified mother whom the child wants to call: the page of the form, and what makes a contact."""
    request = steps.seek(around)
    steps.answer(around, request)
    verification = steps.verify(around, request)
    steps.assess(around, verification)
    steps.answer(around, request, subject="contact")

    def contact(**values: str) -> FamilyContact:
        return FamilyContact(
            file_id=around.file_id, verification=verification, step="call",
            contact_on=steps.today(around), made_through="ours", safety="safe", **values,
        )  # fmt: skip

    return f"verifications/{verification.pk}/contacts/new/", contact


def refuse_contact(around: ChildFileCast, contact: FamilyContact, why: str) -> None:
    """Adds a contact of our own without the action, as the web role."""
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match=why),
        transaction.atomic(),
    ):
        writing.add(contact, actor=around.worker)
