"""Relations of a child and alleged perpetrators: allegations, never findings."""

import datetime as dt

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.around import rules
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.around.rules import AuthorityOutcomeFacts
from saathi.people.around.vocabulary import (
    AllegationState,
    AllegedPerpetratorKind,
    AuthorityOutcomeKind,
    FirmKind,
    PerpetratorRelationship,
    RelationKind,
)
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests import counting
from tests.factories import agencies, children, people
from tests.people.around_pages import AROUND, MOTHER
from tests.people.who_pages import member
from tests.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db

# --- rules: a suspicion is never a fact -----------------------------------------------------------

DAY = dt.date(2026, 3, 2)
STEPS = (
    AuthorityOutcomeKind.REPORTED, AuthorityOutcomeKind.INVESTIGATED, AuthorityOutcomeKind.CHARGED, AuthorityOutcomeKind.ON_TRIAL,
    AuthorityOutcomeKind.KEEP_AWAY, AuthorityOutcomeKind.NOT_PROSECUTED, AuthorityOutcomeKind.CLOSED_DOWN, AuthorityOutcomeKind.OTHER,
)  # fmt: skip
GUILTY, ACQUITTED = AuthorityOutcomeKind.CONVICTED, AuthorityOutcomeKind.ACQUITTED


@pytest.mark.requirement("TRF-009")
@pytest.mark.parametrize(
    ("outcomes", "allegation_state", "found", "cleared"),
    [
        ((), AllegationState.ALLEGED, False, False),
        (STEPS, AllegationState.ALLEGED, False, False),  # no step of the procedure makes it a fact
        ((GUILTY,), AllegationState.ALLEGED, True, False),
        ((GUILTY, AuthorityOutcomeKind.APPEAL), AllegationState.ALLEGED, False, False),
        (
            (GUILTY, AuthorityOutcomeKind.APPEAL, AuthorityOutcomeKind.OVERTURNED),
            AllegationState.ALLEGED,
            False,
            True,
        ),
        ((GUILTY, AuthorityOutcomeKind.APPEAL, GUILTY), AllegationState.ALLEGED, True, False),
        ((ACQUITTED,), AllegationState.ALLEGED, False, True),
        ((ACQUITTED, GUILTY), AllegationState.ALLEGED, True, False),
        ((GUILTY, AuthorityOutcomeKind.OTHER), AllegationState.ALLEGED, True, False),
        ((), AllegationState.MISTAKEN, False, True),
        ((GUILTY,), AllegationState.MISTAKEN, False, True),  # it was about another person
        ((), AllegationState.WITHDRAWN, False, False),  # withdrawing does not decide it either
    ],
)
def test_what_an_accusation_is_after_what_authorities_did(
    outcomes: tuple[AuthorityOutcomeKind, ...],
    allegation_state: AllegationState,
    *,
    found: bool,
    cleared: bool,
) -> None:
    outcome_facts = [
        AuthorityOutcomeFacts(kind, DAY + dt.timedelta(days=n)) for n, kind in enumerate(outcomes)
    ]
    outcome_facts.reverse()  # the days decide, not the order of recording
    assert rules.is_proven(allegation_state, outcome_facts) is found
    assert rules.is_cleared(allegation_state, outcome_facts) is cleared


# --- who may not ----------------------------------------------------------------------------------


@db
@pytest.mark.parametrize("screen", ["around:add_relation", "around:add_alleged_perpetrator"])
def test_relations_are_not_written_without_the_right(
    child: Child, worker: Staff, screen: str
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), mother):
        client = signed_in(reader)
        assert client.get(address(screen, child)).status_code == 404
        assert client.post(address(screen, child), MOTHER).status_code == 404


