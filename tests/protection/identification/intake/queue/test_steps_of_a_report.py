"""The history of a report, who gets it, when it was received, and what its recorder learns."""

import datetime as dt

import pytest

from saathi.infra import clock
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions, queries
from saathi.protection.identification.intake.queue.models import ResponseStep
from tests.protection.identification.intake.queue.world import QueueWorld, response
from tests.protection.identification.intake.test_screens import form
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NEXT_LEVEL = "The next level outside your office has received it."


def steps_by(world: QueueWorld, report: Report, count: int) -> None:
    """So many reassignments after all other steps."""
    with role("maintenance"):
        for number in range(count):
            ResponseStep.objects.create(
                report=report,
                file_id=report.file_id,
                kind="reassigned",
                staff=world.colleague.pk,
                recorded_by=world.officer.pk,
                recorded_at=clock.now() + dt.timedelta(minutes=number + 1),
            )


def test_history_shows_the_latest_steps_and_the_notified_supervisors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MAX_STEPS", 3)
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.district]
    steps_by(world, report, 4)
    with acting(leader):
        steps = queries.list_response_steps(leader, report)
        assert [step.kind for step in steps] == ["reassigned"] * 3
        moments = [step.recorded_at for step in steps]
        assert moments == sorted(moments)
        latest = ResponseStep.objects.order_by("-recorded_at").first()
        assert latest == steps[-1]
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert f"Supervisors notified {leader.name}" in page


def test_report_is_not_reassigned_to_whoever_has_it() -> None:
    world = QueueWorld()
    report, client = world.report(), signed_in(world.officer)
    address = f"/reports/{report.pk}/reassign/"

    def reassign() -> object:
        sent = {"to": str(world.colleague.pk), "note": "", "keeps": "on", "q": world.colleague.name}
        return client.post(address, sent | {"version": 1} | key())

    assert reassign().status_code == 302
    before = response(report)
    assert "This colleague already has the report." in read(reassign())[0]
    assert response(report).version == before.version
    with acting(world.officer), pytest.raises(actions.ReassignmentRefused):
        actions.reassign_report(
            report=Report.objects.get(pk=report.pk),
            colleague=world.colleague,
            note="",
            keeps=True,
            actor=world.officer,
        )


@pytest.mark.parametrize("address", ["/reports/new/", "/reports/contacts/new/"])
def test_report_or_contact_of_an_impossible_day_is_refused(address: str) -> None:
    world = QueueWorld()
    client, today = signed_in(world.officer), world.district.today()
    tomorrow = today + dt.timedelta(days=1)
    for day, error in (
        (dt.date(1989, 12, 31), "Enter a date of 1990 or later."),
        (dt.date(1026, 11, 30), "1990 or later"),
        (tomorrow, "that are not in the future"),
    ):
        parts = {"received_on_0": day.day, "received_on_1": day.month, "received_on_2": day.year}
        page = client.post(address, form(kind="concern") | parts)
        assert page.status_code == 200, day
        assert error in read(page)[0], day
    with role("maintenance"):
        assert not Report.objects.exists()


def test_recorder_learns_who_has_a_report_that_names_a_colleague() -> None:
    world = QueueWorld()
    leader = world.leaders[world.district]
    page = signed_in(world.officer).post("/reports/new/", form(named=leader.name), follow=True)
    text = read(page)[0]
    assert "was saved and sent to the people now handling it." in text
    assert NEXT_LEVEL in text
    above = world.leaders[world.province]
    assert above.name not in text
    again = read(signed_in(world.officer).get(page.redirect_chain[-1][0]))[0]
    assert NEXT_LEVEL in again
    assert "was saved and sent to the people now handling it." not in again
    handler = read(signed_in(above).get(page.redirect_chain[-1][0]))[0]
    assert NEXT_LEVEL not in handler


def test_recorder_whose_office_others_named_learns_nothing_of_it() -> None:
    world = QueueWorld()
    report, above = world.report(), world.leaders[world.province]
    with acting(above):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=[],
            office_id=world.district.pk,
            actor=above,
        )
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert "received it" not in page
