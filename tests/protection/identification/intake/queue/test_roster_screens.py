"""The duty roster: who sets it, what is refused, and where it has gaps."""

import datetime as dt

import pytest

from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake.queue import actions, rules
from saathi.protection.identification.intake.queue.models import DutyShift
from tests.counting import at_most
from tests.factories import agencies
from tests.protection.identification.intake.queue.screens import roster, text_of
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    on_duty,
)
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def shift_form(person: str, **more: object) -> dict[str, object]:
    day = clock.now().astimezone(dt.UTC) + dt.timedelta(days=2)
    values: dict[str, object] = {"staff": person, "starts_time": "18:00", "ends_time": "08:00"}
    for name, moment in (("starts_on", day), ("ends_on", day + dt.timedelta(days=1))):
        parts = (moment.day, moment.month, moment.year)
        values |= {f"{name}_{place}": str(part) for place, part in enumerate(parts)}
    return values | {"weeks": "1", "phone": "+977 1 555", "cover": ""} | key() | more


def test_supervisor_sets_the_roster_and_sees_its_gaps() -> None:
    world = QueueWorld()
    leader = signed_in(world.leaders[world.district])
    with at_most(20):
        page = leader.get(roster(world.district)).content.decode()
    assert "Gap: no one on duty in the next 7 days" in page
    assert "No shift yet" in page
    sent = shift_form(world.colleague.name, cover=world.worker.name, weeks="3", phone="+९७७ १ ५५५")
    assert leader.post(roster(world.district), sent).status_code == 302
    with role("maintenance"):
        shifts = list(DutyShift.objects.order_by("starts_at"))
    assert len(shifts) == 3
    assert {shift.phone for shift in shifts} == {"+977 1 555"}
    assert shifts[1].starts_at - shifts[0].starts_at == dt.timedelta(weeks=1)
    page = leader.get(roster(world.district)).content.decode()
    assert world.colleague.name in page
    assert '<th role="columnheader" scope="col">Telephone</th>' in page
    assert "Gap: no one on duty now, until" in page
    assert "Gap: no one on duty after" in page
    queue = leader.get("/reports/").content.decode()
    assert "Gap: no one on duty now, until" in queue
    assert "Gap: no one on duty" not in text_of(world.officer)
    with role("auditor"):
        (entry,) = AuditEntry.objects.filter(by=world.leaders[world.district].pk, kind="wrote")
    assert (entry.detail["action"], entry.detail["model"]) == ("added", "intake.dutyshift")


def test_leaders_and_readers_of_a_new_report_see_that_tonight_has_no_cover() -> None:
    world = QueueWorld()
    report = world.report()
    leader, address = world.leaders[world.district], f"/reports/{report.pk}/"
    assert "Gap: no one on duty" not in text_of(leader, "/"), "an office without a roster"
    assert "No one is on duty." in text_of(world.officer, address)
    shift = on_duty(world.colleague, world.district, hours=4)
    client = signed_in(leader)
    client.get("/")
    with at_most(21):
        day = client.get("/")
    waiting = [str(line.text) for line in day.context["page"].waiting.waiting]
    assert [text for text in waiting if "Gap: no one on duty after" in text]
    assert "Gap: no one on duty" not in text_of(world.worker, "/")
    assert "Gap: no one on duty" not in text_of(agencies.staff("supervisor"), "/")
    assert "Gap: no one on duty after" in text_of(world.officer, address)
    with role("maintenance"):
        DutyShift.objects.filter(pk=shift.pk).update(ends_at=clock.now())
    urgent = signed_in(leader).get("/").context["page"].urgent.groups[-1].boxes
    assert [box for box in urgent if "Gap: no one on duty in the next 7 days" in box.title]
    with role("maintenance"):
        DutyShift.objects.filter(pk=shift.pk).update(ends_at=clock.now() + dt.timedelta(hours=30))
    assert "Gap: no one on duty" not in text_of(leader, "/")
    assert "Gap: no one on duty" not in text_of(world.officer, address)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"staff": "No one"}, "No colleague is called"),
        ({"staff": "Staff"}, "Enter the full name. Copy one of these"),
        ({"ends_time": "25:00"}, "Enter the time as in 14:30."),
        ({"phone": "call me"}, "Use digits, spaces, hyphens and + only."),
        ({"ends_on_2": "2020"}, "The shift must end after it starts."),
        ({"cover": "{staff}"}, "The backup must be another person."),
    ],
)
def test_wrong_shift_is_refused_with_what_was_typed(change: dict[str, str], error: str) -> None:
    world = QueueWorld()
    name = world.colleague.name
    sent = shift_form(name) | {field: text.format(staff=name) for field, text in change.items()}
    page = signed_in(world.leaders[world.district]).post(roster(world.district), sent)
    assert page.status_code == 200
    assert error in page.content.decode()
    with role("maintenance"):
        assert not DutyShift.objects.exists()


