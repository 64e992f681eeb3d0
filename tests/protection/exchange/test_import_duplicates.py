"""The list of possible duplicates of an import: who may read it, which pairs, and what an empty list says."""

import re
from typing import Any

import pytest

from saathi.agencies.models import Hidden
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.matches.models import MatchPair, MatchRun
from saathi.protection.identification.matches.queries import last_comparison
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, bundles, children
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.identification.matches.registers import born, night, pairs
from tests.protection.identification.matches.world import twice
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import just_confirmed, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOT_YET = "The imported children have not been compared yet"
NONE_WAITS = "No possible duplicates to review"


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def sarita(of: Desk) -> Child:
    """The first child of the imported list, already on record in the office."""
    return children.child(
        of.worker,
        names=[Name("given", "Sarita Tamang", "ne")],
        gender="girl",
        home_district="NP-DHA",
        ages=born("2012-04-12"),
    )


def imported_and_compared(of: Desk) -> tuple[str, Child, MatchPair]:
    """A completed import with one possible duplicate, the child on record before, and their pair."""
    earlier = sarita(of)
    path = cast.brought(of)
    night()
    files = cast.files_of(path)
    [pair] = [
        pair
        for pair in pairs(state="waiting")
        if earlier.file_id in {pair.file_id, pair.other_id}
        and files & {pair.file_id, pair.other_id}
    ]
    return path, earlier, pair


def code_of_imported(pair: MatchPair, earlier: Child) -> str:
    [file] = {pair.file_id, pair.other_id} - {earlier.file_id}
    with role("maintenance"):
        return Child.objects.get(file=file).code


def test_duplicates_of_an_import_are_hidden_without_the_right(desk: Desk) -> None:
    path, _earlier, _pair = imported_and_compared(desk)
    people = [
        desk.worker,
        agencies.staff("supervisor", desk.office),
        agencies.staff("administrator", desk.office),
        agencies.staff("data_officer"),
    ]
    for person in people:
        assert signed_in(person).get(f"{path}duplicates/").status_code == 404, person.role_kind
    assert desk.client.get(f"{path}duplicates/").status_code == 200


def test_pairs_with_an_imported_child_are_listed_with_both_codes(desk: Desk) -> None:
    twice(desk.worker)  # a pair of the office that has nothing to do with the import
    path, earlier, pair = imported_and_compared(desk)
    assert len(pairs(state="waiting")) == 2
    here = desk.client.get(path).content.decode()
    assert f'href="{path}duplicates/"' in here
    assert "1 possible duplicate among the imported children" in " ".join(here.split())
    with at_most(20):
        answer = desk.client.get(f"{path}duplicates/")
    page = answer.content.decode()
    assert re.findall(r'href="/matches/([^/"]+)/"', page) == [str(pair.pk)]
    for code in (earlier.code, code_of_imported(pair, earlier)):
        assert code in page
    assert "Sarita" not in page
    words = read(answer)[0]
    assert "Last comparison of all records: Today" in words
    assert NOT_YET not in words
    [entry] = entries(kind="listed", by=desk.officer.id, objects_seen=[pair.pk])
    assert entry.detail["model"] == "matches.pair"


def test_a_child_in_danger_makes_the_pair_urgent(desk: Desk) -> None:
    path, earlier, pair = imported_and_compared(desk)
    assert "A child is in danger" not in read(desk.client.get(f"{path}duplicates/"))[0]
    with role("maintenance"):
        imported = {pair.file_id, pair.other_id} - {earlier.file_id}
        assert Case.objects.filter(file__in=imported).update(risk="high") == 1
    assert "A child is in danger" in read(desk.client.get(f"{path}duplicates/"))[0]


def test_pairs_that_the_reader_may_not_read_are_neither_listed_nor_counted(desk: Desk) -> None:
    elsewhere = cast.desk(client=False)
    sarita(elsewhere)
    path, earlier, pair = imported_and_compared(desk)
    assert len(pairs(state="waiting")) == 3  # each of the three records with the two others
    page = desk.client.get(f"{path}duplicates/").content.decode()
    assert re.findall(r'href="/matches/([^/"]+)/"', page) == [str(pair.pk)]
    assert "1 possible duplicate among" in read(desk.client.get(path))[0]
    with role("maintenance"):
        Hidden.objects.create(
            file=earlier.file, principal=desk.officer.pk, hidden_by=desk.worker.pk
        )
    page = desk.client.get(f"{path}duplicates/").content.decode()
    assert "/matches/" not in page.partition("<main")[2]
    assert earlier.code not in page
    assert "0 possible duplicates among" in read(desk.client.get(path))[0]


