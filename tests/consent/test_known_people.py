"""People of the child's file are offered where a form names who took part, and chosen by no one in advance."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Draft, Staff
from saathi.audit.models import AuditEntry
from saathi.consent.models import Guardian
from saathi.people.around.models import Relation
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.conferences.models import Conference
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.factories import agencies, children, helps, people, rights
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
CONFERENCE, NOTE, SAFETY_PLAN = "conferences/new/", "notes/new/", "safety-plan/new/"
PAGES = (CONFERENCE, NOTE, SAFETY_PLAN)


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker)


def mother(case: Case, worker: Staff, **fields: object) -> Relation:
    with acting(worker):
        return people.person(case.child, worker, "Maya Devi", **fields)


def page(case: Case, worker: Staff, address: str) -> tuple[str, str]:
    """The address of a form and its page."""
    path = f"/child/{case.file_id}/{address}"
    client = signed_in(worker)
    with at_most(20):
        return path, client.get(path).content.decode()


def stored(
    model: type[Conference] | type[Note] | type[SafetyPlan], worker: Staff
) -> dict[str, str]:
    with acting(worker):
        return vault.open(model.objects.latest("recorded_at"))


def test_conference_names_people_of_the_file_that_were_chosen(case: Case, worker: Staff) -> None:
    relation = mother(case, worker)
    with acting(worker):
        guardian = rights.guardian(case.child, worker)
    path, form = page(case, worker, CONFERENCE)
    assert "Maya Devi, Mother" in form
    assert filled.form(form).get("known") in (None, [])
    sent = filled.form(
        form,
        purpose="Where to live",
        discussed="The aunt",
        others="Mr Rai, police",
        known=[str(relation.pk), str(guardian.pk)],
    )
    assert signed_in(worker).post(path, sent).status_code == 302
    lines = stored(Conference, worker)["others"].splitlines()
    assert lines[:2] == ["Mr Rai, police", "Maya Devi, Mother"]
    assert "legal guardian" in lines[2]
    with role("auditor"):
        listed = AuditEntry.objects.filter(file_id=case.file_id, kind="listed", by=worker.pk)
        assert any(relation.pk in entry.objects_seen for entry in listed)


def test_note_names_who_was_present_and_a_name_is_written_once(case: Case, worker: Staff) -> None:
    relation = mother(case, worker)
    path, form = page(case, worker, NOTE)
    sent = filled.form(
        form, text="We met", present_names="Maya Devi, Mother", known=[str(relation.pk)]
    )
    assert signed_in(worker).post(path, sent).status_code == 302
    assert stored(Note, worker)["present_names"] == "Maya Devi, Mother"
    again = page(case, worker, NOTE)[1]
    long = filled.form(again, text="We met", present_names="x" * 195, known=[str(relation.pk)])
    refused = signed_in(worker).post(path, long)
    assert "at most 200 characters" in read(refused)[0]


def test_safety_plan_offers_no_one_the_child_may_fear(case: Case, worker: Staff) -> None:
    safe = mother(case, worker)
    with acting(worker):
        people.person(case.child, worker, "Uncle Ram", kind="aunt_uncle", danger="feared")
        people.person(case.child, worker, "Aunt Sita", kind="aunt_uncle", contact="not_wanted")
    path, form = page(case, worker, SAFETY_PLAN)
    assert "Maya Devi, Mother" in form
    for name in ("Uncle Ram", "Aunt Sita"):
        assert name not in form
        assert name in page(case, worker, CONFERENCE)[1]
    sent = filled.form(form, child_does="Run to the school", known=[str(safe.pk)])
    assert signed_in(worker).post(path, sent).status_code == 302
    assert stored(SafetyPlan, worker)["safe_people"] == "Maya Devi, Mother"


def test_people_who_died_or_left_are_not_offered_and_no_field_without_people(
    case: Case, worker: Staff
) -> None:
    mother(case, worker, life="died")
    with role("maintenance"):
        assert not Guardian.objects.exists()
    for address in PAGES:
        assert 'name="known"' not in page(case, worker, address)[1]


def test_choice_of_another_childs_people_is_refused(case: Case, worker: Staff) -> None:
    mother(case, worker)
    other = mother(children.case(worker, "Maya"), worker)
    path, form = page(case, worker, CONFERENCE)
    sent = filled.form(form, purpose="x", discussed="y", known=[str(other.pk)])
    assert "Select a valid choice" in signed_in(worker).post(path, sent).content.decode()


@pytest.mark.parametrize("address", [*PAGES, "support/offer/"])
def test_unfinished_form_is_saved_as_a_draft_of_its_writer(
    case: Case, worker: Staff, address: str
) -> None:
    colleague = agencies.staff("supervisor", worker.office)
    field = {CONFERENCE: "purpose", NOTE: "text", SAFETY_PLAN: "child_does"}.get(address, "need")
    path = f"/child/{case.file_id}/{address}"
    if field == "need":
        service = helps.service(colleague)
        path = reverse("support:offer_service", args=[case.file_id, service.pk])
    client = signed_in(worker)
    form = filled.form(client.get(path).content.decode(), **{field: "Half a sentence"})
    assert client.post(path, form | {"later": "keep"}).url == "/"
    assert "Half a sentence" in client.get(path).content.decode()
    assert "Half a sentence" not in signed_in(colleague).get(path).content.decode()
    with acting(worker):
        assert Draft.objects.filter(place=path).exists()
