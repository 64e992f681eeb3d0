"""Children who may be in danger in the list of cases: marked, first, and found by a filter and a view."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.case_list import case_query
from saathi.protection.casework.cases.models import Case, Visit
from tests.desk.case_limits import limit_to_few_cases
from tests.desk.case_list.listed import LIST, change, codes, shown
from tests.factories import agencies, children, teams
from tests.reading import read
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
MARK = "May be in danger"


def visit(case: Case, hours: int, **fields: object) -> None:
    with role("maintenance"):
        Visit.objects.create(
            file_id=case.file_id, case_id=case.pk, happened_at=NOW + dt.timedelta(hours=hours), kind="home",
            recorded_by=case.worker_id, **fields,
        )  # fmt: skip


def marked(staff: Staff, query: str = "") -> list[str]:
    """The case IDs of the rows with the mark."""
    table = signed_in(staff).get(f"{LIST}?{query}").context["list"].table
    return [str(row[0].text) for row in table.rows if any(str(cell.mark) == MARK for cell in row)]


@pytest.fixture
def cases(worker: Staff) -> dict[str, Case]:
    """Of high risk, and of low risk: reported in danger, with prevented contact, safe since, closed."""
    made = {
        name: change(children.case(worker, name), risk="low")
        for name in ("high", "reported", "prevented", "safe", "moment", "closed")
    }
    change(made["high"], risk="high")
    for name in ("reported", "safe", "moment", "closed"):
        change(made[name], danger_reported_at=NOW)
    change(
        made["closed"], status="closed", closed_on=worker.office.today(), closing_reason="recovery"
    )
    visit(made["prevented"], 1, outcome="not_met", not_met_because="prevented")
    visit(made["safe"], 1, outcome="met_alone", child_safe="yes")
    visit(made["moment"], 0, outcome="met_alone", child_safe="yes")  # not later than the report
    visit(made["reported"], 1, outcome="met_alone", child_safe="not_known")
    return made


def test_children_in_danger_are_marked_first_and_found(
    cases: dict[str, Case], worker: Staff, leader: Staff
) -> None:
    in_danger = sorted(codes(cases["reported"], cases["prevented"], cases["moment"]))
    for reader in (worker, leader):
        order = shown(reader)
        assert sorted(order[:3]) == in_danger
        assert order[3] == cases["high"].child.code
        assert sorted(marked(reader)) == in_danger
        assert sorted(shown(reader, "danger=yes")) == in_danger
        assert sorted(marked(reader, "status=all")) == in_danger
        assert f"{MARK}</span>" in signed_in(reader).get(LIST).content.decode()
        assert 'href="?danger=yes"' in signed_in(reader).get(LIST).content.decode()
    visit(cases["prevented"], 2, outcome="met_with_others", child_safe="yes")
    assert sorted(shown(leader, "danger=yes")) == in_danger
    visit(cases["prevented"], 3, outcome="met_alone", child_safe="yes")
    assert sorted(shown(leader, "danger=yes")) == sorted(codes(cases["reported"], cases["moment"]))


def test_who_may_not_know_of_danger_learns_it_neither_by_mark_nor_order_nor_filter(
    cases: dict[str, Case], leader: Staff
) -> None:
    mother = agencies.staff("house_mother", leader.office)
    lawyer = agencies.staff("counsellor", leader.office)
    for person in (mother, lawyer):
        for case in cases.values():
            teams.join(case.file_id, person, TeamRole.RESIDENTIAL_WORKER)
        assert MARK not in read(person, LIST).replace("All May be in danger", "")
        assert not marked(person)
    assert shown(lawyer, "danger=yes") == []
    assert shown(mother, "danger=yes") == shown(mother)  # there is no such filter
    assert "in danger" not in read(mother, LIST)
    assert shown(lawyer, "order=risk") == shown(lawyer, "order=due")


def test_discreet_view_marks_no_danger(cases: dict[str, Case], leader: Staff) -> None:
    assert cases
    client = signed_in(leader)
    client.cookies["saathi_discreet"] = "1"
    table = client.get(LIST).context["list"].table
    assert not [cell for row in table.rows for cell in row if cell.mark]


def test_children_in_danger_stay_where_a_list_is_cut(
    cases: dict[str, Case], leader: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_to_few_cases()
    monkeypatch.setattr(case_query, "MAX_CASES", 4)
    assert set(codes(cases["reported"], cases["prevented"])) <= set(shown(leader))
    assert len(shown(leader)) == 4


def test_heading_of_the_risk_says_which_end_comes_first(
    cases: dict[str, Case], leader: Staff
) -> None:
    assert cases
    client = signed_in(leader)
    for query, direction, note in (
        ("", "descending", "highest first"),
        ("order=risk", "descending", "highest first"),
        ("order=-risk", "ascending", "lowest first"),
        ("order=code", "ascending", ""),
    ):
        answer = client.get(f"{LIST}?{query}")
        [sorted_by] = [each for each in answer.context["list"].table.columns if each.sort_order]
        assert (sorted_by.sort_order, str(sorted_by.sort_note)) == (direction, note), query
        assert f'aria-sort="{direction}"' in answer.content.decode()
        assert "Risk level, highest first</option>" in answer.content.decode()
