"""Cover during leave: what the covering colleague sees and may do, what they learn, and its end."""

import datetime as dt
import re

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from saathi.agencies import definer_functions, notices
from saathi.agencies.models import Grant, Hidden, Notice, Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.day.child_rows import DayChildRow
from saathi.desk.day.queries import get_day_work
from saathi.desk.team import actions
from saathi.protection.casework.cases.cover_rules import COVERED, MAX_COVER_DAYS
from saathi.protection.casework.cases.models import Approval, Case, Due, Seat
from saathi.protection.casework.cases.vocabulary import (
    APPROVAL_ASKED_NOTICE,
    APPROVAL_GIVEN_NOTICE,
    COMING_OF_AGE_NOTICE,
)
from saathi.protection.casework.notes.actions import add_note
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import TASK_GIVEN_NOTICE
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.covering import cover, in_days, pass_last_day
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORKER = TeamRole.CASE_WORKER


def day_rows(staff: Staff) -> list[DayChildRow]:
    found: list[DayChildRow] = list(signed_in(staff).get("/").context["page"].children.rows)
    return found


# --- arranged ------------------------------------------------------------------------------------


def test_cover_gives_the_rights_of_a_case_worker_until_the_end_of_its_last_day(
    around: ChildFileCast,
) -> None:
    colleague = around.stranger
    assert signed_in(colleague).get(around.url).status_code == 404
    seat = cover(around, colleague)
    assert NAME in signed_in(colleague).get(around.url).content.decode()
    with role("maintenance"):
        grant = Grant.objects.get(file_id=around.file_id, principal=colleague.pk)
        case = Case.objects.get(pk=around.case.pk)
    assert (grant.kind, grant.reads, grant.writes) == (
        "team", int(TEAM_READS[WORKER]), int(TEAM_WRITES[WORKER]),
    )  # fmt: skip
    assert seat.until_on is not None
    assert grant.ends_at == colleague.office.start_of(seat.until_on + dt.timedelta(days=1))
    [entry] = entries(kind="granted", file_id=around.file_id, by=around.supervisor.pk)
    assert entry.detail["staff"] == str(colleague.pk)
    assert entry.detail["ends_at"]
    # The worker keeps the case, the seat and all rights.
    assert case.worker_id == around.worker.pk
    assert NAME in signed_in(around.worker).get(around.url).content.decode()
    with acting(around.worker):
        assert Seat.objects.filter(case=case, staff=around.worker, ended_on=None).exists()
    with acting(colleague):
        assert Notice.objects.get(staff=colleague).kind == "cover_arranged"


@pytest.mark.parametrize(
    ("days", "is_given"), [(MAX_COVER_DAYS, True), (MAX_COVER_DAYS + 3, False), (400, False)]
)
def test_database_gives_no_right_of_a_team_for_longer_than_cover_lasts(
    around: ChildFileCast, days: int, *, is_given: bool
) -> None:
    ends_at = around.stranger.office.start_of(in_days(around.stranger, days + 1))
    values = [around.file_id, around.stranger.pk, "team", 1, 0, ends_at]
    with acting(around.supervisor):
        if is_given:
            assert definer_functions.make_change("access_give", values, by=around.supervisor.pk)
            return
        with pytest.raises(ProgrammingError, match="three months"), transaction.atomic():
            definer_functions.make_change("access_give", values, by=around.supervisor.pk)


def test_cover_is_refused_with_its_reason(around: ChildFileCast) -> None:
    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=around.house_mother.pk,
            since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), hidden_by=around.supervisor.pk,
        )  # fmt: skip
    for colleague, days, code in (
        (around.worker, 3, "own"),
        (around.house_mother, 3, "staff"),
        (around.stranger, MAX_COVER_DAYS + 1, "until_on"),
        (around.stranger, -1, "until_on"),
    ):
        with pytest.raises(actions.CoverRefused) as refused:
            cover(around, colleague, days)
        assert [reason.code for reason in refused.value.reasons] == [code]
    cover(around, around.stranger)
    with pytest.raises(actions.CoverRefused, match="covered"):
        cover(around, agencies.staff("case_worker", around.worker.office))


# --- while it lasts ------------------------------------------------------------------------------