def test_a_pair_leaves_the_list_once_the_reader_decided(desk: Desk) -> None:
    path, _earlier, pair = imported_and_compared(desk)
    decision = {"decision": "same", "ground": "asked_family", "words": "The aunt said so"}
    answer = desk.client.post(f"/matches/{pair.pk}/", decision | key())
    assert answer.status_code == 302
    [still] = pairs(pk=pair.pk)
    assert still.state == "waiting"  # for a second person
    words = read(desk.client.get(f"{path}duplicates/"))[0]
    assert NONE_WAITS in words
    second = just_confirmed(agencies.staff("data_officer", desk.office))
    assert str(pair.pk) in second.get(f"{path}duplicates/").content.decode()


def test_who_may_not_decide_reads_the_list_without_links(desk: Desk) -> None:
    path, earlier, pair = imported_and_compared(desk)
    permissions = SHIPPED_ROLES["data_officer"] - {Permission.REVIEW_MATCHES}
    bundles.version(desk.office.agency, "importer", kind="data_officer", permissions=permissions)
    reader = bundles.give(agencies.staff("data_officer", desk.office), "importer")
    page = just_confirmed(reader).get(f"{path}duplicates/").content.decode()
    assert earlier.code in page
    assert "Awaiting a decision, most urgent first" in page
    assert f"/matches/{pair.pk}/" not in page


def test_an_empty_list_says_whether_the_children_were_compared(desk: Desk) -> None:
    path = cast.brought(desk)
    assert "have not been compared yet" in read(desk.client.get(path))[0]
    words = read(desk.client.get(f"{path}duplicates/"))[0]
    assert NOT_YET in words
    assert "The comparison runs at night." in words
    assert "No comparison has been completed yet." in words
    night()
    assert "0 possible duplicates among" in read(desk.client.get(path))[0]
    words = read(desk.client.get(f"{path}duplicates/"))[0]
    assert NONE_WAITS in words
    assert "Last comparison of all records: Today" in words
    later = cast.brought(desk, source="Another list")
    words = read(desk.client.get(f"{later}duplicates/"))[0]
    assert NOT_YET in words
    assert "Last comparison of all records: Today" in words


def test_only_completed_comparisons_of_the_register_count(desk: Desk) -> None:
    twice(desk.worker)
    with role("matcher"):
        MatchRun.objects.create(source="here", horizon=1, changed_count=2)
        MatchRun.objects.create(source="repeat", horizon=0, finished_at="2026-01-02T00:00:00Z")
    with acting(desk.officer):
        assert last_comparison() is None
    night(is_full_run=True)  # gives up the first one
    with role("matcher"):
        completed = MatchRun.objects.exclude(changed_count=None).get()
    with acting(desk.officer):
        found = last_comparison()
    assert found is not None
    assert (found.began_at, found.ended_at) == (completed.started_at, completed.finished_at)


def test_an_import_that_is_not_completed_has_no_list(desk: Desk) -> None:
    path = cast.checked(desk)
    assert desk.client.get(f"{path}duplicates/")["Location"] == path
    assert "duplicates/" not in desk.client.get(path).content.decode()


# --- Before the import: rows ------------------------------------------------------------------------


def test_a_possible_duplicate_is_shown_to_those_who_may_read_the_file(desk: Desk) -> None:
    facts: dict[str, Any] = {"home_district": "NP-DHA", "ages": born("2012-04-12")}
    known_child = children.child(desk.worker, "Sarita Tamangg", gender="girl", **facts)
    hidden = children.child(agencies.staff("case_worker"), "Sarita Tamang", gender="girl", **facts)
    path = cast.checked(desk)
    page = desk.client.get(f"{path}rows/?show=doubles").content.decode()
    assert known_child.code in page
    assert "Sarita Tamangg" in page
    assert "same date of birth" in page
    assert hidden.code not in page
    assert [entry.file_id for entry in entries(kind="searched", by=desk.officer.id)] == [
        known_child.file_id
    ]
    [listed] = [
        entry
        for entry in entries(kind="listed", by=desk.officer.id)
        if entry.detail.get("model") == "people.child"
    ]
    assert listed.objects_seen == [known_child.file_id]


def test_a_duplicate_is_shown_only_while_it_may_be_read(desk: Desk) -> None:
    known_child = children.child(
        desk.worker,
        "Sarita Tamangg",
        gender="girl",
        home_district="NP-DHA",
        ages=born("2012-04-12"),
    )
    path = cast.checked(desk)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=known_child.file_id, principal=desk.officer.pk, hidden_by=desk.worker.pk
        )
    page = desk.client.get(f"{path}rows/?show=doubles").content.decode()
    for trace in (known_child.code, "same date of birth", "Tamangg", str(known_child.file_id)):
        assert trace not in page
    assert "Sarita Tamang" not in page, "no row is listed as a possible duplicate"


def test_a_child_twice_in_the_file_names_the_other_row(desk: Desk) -> None:
    again = "S-9,Sarita Tamang,F,12/04/2012,Dhanusha,03/02/2025,,4\n"
    path = cast.checked(desk, (cast.CSV + again).encode())
    page = read(desk.client.get(f"{path}rows/?show=doubles"))[0]
    assert "Row 1 of this file" in page
    assert "Row 4 of this file" in page
