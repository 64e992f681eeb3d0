"""The list of files hidden from someone: for those who may show them again, and for no one else."""

import html
import re

import pytest
from django.db import connection

from tests.attacks.test_hidden_by_report import HidingWorld
from tests.attacks.test_hiding_from_leaders import hide
from tests.attacks.test_names_that_wait import ClerkWorld
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/hidden-files/"


def listed(person: object) -> str:
    return read(signed_in(person).get(PAGE))[0]


def by_sql(person: object) -> set[object]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT of_file, principal FROM hidden_files(1000)")
        return set(cursor.fetchall())


def test_leader_sees_who_is_kept_out_since_when_who_did_it_and_why() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.supervisor, file_id, world.second)
    client = signed_in(world.above)
    with at_most(20):
        page = read(client.get(PAGE))[0]
    for text in (
        world.case.child.code,
        world.second.name,
        world.supervisor.name,
        "Hidden by a colleague",
        "1 entry",
    ):
        assert text in page
    assert f"/child/{file_id}/hidden/" in client.get(PAGE).content.decode()
    [*_others, entry] = entries(by=world.above.pk, kind="listed")
    assert entry.detail["screen"] == "desk:list_hidden_files"
    assert entry.objects_seen == [file_id]


def test_those_without_the_right_to_show_a_file_again_see_nothing_of_it() -> None:
    world = HidingWorld()
    hide(world.supervisor, world.case.file_id, world.deputy)
    stranger = agencies.staff("supervisor")
    for person in (world.deputy, world.other_leader, stranger):
        assert "No file is hidden" in listed(person)
        assert by_sql(person) == set()
    for person in (world.worker, world.second, world.officer):
        assert signed_in(person).get(PAGE).status_code == 404
        assert by_sql(person) == set()
    assert by_sql(world.supervisor) == {(world.case.file_id, world.deputy.pk)}


def test_report_is_given_as_reason_to_those_who_may_handle_it() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker)
    world.link(world.worker, report, world.case.file_id)
    world.name(world.worker, report, world.second)
    assert "Named in a linked report" in listed(world.above).split("1 entry")[1]
    chosen = read(signed_in(world.above).get(f"{PAGE}?reason=colleague"))[0]
    assert world.second.name not in chosen


def test_decision_that_waits_comes_first_and_only_to_those_who_decide() -> None:
    world = ClerkWorld()
    hide(world.above, world.file_id, world.worker)
    world.name(world.officer, world.linked, world.second)
    assert by_sql(world.above) == {
        (world.file_id, world.second.pk),
        (world.file_id, world.worker.pk),
    }
    table = read(signed_in(world.above).get(PAGE))[1][0]
    assert [cells[table.columns.index("Decision") - 1] for cells in table.rows.values()] == [
        "Hidden"
    ]  # of the two lines of one case ID the last is kept
    page = listed(world.above)
    assert page.index(world.second.name) < page.index(f"{world.worker.name} ")
    assert "Decision pending" in page
    assert by_sql(world.supervisor) == {(world.file_id, world.worker.pk)}
    only = read(signed_in(world.above).get(f"{PAGE}?decision=waiting"))[0]
    assert world.worker.name not in only
    assert "1 entry" in only


def test_pages_of_the_list_follow_one_another() -> None:
    world = HidingWorld()
    for _each in range(27):
        case = children.case(world.worker)
        with role("maintenance"):
            case.file.hidden_from.create(principal=world.second.pk, hidden_by=world.supervisor.pk)
    client = signed_in(world.above)
    page = client.get(f"{PAGE}?order=code")
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', page.content.decode())
    assert following is not None
    first = read(page)[1][0]
    second = read(client.get(PAGE + html.unescape(following[1])))[1][0]
    codes = [*first.rows, *second.rows]
    assert len(codes) == 27
    assert codes == sorted(codes)