def test_person_is_not_on_duty_twice_and_a_house_mother_not_at_all() -> None:
    world = QueueWorld()
    leader = signed_in(world.leaders[world.district])
    assert leader.post(roster(world.district), shift_form(world.colleague.name)).status_code == 302
    again = leader.post(roster(world.district), shift_form(world.colleague.name))
    assert "already on duty" in again.content.decode()
    mother = agencies.staff("house_mother", world.district, name="Mother Only")
    page = leader.post(roster(world.district), shift_form(mother.name))
    assert "No colleague is called" in page.content.decode()


def test_long_shift_repeated_weekly_and_a_full_roster_are_refused_on_the_form() -> None:
    world = QueueWorld()
    leader, address = signed_in(world.leaders[world.district]), roster(world.district)
    end = clock.now().astimezone(dt.UTC) + dt.timedelta(days=11)
    parts = {"ends_on_0": end.day, "ends_on_1": end.month, "ends_on_2": end.year}
    page = leader.post(address, shift_form(world.colleague.name, weeks="2", **parts))
    assert "A shift repeated each week can last at most 7 days." in page.content.decode()
    with role("maintenance"):
        assert not DutyShift.objects.exists()
        begins = clock.now() + dt.timedelta(days=1)
        shift = {"office": world.district, "staff": world.worker, "recorded_by": world.worker.pk}
        times = {"starts_at": begins, "ends_at": begins + dt.timedelta(hours=1)}
        full = [DutyShift(**shift, **times) for _ in range(rules.MAX_SHIFTS_AHEAD)]
        DutyShift.objects.bulk_create(full)
    page = leader.post(address, shift_form(world.colleague.name))
    assert "The roster of an office can have at most 1,000 shifts." in page.content.decode()


def test_shift_that_the_database_refuses_is_refused_with_a_reason() -> None:
    world = QueueWorld()
    leader, begins = world.leaders[world.district], clock.now() + dt.timedelta(days=1)
    shift = rules.Shift(begins, begins + dt.timedelta(hours=8))
    mother = agencies.staff("house_mother", world.district)  # the form offers no such colleague
    with acting(leader), pytest.raises(actions.ShiftRefused) as refused:
        actions.add_shifts(
            office=world.district, new=actions.ShiftInput(mother, None, shift), actor=leader
        )
    assert refused.value.reasons == (rules.ROSTER_CHANGED,)


def test_shift_is_removed_or_ended_now() -> None:
    world = QueueWorld()
    leader = signed_in(world.leaders[world.district])
    running, ahead = on_duty(world.colleague, world.district), on_duty(world.worker, world.district)
    with role("maintenance"):
        DutyShift.objects.filter(pk=ahead.pk).update(starts_at=clock.now() + dt.timedelta(hours=1))
    for shift, said in ((running, "The shift was ended."), (ahead, "The shift was removed.")):
        end = f"{roster(world.district)}{shift.pk}/end/"
        assert signed_in(world.officer).post(end).status_code == 404
        assert said in leader.post(end, follow=True).content.decode()
    with role("maintenance"):
        (left,) = DutyShift.objects.all()
    assert left.pk == running.pk
    assert left.ends_at <= clock.now()
    other = agencies.office(world.district.agency)
    shift = on_duty(world.worker, other)
    assert leader.post(f"{roster(world.district)}{shift.pk}/end/").status_code == 302
    with role("maintenance"):
        assert DutyShift.objects.get(pk=shift.pk).ends_at > clock.now()
