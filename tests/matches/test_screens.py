"""The queue, two records side by side, and who decides: two persons, blind to each other."""

import re

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import Hidden, Notice, Staff
from saathi.protection.cases.models import Case
from saathi.protection.incidents.models import Incident
from saathi.protection.matches.models import MachineAssessment, MatchPair, MatchReview, Merge
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies
from tests.matches.registers import night, pairs
from tests.matches.world import WORDS, World, twice, world
from tests.roles import acting, role, with_proof
from tests.sending import key
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def plain(page: str) -> str:
    """The page without what differs each time it is made."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r'name="form_key" value="[^"]*"', "", page)


# --- Who may not ----------------------------------------------------------------------------------


def test_only_who_reads_both_files_learns_that_there_is_a_pair() -> None:
    here = world()
    strangers = [agencies.staff(bundle) for bundle in ("supervisor", "data_officer")]
    strangers += [here.worker, agencies.staff("administrator", here.worker.office)]
    for person in strangers:
        client = signed_in(person)
        assert client.get(here.address).status_code == 404, person.bundle
        assert client.post(here.address, {"decision": "same"} | key()).status_code == 404
        assert str(here.pair.pk) not in client.get("/matches/").content.decode()
    for bundle in ("case_worker", "intake_officer", "oversight", "rapporteur"):
        assert signed_in(agencies.staff(bundle)).get("/matches/").status_code == 404


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


def test_from_whom_one_of_the_files_is_hidden_the_pair_is_hidden_too() -> None:
    here = world()
    with role("maintenance"):
        Hidden.objects.create(
            file_id=here.pair.other_id, principal=here.first.id, hidden_by=here.worker.id
        )
    assert signed_in(here.first).get(here.address).status_code == 404
    assert str(here.pair.pk) not in signed_in(here.first).get("/matches/").content.decode()


# --- What the page shows --------------------------------------------------------------------------


def test_the_facts_stand_side_by_side_with_their_sources_and_no_place_where_she_is() -> None:
    here = world()
    client = signed_in(here.first)
    with at_most(15):
        page = client.get(here.address).content.decode()
    for text in (
        "Sunita Mahato", "सुनीता महतो", "Ram Mahato", "The child said it", "Read in a document",
        here.one.code, here.other.code, "17 April 2012", "A scar", here.worker.office.name,
    ):  # fmt: skip
        assert text in page, text
    for text in ("Hospital Road", "9841000000"):
        assert text not in page, text
    assert ">agree<" in page  # a word, not a colour


def test_in_the_discreet_view_no_name_leaves_the_server_until_it_is_asked_for() -> None:
    here = world()
    client = signed_in(here.first)
    client.cookies["saathi_discreet"] = "1"
    assert "Mahato" not in client.get(here.address).content.decode()
    assert entries(by=here.first.id, kind="looked") == []
    assert "Mahato" in client.get(f"{here.address}?shown=1").content.decode()


def test_differences_are_said_in_words() -> None:
    here = world()
    with role("maintenance"):
        type(here.one).objects.filter(pk=here.other.pk).update(home_district="NP-KAT")
    assert ">differ<" in here.page(here.first)


@pytest.mark.requirement("PRI-007")
def test_each_of_the_two_files_has_a_look_in_its_log() -> None:
    here = world()
    here.page(here.first)
    looked = {e.file_id for e in entries(by=here.first.id, kind="looked")}
    assert looked == {here.one.file_id, here.other.file_id}
    assert {e.purpose for e in entries(by=here.first.id, kind="looked")} == {"own_case"}


def test_the_machine_speaks_after_ones_own_decision_in_words_and_never_in_numbers() -> None:
    here = world()
    page = here.page(here.first)
    assert "What the machine makes of it" not in page
    assert "Much speaks for one child" not in page
    assert here.decide(here.first) == 302
    page = here.page(here.first)
    assert "Much speaks for one child" in page
    assert "For it:" in page
    assert "%" not in re.sub(r"<[^>]*>", "", page)
    assert "What the machine makes of it" not in here.page(here.second)


def test_a_child_in_danger_stands_first() -> None:
    here = world()
    one, other = twice(here.worker)
    with role("maintenance"):
        Case.objects.filter(file_id=one.file_id).update(risk="high")
    night()
    client = signed_in(here.first)
    with at_most(15):
        page = client.get("/matches/").content.decode()
    rows = re.findall(r"<th role=\"rowheader\".*?</tr>", page, re.DOTALL)
    dangerous = [(one.code in row or other.code in row) and "danger" in row for row in rows]
    urgent = ["A child is in danger" in row for row in rows]
    assert any(dangerous)
    assert urgent == sorted(urgent, reverse=True)
    assert "Sunita" not in page


# --- Who decides ----------------------------------------------------------------------------------


def test_who_decides_second_sees_neither_the_first_decision_nor_whose_it_was() -> None:
    here = world()
    before, queue = here.page(here.second), signed_in(here.second).get("/matches/").content.decode()
    assert here.decide(here.first) == 302
    assert plain(here.page(here.second)) == plain(before)
    assert plain(signed_in(here.second).get("/matches/").content.decode()) == plain(queue)
    assert here.first.name not in here.page(here.second)
    about = [e for e in entries(by=here.first.id) if e.kind == "wrote"]
    assert about
    assert {e.file_id for e in about} == {None}, "the log of a file would tell"


def test_two_persons_join_and_nothing_moves() -> None:
    here = world()
    assert here.decide(here.first) == 302
    assert here.state() == "waiting"
    assert here.merges() == []
    client, sent = signed_in(here.second), {"decision": "same", "ground": "records", "words": WORDS}
    with at_most(15):
        assert client.post(here.address, sent | key()).status_code == 302
    assert here.state() == "same"
    (merge,) = here.merges()
    assert {merge.file_id, merge.into_id} == {here.one.file_id, here.other.file_id}
    assert merge.into_id == here.one.file_id, "the file that was opened first counts"
    with role("maintenance"):
        assert {c.file_id for c in Case.objects.all()} == {here.one.file_id, here.other.file_id}
    joined = {e.file_id for e in entries(kind="merged")}
    assert joined == {here.one.file_id, here.other.file_id}
    page = here.page(here.first)
    assert here.second.name in page
    assert WORDS in page
    assert f"{here.one.code} is the record that counts" in page.replace("\u2068", "").replace("\u2069", "")  # fmt: skip


def test_nobody_decides_twice() -> None:
    here = world()
    assert here.decide(here.first) == 302
    assert here.decide(here.first) == 409
    assert here.state() == "waiting"
    assert len(here.reviews()) == 1
    with acting(here.first), with_proof("matches_review("), connection.cursor() as cursor:
        statement = "SELECT matches_review(%s, gen_random_uuid(), 'same', 'records', 'x')"
        with pytest.raises(Exception, match="decided already"), transaction.atomic():
            cursor.execute(statement, [here.pair.pk])


def test_where_two_differ_a_third_decides_without_knowing_of_either() -> None:
    here = world()
    assert here.decide(here.first, "same") == 302
    before = plain(here.page(here.third))
    assert here.decide(here.second, "unsure") == 302
    assert here.state() == "waiting"
    assert plain(here.page(here.third)) == before
    assert here.decide(here.third, "not_same") == 302
    assert here.state() == "unsure"
    assert here.merges() == []


def test_a_third_who_says_the_same_joins() -> None:
    here = world()
    for person, decision in ((here.first, "same"), (here.second, "not_same"), (here.third, "same")):
        assert here.decide(person, decision) == 302
    assert here.state() == "same"


def test_two_children_are_never_asked_about_again() -> None:
    here = world()
    assert here.decide(here.first, "not_same") == 302
    assert here.state() == "not_same"
    night(is_full_run=True)
    assert here.state() == "not_same"
    assert "No pair waits for you" in signed_in(here.second).get("/matches/").content.decode()


def test_where_nobody_could_say_it_is_asked_anew_once_a_record_changed() -> None:
    here = world()
    assert here.decide(here.first, "unsure") == 302
    assert here.decide(here.second, "unsure") == 302
    assert here.state() == "unsure"
    night(is_full_run=True)
    assert here.state() == "unsure", "nothing is new"
    night()  # within the one transaction of a test every record counts as changed
    assert here.state() == "waiting"
    assert here.decide(here.first, "same") == 302, "another round"


def test_a_decision_needs_its_reason() -> None:
    here = world()
    answer = signed_in(here.first).post(here.address, {"decision": "same"} | key())
    assert answer.status_code == 200
    assert here.reviews() == []


def test_a_settled_pair_takes_no_more_decisions() -> None:
    here = world()
    here.join()
    assert here.decide(here.third, "not_same") == 409
    assert here.state() == "same"


# --- The second lock ------------------------------------------------------------------------------


def seen_by(person: Staff, model: type) -> int:
    with acting(person):
        return int(model.objects.count())


def test_row_security_hides_decisions_and_the_machines_view_as_the_pages_do() -> None:
    here = world()
    assert here.decide(here.first) == 302
    assert (seen_by(here.first, MatchReview), seen_by(here.first, MachineAssessment)) == (1, 1)
    assert (seen_by(here.second, MatchReview), seen_by(here.second, MachineAssessment)) == (0, 0)
    stranger = agencies.staff("supervisor")
    assert (seen_by(stranger, MatchPair), seen_by(stranger, MatchReview)) == (0, 0)
    here.decide(here.second)
    assert seen_by(here.third, MatchReview) == 2
    assert seen_by(here.third, MachineAssessment) == 0


@pytest.mark.parametrize("table", ["pair", "review", "opinion", "merge"])
def test_the_web_role_writes_none_of_it_by_hand(table: str) -> None:
    here = world()
    with acting(here.second), connection.cursor() as cursor:
        for statement in (f"UPDATE matches_{table} SET version = 2", f"INSERT INTO matches_{table} DEFAULT VALUES"):  # fmt: skip
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


# --- Undone ---------------------------------------------------------------------------------------


def part(here: World, actor: Staff) -> int:
    sent = {"reason": "two_children"} | key()
    return int(signed_in(actor).post(f"{here.address}part/", sent).status_code)


@pytest.mark.requirement("PRI-003")
def test_an_undone_merge_opens_an_incident_for_each_child_and_tells_the_data_officers() -> None:
    here = world()
    merge = here.join()
    signed_in(here.worker).get(f"/child/{here.other.file_id}/")
    assert part(here, here.worker) == 404
    assert part(here, agencies.staff("supervisor")) == 404
    assert part(here, here.second) == 302
    with role("maintenance"):
        merge = Merge.objects.get(pk=merge.pk)
        incidents = list(Incident.objects.all())
        told = set(Notice.objects.filter(kind="incident").values_list("staff", flat=True))
    assert merge.undone_by == here.second.id
    assert here.state() == "not_same"
    assert {i.file_id for i in incidents} == {here.one.file_id, here.other.file_id}
    assert {i.kind for i in incidents} == {"wrong_match"}
    assert told == {here.first.id, here.third.id}
    assert {e.file_id for e in entries(kind="unmerged")} == {i.file_id for i in incidents}
    of_other = next(i for i in incidents if i.file_id == here.other.file_id)
    page = signed_in(here.first).get(f"/incidents/{of_other.pk}/").content.decode()
    assert here.worker.name in page
    assert "who the child is" in page
    assert part(here, here.second) == 404
    night(is_full_run=True)
    assert here.state() == "not_same"


def test_a_third_record_stays_with_the_one_it_was_found_to_be_the_same_as() -> None:
    here = world()
    here.join()
    third, _fourth = twice(here.worker)
    night()
    files = sorted([here.other.file_id, third.file_id])
    (found,) = [p for p in pairs() if [p.file_id, p.other_id] == files]
    joined = World(**(vars(here) | {"pair": found}))
    for person in (here.first, here.second):
        assert joined.decide(person) == 302
    counted = {m.file_id: m.into_id for m in here.merges() if m.undone_at is None}
    assert counted == {here.other.file_id: here.one.file_id, third.file_id: here.one.file_id}
    assert part(here, here.second) == 302
    counted = {m.file_id: m.into_id for m in here.merges() if m.undone_at is None}
    assert counted == {third.file_id: here.other.file_id}


# --- What else knows of it ------------------------------------------------------------------------


def test_each_file_says_so_and_the_search_leads_to_the_record_that_counts() -> None:
    here = world()
    here.join()
    client = signed_in(here.worker)
    with at_most(15):
        page = client.get(f"/child/{here.other.file_id}/").content.decode()
    assert "This is the same child as in another record" in page
    assert f"Open {here.one.code}" in page
    assert (
        "Another record of this child" in client.get(f"/child/{here.one.file_id}/").content.decode()
    )
    asked = {"purpose": "new_report", "name": "Sunita", "age_low": "13", "gender": "girl",
             "district": "NP-DHA"}  # fmt: skip
    answer = client.get(client.post("/find/", asked | key()).url).content.decode()
    assert "Open the record that counts" in answer
    assert f"/child/{here.one.file_id}/" in answer
    assert f'href="/child/{here.other.file_id}/"' not in answer


def test_those_who_work_on_either_record_are_told() -> None:
    here = world()
    here.join()
    with role("maintenance"):
        told = Notice.objects.filter(kind="records_joined", staff=here.worker)
        assert {n.record for n in told} == {here.one.file_id, here.other.file_id}


@pytest.mark.requirement("DAT-006")
def test_a_joined_child_counts_once_in_the_facts() -> None:
    here = world()
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT state FROM facts_match")
        assert cursor.fetchall() == [("waiting",)]
    here.join()
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT child, counts_as, holds FROM facts_merge")
        assert cursor.fetchall() == [(here.other.file_id, here.one.file_id, True)]
    assert part(here, here.second) == 302
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT holds FROM facts_merge")
        assert cursor.fetchall() == [(False,)]
