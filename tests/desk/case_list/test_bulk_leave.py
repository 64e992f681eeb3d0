"""Cases that go to a person on leave: named before, and only after a tick; danger is marked."""

import datetime as dt
import re

import pytest

from saathi.agencies.models import Staff
from saathi.desk.team.actions import arrange_cover
from saathi.protection.casework.cases.models import Case
from tests.desk.case_list.bulk_pages import CHANGE, assign, bare, send
from tests.desk.case_list.listed import change
from tests.factories import agencies, children
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WARNING, TICK = (
    "Rishi Thapa is on leave until",
    "I have checked who is responsible for the children until then",
)


@pytest.fixture
def absent(leader: Staff, colleague: Staff) -> Staff:
    """The colleague, on leave: someone covers their case."""
    own = children.case(colleague, "Mina")
    third = agencies.staff("case_worker", leader.office, name="Somebody Else")
    until = leader.office.today() + dt.timedelta(days=9)
    with acting(leader):
        case = Case.objects.select_related("office").get(pk=own.pk)
        arrange_cover(case=case, colleague=third, until_on=until, actor=leader)
    return colleague


def test_case_goes_to_a_person_on_leave_only_after_a_tick(
    case: Case, leader: Staff, absent: Staff
) -> None:
    change(case, risk="high", danger_reported_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    calm = children.case(case.worker, "Bina")
    page = send(leader, "assign", [case, calm], "check", **assign(absent))
    assert WARNING in bare(page)
    assert "1 child in these cases may be in danger." in bare(page)
    assert page.index(TICK) < page.index('value="confirm"')
    mark = re.search(r'name="checked" value="(\w{64})"', page)
    assert mark is not None
    confirming = {"checked": mark[1], **assign(absent)}
    page = words(send(leader, "assign", [case, calm], "confirm", **confirming).encode())
    assert "Confirm the leave, or choose another colleague." in page
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == case.worker_id
    confirming["despite_leave"] = "on"
    page = words(send(leader, "assign", [case, calm], "confirm", **confirming).encode())
    assert "2 cases were changed" in page
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).worker_id == absent.pk


def test_nothing_is_asked_where_no_one_is_on_leave(
    case: Case, leader: Staff, colleague: Staff
) -> None:
    assert TICK not in send(leader, "assign", [case], "check", **assign(colleague))


@pytest.mark.parametrize("do", ["assign", "transfer", "cover", "flag"])
def test_danger_is_marked_where_cases_change_hands(case: Case, leader: Staff, do: str) -> None:
    danger = change(
        children.case(case.worker, "Bina"),
        risk="high",
        danger_reported_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
    )
    client = signed_in(leader)
    sent = {"do": do, "pick": [str(case.pk), str(danger.pk)]}
    table = client.post(CHANGE, sent).context["table"]
    marked = [
        row[0].text for row in table.rows if any(str(c.mark) == "May be in danger" for c in row)
    ]
    assert marked == ([] if do == "flag" else [danger.child.code])
    client.cookies["saathi_discreet"] = "1"
    table = client.post(CHANGE, sent).context["table"]
    assert not any(cell.mark for row in table.rows for cell in row)


def test_discreet_view_does_not_count_children_in_danger(
    case: Case, leader: Staff, absent: Staff
) -> None:
    change(case, risk="high", danger_reported_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    client = signed_in(leader)
    client.cookies["saathi_discreet"] = "1"
    sent = {"do": "assign", "pick": str(case.pk), "step": "check", **assign(absent)}
    page = bare(client.post(CHANGE, sent).content.decode())
    assert WARNING in page
    assert "in danger" not in page