def test_my_day_of_the_cover_shows_the_covered_child_with_the_workers_duties(
    around: ChildFileCast,
) -> None:
    colleague = around.stranger
    with role("maintenance"):
        Due.objects.filter(case=around.case).delete()
    cast.due(around.case, around.worker, in_days(around.worker, -1), "visit")
    cast.due(around.case, around.supervisor, in_days(around.worker, 2), "task")
    seat = cover(around, colleague)
    own = children.case(colleague, "Own child")
    client = signed_in(colleague)
    with at_most(18):
        page = client.get("/").context["page"]
    [row] = [row for row in page.children.rows if row.code == around.case.child.code]
    assert [str(duty.text) for duty in row.duties] == ["Visit"]
    assert row.name == NAME
    assert row.action is not None
    assert seat.until_on is not None
    assert re.sub("[\u2066-\u2069]", "", row.cover) == (
        f"Covering for {around.worker.name} until {seat.until_on.day} {seat.until_on:%B %Y}"
    )
    assert page.children.summary.startswith("1 open case")  # only the own case
    [of_own] = [row for row in page.children.rows if row.code == own.child.code]
    assert of_own.cover == ""
    with acting(colleague):
        assert set(get_day_work(colleague).files) == {own.file_id, around.file_id}
    # The worker's own day is as before.
    [row] = day_rows(around.worker)
    assert (row.code, row.cover, [str(duty.text) for duty in row.duties]) == (
        around.case.child.code, "", ["Visit"],
    )  # fmt: skip


def test_task_given_to_the_cover_is_seen_by_both_and_stays_with_the_worker(
    around: ChildFileCast,
) -> None:
    with role("maintenance"):
        Due.objects.filter(case=around.case).delete()
    seat = cover(around, around.stranger)
    note = Note(
        file_id=around.file_id, case=around.case, kind="task", to=around.stranger,
        until=in_days(around.worker, 2),
    )  # fmt: skip
    note.text = "Ask the school."
    with acting(around.stranger):
        add_note(note=note, actor=around.stranger)
    for person in (around.worker, around.stranger):
        [row] = day_rows(person)
        assert [str(duty.text) for duty in row.duties] == ["Task"]
    pass_last_day(seat)
    [row] = day_rows(around.worker)
    assert [str(duty.text) for duty in row.duties] == ["Task"]


def test_calendar_and_feed_of_the_cover_hold_the_workers_duties(around: ChildFileCast) -> None:
    with role("maintenance"):
        Due.objects.filter(case=around.case).delete()
    on = in_days(around.worker, 3)
    cast.due(around.case, around.worker, on, "visit")
    cast.due(around.case, around.supervisor, on, "task")
    colleague = around.stranger
    client = signed_in(colleague)
    made = client.post("/calendar/address/", {"do": "make"}).content.decode()
    [feed] = re.findall(r"http://[^/]+(/calendar/[\w-]+\.ics)", made)
    week = f"/calendar/?view=week&on={on.isoformat()}"
    assert client.get(week).context["page"].is_empty
    assert "DTSTART" not in Client().get(feed).content.decode()
    seat = cover(around, colleague)
    with at_most(12):
        page = client.get(week).context["page"]
    assert [str(item.text) for day in page.weeks[0] for item in day.items] == ["Visit"]
    assert Client().get(feed).content.decode().count("DTSTART") == 1
    pass_last_day(seat)
    assert client.get(week).context["page"].is_empty
    assert "DTSTART" not in Client().get(feed).content.decode()


def test_file_and_list_show_the_cover(around: ChildFileCast) -> None:
    seat = cover(around, around.stranger)
    assert seat.until_on is not None
    until = f"until {seat.until_on.day} {seat.until_on:%B %Y}"
    words, _tables = read(signed_in(around.worker).get(around.url))
    assert f"Covering case worker {around.stranger.name} {until}" in words
    assert f"{around.stranger.name} Covering case worker {until}" in words
    words, _tables = read(signed_in(around.stranger).get(around.url))
    assert f"Covering case worker You {until}" in words
    assert f"Case worker {around.worker.name}" in words
    listed = signed_in(around.stranger).get("/cases/").content.decode()
    assert around.case.child.code in listed
    mine = signed_in(around.stranger).get("/cases/?worker=me").content.decode()
    assert around.case.child.code not in mine
    cared_for = signed_in(around.stranger).get("/children/").content.decode()
    assert around.case.child.code not in cared_for


def kinds_told(staff: Staff) -> list[str]:
    with role("maintenance"):
        return sorted(Notice.objects.filter(staff=staff).values_list("kind", flat=True))


