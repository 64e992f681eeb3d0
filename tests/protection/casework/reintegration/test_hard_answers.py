"""“Very hard” about safety: in Act now the same day until a contact is recorded, then supervisors are notified."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Notice, Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.casework.cases.actions.visiting import VisitInput, record_visit
from saathi.protection.casework.cases.vocabulary import VisitKind, VisitOutcome
from saathi.protection.casework.reintegration.jobs import escalate_hard_answers
from saathi.protection.casework.reintegration.models import OutcomeAnswer
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

DANGER = "answered “very hard” about safety"
HARD = {"safe": "very_hard"}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def day_of(person: Staff) -> str:
    return read(signed_in(person).get("/"))[0]


def is_urgent(person: Staff) -> bool:
    return DANGER in day_of(person)


def answered_yesterday(around: ChildFileCast) -> None:
    """Puts the answer and its record a day back."""
    with role("maintenance"):
        for stored in OutcomeAnswer.objects.all():
            OutcomeAnswer.objects.filter(pk=stored.pk).update(
                answered_on=stored.answered_on - dt.timedelta(days=1),
                recorded_at=stored.recorded_at - dt.timedelta(days=1),
            )


def escalated() -> int:
    with role("worker"):
        return escalate_hard_answers()


@pytest.mark.requirement("REI-014")
def test_very_hard_safety_is_in_act_now_until_a_contact_is_recorded(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces=HARD)
    for person in (around.stranger, around.outsider, around.house_mother):
        assert not is_urgent(person)
    text = day_of(around.worker)
    assert text.index("Act now") < text.index(DANGER)
    assert is_urgent(around.supervisor)
    assert DANGER in read(signed_in(around.worker).get(around.url))[0]
    # An attempt, a message and a visit of the mentor are no contact of ours.
    steps.contact(
        around, reintegration, way="home", result="not_reached", finding="",
        not_held_because="child_away",
    )  # fmt: skip
    assert is_urgent(around.worker)
    steps.contact(around, reintegration, way="message", replaced="child")
    assert is_urgent(around.worker)
    steps.contact(around, reintegration, way="home", made_by="mentor")
    assert is_urgent(around.worker)
    steps.contact(around, reintegration, way="home")
    assert not is_urgent(around.worker)
    assert not is_urgent(around.supervisor)


@pytest.mark.requirement("REI-014")
@pytest.mark.parametrize(("minutes_before", "is_still_urgent"), [(180, True), (60, False)])
def test_visit_that_ended_before_the_answer_does_not_end_the_alarm(
    around: ChildFileCast, minutes_before: int, *, is_still_urgent: bool
) -> None:
    answer = steps.answer(around, steps.begin(around, days_ago=30), faces=HARD)
    began = answer.recorded_at - dt.timedelta(minutes=minutes_before)
    with role(
        "maintenance"
    ):  # so that the visit is of the day of the answer at any time of the clock
        OutcomeAnswer.objects.filter(pk=answer.pk).update(answered_on=began.date())
    with acting(around.worker):
        record_visit(
            case=around.case,
            new=VisitInput(began, VisitKind.HOME, VisitOutcome.MET_ALONE, note="We talked."),
            actor=around.worker,
        )
    assert is_urgent(around.worker) is is_still_urgent


@pytest.mark.requirement("REI-014")
@pytest.mark.parametrize("domain", ["safe", "afraid"])
def test_a_call_does_not_end_the_alarm(around: ChildFileCast, domain: str) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces={domain: "very_hard"})
    assert "Visit the child and record it" in day_of(around.worker)
    visit = f"{around.url}visits/new/"
    for page in ("/", around.url):
        assert visit in signed_in(around.worker).get(page).content.decode()
    steps.contact(around, reintegration, way="call", result="alone")
    text = f"Telephone call of {format_day(steps.today(around))}: a visit is needed."
    for person in (around.worker, around.supervisor):
        assert text in day_of(person)
    assert text in read(signed_in(around.worker).get(around.url))[0]
    answered_yesterday(around)  # nor does a call of a later day
    assert text in day_of(around.worker)
    assert escalated() == 1
    steps.contact(around, reintegration, way="neutral")
    assert not is_urgent(around.worker)


@pytest.mark.parametrize("faces", [{"safe": "hard"}, {"hope": "very_hard"}, {}])
def test_other_answers_stay_a_task_of_the_day(around: ChildFileCast, faces: dict[str, str]) -> None:
    steps.answer(around, steps.begin(around), faces=faces)
    assert not is_urgent(around.worker)


@pytest.mark.requirement("REI-014")
def test_alarm_says_who_answered_and_what_the_child_said(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces={"safe": "hard"})
    steps.answer(around, reintegration, "worker", method="observed", faces=HARD)
    says = "the worker answered “very hard” about safety"
    for text in (day_of(around.worker), read(signed_in(around.supervisor).get(around.url))[0]):
        assert says.removeprefix("the ") in text
        assert "the child answered “Hard”" in text
        assert "child answered “very hard”" not in text
    # The child's own answer comes first.
    steps.answer(around, reintegration, faces=HARD, wave="month_1")
    text = day_of(around.worker)
    assert "the child answered “very hard” about safety" in text
    assert says not in text


@pytest.mark.requirement("REI-014")
def test_fear_of_someone_is_an_alarm_as_safety_is(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces={"afraid": "very_hard"})
    assert "the child answered “very hard” about safety" in day_of(around.worker)
    answered_yesterday(around)
    assert escalated() == 1


def test_a_contact_before_the_answer_is_none_about_it(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.contact(around, reintegration, on=-1, way="home")
    steps.answer(around, reintegration, faces=HARD)
    assert is_urgent(around.worker)
    # Nor is one of an earlier day that is recorded later.
    steps.contact(around, reintegration, on=-2, way="home")
    assert is_urgent(around.worker)


@pytest.mark.requirement("REI-014")
def test_supervisors_are_notified_once_from_the_next_day(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces=HARD)
    assert escalated() == 0
    answered_yesterday(around)
    assert escalated() == 1
    assert escalated() == 0
    with role("maintenance"):
        notices = Notice.objects.filter(kind="return_hard", record=around.file_id)
        assert list(notices.values_list("staff_id", flat=True)) == [around.supervisor.pk]


def test_no_one_is_notified_after_a_contact(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    steps.answer(around, reintegration, faces=HARD)
    answered_yesterday(around)
    steps.contact(around, reintegration, way="home")
    assert escalated() == 0


def test_only_the_worker_process_notifies(around: ChildFileCast) -> None:
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM reintegration_escalate_answers(now(), 1)")