@db
@pytest.mark.requirement("PRI-006")
def test_the_house_mother_reads_who_must_not_come_near_and_nothing_of_what_is_said(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.RESIDENTIAL_WORKER)
    with acting(worker):
        father = people.person(child, worker, "Ram Lal", kind=RelationKind.FATHER,
                               danger="keep_away", contact="not_wanted")  # fmt: skip
        people.alleged(
            child, worker, "Ram Lal", relationship=PerpetratorRelationship.PARENT, relation=father
        )
    page = read(mother, address(AROUND, child))
    for text in ("Ram Lal To be kept away from the child", "The child wants no contact"):
        assert text in page
    for closed in (
        "Alleged acts not recorded",
        "alleged",
        "Source of the allegation",
        "She said it to her teacher",
    ):
        assert closed not in page
        assert closed in read(worker, address(AROUND, child))
    assert signed_in(agencies.staff()).get(address(AROUND, child)).status_code == 404


# --- people around the child's ----------------------------------------------------------------------------


@db
def test_someone_is_added_with_what_the_child_wants_and_ended_with_the_old_kept(
    child: Child, worker: Staff
) -> None:
    page = post(worker, address("around:add_relation", child), MOTHER)
    for text in ("माया देवी Feared by the child or others", "Relationship to the child Mother",
                  "Only with a person the child trusts", "Only when Gita is there", "Janakpur"):  # fmt: skip
        assert text in page
    with acting(worker):
        person = Relation.objects.get()
        assert "माया".encode() not in bytes(person.sealed)
    ended = MOTHER | {"danger": "none", "why_ended": "Moved to Delhi", "version": person.version,
                      **day("ended_on")}  # fmt: skip
    path = address("around:change_relation", child, person.pk)
    page = post(worker, path, ended)
    assert "no longer in the child’s life" in page
    assert "Moved to Delhi" in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=person.pk).count() == 1
    late = signed_in(worker).post(path, ended | {"note": "Written meanwhile"})
    assert late.status_code == 409
    assert "Written meanwhile" in late.content.decode()


@db
def test_relation_requires_nothing_and_not_asked_is_not_yes(child: Child, worker: Staff) -> None:
    sent = {"kind": "other", "lives_with": "not_known", "is_carer": "not_known",
            "contact": "not_asked", "danger": "not_known", "life": "not_known"}  # fmt: skip
    page = post(worker, address("around:add_relation", child), sent)
    assert "Other person" in page
    assert "Contact not asked yet" in page
    wrong = sent | {"contact": "perhaps"}
    assert "Select a valid choice" in refused(worker, address("around:add_relation", child), wrong)


@db
def test_relations_page_is_paginated_with_few_queries(child: Child, worker: Staff) -> None:
    with acting(worker):
        for number in range(52):
            people.person(child, worker, f"Friend {number}", kind=RelationKind.FRIEND)
        people.outcome(people.alleged(child, worker), worker, AuthorityOutcomeKind.CHARGED)
    client = signed_in(worker)
    with counting.at_most(15):
        first = client.get(address(AROUND, child)).content.decode()
    assert "page=2" in first
    assert "Friend 51" in client.get(address(AROUND, child) + "?page=2").content.decode()


# --- sisters and brothers -------------------------------------------------------------------------


@db
def test_sibling_link_requires_and_shows_only_to_readers_of_both_files(
    child: Child, worker: Staff
) -> None:
    child_here = children.child(worker, "Ramesh")
    child_elsewhere = children.child(agencies.staff(), "Hari")
    path = address("around:add_relation", child)
    sent = MOTHER | {"kind": "brother", "name": "Ramesh"}
    # An unreadable file and a missing one give the same message.
    there, nowhere = (
        refused(worker, path, sent | {"sibling_code": code})
        for code in (child_elsewhere.code, "NP-ZZZZ-22")
    )
    assert there.replace(child_elsewhere.code, "") == nowhere.replace("NP-ZZZZ-22", "")
    assert "You have no access to a file with this case ID" in there
    assert "Only the file of a sister or brother" in refused(
        worker, path, sent | {"kind": "mother", "sibling_code": child_here.code}
    )
    page = post(worker, path, sent | {"sibling_code": child_here.code.lower(), "join_back": "on"})
    assert f"Open the file {child_here.code}" in page
    assert f"Open the file {child.code}" in read(worker, address(AROUND, child_here))

    # A reader of this child's file alone sees a brother, and no sign that he has a file.
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    page = signed_in(counsellor).get(address(AROUND, child)).content.decode()
    assert "Ramesh" in page
    assert child_here.code not in page
    assert str(child_here.file_id) not in page
    assert "Open the file" not in page
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM around_relation r")
        assert not [
            row for (row,) in cursor.fetchall() if str(child_here.file_id) in row.split("id")[0]
        ]
        for (row,) in cursor.fetchall():
            assert child_here.file_id.hex not in row


