"""Enquiries in another country, and what each tells."""

import re

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.tracing.models import TracingEnquiry
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import borders, protection
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import ENQUIRY, NAMED, UNSAFE, fill
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def refuse_in_the_database(around: ChildFileCast, why: str, **values: object) -> None:
    """Adds an enquiry of our own without the action, as the web role."""
    usual = {
        "file_id": around.file_id,
        "made_on": steps.today(around),
        "made_through": "ours",
        "asked": "family",
        "country": "NPL",
    }
    enquiry = TracingEnquiry(**usual | values)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match=why),
        transaction.atomic(),
    ):
        writing.add(enquiry, actor=around.worker)


@pytest.mark.requirement("TRC-002")
def test_enquiry_abroad_waits_for_the_request_and_the_screening(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    refused = fill(around, f"{request.pk}/enquiries/new/", **ENQUIRY | {"way": "abroad"})
    assert "has not been screened" in refused
    assert "Choose a cross-border request that we sent" in refused
    why = "no enquiry abroad without request and screening"
    refuse_in_the_database(around, why, request=request, way="abroad")
    borders.protocol(around.worker)
    with acting(around.worker):
        incoming = borders.received(around.case, around.worker)
        ours = borders.asked(around.case, around.worker)
    refuse_in_the_database(around, why, request=request, way="phone", cross_border=incoming)
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    refuse_in_the_database(around, why, request=request, way="abroad", cross_border=ours)


@pytest.mark.requirement("TRC-003")
def test_second_request_does_not_pass_by_the_childs_answer(around: ChildFileCast) -> None:
    steps.answer(around, steps.seek(around), "no")
    again = steps.seek(around)
    page = f"{again.pk}/enquiries/new/"
    assert "The child does not want this tracing" in fill(around, page, **ENQUIRY)
    refuse_in_the_database(around, "view does not allow", request=again, way="phone")
    steps.answer(around, again, "wants")
    assert "another person asks the child again" in fill(around, page, **ENQUIRY)
    refuse_in_the_database(around, "view does not allow", request=again, way="phone")


@pytest.mark.requirement("TRC-003")
def test_enquiry_of_staff_against_the_rules_is_recorded_as_a_violation(
    around: ChildFileCast,
) -> None:
    request = steps.seek(around)
    steps.answer(around, request, "no")
    staff = ENQUIRY | {"made_through": "staff", "facts": ["name"]}
    shown = fill(around, f"{request.pk}/enquiries/new/", **staff)
    assert "A member of our staff, without permission" in shown
    assert "Safeguard violation" in shown
    page = signed_in(around.worker).get(f"{around.url}tracing/").content.decode()
    assert re.search(r'tag danger"\W*>\W*Safeguard violation', page)
    assert re.search(r'tag attend"\s*>\s*Does not want it', page)
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
    assert broken.safeguard == "contacted_origin"


@pytest.mark.requirement("TRC-002")
@pytest.mark.parametrize(
    ("way", "asked"),
    [
        ("phone", "consulate"),
        ("visit", "consulate"),
        ("focal_point", "origin"),
        ("red_cross", "organisation"),
        ("radio", "public"),
        ("phone", "family"),
    ],
)
def test_no_method_passes_by_a_closed_gate(around: ChildFileCast, way: str, asked: str) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    there = {"way": way, "asked": asked, "country": "IND"}
    page = f"{request.pk}/enquiries/new/"
    assert "country of origin may not be contacted" in fill(around, page, **ENQUIRY | there)
    refuse_in_the_database(around, UNSAFE, request=request, **there)
    fill(around, page, **ENQUIRY | there | {"made_through": "others"})
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
    assert broken.safeguard == "contacted_origin"


@pytest.mark.requirement("TRC-002")
def test_consulate_is_asked_only_with_a_permission(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    there = {"way": "phone", "asked": "consulate", "country": "IND"}
    page = f"{request.pk}/enquiries/new/"
    assert "only with a permission" in fill(around, page, **ENQUIRY | there)
    refuse_in_the_database(around, UNSAFE, request=request, **there)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    with acting(around.supervisor):
        protection.permit(asked, around.supervisor)
    refuse_in_the_database(around, UNSAFE, request=request, **there | {"asked": "origin"})
    assert "Embassy or consulate" in fill(around, page, **ENQUIRY | there)


@pytest.mark.requirement("TRC-002")
def test_our_enquiry_says_who_is_asked_and_where(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    unsaid = fill(around, page, **ENQUIRY | {"asked": "", "country": ""})
    assert "Choose who is asked." in unsaid
    assert "Choose the country." in unsaid
    for missing in ({"asked": ""}, {"asked": "not_known"}, {"country": ""}):
        refuse_in_the_database(
            around, "who is asked, and where", request=request, way="phone", **missing
        )
    others = {"made_through": "others", "asked": "", "country": ""}
    assert "Others, without our request" in fill(around, page, **ENQUIRY | others)


@pytest.mark.requirement("TRC-003")
def test_village_head_does_not_learn_where_the_child_is(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    told = fill(around, page, **ENQUIRY | {"facts": ["name", "photo", "whereabouts"]})
    for text in ("where the child is.", "Show a photo only", "Enter why the child’s name"):
        assert text in told
    for facts in (["whereabouts"], ["photo"]):
        refuse_in_the_database(
            around, "tells too much", request=request, way="village_head", facts=facts
        )
    shown = fill(around, page, **ENQUIRY | NAMED)
    assert "Two families of this name live there." in shown
    everything = {"made_through": "others", "facts": ["name", "photo", "whereabouts"]}
    assert "Others, without our request" in fill(around, page, **ENQUIRY | everything)
