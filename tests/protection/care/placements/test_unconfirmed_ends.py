"""A stay that was ended after its exception had expired is answered by a second person."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.care.placements import exception_rules
from saathi.protection.care.placements.actions import ending, placing
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import EndState
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_expired_exceptions import alarms, expired, stay
from tests.protection.care.placements.test_placing import day, send
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 29)
SEEN = "I saw the child at the aunt's house on Monday"
AUTHOR, SECOND = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("until", "today", "state"),
    [
        (None, DAY, EndState.NOT_NEEDED),
        (DAY, DAY, EndState.NOT_NEEDED),  # its last day
        (DAY, DAY + dt.timedelta(days=1), EndState.WAITING),
    ],
)
def test_end_waits_once_the_exception_has_expired(
    until: dt.date | None, today: dt.date, state: EndState
) -> None:
    assert exception_rules.end_state(until, today=today) == state


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"state": "confirmed"}, "end_known"),
        ({"state": ""}, "end_known"),
        ({"is_missing": True}, "end_known"),
        ({"actor_id": AUTHOR}, "end_known"),
        ({"known": ""}, "end_known"),
        ({"words": "seen"}, "end_known_words"),
    ],
)
def test_reasons_against_confirming_an_end(changed: dict[str, Any], code: str) -> None:
    usual = {
        "state": "waiting", "is_missing": False, "authors": [AUTHOR], "actor_id": SECOND,
        "known": "seen", "words": SEEN,
    }  # fmt: skip
    reasons = exception_rules.reasons_against_confirming_end(**usual | changed)  # type: ignore[arg-type]
    assert [reason.code for reason in reasons] == ([code] if code else [])


def back(around: ChildFileCast, placement: Placement) -> None:
    """The worker records on the screen that the child is back."""
    seen = {"back_seen": "team", "back_seen_words": SEEN}
    send(around, f"placements/{placement.pk}/back/", **seen, **day(around, "back_on"))


def confirm(around: ChildFileCast, placement: Placement, actor: Staff) -> Placement:
    with acting(actor):
        stored = Placement.objects.get(pk=placement.pk)
        records.open_texts(stored)
        stored.end_known_words = SEEN
        return ending.confirm_end(
            placement=stored, known="seen", version=stored.version, actor=actor
        )


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("reason", ["adult", "other"])
def test_one_worker_ends_the_stay_but_not_the_alarm(around: ChildFileCast, reason: str) -> None:
    placed = expired(around)
    ended = steps.end(around, _opened(around, placed), reason)
    assert (ended.state, ended.end_state) == ("ended", "waiting")
    assert ended.end_authors == [around.worker.pk]
    assert alarms(around) == [True] * 4
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    assert "The alarm goes on until a second person" in page
    assert "Confirm the end of the stay" not in page  # the worker has no such step


def _opened(around: ChildFileCast, placement: Placement) -> Placement:
    """The placement as the worker opens it."""
    with acting(around.worker):
        stored = Placement.objects.get(pk=placement.pk)
        records.open_texts(stored)
    return stored


@pytest.mark.requirement("FAC-012")
def test_an_end_dated_back_before_the_expiry_waits_too(around: ChildFileCast) -> None:
    placed = _opened(around, expired(around))
    steps.grow_up(around)
    text = send(
        around, f"placements/{placed.pk}/end/", end_reason="adult", **day(around, "ended_on", -5)
    )
    assert "Lives independently as an adult" in text
    assert alarms(around) == [True] * 4


@pytest.mark.requirement("FAC-012")
def test_left_and_back_by_one_worker_do_not_end_the_alarm(around: ChildFileCast) -> None:
    placed = steps.end(around, _opened(around, expired(around)))
    assert alarms(around) == [True] * 4
    with pytest.raises(placing.PlacementRefused) as refused:
        confirm(around, placed, around.supervisor)  # the child is still missing
    assert [reason.code for reason in refused.value.reasons] == ["end_known"]
    back(around, placed)
    assert alarms(around) == [True] * 4
    confirm(around, placed, around.supervisor)
    assert alarms(around) == [False] * 4


@pytest.mark.requirement("FAC-012")
def test_a_supervisor_confirms_the_end_on_screen(around: ChildFileCast) -> None:
    placed = steps.end(around, _opened(around, expired(around)), "adult")
    leader = signed_in(around.supervisor)
    waits = words(leader.get(reverse("desk:list_approvals")).content)
    assert "End of a stay after its exception had expired" in waits
    path = f"{around.url}placements/{placed.pk}/end/confirm/"
    for person in (around.worker, around.house_mother, around.stranger):
        assert signed_in(person).get(path).status_code == 404
    form = leader.get(path).content.decode()
    assert "checked" not in form.split('name="end_known"', 1)[1].split("</fieldset>")[0]
    short = leader.post(path, filled.form(form, end_known="seen", end_known_words="yes"))
    assert "in at least 20 letters" in words(short.content)
    assert alarms(around) == [True] * 4
    done = leader.post(path, filled.form(form, end_known="seen", end_known_words=SEEN))
    assert done.status_code == 302
    assert alarms(around) == [False] * 4
    with acting(around.supervisor):
        placed.refresh_from_db()
        assert (placed.end_state, placed.end_confirmed_by) == ("confirmed", around.supervisor.pk)
        logged = AuditEntry.objects.filter(kind="approved", by=around.supervisor.pk)
        assert logged.filter(objects_seen__contains=[placed.pk]).exists()
    page = words(leader.get(f"{around.url}placements/").content)
    assert "Our team saw the child at the new place" in page


@pytest.mark.requirement("FAC-012")
def test_whoever_recorded_the_end_does_not_confirm_it(around: ChildFileCast) -> None:
    placed = expired(around)
    steps.grow_up(around)
    with acting(around.supervisor):
        stored = Placement.objects.get(pk=placed.pk)
        records.open_texts(stored)
        ending.end_placement(
            placement=stored, end=placing.codes.PlacementEnd.ADULT, version=stored.version,
            ended_on=steps.today(around), actor=around.supervisor,
        )  # fmt: skip
    with pytest.raises(placing.PlacementRefused) as refused:
        confirm(around, placed, around.supervisor)
    assert "another supervisor" in str(refused.value.reasons[0].text)
    assert alarms(around) == [True] * 4


@pytest.mark.requirement("FAC-012")
def test_a_later_placement_answers_it_if_it_lacks_nothing(around: ChildFileCast) -> None:
    placed = expired(around)
    steps.end(around, _opened(around, placed), "adult")
    # Entered with its end: nobody saw the child there.
    steps.record(
        around, kind="kinship", basis="family", place="The aunt", ended_on=steps.today(around),
        end_reason="family",
    )  # fmt: skip
    assert alarms(around) == [True] * 4
    again = stay(around, placed, facility=None, place="The uncle", kind="kinship")
    assert alarms(around) == [True] * 4
    steps.end(around, again, "adult")
    assert alarms(around) == [True] * 4
    good = steps.place(around, steps.home(around))
    assert alarms(around) == [False] * 4
    steps.end(around, good, "adult")
    assert alarms(around) == [False] * 4


def test_two_stays_of_one_day_do_not_answer_each_other(around: ChildFileCast) -> None:
    placed = expired(around)
    again = stay(around, placed, facility=None, place="The uncle", kind="kinship")
    last = stay(around, placed, facility=None, place="The aunt", kind="kinship")
    steps.end(around, last, "adult")
    with acting(around.worker):
        again.refresh_from_db()
    assert (again.started_on, again.ended_on) == (last.started_on, last.ended_on)
    assert alarms(around) == [True] * 4


def test_an_end_before_the_expiry_waits_for_no_one(around: ChildFileCast) -> None:
    steps.agree(around)
    placed = steps.approve(around, steps.ask(around, steps.unlicensed(around)))
    ended = steps.end(around, _opened(around, placed), "adult")
    assert (ended.end_state, ended.end_authors) == ("", [around.worker.pk])
    assert alarms(around) == [False] * 4


@pytest.mark.requirement("FAC-012")
def test_database_keeps_the_alarm_of_an_ended_stay(around: ChildFileCast) -> None:
    placed = _opened(around, expired(around))
    steps.grow_up(around)
    today = steps.today(around)
    end = {"state": "ended", "end_reason": "adult", "ended_on": today, "next_review_on": None}
    me = around.worker.pk
    _refused(around.worker, placed, "a second person confirms this end", **end, end_authors=[me])
    _refused(around.worker, placed, "who recorded the end is missing", **end, end_state="waiting")
    done = {"end_state": "confirmed", "end_known": "seen", "end_confirmed_on": today}
    steps.end(around, placed, "adult")
    alone = done | {"end_confirmed_by": me}
    _refused(around.worker, placed, "a second person confirms this end", **alone)
    of_other = done | {"end_confirmed_by": around.supervisor.pk}
    _refused(around.worker, placed, "another person acted", **of_other)
    _refused(around.worker, placed, "it stays as it was recorded", end_state="")
    _refused(around.worker, placed, "it stays as it was recorded", end_authors=[])
    # A residential care worker may not approve.
    helper = done | {"end_confirmed_by": around.house_mother.pk}
    _refused(around.house_mother, placed, "a second person confirms this end", **helper)
    confirm(around, placed, around.supervisor)
    _refused(around.supervisor, placed, "it stays as it was recorded", end_known="other")
    _refused(around.supervisor, placed, "it stays as it was recorded", end_state="waiting")


def test_database_confirms_no_end_of_a_child_who_is_missing(around: ChildFileCast) -> None:
    placed = steps.end(around, _opened(around, expired(around)))
    done = {"end_state": "confirmed", "end_known": "seen", "end_confirmed_on": steps.today(around)}
    by = {"end_confirmed_by": around.supervisor.pk}
    _refused(around.supervisor, placed, "the child is still missing", **done, **by)


def _refused(actor: Staff, placement: Placement, fault: str, **columns: Any) -> None:
    """The database refuses this change of a web request, with a proof, past the rules of the action."""
    with acting(actor):
        stored = Placement.objects.get(pk=placement.pk)
        with pytest.raises(DatabaseError, match=fault), transaction.atomic():
            writing.change(stored, actor=actor, **columns)
