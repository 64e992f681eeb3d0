"""Alleged perpetrators: the source of each allegation, and the steps of authorities."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.around.models import AllegedPerpetrator, Outcome
from saathi.people.around.vocabulary import (
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRole,
    AuthorityOutcomeKind,
    FirmKind,
    RelationKind,
)
from saathi.people.models import Child
from saathi.vault.models import OldSealedValue
from tests.factories import agencies, children, people, rights
from tests.people.around_pages import ALLEGED, AROUND
from tests.people.who_pages import member
from tests.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db

# --- said to have harmed the child's ----------------------------------------------------------------------


@db
@pytest.mark.requirement("TRF-001", "TRF-002", "TRF-004", "TRF-005", "TRF-007")
def test_allegation_shows_its_source_date_and_basis(child: Child, worker: Staff) -> None:
    page = post(worker, address("around:add_alleged_perpetrator", child), ALLEGED)
    for text in ("Bikram Lal alleged", "The child, since 2 March 2026", "Sunita",
                  "He came with a bus ticket", "Recruited the child, Transported the child",
                  "Neighbour", "By messages on a mobile phone, On a social network",
                  "Promised work in a parlour", "Organised group Yes", "Allegations are not findings"):  # fmt: skip
        assert text in page, (text, page)
    with acting(worker):
        alleged = AllegedPerpetrator.objects.get()
        assert b"Bikram" not in bytes(alleged.sealed)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, roles, relationship, reached, is_organised, said_by, allegation_state "
            "FROM facts_alleged"
        )
        assert cursor.fetchall() == [
            ("person", ["recruited", "transported"], "neighbour", ["messages", "social"], "yes",
             "child", "stands")
        ]  # fmt: skip


@db
@pytest.mark.requirement("TRF-009")
def test_only_a_final_court_decision_changes_the_state_of_an_allegation(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        alleged = people.alleged(child, worker)
    path = address("around:add_authority_outcome", child, alleged.pk)
    for month, (kind, state) in enumerate(
        [
            ("investigated", "alleged"), ("charged", "alleged"), ("on_trial", "alleged"),
            ("convicted", "convicted by a court"), ("appeal", "alleged"),
            ("overturned", "not established by a court"),
        ]
    ):  # fmt: skip
        sent = {"kind": kind, "body": "court", "name": "Court of Dhanusha", "number": f"7/{month}",
                **day("decided_on", dt.date(2026, 1 + month // 2, 1 + month))}  # fmt: skip
        page = post(worker, path, sent)
        assert f"Bikram Lal {state}" in page
    assert page.count("Court of Dhanusha") == 6  # every step is kept
    assert "Enter today’s date or an earlier date." in refused(worker, path, {
        "kind": "charged", "body": "court", **day("decided_on", dt.date(2999, 1, 1))})  # fmt: skip
    with acting(worker):
        assert Outcome.objects.count() == 6


@db
@pytest.mark.requirement("TRF-010")
@pytest.mark.parametrize("kind", [FirmKind.HOTEL, FirmKind.STUDIO, FirmKind.JOB_AGENCY])
def test_a_firm_is_recorded_as_well_as_a_person(child: Child, worker: Staff, kind: str) -> None:
    sent = ALLEGED | {"subject": "firm", "name": "Sagar House", "firm_kind": kind,
                      "roles": ["harboured"]}  # fmt: skip
    page = post(worker, address("around:add_alleged_perpetrator", child), sent)
    assert "Sagar House alleged" in page
    assert str(FirmKind(kind).label) in page
    sent = {"kind": "closed_down", "body": "labour", **day("decided_on")}
    with acting(worker):
        alleged = AllegedPerpetrator.objects.get()
    page = post(worker, address("around:add_authority_outcome", child, alleged.pk), sent)
    assert "Licence revoked or business closed" in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.subject, a.firm_kind, o.kind FROM facts_alleged a "
            "JOIN facts_outcome o USING (alleged)"
        )
        assert cursor.fetchall() == [("firm", kind, "closed_down")]


@db
@pytest.mark.requirement("TRF-003")
def test_a_parent_may_be_accused_and_live_with_the_child(child: Child, worker: Staff) -> None:
    """Both records are kept: guardian, placement and allegation."""
    with acting(worker):
        father = people.person(child, worker, "Ram Lal", kind=RelationKind.FATHER,
                               lives_with="yes", is_carer="yes", contact="wanted")  # fmt: skip
        rights.guardian(child, worker, "Ram Lal", kind="parent")
    sent = ALLEGED | {"name": "Ram Lal", "relationship": "parent", "relation": str(father.pk),
                      "roles": ["sold"]}  # fmt: skip
    page = post(worker, address("around:add_alleged_perpetrator", child), sent)
    for text in ("Lives with the child Yes", "The child wants contact", "Ram Lal alleged",
                  "Parent or step-parent Ram Lal"):  # fmt: skip
        assert text in page
    with acting(worker):
        alleged = AllegedPerpetrator.objects.get()
        people.outcome(alleged, worker, AuthorityOutcomeKind.NOT_PROSECUTED)
    page = read(worker, address(AROUND, child))
    assert "Ram Lal alleged" in page  # a decision not to prosecute deletes no role
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT relationship, roles FROM facts_alleged")
        assert cursor.fetchall() == [("parent", ["sold"])]
        cursor.execute("SELECT lives_with, is_carer FROM facts_relation")
        assert cursor.fetchall() == [("yes", "yes")]


@db
def test_allegation_can_be_changed_and_its_history_is_kept(child: Child, worker: Staff) -> None:
    with acting(worker):
        alleged = people.alleged(child, worker, said_by_name="Sunita")
    path = address("around:change_alleged_perpetrator", child, alleged.pk)
    page = post(worker, path, ALLEGED | {"marks": "A scar", "version": alleged.version})
    assert "A scar" in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=alleged.pk).count() == 1
    assert signed_in(worker).post(path, ALLEGED | {"version": alleged.version}).status_code == 409


@db
def test_allegation_does_not_link_children_harmed_by_the_same_person(
    child: Child, worker: Staff
) -> None:
    """Same name, same texts, two files: a reader of one finds no trace of the other."""
    other_worker = agencies.staff("case_worker", worker.office)
    co = children.case(other_worker, "Hari").child
    with acting(worker):
        alleged_here = people.alleged(child, worker)
    with acting(other_worker):
        theirs = people.alleged(co, other_worker)
    page = signed_in(worker).get(address(AROUND, child)).content.decode()
    for trace in (co.code, str(co.file_id), str(theirs.pk), "Hari"):
        assert trace not in page
    client = signed_in(worker)
    for name in ("change_alleged_perpetrator", "add_authority_outcome"):
        for file, record in ((co, theirs), (child, theirs), (co, alleged_here)):
            path = address(f"around:{name}", file, record.pk)
            assert client.get(path).status_code == 404
    with acting(worker):
        assert [alleged.pk for alleged in AllegedPerpetrator.objects.all()] == [alleged_here.pk]
    # A search by the name of the accused finds no child: it has no token.
    search = {"purpose": "new_report", "age_low": "14", "gender": "girl", "name": "Bikram Lal"}
    from tests.sending import key

    response = signed_in(worker).post("/find/", search | key()).url
    assert child.code not in client.get(response).content.decode()


@db
def test_accused_colleague_cannot_read_the_allegation_and_a_leader_is_alerted(
    child: Child, worker: Staff
) -> None:
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    leader = agencies.staff("supervisor", worker.office)
    sent = ALLEGED | {"accused_staff": str(counsellor.pk), "relationship": "carer"}
    page = post(worker, address("around:add_alleged_perpetrator", child), sent)
    assert "A colleague is an alleged perpetrator in this file" in page
    assert "Hide the file" not in page  # only a leader can
    with acting(worker):
        alleged = AllegedPerpetrator.objects.get()
        people.outcome(alleged, worker, AuthorityOutcomeKind.REPORTED)
    shown = read(counsellor, address(AROUND, child))
    shown = shown.replace("No alleged perpetrator is recorded.", "")  # nor that there is one
    for closed in (
        "Bikram Lal",
        "A colleague is an alleged perpetrator in this file",
        "Reported to the authority",
        "alleged",
    ):
        assert closed not in shown
    with acting(counsellor):
        assert AllegedPerpetrator.objects.count() == 0
        assert Outcome.objects.count() == 0
    path = address("around:change_alleged_perpetrator", child, alleged.pk)
    assert signed_in(counsellor).get(path).status_code == 404

    leader_page = signed_in(leader).get(address(AROUND, child)).content.decode()
    hide = reverse("desk:manage_hidden_from", args=[child.file_id])
    assert f'href="{hide}"' in leader_page
    with role("maintenance"):
        Hidden.objects.create(file_id=child.file_id, principal=counsellor.id, hidden_by=leader.id)
    assert "A colleague is an alleged perpetrator in this file" not in read(
        leader, address(AROUND, child)
    )
    assert signed_in(counsellor).get(address(AROUND, child)).status_code == 404


@db
def test_an_accusation_is_written_only_by_who_may_write_the_section(child: Child) -> None:
    stranger = agencies.staff()
    with acting(stranger), pytest.raises(access.NotAllowed):
        people.alleged(child, stranger)
    with role("maintenance"):
        assert AllegedPerpetrator.objects.count() == 0


def test_roles_are_named_as_things_said_and_no_word_labels_the_child() -> None:
    for role_ in AllegedRole:
        assert "victim" not in str(role_.label).lower()
    assert {subject.value for subject in AllegedPerpetratorKind} == {
        "person",
        "firm",
        "group",
        "not_known",
    }
    assert AllegedPerpetrator().allegation_state == AllegationState.ALLEGED
