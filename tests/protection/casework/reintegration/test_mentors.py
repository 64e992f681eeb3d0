"""Mentors: proposed, screened, approved by a second person; the child's opinion; a change."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Notice
from saathi.audit.models import AuditEntry
from saathi.protection.casework.reintegration import mentor_rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import mentors as actions
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import Mentor
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

ON = dt.date(2026, 3, 2)


def facts(**changed: Any) -> mentor_rules.MentorFacts:
    usual: dict[str, Any] = {
        "child_choice": codes.MentorChoice.CHOSEN,
        "screening": codes.MentorScreening.PASSED,
        "screened_on": ON,
        "ties": codes.MentorTies.NONE,
        "reach": codes.MentorReach.SAFE,
        "has_contact": True,
        "has_screener": True,
        "has_other": False,
    }
    return mentor_rules.MentorFacts(**(usual | changed))


@pytest.mark.requirement("REI-001")
@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, []),
        ({"child_choice": codes.MentorChoice.TOO_YOUNG}, []),
        ({"screening": codes.MentorScreening.NOT_DONE}, ["screening"]),
        ({"screening": codes.MentorScreening.FAILED}, ["screening"]),
        ({"screened_on": None}, ["screening"]),
        ({"screened_on": ON - dt.timedelta(days=730)}, []),
        ({"screened_on": ON - dt.timedelta(days=731)}, ["screened_on"]),
        ({"has_screener": False}, ["screened_by"]),
        ({"ties": codes.MentorTies.LINKED}, ["ties"]),
        ({"ties": codes.MentorTies.NOT_CHECKED}, ["ties"]),
        ({"child_choice": codes.MentorChoice.REFUSED}, ["child_choice"]),
        ({"child_choice": codes.MentorChoice.NOT_ASKED}, ["child_choice"]),
        ({"reach": codes.MentorReach.UNSAFE}, ["contact"]),
        ({"has_contact": False}, ["contact"]),
        ({"has_other": True}, ["state"]),
        ({"has_earlier_finding": True}, ["earlier_reason"]),
        ({"has_earlier_finding": True, "earlier_reason": "fine"}, ["earlier_reason"]),
        ({"has_earlier_finding": True, "earlier_reason": "Police record checked again today"}, []),
        (
            {
                "screening": codes.MentorScreening.NOT_DONE,
                "ties": codes.MentorTies.LINKED,
                "child_choice": codes.MentorChoice.REFUSED,
                "reach": codes.MentorReach.NOT_CHECKED,
            },
            ["screening", "ties", "child_choice", "contact"],
        ),
    ],
)
def test_what_the_approval_of_a_mentor_lacks(changed: dict[str, Any], missing: list[str]) -> None:
    reasons = mentor_rules.missing_for_approval(facts(**changed), today=ON)
    assert [reason.code for reason in reasons] == missing


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def page(around: ChildFileCast, path: str = "reintegration/") -> str:
    return read(signed_in(around.worker).get(around.url + path))[0]


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_mentor_is_proposed_on_screen_and_approved_by_the_supervisor(around: ChildFileCast) -> None:
    steps.begin(around)
    path = f"{around.url}reintegration/mentors/new/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    day = steps.today(around, -3)
    sent = filled.form(
        client.get(path).content.decode(),
        name="Kamala Rai", child_choice="chosen", contact="Her shop", reach="safe",
        screening="passed", ties="none", screened_by="District office",
        screened_on_0=day.day, screened_on_1=day.month, screened_on_2=day.year,
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    with acting(around.supervisor):
        [mentor] = Mentor.objects.all()
        assert Notice.objects.filter(staff=around.supervisor, kind="mentor_asked").exists()
    assert b"Kamala" not in bytes(mentor.sealed)
    assert "Kamala Rai" in page(around)

    approve = f"{around.url}reintegration/mentors/{mentor.pk}/approve/"
    for person in (around.worker, around.stranger, around.outsider):
        answer = signed_in(person).post(approve, {"version": mentor.version} | key())
        assert answer.status_code == 404
    leader = signed_in(around.supervisor)
    assert leader.post(approve, {"version": mentor.version} | key()).status_code == 302
    with acting(around.worker):
        mentor.refresh_from_db()
        assert Notice.objects.filter(staff=around.worker, kind="mentor_decided").exists()
    assert (mentor.state, mentor.decided_by) == ("approved", around.supervisor.pk)
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="approved", objects_seen__contains=[mentor.pk]
        ).exists()


UNSAFE: list[tuple[dict[str, Any], str]] = [
    ({"screening": "not_done", "screened_on": None}, "must be screened before contact"),
    ({"screening": "failed"}, "not suitable"),
    ({"ties": "linked"}, "close to an alleged perpetrator"),
    ({"child_choice": "refused"}, "The child must choose this person or agree"),
    ({"reach": "unsafe"}, "ways to reach the mentor that are safe"),
]


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
@pytest.mark.parametrize(("changed", "says"), UNSAFE)
def test_unsafe_mentor_is_refused_on_screen_in_action_and_by_the_database(
    around: ChildFileCast, changed: dict[str, Any], says: str
) -> None:
    mentor = steps.propose(around, steps.begin(around), **changed)
    assert says in page(around)
    approve = f"{around.url}reintegration/mentors/{mentor.pk}/approve/"
    leader = signed_in(around.supervisor)
    answer = leader.post(approve, {"version": mentor.version} | key(), follow=True)
    assert says in read(answer)[0]
    with pytest.raises(ReintegrationRefused):
        steps.approve(around, mentor)
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="reintegration_mentor"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE reintegration_mentor SET state = 'approved', decided_on = current_date, "
            "decided_by = %s",
            [around.supervisor.pk],
        )
    with acting(around.worker):
        assert Mentor.objects.get().state == "proposed"


@pytest.mark.django_db
def test_injected_statement_approves_no_mentor(around: ChildFileCast) -> None:
    steps.propose(around, steps.begin(around))
    statement = (
        "UPDATE reintegration_mentor SET state = 'approved', decided_on = current_date, "
        f"decided_by = '{around.supervisor.pk}'"
    )
    slip_in(around.supervisor, statement, "proof")


@pytest.mark.django_db
def test_whoever_changed_a_mentor_does_not_approve(around: ChildFileCast) -> None:
    mentor = steps.propose(around, steps.begin(around), screening="not_done", screened_on=None)
    path = f"{around.url}reintegration/mentors/{mentor.pk}/"
    day = steps.today(around, -3)
    leader = signed_in(around.supervisor)
    sent = filled.form(
        leader.get(path).content.decode(), screening="passed",
        screened_on_0=day.day, screened_on_1=day.month, screened_on_2=day.year,
    )  # fmt: skip
    assert leader.post(path, sent).status_code == 302
    with acting(around.supervisor):
        mentor = Mentor.objects.get()
    assert mentor.editors == [around.supervisor.pk]
    approve = f"{path}approve/"
    answer = leader.post(approve, {"version": mentor.version} | key(), follow=True)
    assert "A second person decides" in read(answer)[0]
    other = agencies.staff("supervisor", around.worker.office)
    signed_in(other).post(approve, {"version": mentor.version} | key())
    with acting(around.worker):
        assert Mentor.objects.get().state == "approved"


@pytest.mark.django_db
def test_mentor_is_returned_with_a_question(around: ChildFileCast) -> None:
    mentor = steps.propose(around, steps.begin(around))
    path = f"{around.url}reintegration/mentors/{mentor.pk}/return/"
    assert signed_in(around.worker).get(path).status_code == 404
    leader = signed_in(around.supervisor)
    form = leader.get(path).content.decode()
    assert "There is a problem" in read(leader.post(path, filled.form(form)))[0]
    assert leader.post(path, filled.form(form, question="Who else?")).status_code == 302
    assert "Who else?" in page(around)


@pytest.mark.django_db
@pytest.mark.requirement("REI-001")
def test_child_rates_the_mentor_and_gets_another(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    mentor = steps.approve(around, steps.propose(around, reintegration))
    path = f"{around.url}reintegration/mentors/{mentor.pk}/"
    client = signed_in(around.worker)
    sent = filled.form(
        client.get(f"{path}opinion/").content.decode(),
        rating="afraid", reached="no", rating_words="She tells my uncle",
    )  # fmt: skip
    assert client.post(f"{path}opinion/", sent).status_code == 302
    text = page(around)
    assert "I do not feel safe with this person" in text
    assert "She tells my uncle" in text
    second = steps.propose(around, reintegration, name="Bina Tamang")
    with pytest.raises(ReintegrationRefused, match="state"):
        steps.approve(around, second)
    day = steps.today(around)
    sent = filled.form(
        client.get(f"{path}end/").content.decode(), end_reason="unsafe",
        ended_on_0=day.day, ended_on_1=day.month, ended_on_2=day.year,
    )  # fmt: skip
    assert "Enter what makes the contact unsafe" in read(client.post(f"{path}end/", sent))[0]
    sent = filled.form(
        client.get(f"{path}end/").content.decode(), end_reason="unsafe", end_note="She told",
        ended_on_0=day.day, ended_on_1=day.month, ended_on_2=day.year,
    )  # fmt: skip
    assert client.post(f"{path}end/", sent).status_code == 302
    reason = "Another person, whom I met at the school"
    assert steps.approve(around, second, earlier_reason=reason).state == "approved"


@pytest.mark.django_db
def test_mentor_already_in_contact_is_a_fact_that_is_never_refused(around: ChildFileCast) -> None:
    steps.begin(around)
    path = f"{around.url}reintegration/mentors/other/"
    client = signed_in(around.worker)
    sent = filled.form(
        client.get(path).content.decode(), name="The neighbour", child_choice="not_asked",
        reach="not_checked", screening="not_done", ties="not_checked",
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    text = page(around)
    assert "In contact without our approval" in text
    assert "must be screened before contact" in text


@pytest.mark.django_db
def test_mentor_actions_need_the_right_to_the_file(around: ChildFileCast) -> None:
    mentor = steps.propose(around, steps.begin(around))
    for person in (around.stranger, around.outsider):
        with acting(person), pytest.raises(access.NotAllowed):
            actions.end_mentor(
                mentor=mentor, columns={"end_reason": "moved"}, version=1, actor=person
            )