@db
def test_hidden_sibling_link_is_neither_shown_nor_lost_on_change(
    child: Child, worker: Staff
) -> None:
    brother = children.child(worker, "Ramesh")
    with acting(worker):
        person = people.person(
            child, worker, "Ramesh", kind=RelationKind.BROTHER, linked_file=brother.file_id.hex
        )
    colleague = member(child, worker, "case_worker", TeamRole.CASE_WORKER)
    path = address("around:change_relation", child, person.pk)
    form = signed_in(colleague).get(path).content.decode()
    assert brother.code not in form
    sent = MOTHER | {"kind": "brother", "name": "Ramesh K", "version": person.version}
    post(colleague, path, sent)
    with acting(worker):
        now = access.get(worker, Relation, person.pk)
        assert vault.open(now)["file"] == brother.file_id.hex
    assert f"Open the file {brother.code}" in read(worker, address(AROUND, child))
    # Readers of the sibling's file may remove the link.
    post(worker, path, sent | {"version": now.version, "sibling_code": ""})
    assert "Open the file" not in read(worker, address(AROUND, child))


@db
def test_unreadable_sibling_file_cannot_be_linked_by_the_action(
    child: Child, worker: Staff
) -> None:
    child_elsewhere = children.child(agencies.staff(), "Hari")
    with acting(worker), pytest.raises(access.NotAllowed):
        people.person(
            child, worker, kind=RelationKind.SISTER, linked_file=child_elsewhere.file_id.hex
        )
    with acting(worker):
        assert Relation.objects.count() == 0


# --- one file, all linkages -----------------------------------------------------------------------


@db
@pytest.mark.requirement("CAS-014")
def test_harm_at_home_work_and_trafficking_stand_in_one_file_and_point_at_each_other(
    child: Child, worker: Staff
) -> None:
    """Beaten by an uncle, sent to a kiln by him, taken over the border by another: one child, one file."""
    from saathi.protection.identification.trafficking import actions as trafficking

    with acting(worker):
        uncle = people.person(child, worker, "Ram Lal", kind=RelationKind.AUNT_UNCLE,
                              danger="feared")  # fmt: skip
        people.alleged(child, worker, "Ram Lal", relation=uncle, roles=["abused", "sold"],
                       relationship=PerpetratorRelationship.RELATIVE)  # fmt: skip
        people.alleged(child, worker, "Sagar Kiln", subject=AllegedPerpetratorKind.FIRM, roles=["exploited"],
                       firm_kind=FirmKind.KILN)  # fmt: skip
        episode = trafficking.EpisodeInput(acts=["recruitment"], purposes=["factory"])
        trafficking.record_episode(
            child=child, data=episode, texts=trafficking.EpisodeTexts(), legs=[], actor=worker
        )
        assert {alleged.file_id for alleged in AllegedPerpetrator.objects.all()} == {child.file_id}
    page = read(worker, address(AROUND, child))
    for text in ("Ram Lal Feared by the child or others", "Abused the child", "Brick kiln",
                  "Another relative Ram Lal"):  # fmt: skip
        assert text in page
    file = signed_in(worker).get(f"/child/{child.file_id}/").content.decode()
    for link in (AROUND, "trafficking:show_account_of_events", "identity:show_identity"):
        assert f'href="{address(link, child)}"' in file


@db
def test_blank_answer_is_not_recorded_and_an_answered_one_not_known(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        for name, lives_with in (("Blank", ""), ("Asked", "not_known")):
            kind = RelationKind.AUNT_UNCLE
            people.person(child, worker, name, kind=kind, lives_with=lives_with)
    page = read(worker, address(AROUND, child))
    assert page.count("Lives with the child not recorded") == 1
    assert page.count("Lives with the child Not known") == 1
