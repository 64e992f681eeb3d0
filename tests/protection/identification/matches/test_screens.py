"""The queue, two records side by side, and decisions by two people who do not see each other's."""

import re

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import Hidden, Notice, Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.matches.models import (
    MachineAssessment,
    MatchPair,
    MatchReview,
)
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies
from tests.protection.identification.matches.registers import night, pairs
from tests.protection.identification.matches.world import WORDS, twice, undo_merge, world
from tests.protection.identification.portraits import photos
from tests.roles import acting, role, with_proof
from tests.sending import key
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def stable_page(page: str) -> str:
    """The page without parts that differ at each request."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r'data-session="[^"]*"', "", page)
    return re.sub(r'name="form_key" value="[^"]*"', "", page)


# --- Who may not ----------------------------------------------------------------------------------


def test_only_who_reads_both_files_learns_that_there_is_a_pair() -> None:
    pair_world = world()
    strangers = [agencies.staff(role_kind) for role_kind in ("supervisor", "data_officer")]
    strangers += [pair_world.worker, agencies.staff("administrator", pair_world.worker.office)]
    for person in strangers:
        client = signed_in(person)
        assert client.get(pair_world.address).status_code == 404, person.role_kind
        assert client.post(pair_world.address, {"decision": "same"} | key()).status_code == 404
        assert str(pair_world.pair.pk) not in client.get("/matches/").content.decode()
    for role_kind in ("case_worker", "intake_officer", "oversight", "rapporteur"):
        assert signed_in(agencies.staff(role_kind)).get("/matches/").status_code == 404


def test_a_pair_across_two_offices_is_nothing_to_who_reads_one_of_them() -> None:
    nation = agencies.office()
    wards = [agencies.office(nation.agency, parent=nation) for _ in range(2)]
    workers = [agencies.staff("case_worker", ward) for ward in wards]
    twice(*workers)
    night()
    (pair,) = pairs()
    for ward in wards:
        leader = signed_in(agencies.staff("supervisor", ward))
        assert leader.get(f"/matches/{pair.pk}/").status_code == 404
        assert str(pair.pk) not in leader.get("/matches/").content.decode()
    above = signed_in(agencies.staff("supervisor", nation))
    assert above.get(f"/matches/{pair.pk}/").status_code == 200


def test_pair_is_hidden_if_one_of_its_files_is_hidden() -> None:
    pair_world = world()
    with role("maintenance"):
        Hidden.objects.create(
            file_id=pair_world.pair.other_id,
            principal=pair_world.first.id,
            hidden_by=pair_world.worker.id,
        )
    assert signed_in(pair_world.first).get(pair_world.address).status_code == 404
    assert (
        str(pair_world.pair.pk) not in signed_in(pair_world.first).get("/matches/").content.decode()
    )


def test_no_page_of_a_comparison_has_a_photo() -> None:
    pair_world = world()
    portraits = []
    for file_id in (pair_world.pair.file_id, pair_world.pair.other_id):
        with role("maintenance"):
            child = Child.objects.get(file_id=file_id)
        portraits.append(photos.add(child, pair_world.worker))
    for person in (pair_world.first, pair_world.second):
        client = signed_in(person)
        for path in ("/matches/", pair_world.address):
            page = client.get(path).content.decode()
            assert "<img" not in page
            assert "/photo/" not in page
            assert not [
                portrait
                for portrait in portraits
                if str(portrait.pk) in page or str(portrait.picture) in page
            ]


# --- What the page shows --------------------------------------------------------------------------


def test_a_pair_shows_facts_side_by_side_with_sources_and_no_whereabouts() -> None:
    pair_world = world()
    client = signed_in(pair_world.first)
    with at_most(15):
        page = client.get(pair_world.address).content.decode()
    for text in (
        "Sunita Mahato", "सुनीता महतो", "Ram Mahato", "Stated by the child", "Stated in a document",
        pair_world.one.code, pair_world.other.code, "17 April 2012", "A scar", pair_world.worker.office.name,
    ):  # fmt: skip
        assert text in page, text
    for text in ("Hospital Road", "9841000000"):
        assert text not in page, text
    assert page.count("> Same</span>") >= 3  # a word, not a colour


def test_in_the_discreet_view_no_name_leaves_the_server_until_it_is_asked_for() -> None:
    pair_world = world()
    client = signed_in(pair_world.first)
    client.cookies["saathi_discreet"] = "1"
    assert "Mahato" not in client.get(pair_world.address).content.decode()
    assert entries(by=pair_world.first.id, kind="looked") == []
    assert "Mahato" in client.get(f"{pair_world.address}?shown=1").content.decode()


def test_pair_page_describes_differences_in_words() -> None:
    pair_world = world()
    with role("maintenance"):
        type(pair_world.one).objects.filter(pk=pair_world.other.pk).update(home_district="NP-KAT")
    assert "> Different</span>" in pair_world.page(pair_world.first)


@pytest.mark.requirement("PRI-007")
def test_each_of_the_two_files_has_a_look_in_its_log() -> None:
    pair_world = world()
    pair_world.page(pair_world.first)
    looked = {e.file_id for e in entries(by=pair_world.first.id, kind="looked")}
    assert looked == {pair_world.one.file_id, pair_world.other.file_id}
    assert {e.purpose for e in entries(by=pair_world.first.id, kind="looked")} == {"own_case"}


def test_the_machine_speaks_after_ones_own_decision_in_words_and_never_in_numbers() -> None:
    pair_world = world()
    page = pair_world.page(pair_world.first)
    assert "Automatic assessment" not in page
    assert "Strong evidence for a match" not in page
    assert pair_world.decide(pair_world.first) == 302
    page = pair_world.page(pair_world.first)
    assert "Strong evidence for a match" in page
    assert "For: " in page
    assert "%" not in re.sub(r"<[^>]*>", "", page)
    assert "Automatic assessment" not in pair_world.page(pair_world.second)


def test_match_queue_lists_children_in_danger_first() -> None:
    pair_world = world()
    first, second = twice(pair_world.worker)
    with role("maintenance"):
        Case.objects.filter(file_id=first.file_id).update(risk="high")
    night()
    client = signed_in(pair_world.first)
    with at_most(15):
        page = client.get("/matches/").content.decode()
    rows = re.findall(r"<th role=\"rowheader\".*?</tr>", page, re.DOTALL)
    dangerous = [(first.code in row or second.code in row) and "danger" in row for row in rows]
    urgent = ["A child is in danger" in row for row in rows]
    assert any(dangerous)
    assert urgent == sorted(urgent, reverse=True)
    assert "Sunita" not in page


# --- Who decides ----------------------------------------------------------------------------------


def test_second_reviewer_sees_neither_the_first_decision_nor_its_author() -> None:
    pair_world = world()
    before, queue = (
        pair_world.page(pair_world.second),
        signed_in(pair_world.second).get("/matches/").content.decode(),
    )
    assert pair_world.decide(pair_world.first) == 302
    assert stable_page(pair_world.page(pair_world.second)) == stable_page(before)
    assert stable_page(
        signed_in(pair_world.second).get("/matches/").content.decode()
    ) == stable_page(queue)
    assert pair_world.first.name not in pair_world.page(pair_world.second)
    about = [e for e in entries(by=pair_world.first.id) if e.kind == "wrote"]
    assert about
    assert {e.file_id for e in about} == {None}, "the log of a file would tell"


def test_merge_needs_two_people_and_moves_no_data() -> None:
    pair_world = world()
    assert pair_world.decide(pair_world.first) == 302
    assert pair_world.state() == "waiting"
    assert pair_world.merges() == []
    client, sent = (
        signed_in(pair_world.second),
        {"decision": "same", "ground": "records", "words": WORDS},
    )
    with at_most(15):
        assert client.post(pair_world.address, sent | key()).status_code == 302
    assert pair_world.state() == "same"
    (merge,) = pair_world.merges()
    assert {merge.file_id, merge.into_id} == {pair_world.one.file_id, pair_world.other.file_id}
    assert merge.into_id == pair_world.one.file_id, "the file that was opened first counts"
    with role("maintenance"):
        assert {c.file_id for c in Case.objects.all()} == {
            pair_world.one.file_id,
            pair_world.other.file_id,
        }
    joined = {e.file_id for e in entries(kind="merged")}
    assert joined == {pair_world.one.file_id, pair_world.other.file_id}
    page = pair_world.page(pair_world.first)
    assert pair_world.second.name in page
    assert WORDS in page
    text = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page)
    assert f"{pair_world.one.code} is the main record" in text


def test_reviewer_cannot_decide_on_a_pair_twice() -> None:
    pair_world = world()
    assert pair_world.decide(pair_world.first) == 302
    assert pair_world.decide(pair_world.first) == 409
    assert pair_world.state() == "waiting"
    assert len(pair_world.reviews()) == 1
    with acting(pair_world.first), with_proof("matches_review("), connection.cursor() as cursor:
        statement = "SELECT matches_review(%s, gen_random_uuid(), 'same', 'records', 'x')"
        with pytest.raises(Exception, match="decided already"), transaction.atomic():
            cursor.execute(statement, [pair_world.pair.pk])


def test_third_reviewer_decides_without_seeing_two_different_decisions() -> None:
    pair_world = world()
    assert pair_world.decide(pair_world.first, "same") == 302
    before = stable_page(pair_world.page(pair_world.third))
    assert pair_world.decide(pair_world.second, "unsure") == 302
    assert pair_world.state() == "waiting"
    assert stable_page(pair_world.page(pair_world.third)) == before
    assert pair_world.decide(pair_world.third, "not_same") == 302
    assert pair_world.state() == "unsure"
    assert pair_world.merges() == []


def test_third_reviewer_who_agrees_with_one_completes_the_merge() -> None:
    pair_world = world()
    for person, decision in (
        (pair_world.first, "same"),
        (pair_world.second, "not_same"),
        (pair_world.third, "same"),
    ):
        assert pair_world.decide(person, decision) == 302
    assert pair_world.state() == "same"


def test_two_children_are_never_asked_about_again() -> None:
    pair_world = world()
    assert "One person can decide" in signed_in(pair_world.first).get("/matches/").content.decode()
    assert "one person can decide" in pair_world.page(pair_world.first)
    assert pair_world.decide(pair_world.first, "not_same") == 302
    assert pair_world.state() == "not_same"
    night(is_full_run=True)
    assert pair_world.state() == "not_same"
    assert (
        "No possible duplicates to review"
        in signed_in(pair_world.second).get("/matches/").content.decode()
    )


def test_undecided_pair_is_reopened_when_a_record_changes() -> None:
    pair_world = world()
    assert pair_world.decide(pair_world.first, "unsure") == 302
    assert pair_world.decide(pair_world.second, "unsure") == 302
    assert pair_world.state() == "unsure"
    night(is_full_run=True)
    assert pair_world.state() == "unsure", "nothing is new"
    night()  # within the one transaction of a test every record counts as changed
    assert pair_world.state() == "waiting"
    assert pair_world.decide(pair_world.first, "same") == 302, "another round"


def test_a_decision_needs_its_reason() -> None:
    pair_world = world()
    answer = signed_in(pair_world.first).post(pair_world.address, {"decision": "same"} | key())
    assert answer.status_code == 200
    assert pair_world.reviews() == []


def test_a_settled_pair_takes_no_more_decisions() -> None:
    pair_world = world()
    pair_world.join()
    assert pair_world.decide(pair_world.third, "not_same") == 409
    assert pair_world.state() == "same"


# --- The second lock ------------------------------------------------------------------------------


def count_visible(person: Staff, model: type) -> int:
    with acting(person):
        return int(model.objects.count())


def test_row_security_hides_decisions_and_the_machines_view_as_the_pages_do() -> None:
    pair_world = world()
    assert pair_world.decide(pair_world.first) == 302
    assert (
        count_visible(pair_world.first, MatchReview),
        count_visible(pair_world.first, MachineAssessment),
    ) == (1, 1)
    assert (
        count_visible(pair_world.second, MatchReview),
        count_visible(pair_world.second, MachineAssessment),
    ) == (0, 0)
    stranger = agencies.staff("supervisor")
    assert (count_visible(stranger, MatchPair), count_visible(stranger, MatchReview)) == (0, 0)
    pair_world.decide(pair_world.second)
    assert count_visible(pair_world.third, MatchReview) == 2
    assert count_visible(pair_world.third, MachineAssessment) == 0


@pytest.mark.parametrize("table", ["pair", "review", "opinion", "merge"])
def test_web_role_cannot_write_match_tables_directly(table: str) -> None:
    pair_world = world()
    with acting(pair_world.second), connection.cursor() as cursor:
        for statement in (f"UPDATE matches_{table} SET version = 2", f"INSERT INTO matches_{table} DEFAULT VALUES"):  # fmt: skip
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


# --- Undone ---------------------------------------------------------------------------------------


def test_each_file_says_so_and_the_search_leads_to_the_record_that_counts() -> None:
    pair_world = world()
    pair_world.join()
    client = signed_in(pair_world.worker)
    with at_most(16):
        page = client.get(f"/child/{pair_world.other.file_id}/").content.decode()
    assert "This is the same child as in another record" in page
    assert f"Open {pair_world.one.code}" in re.sub(r"<[^>]+>", "", page)
    assert (
        "Another record of this child"
        in client.get(f"/child/{pair_world.one.file_id}/").content.decode()
    )
    search = {"purpose": "new_report", "name": "Sunita", "age_low": "13", "gender": "girl",
             "district": "NP-DHA"}  # fmt: skip
    answer = client.get(f"{client.post('/find/', search | key()).url}?all=1").content.decode()
    assert "Open the main record" in answer
    assert f"/child/{pair_world.one.file_id}/" in answer
    assert f'href="/child/{pair_world.other.file_id}/"' not in answer


def test_merge_notifies_the_workers_of_both_records() -> None:
    pair_world = world()
    pair_world.join()
    with role("maintenance"):
        notices = Notice.objects.filter(kind="records_joined", staff=pair_world.worker)
        assert {n.record for n in notices} == {pair_world.one.file_id, pair_world.other.file_id}


def test_a_joined_child_counts_once_in_the_facts() -> None:
    pair_world = world()
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT state FROM facts_match")
        assert cursor.fetchall() == [("waiting",)]
    pair_world.join()
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT child, counts_as, holds FROM facts_merge")
        assert cursor.fetchall() == [(pair_world.other.file_id, pair_world.one.file_id, True)]
    assert undo_merge(pair_world, pair_world.second) == 302
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT holds FROM facts_merge")
        assert cursor.fetchall() == [(False,)]
