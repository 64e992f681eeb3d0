"""The people around a child, and those said to have harmed her: said, never found by us."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.around import actions, rules
from saathi.people.around.models import Alleged, Outcome, Relation
from saathi.people.around.rules import Decided
from saathi.people.around.vocabulary import (
    FirmKind,
    OutcomeKind,
    RelationKind,
    Relationship,
    Role,
    Standing,
    Subject,
)
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.vault.models import OldValue
from tests import counting
from tests.factories import agencies, children, people, rights, teams
from tests.people.reading import address, day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

db = pytest.mark.django_db
AROUND = "around:show_around"
MOTHER = {
    "kind": "mother", "name": "माया देवी", "lives_with": "no", "is_carer": "not_known",
    "contact": "accompanied", "her_words": "Only when Gita is there", "danger": "feared",
    "life": "alive", "where": "Janakpur",
}  # fmt: skip
ALLEGED = {
    "subject": "person", "name": "Bikram Lal", "roles": ["recruited", "transported"],
    "relationship": "neighbour", "said_by": "child", "said_by_name": "Sunita",
    "on_what": "He came with a bus ticket", "reached": ["messages", "social"],
    "how": "Promised work in a parlour", "is_organised": "yes", "standing": "stands",
    **day("said_on"),
}  # fmt: skip


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.case(worker).child


def member(child: Child, worker: Staff, bundle: str, role_: TeamRole) -> Staff:
    staff = agencies.staff(bundle, worker.office)
    teams.join(child.file_id, staff, role_)
    return staff


# --- rules: a suspicion is never a fact -----------------------------------------------------------

DAY = dt.date(2026, 3, 2)
STEPS = (
    OutcomeKind.REPORTED, OutcomeKind.INVESTIGATED, OutcomeKind.CHARGED, OutcomeKind.ON_TRIAL,
    OutcomeKind.KEEP_AWAY, OutcomeKind.NOT_PROSECUTED, OutcomeKind.CLOSED_DOWN, OutcomeKind.OTHER,
)  # fmt: skip
GUILTY, ACQUITTED = OutcomeKind.CONVICTED, OutcomeKind.ACQUITTED


@pytest.mark.requirement("TRF-009")
@pytest.mark.parametrize(
    ("outcomes", "standing", "found", "cleared"),
    [
        ((), Standing.STANDS, False, False),
        (STEPS, Standing.STANDS, False, False),  # nothing on the way makes it a fact
        ((GUILTY,), Standing.STANDS, True, False),
        ((GUILTY, OutcomeKind.APPEAL), Standing.STANDS, False, False),
        ((GUILTY, OutcomeKind.APPEAL, OutcomeKind.OVERTURNED), Standing.STANDS, False, True),
        ((GUILTY, OutcomeKind.APPEAL, GUILTY), Standing.STANDS, True, False),
        ((ACQUITTED,), Standing.STANDS, False, True),
        ((ACQUITTED, GUILTY), Standing.STANDS, True, False),
        ((GUILTY, OutcomeKind.OTHER), Standing.STANDS, True, False),
        ((), Standing.MISTAKEN, False, True),
        ((GUILTY,), Standing.MISTAKEN, False, True),  # it was about somebody else
        ((), Standing.TAKEN_BACK, False, False),  # taking back settles nothing either
    ],
)
def test_what_an_accusation_is_after_what_authorities_did(
    outcomes: tuple[OutcomeKind, ...], standing: Standing, *, found: bool, cleared: bool
) -> None:
    told = [Decided(kind, DAY + dt.timedelta(days=n)) for n, kind in enumerate(outcomes)]
    told.reverse()  # their days decide, not the order they were written down in
    assert rules.is_found(standing, told) is found
    assert rules.is_cleared(standing, told) is cleared


@pytest.mark.parametrize(
    ("relationship", "family"),
    [(Relationship.PARENT, True), (Relationship.SIBLING, True), (Relationship.RELATIVE, True),
     (Relationship.SPOUSE, True), (Relationship.NEIGHBOUR, False), (Relationship.CARER, False),
     (Relationship.NOT_KNOWN, False)],
)  # fmt: skip
def test_when_the_family_is_said_to_be_involved(
    relationship: Relationship, *, family: bool
) -> None:
    assert rules.is_family(relationship) is family


# --- who may not ----------------------------------------------------------------------------------


@db
@pytest.mark.parametrize("screen", ["around:add_person", "around:add_alleged"])
def test_neither_a_stranger_nor_a_house_mother_writes_it(
    child: Child, worker: Staff, screen: str
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    for who in (agencies.staff(), mother):
        client = signed_in(who)
        assert client.get(address(screen, child)).status_code == 404
        assert client.post(address(screen, child), MOTHER).status_code == 404


@db
@pytest.mark.requirement("PRI-007")
def test_the_house_mother_reads_who_must_not_come_near_and_nothing_of_what_is_said(
    child: Child, worker: Staff
) -> None:
    mother = member(child, worker, "house_mother", TeamRole.HOUSE_MOTHER)
    with acting(worker):
        father = people.person(child, worker, "Ram Lal", kind=RelationKind.FATHER,
                               danger="keep_away", contact="not_wanted")  # fmt: skip
        people.alleged(child, worker, "Ram Lal", relationship=Relationship.PARENT, relation=father)
    page = read(mother, address(AROUND, child))
    for shown in ("Ram Lal To be kept away from the child", "The child wants no contact"):
        assert shown in page
    for closed in ("Said to have harmed", "alleged", "Said by", "She said it to her teacher"):
        assert closed not in page
        assert closed in read(worker, address(AROUND, child))
    assert signed_in(agencies.staff()).get(address(AROUND, child)).status_code == 404


# --- people around her ----------------------------------------------------------------------------


@db
def test_somebody_is_added_with_what_the_child_wants_and_ended_with_the_old_kept(
    child: Child, worker: Staff
) -> None:
    page = post(worker, address("around:add_person", child), MOTHER)
    for shown in ("माया देवी The child or others fear it", "Is to the child Mother",
                  "Only with somebody the child trusts", "Only when Gita is there", "Janakpur"):  # fmt: skip
        assert shown in page
    with acting(worker):
        person = Relation.objects.get()
        assert "माया".encode() not in bytes(person.sealed)
    ended = MOTHER | {"danger": "none", "why_ended": "Moved to Delhi", "version": person.version,
                      **day("ended_on")}  # fmt: skip
    path = address("around:change_person", child, person.pk)
    page = post(worker, path, ended)
    assert "no longer around the child" in page
    assert "Moved to Delhi" in page
    with role("maintenance"):
        assert OldValue.objects.filter(row_id=person.pk).count() == 1
    late = signed_in(worker).post(path, ended | {"note": "Written meanwhile"})
    assert late.status_code == 409
    assert "Written meanwhile" in late.content.decode()


@db
def test_nothing_is_required_and_not_asked_is_no_yes(child: Child, worker: Staff) -> None:
    sent = {"kind": "other", "lives_with": "not_known", "is_carer": "not_known",
            "contact": "not_asked", "danger": "not_known", "life": "not_known"}  # fmt: skip
    page = post(worker, address("around:add_person", child), sent)
    assert "Somebody else" in page
    assert "Contact not asked yet" in page
    wrong = sent | {"contact": "perhaps"}
    assert "Select a valid choice" in refused(worker, address("around:add_person", child), wrong)


@db
def test_the_page_pages_and_asks_few_queries(child: Child, worker: Staff) -> None:
    with acting(worker):
        for number in range(52):
            people.person(child, worker, f"Friend {number}", kind=RelationKind.FRIEND)
        people.outcome(people.alleged(child, worker), worker, OutcomeKind.CHARGED)
    client = signed_in(worker)
    with counting.at_most(20):
        first = client.get(address(AROUND, child)).content.decode()
    assert "page=2" in first
    assert "Friend 51" in client.get(address(AROUND, child) + "?page=2").content.decode()


# --- sisters and brothers -------------------------------------------------------------------------


@db
def test_a_sibling_s_file_is_joined_only_by_and_shown_only_to_who_reads_both(
    child: Child, worker: Staff
) -> None:
    mine = children.child(worker, "Ramesh")
    others = children.child(agencies.staff(), "Hari")
    path = address("around:add_person", child)
    sent = MOTHER | {"kind": "brother", "name": "Ramesh"}
    # A file she may not read and one that does not exist: the same words.
    there, nowhere = (
        refused(worker, path, sent | {"sibling_code": code}) for code in (others.code, "NP-ZZZZ-22")
    )
    assert there.replace(others.code, "") == nowhere.replace("NP-ZZZZ-22", "")
    assert "There is no file with this code that you read" in there
    assert "Only the file of a sister or brother" in refused(
        worker, path, sent | {"kind": "mother", "sibling_code": mine.code}
    )
    page = post(worker, path, sent | {"sibling_code": mine.code.lower(), "join_back": "on"})
    assert f"Open the file {mine.code}" in page
    assert f"Open the file {child.code}" in read(worker, address(AROUND, mine))

    # Who reads this child's file alone sees a brother, and no sign that he has a file.
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    page = signed_in(counsellor).get(address(AROUND, child)).content.decode()
    assert "Ramesh" in page
    assert mine.code not in page
    assert str(mine.file_id) not in page
    assert "Open the file" not in page
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM around_relation r")
        assert not [row for (row,) in cursor.fetchall() if str(mine.file_id) in row.split("id")[0]]
        for (row,) in cursor.fetchall():
            assert mine.file_id.hex not in row


@db
def test_a_join_that_she_cannot_see_is_neither_shown_nor_lost_when_she_changes_the_rest(
    child: Child, worker: Staff
) -> None:
    brother = children.child(worker, "Ramesh")
    with acting(worker):
        person = people.person(
            child, worker, "Ramesh", kind=RelationKind.BROTHER, sibling_file=brother.file_id
        )
    other = member(child, worker, "case_worker", TeamRole.CASE_WORKER)
    path = address("around:change_person", child, person.pk)
    form = signed_in(other).get(path).content.decode()
    assert brother.code not in form
    sent = MOTHER | {"kind": "brother", "name": "Ramesh K", "version": person.version}
    post(other, path, sent)
    with acting(worker):
        now = access.get(worker, Relation, person.pk)
        assert vault.open(now)["file"] == brother.file_id.hex
    assert f"Open the file {brother.code}" in read(worker, address(AROUND, child))
    # Who sees it may take it off.
    post(worker, path, sent | {"version": now.version, "sibling_code": ""})
    assert "Open the file" not in read(worker, address(AROUND, child))


@db
def test_a_file_that_is_not_read_is_joined_by_no_action_either(child: Child, worker: Staff) -> None:
    others = children.child(agencies.staff(), "Hari")
    with acting(worker), pytest.raises(access.NotAllowed):
        people.person(child, worker, kind=RelationKind.SISTER, sibling_file=others.file_id)
    with acting(worker):
        assert Relation.objects.count() == 0


# --- said to have harmed her ----------------------------------------------------------------------


@db
@pytest.mark.requirement("TRF-001", "TRF-002", "TRF-004", "TRF-005", "TRF-007")
def test_what_is_said_stands_with_by_whom_since_when_and_on_what(
    child: Child, worker: Staff
) -> None:
    page = post(worker, address("around:add_alleged", child), ALLEGED)
    for shown in ("Bikram Lal alleged", "The child, since 2 March 2026", "Sunita",
                  "He came with a bus ticket", "Recruited the child, Brought the child along",
                  "Neighbour", "By messages on a mobile phone, On a social network",
                  "Promised work in a parlour", "Organised, by several Yes", "It is no finding"):  # fmt: skip
        assert shown in page, (shown, page)
    with acting(worker):
        one = Alleged.objects.get()
        assert b"Bikram" not in bytes(one.sealed)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, roles, relationship, reached, is_organised, said_by, standing "
            "FROM facts_alleged"
        )
        assert cursor.fetchall() == [
            ("person", ["recruited", "transported"], "neighbour", ["messages", "social"], "yes",
             "child", "stands")
        ]  # fmt: skip


@db
@pytest.mark.requirement("TRF-009")
def test_steps_of_authorities_stand_beside_and_only_a_court_s_last_word_changes_alleged(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        one = people.alleged(child, worker)
    path = address("around:add_outcome", child, one.pk)
    for month, (kind, state) in enumerate(
        [
            ("investigated", "alleged"), ("charged", "alleged"), ("on_trial", "alleged"),
            ("convicted", "found guilty by a court"), ("appeal", "alleged"),
            ("overturned", "not found by a court"),
        ]
    ):  # fmt: skip
        sent = {"kind": kind, "body": "court", "name": "Court of Dhanusha", "number": f"7/{month}",
                **day("decided_on", dt.date(2026, 1 + month // 2, 1 + month))}  # fmt: skip
        page = post(worker, path, sent)
        assert f"Bikram Lal {state}" in page
    assert page.count("Court of Dhanusha") == 6  # every step stays
    assert "still to come" in refused(worker, path, {
        "kind": "charged", "body": "court", **day("decided_on", dt.date(2999, 1, 1))})  # fmt: skip
    with acting(worker):
        assert Outcome.objects.count() == 6


@db
@pytest.mark.requirement("TRF-010")
@pytest.mark.parametrize("kind", [FirmKind.HOTEL, FirmKind.STUDIO, FirmKind.JOB_AGENCY])
def test_a_firm_is_recorded_as_well_as_a_person(child: Child, worker: Staff, kind: str) -> None:
    sent = ALLEGED | {"subject": "firm", "name": "Sagar House", "firm_kind": kind,
                      "roles": ["harboured"]}  # fmt: skip
    page = post(worker, address("around:add_alleged", child), sent)
    assert "Sagar House alleged" in page
    assert str(FirmKind(kind).label) in page
    sent = {"kind": "closed_down", "body": "labour", **day("decided_on")}
    with acting(worker):
        one = Alleged.objects.get()
    page = post(worker, address("around:add_outcome", child, one.pk), sent)
    assert "Licence taken, or closed down" in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.subject, a.firm_kind, o.kind FROM facts_alleged a "
            "JOIN facts_outcome o USING (alleged)"
        )
        assert cursor.fetchall() == [("firm", kind, "closed_down")]


@db
@pytest.mark.requirement("TRF-003")
def test_a_parent_may_stand_accused_and_be_whom_the_child_lives_with(
    child: Child, worker: Staff
) -> None:
    """Neither undoes the other: not the guardian, not the placement, not the accusation."""
    with acting(worker):
        father = people.person(child, worker, "Ram Lal", kind=RelationKind.FATHER,
                               lives_with="yes", is_carer="yes", contact="wanted")  # fmt: skip
        rights.guardian(child, worker, "Ram Lal", kind="parent")
    sent = ALLEGED | {"name": "Ram Lal", "relationship": "parent", "relation": str(father.pk),
                      "roles": ["sold"]}  # fmt: skip
    page = post(worker, address("around:add_alleged", child), sent)
    for shown in ("Lives with the child Yes", "The child wants contact", "Ram Lal alleged",
                  "Parent or step-parent Ram Lal"):  # fmt: skip
        assert shown in page
    with acting(worker):
        one = Alleged.objects.get()
        people.outcome(one, worker, OutcomeKind.NOT_PROSECUTED)
    page = read(worker, address(AROUND, child))
    assert "Ram Lal alleged" in page  # the decision not to prosecute deletes no role
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT relationship, roles FROM facts_alleged")
        assert cursor.fetchall() == [("parent", ["sold"])]
        cursor.execute("SELECT lives_with, is_carer FROM facts_relation")
        assert cursor.fetchall() == [("yes", "yes")]


@db
def test_what_is_said_can_be_taken_back_and_what_stood_before_is_kept(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        one = people.alleged(child, worker)
    path = address("around:change_alleged", child, one.pk)
    page = post(worker, path, ALLEGED | {"standing": "mistaken", "version": one.version})
    assert "Bikram Lal Was about somebody else" in page
    with role("maintenance"):
        assert OldValue.objects.filter(row_id=one.pk).count() == 1
    assert signed_in(worker).post(path, ALLEGED | {"version": one.version}).status_code == 409


@db
def test_the_record_of_one_child_never_leads_to_another_who_was_harmed_by_the_same(
    child: Child, worker: Staff
) -> None:
    """Same name, same words, two files: whoever reads one finds no trace of the other."""
    other_worker = agencies.staff("case_worker", worker.office)
    co = children.case(other_worker, "Hari").child
    with acting(worker):
        mine = people.alleged(child, worker)
    with acting(other_worker):
        theirs = people.alleged(co, other_worker)
    page = signed_in(worker).get(address(AROUND, child)).content.decode()
    for trace in (co.code, str(co.file_id), str(theirs.pk), "Hari"):
        assert trace not in page
    client = signed_in(worker)
    for name in ("change_alleged", "add_outcome"):
        for file, record in ((co, theirs), (child, theirs), (co, mine)):
            path = address(f"around:{name}", file, record.pk)
            assert client.get(path).status_code == 404
    with acting(worker):
        assert [one.pk for one in Alleged.objects.all()] == [mine.pk]
    # A search by the name of the accused finds no child: it feeds no token.
    search = {"purpose": "new_report", "age_low": "14", "gender": "girl", "name": "Bikram Lal"}
    from tests.sending import key

    found = signed_in(worker).post("/find/", search | key()).url
    assert child.code not in client.get(found).content.decode()


@db
def test_a_colleague_who_is_accused_never_reads_it_and_a_leader_is_asked_to_hide_the_file(
    child: Child, worker: Staff
) -> None:
    counsellor = member(child, worker, "counsellor", TeamRole.COUNSELLOR)
    leader = agencies.staff("supervisor", worker.office)
    sent = ALLEGED | {"accused_staff": str(counsellor.pk), "relationship": "carer"}
    page = post(worker, address("around:add_alleged", child), sent)
    assert "A colleague is said to have harmed the child" in page
    assert "Hide the file" not in page  # only a leader can
    with acting(worker):
        one = Alleged.objects.get()
        people.outcome(one, worker, OutcomeKind.REPORTED)
    hers = read(counsellor, address(AROUND, child))
    for closed in ("Bikram Lal", "A colleague is said", "Reported to the authority", "alleged"):
        assert closed not in hers
    with acting(counsellor):
        assert Alleged.objects.count() == 0
        assert Outcome.objects.count() == 0
    path = address("around:change_alleged", child, one.pk)
    assert signed_in(counsellor).get(path).status_code == 404

    shown = signed_in(leader).get(address(AROUND, child)).content.decode()
    hide = reverse("desk:hidden_from", args=[child.file_id])
    assert f'href="{hide}"' in shown
    with role("maintenance"):
        Hidden.objects.create(file_id=child.file_id, principal=counsellor.id, hidden_by=leader.id)
    assert "A colleague is said" not in read(leader, address(AROUND, child))
    assert signed_in(counsellor).get(address(AROUND, child)).status_code == 404


@db
def test_an_accusation_is_written_only_by_who_may_write_the_section(child: Child) -> None:
    stranger = agencies.staff()
    with acting(stranger), pytest.raises(access.NotAllowed):
        people.alleged(child, stranger)
    with role("maintenance"):
        assert Alleged.objects.count() == 0


def test_roles_are_named_as_things_said_and_no_word_labels_the_child() -> None:
    for role_ in Role:
        assert "victim" not in str(role_.label).lower()
    assert {subject.value for subject in Subject} == {"person", "firm", "group", "not_known"}
    assert actions.AllegedTold.__dataclass_fields__["standing"].default == Standing.STANDS


# --- one file, all linkages -----------------------------------------------------------------------


@db
@pytest.mark.requirement("CAS-014")
def test_harm_at_home_work_and_trafficking_stand_in_one_file_and_point_at_each_other(
    child: Child, worker: Staff
) -> None:
    """Beaten by an uncle, sent to a kiln by him, taken over the border by another: one child, one file."""
    from saathi.protection.trafficking import actions as happened

    with acting(worker):
        uncle = people.person(child, worker, "Ram Lal", kind=RelationKind.AUNT_UNCLE,
                              danger="feared")  # fmt: skip
        people.alleged(child, worker, "Ram Lal", relation=uncle, roles=["abused", "sold"],
                       relationship=Relationship.RELATIVE)  # fmt: skip
        people.alleged(child, worker, "Sagar Kiln", subject=Subject.FIRM, roles=["exploited"],
                       firm_kind=FirmKind.KILN)  # fmt: skip
        told = happened.EpisodeTold(acts=["recruitment"], purposes=["factory"])
        happened.record_episode(
            child=child, told=told, account=happened.Account(), legs=[], by=worker
        )
        assert {one.file_id for one in Alleged.objects.all()} == {child.file_id}
    page = read(worker, address(AROUND, child))
    for shown in ("Ram Lal The child or others fear it", "Abused the child", "Brick kiln",
                  "Another relative Ram Lal"):  # fmt: skip
        assert shown in page
    file = signed_in(worker).get(f"/child/{child.file_id}/").content.decode()
    for link in (AROUND, "trafficking:show_situation", "identity:show_child"):
        assert f'href="{address(link, child)}"' in file