def test_notices_for_the_worker_of_a_covered_case_reach_the_cover(around: ChildFileCast) -> None:
    plans.asked(around.case, around.worker)
    with acting(around.supervisor):
        approval = Approval.objects.get()
    other = children.case(around.worker, "Another child")
    cover(around, around.stranger)
    told = ["cover_arranged"]
    assert kinds_told(around.stranger) == told

    def tell(kind: object, record: object, *, to: Staff, by: Staff) -> None:
        with acting(by):
            notices.notify_staff(to.pk, kind=kind, record=record, actor=by)  # type: ignore[arg-type]

    worker, leader = around.worker, around.supervisor
    tell(APPROVAL_GIVEN_NOTICE, approval.pk, to=worker, by=leader)
    tell(TASK_GIVEN_NOTICE, around.file_id, to=worker, by=leader)
    assert kinds_told(around.stranger) == ["approval_given", "cover_arranged", "task_given"]
    assert kinds_told(worker) == ["approval_given", "task_given"]
    # Neither of another child, nor what is for another person, nor what the cover did, nor of a leader's work.
    tell(COMING_OF_AGE_NOTICE, other.file_id, to=worker, by=leader)
    tell(TASK_GIVEN_NOTICE, around.file_id, to=around.house_mother, by=leader)
    tell(TASK_GIVEN_NOTICE, around.file_id, to=worker, by=around.stranger)
    tell(APPROVAL_ASKED_NOTICE, approval.pk, to=worker, by=leader)
    assert kinds_told(around.stranger) == ["approval_given", "cover_arranged", "task_given"]


def test_no_notice_reaches_a_cover_without_access_or_whose_cover_is_over(
    around: ChildFileCast,
) -> None:
    seat = cover(around, around.stranger)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=around.stranger.pk,
            since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), hidden_by=around.supervisor.pk,
        )  # fmt: skip
    with acting(around.supervisor):
        notices.notify_staff(
            around.worker.pk, kind=TASK_GIVEN_NOTICE, record=around.case.file_id,
            actor=around.supervisor,
        )  # fmt: skip
    assert kinds_told(around.stranger) == ["cover_arranged"]
    with role("maintenance"):
        Hidden.objects.all().delete()
    pass_last_day(seat)
    with acting(around.supervisor):
        notices.notify_staff(
            around.worker.pk, kind=TASK_GIVEN_NOTICE, record=around.case.file_id,
            actor=around.supervisor,
        )  # fmt: skip
    assert kinds_told(around.stranger) == ["cover_arranged"]


# --- its end -------------------------------------------------------------------------------------


def test_cover_that_is_over_opens_nothing_and_is_no_seat_of_the_team(
    around: ChildFileCast,
) -> None:
    seat = cover(around, around.stranger)
    pass_last_day(seat)
    assert signed_in(around.stranger).get(around.url).status_code == 404
    assert day_rows(around.stranger) == []
    words, _tables = read(signed_in(around.worker).get(around.url))
    assert "Covering" not in words
    page = signed_in(around.supervisor).get(around.url + "team/").content.decode()
    assert "Covering" not in page
    ended = {"do": "end", "seat": str(seat.pk)} | key()
    refused = signed_in(around.supervisor).post(around.url + "team/", ended)
    assert "This role was changed in the meantime" in refused.content.decode()
    with acting(around.supervisor):
        seat.refresh_from_db()
        assert seat.ended_on is None
    assert cover(around, around.stranger).pk != seat.pk  # a new one can follow


def test_team_page_leads_to_cover_of_a_case_that_has_none(around: ChildFileCast) -> None:
    client = signed_in(around.supervisor)
    button = '<button class="btn second" name="do" value="cover">'
    assert button in client.get(around.url + "team/").content.decode()
    asked = client.post("/cases/change/", {"do": "cover", "pick": str(around.case.pk)})
    assert f'name="pick" value="{around.case.pk}"' in asked.content.decode()
    seat = cover(around, around.stranger)
    assert button not in client.get(around.url + "team/").content.decode()
    pass_last_day(seat)
    assert button in client.get(around.url + "team/").content.decode()


