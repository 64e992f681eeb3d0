"""A child's "no" to tracing or contact holds until another person asks again on a later day, in every search."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.people.around.models import Relation
from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.tracing import view_rules
from saathi.protection.returns.tracing.actions import families, searches
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    FamilyContact,
    TracingEnquiry,
    TracingRequest,
)
from saathi.protection.returns.tracing.vocabulary import TracingWish
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import merges
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import ENQUIRY, fill
from tests.reading import day, read
from tests.roles import acting, role

AGAIN = "another person asks the child again on a later day"
DAY = dt.date(2026, 3, 10)
ONE, OTHER = uuid.uuid4(), uuid.uuid4()
FATHER, SECOND, THIRD = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def said(wish: str, days: int, by: uuid.UUID, request: uuid.UUID) -> view_rules.RecordedView:
    on = DAY + dt.timedelta(days=days)
    return view_rules.RecordedView(request, TracingWish(wish), RecordedFact(on, on, by))


@pytest.mark.parametrize(
    ("later", "counting"),
    [
        ([], "no"),
        ([said("wants", 0, ONE, FATHER)], "no"),
        ([said("wants", 0, OTHER, FATHER)], "no"),
        ([said("wants", 1, ONE, FATHER)], "no"),
        ([said("wants", 1, ONE, SECOND)], "no"),
        ([said("not_asked", 1, OTHER, FATHER)], "no"),
        ([said("wants", 1, OTHER, FATHER)], None),
        ([said("wants", 1, OTHER, SECOND)], "wants"),
        ([said("wants", 1, OTHER, THIRD)], "no"),
        ([said("wants", 1, OTHER, SECOND), said("no", 2, ONE, THIRD)], "no"),
    ],
)
def test_no_counts_in_a_second_search_until_another_person_asks(
    later: list[view_rules.RecordedView], counting: str | None
) -> None:
    views = [said("no", 0, ONE, FATHER), *later]
    found = view_rules.counting_view(views, SECOND)
    assert (found and found.wish.value) == counting


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def refused(around: ChildFileCast, record: Any) -> list[str]:
    """The codes with which the action refuses a record; the database refuses it as well."""
    save = searches.add_enquiry if isinstance(record, TracingEnquiry) else families.add_contact
    name = "enquiry" if isinstance(record, TracingEnquiry) else "contact"
    with acting(around.worker):
        with pytest.raises(searches.TracingRefused) as found, transaction.atomic():
            save(**{name: record}, actor=around.worker)
        with pytest.raises(IntegrityError, match=r"not allow it|not safe"), transaction.atomic():
            writing.add(record, actor=around.worker)
    return [reason.code for reason in found.value.reasons]


def enquiry(around: ChildFileCast, request: TracingRequest) -> TracingEnquiry:
    record = TracingEnquiry(
        file_id=around.case.file_id,
        request=request,
        made_on=steps.today(around),
        way="phone",
        asked="family",
        country="NPL",
        made_through="ours",
    )
    return steps.with_texts(record, to_whom="Aunt", cover_text="A child in care seeks relatives.")


def contact(around: ChildFileCast, verification: Any) -> FamilyContact:
    return FamilyContact(
        file_id=around.case.file_id,
        verification=verification,
        step="call",
        contact_on=steps.today(around),
        made_through="ours",
        officials="none",
        safety="safe",
    )


def earlier(view: ChildTracingView, days: int = 2) -> None:
    """As if the child had said it some days ago."""
    before = dt.timedelta(days=days)
    with role("maintenance"):
        ChildTracingView.objects.filter(pk=view.pk).update(
            asked_on=view.asked_on - before, recorded_at=view.recorded_at - before
        )


def by_other(around: ChildFileCast, view: ChildTracingView) -> None:
    with role("maintenance"):
        ChildTracingView.objects.filter(pk=view.pk).update(recorded_by=around.supervisor.pk)


@pytest.mark.requirement("TRC-001")
def test_the_same_worker_does_not_turn_a_no_to_tracing(around: ChildFileCast) -> None:
    request = steps.seek(around)
    no = steps.answer(around, request, "no")
    yes = steps.answer(around, request, "wants")
    assert refused(around, enquiry(around, request)) == ["child_view"]
    assert steps.duties(around, "tracing_step") == []
    assert AGAIN in read(around.worker, f"{around.url}tracing/")
    shown = fill(around, f"{request.pk}/enquiries/new/", **ENQUIRY)
    assert AGAIN in shown
    earlier(no)
    assert refused(around, enquiry(around, request)) == ["child_view"], "the same person"
    by_other(around, yes)
    with acting(around.worker):
        made = searches.add_enquiry(enquiry=enquiry(around, request), actor=around.worker)
    assert made.made_through == "ours"


@pytest.mark.requirement("TRC-001")
def test_a_second_search_for_the_same_relative_does_not_turn_a_no(around: ChildFileCast) -> None:
    no = steps.answer(around, steps.seek(around), "no")
    second = steps.seek(around)
    assert refused(around, enquiry(around, second)) == ["child_view"]
    yes = steps.answer(around, second, "wants")
    assert refused(around, enquiry(around, second)) == ["child_view"]
    earlier(no)
    by_other(around, yes)
    with acting(around.worker):
        searches.add_enquiry(enquiry=enquiry(around, second), actor=around.worker)
    assert refused(around, enquiry(around, no.request)) == ["child_view"], "not in the first one"


@pytest.mark.requirement("TRC-001")
def test_a_no_holds_in_the_joined_file_of_the_child(around: ChildFileCast) -> None:
    other = cast.around()
    steps.answer(other, steps.seek(other), "no")
    request = steps.seek(around)
    steps.answer(around, request, "wants")
    merges.joined(other.case.file_id, around.case.file_id)
    assert refused(around, enquiry(around, request)) == ["child_view"]


@pytest.mark.requirement("TRC-008")
def test_the_same_worker_does_not_turn_a_no_to_contact(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    verification = steps.verify(around, request)
    steps.assess(around, verification)
    no = steps.answer(around, request, "no", "contact")
    yes = steps.answer(around, request, "wants", "contact")
    assert refused(around, contact(around, verification)) == ["child_view"]
    page = f"verifications/{verification.pk}/contacts/new/"
    typed = {"made_through": "ours", "officials": "none", "step": "call", "safety": "safe"}
    assert AGAIN in fill(around, page, **typed, **day("contact_on", steps.today(around)))
    earlier(no)
    by_other(around, yes)
    with acting(around.worker):
        made = families.add_contact(contact=contact(around, verification), actor=around.worker)
    assert made.state == "planned"


def edit(around: ChildFileCast, request: TracingRequest, **columns: Any) -> list[str]:
    """The codes with which an edit of a search is refused; the database refuses it as well."""
    with acting(around.worker):
        stored = TracingRequest.objects.get(pk=request.pk)
        records.open_texts(stored)
        with pytest.raises(searches.TracingRefused) as found, transaction.atomic():
            searches.change_request(
                request=stored, columns=columns, version=stored.version, actor=around.worker
            )
        with pytest.raises(IntegrityError, match="said no"), transaction.atomic():
            writing.change(stored, actor=around.worker, **columns)
    return [reason.code for reason in found.value.reasons]


@pytest.mark.requirement("TRC-001")
@pytest.mark.parametrize("subject", ["tracing", "contact", "reunification"])
def test_an_edit_of_either_search_does_not_turn_a_no(around: ChildFileCast, subject: str) -> None:
    first, second = steps.seek(around), steps.seek(around)
    steps.answer(around, first, "wants", subject)
    no = steps.answer(around, first, "no", subject)
    yes = steps.answer(around, second, "wants", subject)
    assert edit(around, first, relation="father") == ["relation"]
    assert edit(around, second, relation="father") == ["relation"]
    shown = fill(around, f"{first.pk}/edit/", relation="father")
    assert "The child said no about this person" in shown
    assert steps.stored(first).relation == "mother"
    fill(around, f"{first.pk}/edit/", languages="Maithili")  # all else is corrected as before
    assert steps.stored(first).version > first.version
    earlier(no)
    by_other(around, yes)
    fill(around, f"{second.pk}/edit/", relation="father")
    assert steps.stored(second).relation == "father"


@pytest.mark.requirement("TRC-001")
def test_a_search_with_answers_is_not_made_one_for_a_person_of_a_no(around: ChildFileCast) -> None:
    steps.answer(around, steps.seek(around, relation="father"), "no")
    uncle = steps.seek(around, relation="aunt_uncle")
    steps.answer(around, uncle, "wants")
    assert edit(around, uncle, relation="father") == ["relation"]
    empty = steps.seek(around, relation="aunt_uncle")
    fill(around, f"{empty.pk}/edit/", relation="father")
    assert refused(around, enquiry(around, steps.stored(empty))) == ["child_view"], (
        "the no holds in it"
    )


def relative(around: ChildFileCast, name: str) -> Relation:
    record = Relation(file_id=around.case.file_id, child_id=around.case.child_id, kind="mother")
    steps.with_texts(record, name=name)
    with acting(around.worker):
        return writing.add(record, actor=around.worker)


@pytest.mark.requirement("TRC-001")
def test_a_person_is_added_to_a_search_with_a_no_and_stays(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request, "no")
    person, other = relative(around, "Maya Mahato"), relative(around, "Sita Mahato")
    fill(around, f"{request.pk}/edit/", person=str(person.pk))
    assert steps.stored(request).person_id == person.pk
    assert edit(around, request, person=other) == ["person"]
    assert edit(around, request, person=None) == ["person"]
