"""Pages of interviews, clues and migration."""

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.screening.models import (
    FamilyClue,
    Interview,
)
from saathi.vault.models import OldSealedValue
from tests import sending
from tests.protection.identification.screening.screening_pages import (
    address,
    interview,
    post,
    prompted,
)
from tests.reading import day, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- interviews -----------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-009")
@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({}, True),
        ({"language": "hi"}, False),
        ({"training": "not_known"}, False),
        ({"language": "hi", "interpreter": "Rita Das"}, True),
        ({"language": "hi", "ended": "to_go_on"}, True),
        ({"language": "hi", "ended": "stopped", "by_whom": "police"}, True),
    ],
)
def test_a_first_interview_is_refused_only_as_complete(
    case: Case, worker: Staff, fields: dict[str, str], *, is_kept: bool
) -> None:
    client = signed_in(worker)
    answer = client.post(address("record_interview", case), interview(note="Typed", **fields))
    assert (answer.status_code == 302) is is_kept
    if not is_kept:
        page = answer.content.decode()
        assert "To save the interview, choose another answer" in page
        assert "Typed" in page
    with acting(worker):
        assert Interview.objects.count() == int(is_kept)


@pytest.mark.requirement("IDN-011")
def test_the_child_friendly_procedure_and_the_trained_interviewer_are_recorded(
    case: Case, worker: Staff
) -> None:
    data = interview(
        interviewer="Asha Tamang", certificate="Course of 2025, paper with the trainer",
        procedure=["limits", "stop", "not_know", "rest"], present=["support", "lawyer"],
        others="Her aunt Maya", breaks="२",
    )  # fmt: skip
    page = post(worker, address("record_interview", case), data)
    for part in ("First interview", "Asha Tamang", "Trained in child-friendly interviewing",
                 "Course of 2025", "The right to stop at any time was explained", "Breaks 2",
                 "Her aunt Maya", "Support person present", "Maithili", "Complete"):  # fmt: skip
        assert part in page, part
    with acting(worker):
        record = Interview.objects.get()
        assert b"Asha" not in bytes(record.sealed)
    page = post(worker, address("change_interview", case, record.pk), data | {"breaks": "3", "version": 1} | sending.key())  # fmt: skip
    assert "Breaks 3" in page


def test_before_a_third_interview_the_page_says_to_spare_the_child(
    case: Case, worker: Staff
) -> None:
    path = address("record_interview", case)
    for number, by_whom in enumerate(("police", "worker"), 1):
        post(worker, path, interview(by_whom=by_whom, is_first=""))
        warns = "Use what they have already said" in signed_in(worker).get(path).content.decode()
        assert warns is (number == 2)
    assert "interviewed 3 times" in post(worker, path, interview(by_whom="court", is_first=""))


# --- clues ----------------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-010")
def test_clues_are_recorded_one_by_one_in_the_childs_words_and_stay_uncertain(
    case: Case, worker: Staff
) -> None:
    path = address("add_clue", case)
    guide = signed_in(worker).get(path).content.decode()
    assert "What do you see when you step out of the door" in guide
    for kind, clue_text in (("place", "…pur, with a mill"), ("landmark", "पहाड़ और पुल"),
                       ("way", "Two nights on a train, then a boat")):  # fmt: skip
        sent = {"kind": kind, "told": clue_text, "language": "mai", "source": "child",
                "confidence": "low", "state": "open"}  # fmt: skip
        post(worker, path, sent | day("stated_on") | sending.key())
    page = whole(signed_in(worker).get(address("show_screenings", case)).content)
    for part in ("…pur, with a mill", "पहाड़ और पुल", "Two nights on a train", "Uncertain",
                 "Not followed up yet", "The child"):  # fmt: skip
        assert part in page
    with acting(worker):
        clue = FamilyClue.objects.get(kind="place")
        assert FamilyClue.objects.count() == 3
        assert b"mill" not in bytes(clue.sealed)
    sent = {"kind": "place", "told": "…pur, with a mill", "maybe": "Sitapur", "source": "child",
            "confidence": "medium", "state": "fits", "version": 1}  # fmt: skip
    changed = post(
        worker, address("change_clue", case, clue.pk), sent | day("stated_on") | sending.key()
    )
    assert "Sitapur" in changed
    assert "Consistent with other information" in changed
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=clue.pk).count() == 1


# --- moving ---------------------------------------------------------------------------------------


@pytest.mark.requirement("MIG-001")
@pytest.mark.requirement("MIG-006")
@pytest.mark.requirement("MIG-007")
@pytest.mark.requirement("MIG-008")
def test_how_a_child_moved_is_kept_beside_and_apart_from_trafficking(
    case: Case, worker: Staff
) -> None:
    data = {
        "moved": "across", "from_country": "BGD", "country": "IND", "papers": "permit",
        "why": ["work", "own_wish"], "moving_with": "friends", "wish": "To stay and learn",
        "risks": "The agent asks for more money", "rights": ["school", "pay"],
        "restrictions": ["hidden_way", "turned_back"],
    }  # fmt: skip
    page = post(worker, address("record_migration", case), data | day("as_of") | sending.key())
    for part in ("Crossed a border", "Bangladesh", "India", "With a visa or permit", "Friends",
                 "To see or try something new", "The agent asks for more money", "School",
                 "Had to take a hidden route", "To stay and learn"):  # fmt: skip
        assert part in page, part
    from saathi.protection.identification.trafficking.models import Episode

    with acting(worker):
        assert not Episode.objects.exists()  # it does not affect the trafficking status
    assert not prompted(worker, case)


@pytest.mark.requirement("MIG-002")
@pytest.mark.requirement("MIG-005")
def test_migration_is_linked_to_trafficking_in_the_facts_without_a_word(
    case: Case, worker: Staff
) -> None:
    data = {"moved": "across", "papers": "without", "moving_with": "agent", "risks": "Raju",
            "restrictions": ["turned_back"]}  # fmt: skip
    post(worker, address("record_migration", case), data | day("as_of") | sending.key())
    with role("maintenance"):
        from saathi.protection.identification.trafficking.models import Episode

        Episode.objects.create(
            file_id=case.file_id, child=case.child, number=1, recorded_by=worker.pk,
            purposes=["forced_labour"], acts=["receipt"],
        )  # fmt: skip
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.moved, m.papers, m.restrictions, e.purposes FROM facts_migration m "
            "JOIN facts_episode e ON e.child = m.child"
        )
        assert cursor.fetchall() == [("across", "without", ["turned_back"], ["forced_labour"])]
        cursor.execute("SELECT * FROM facts_migration")
        assert "Raju" not in str(cursor.fetchall())


@pytest.mark.requirement("MIG-004")
@pytest.mark.requirement("MIG-009")
def test_migration_page_states_that_moving_is_no_harm_and_rights_are_the_same(
    case: Case, worker: Staff
) -> None:
    page = whole(signed_in(worker).get(address("record_migration", case)).content)
    assert "Moving is not a harm or an offence" in page
    assert (
        "A child who moved has the same rights as any other child (Committee on the Rights of the Child, general comment No"
        in page
    )
    client = signed_in(worker)
    data = {"moved": "across", "papers": "without", "moving_with": "alone"}
    post(worker, address("record_migration", case), data | day("as_of") | sending.key())
    for page in ("needs/new/", "plan/new/", "visits/new/"):  # help is the same afterwards
        assert client.get(f"/child/{case.file_id}/{page}").status_code == 200