def test_cover_is_ended_on_the_team_page_and_leaves_no_empty_seat(around: ChildFileCast) -> None:
    colleague = around.stranger
    with acting(around.supervisor):
        empty = Seat.objects.get(case=around.case, role="counsellor", ended_on=None)
        actions.fill_seat(seat=empty, colleague=colleague, actor=around.supervisor)
    seat = cover(around, colleague)
    client = signed_in(around.supervisor)
    words, _tables = read(client.get(around.url + "team/"))
    assert colleague.name in words
    assert "Covering case worker until" in words
    assert "End cover" in words
    for person in (around.worker, colleague, around.house_mother):
        ended = {"do": "end", "seat": str(seat.pk)} | key()
        assert signed_in(person).post(around.url + "team/", ended).status_code == 404
    ended = {"do": "end", "seat": str(seat.pk)} | key()
    assert client.post(around.url + "team/", ended).status_code == 302
    with role("maintenance"):
        running = Grant.objects.filter(file_id=around.file_id, principal=colleague.pk, ends_at=None)
        assert [grant.reads for grant in running] == [int(TEAM_READS[TeamRole.COUNSELLOR])]
        assert not Grant.objects.filter(
            file_id=around.file_id, principal=colleague.pk, ends_at__gt=seat.recorded_at
        ).exists()
        seats = Seat.objects.filter(case=around.case, role="case_worker", ended_on=None)
        assert [left.staff_id for left in seats] == [around.worker.pk]
        assert Seat.objects.get(pk=seat.pk).ended_on == around.worker.office.today()
    assert entries(kind="grant_ended", file_id=around.file_id, by=around.supervisor.pk)


def test_rights_of_a_cover_outlive_the_end_of_another_seat_and_keep_their_end(
    around: ChildFileCast,
) -> None:
    colleague = around.stranger
    with acting(around.supervisor):
        empty = Seat.objects.get(case=around.case, role="counsellor", ended_on=None)
        actions.fill_seat(seat=empty, colleague=colleague, actor=around.supervisor)
    cover(around, colleague)
    with acting(around.supervisor):
        actions.end_seat(
            seat=Seat.objects.select_related("staff").get(pk=empty.pk), actor=around.supervisor
        )
    with role("maintenance"):
        running = Grant.objects.filter(
            file_id=around.file_id, principal=colleague.pk, starts_at__lte=dt.datetime.now(dt.UTC)
        )
        ends = {grant.ends_at for grant in running}
    assert None not in ends
    assert NAME in signed_in(colleague).get(around.url).content.decode()


def test_reassigned_case_has_no_cover(around: ChildFileCast) -> None:
    seat = cover(around, around.stranger)
    new = agencies.staff("case_worker", around.worker.office)
    sent = {"do": "hand_over", "why": "too_many", "staff": str(new.pk), "child_view": "agrees",
            "child_informed": "yes"}  # fmt: skip
    client = signed_in(around.supervisor)
    assert client.post(around.url + "team/", sent | key()).status_code == 302
    assert signed_in(around.stranger).get(around.url).status_code == 404
    assert signed_in(new).get(around.url).status_code == 200
    with role("maintenance"):
        assert Seat.objects.get(pk=seat.pk).ended_on is not None


def test_cover_becomes_the_worker_of_a_reassigned_case(around: ChildFileCast) -> None:
    cover(around, around.stranger)
    sent = {"do": "hand_over", "why": "too_many", "staff": str(around.stranger.pk),
            "child_view": "agrees", "child_informed": "yes"}  # fmt: skip
    client = signed_in(around.supervisor)
    assert client.post(around.url + "team/", sent | key()).status_code == 302
    assert signed_in(around.stranger).get(around.url).status_code == 200
    with role("maintenance"):
        assert Grant.objects.filter(
            file_id=around.file_id, principal=around.stranger.pk, ends_at=None
        ).exists()
    [row] = day_rows(around.stranger)
    assert row.cover == ""


def test_second_cover_of_one_moment_is_refused_in_the_same_words(
    around: ChildFileCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover(around, around.stranger)
    # Whoever asked before the first was arranged did not see it.
    monkeypatch.setattr(actions.covers, "current_covers", lambda _cases, _today: {})
    second = agencies.staff("case_worker", around.worker.office)
    with pytest.raises(actions.CoverRefused) as refused:
        cover(around, second)
    assert refused.value.reasons == (COVERED,)
    with role("maintenance"):
        assert not Grant.objects.filter(file_id=around.file_id, principal=second.pk).exists()
