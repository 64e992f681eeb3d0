"""Cover is arranged for several cases at once."""

import datetime as dt
import html
import re

import pytest

from saathi.agencies.models import Hidden, Office, Staff
from saathi.desk.team.actions import arrange_cover
from saathi.protection.casework.cases.models import Case, Seat
from tests.counting import at_most
from tests.desk.case_list.bulk_pages import CHANGE, assign, bare, closed, confirmed, send
from tests.desk.case_list.listed import change, codes
from tests.factories import agencies, children
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_cover_is_arranged_and_what_cannot_be_covered_is_explained(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    first, second = children.case(worker, "Asha"), children.case(worker, "Bina")
    over, own = closed(children.case(worker, "Gita")), children.case(colleague, "Mina")
    hidden = children.case(worker, "Tara")
    with role("maintenance"):
        Hidden.objects.create(
            file_id=hidden.file_id, principal=colleague.pk,
            since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), hidden_by=leader.pk,
        )  # fmt: skip
    until = leader.office.today() + dt.timedelta(days=9)
    typed = {"staff_search": colleague.name, **day("until_on", until)}
    cases = [first, second, over, own, hidden]
    page = bare(send(leader, "cover", cases, "check", **typed))
    last = f"{until.day} {until:%B %Y}"
    place = f"{leader.office.name}, Dhanusha"
    assert f"Rishi Thapa ({place}, 1 open case) covers for {worker.name} until {last}" in page
    assert "The case is closed" in page
    assert "This colleague is the case worker" in page
    assert "This colleague cannot cover this case" in page
    assert "3 cases cannot be changed" in page
    with role("maintenance"):
        assert not Seat.objects.filter(until_on__isnull=False).exists()
    assert "2 cases were changed" in confirmed(leader, "cover", cases, **typed)
    with role("maintenance"):
        covers = Seat.objects.filter(until_on=until, staff=colleague)
        assert {seat.case_id for seat in covers} == {first.pk, second.pk}
        assert set(Case.objects.filter(worker=colleague)) == {own}
    page = send(leader, "cover", [first], "check", **typed)
    assert f"Already covered by Rishi Thapa until {last}" in bare(page)
    assert "Check changed choices" in page  # another colleague can be chosen
    assert 'value="confirm"' not in page
    third = agencies.staff("case_worker", leader.office, name="Somebody Else")
    page = bare(send(leader, "assign", [own], "check", **assign(worker)))
    assert f"to {worker.name} ({place}, 3 open cases, on leave until {last})" in page
    typed = {"staff_search": colleague.name, **day("until_on", until)}
    others = children.case(third, "Nila")
    page = bare(send(leader, "cover", [others], "check", **typed))
    expected = f"Rishi Thapa ({place}, 1 open case, covers 2 more cases) covers for Somebody Else"
    assert expected in page


def test_cover_of_all_cases_of_a_worker_begins_at_the_workload_of_the_team(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    cases = [children.case(worker, "Asha"), children.case(worker, "Bina")]
    closed(children.case(worker, "Gita"))
    client = signed_in(leader)
    team = client.get("/cases/team/").content.decode()
    [link] = set(re.findall(r'href="(/cases/cover/[^"]+)"', team))
    page = html.unescape(link)
    with at_most(20):
        shown = client.get(page).content.decode()
    assert set(re.findall(r'name="pick" value="([^"]+)"', shown)) == {str(c.pk) for c in cases}
    assert 'action="/cases/change/"' in shown
    for person in (worker, colleague, agencies.staff("supervisor")):
        assert signed_in(person).get(page).status_code == 404
    for nobody in ("", "?worker=", "?worker=nonsense", f"?worker={leader.pk}"):
        assert client.get(f"/cases/cover/{nobody}").status_code == 404


def test_cases_to_cover_are_sorted_by_risk_and_those_covered_are_last(
    worker: Staff, leader: Staff, colleague: Staff
) -> None:
    risks = ("low", "high", "medium", "high")
    cases = [change(children.case(worker, risk), risk=risk) for risk in risks]
    with acting(leader):
        arrange_cover(
            case=Case.objects.select_related("office").get(pk=cases[3].pk),
            colleague=colleague,
            until_on=leader.office.today() + dt.timedelta(days=9),
            actor=leader,
        )
    client = signed_in(leader)
    table = client.get(f"/cases/cover/?worker={worker.pk}").context["table"]
    order = [cases[1], cases[2], cases[0], cases[3]]
    assert [row[0].text for row in table.rows] == codes(*order)
    assert [str(row[1].text) for row in table.rows] == ["High", "Medium", "Low", "High"]
    client.cookies["saathi_discreet"] = "1"
    table = client.get(f"/cases/cover/?worker={worker.pk}").context["table"]
    assert "Risk level" not in [str(column.label) for column in table.columns]


def test_last_day_of_cover_is_checked_before(case: Case, leader: Staff, colleague: Staff) -> None:
    for days, is_possible in ((-1, False), (0, True), (92, True), (93, False)):
        on = leader.office.today() + dt.timedelta(days=days)
        typed = {"staff_search": colleague.name, **day("until_on", on)}
        page = words(send(leader, "cover", [case], "check", **typed).encode())
        assert ("Choose a day within the next 92 days." in page) != is_possible
        assert ("covers for" in page) == is_possible


def test_plan_of_cover_asks_few_queries(worker: Staff, leader: Staff, colleague: Staff) -> None:
    cases = [children.case(worker, f"Name {number}") for number in range(8)]
    sent = {"do": "cover", "pick": [str(case.pk) for case in cases], "step": "check",
            "staff_search": colleague.name, **day("until_on", leader.office.today())}  # fmt: skip
    client = signed_in(leader)
    with at_most(20):
        assert client.post(CHANGE, sent).status_code == 200


def test_cover_is_planned_by_the_calendar_of_the_case(case: Case, leader: Staff) -> None:
    """These two places never have the same date."""
    colleague = agencies.staff("case_worker", leader.office, name="Rishi Thapa")
    with role("maintenance"):
        below = agencies.office(parent=leader.office, time_zone="Pacific/Kiritimati")
        Office.objects.filter(pk=leader.office_id).update(time_zone="Pacific/Pago_Pago")
        Case.objects.filter(pk=case.pk).update(office=below)
        leader.office.refresh_from_db()
    over = {"staff_search": colleague.name, **day("until_on", leader.office.today())}
    page = words(send(leader, "cover", [case], "check", **over).encode())
    assert "1 case cannot be changed" in page
    assert "covers for" not in page
