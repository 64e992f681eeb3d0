"""Checks of threats: who may, what they end, the reminder, and what the database refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import access, writing
from saathi.protection.casework.cases.models import Due
from saathi.protection.justice.protection_measures.actions.threats import ThreatRefused
from saathi.protection.justice.protection_measures.models import Threat, ThreatCheck
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk.cast import entries
from tests.factories import people
from tests.factories import witnesses as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.protection.justice.protection_measures.test_protection import THREATS, refused, send, url
from tests.protection.justice.protection_measures.test_threat_rules import SAFE_BY
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in


def in_file(court: CourtCast) -> str:
    return signed_in(court.around.worker).get(court.around.url).content.decode()


def checks_due(court: CourtCast) -> list[dt.date]:
    with acting(court.around.worker):
        found = Due.objects.filter(duty="threat_check", done_on=None)
        return sorted(found.values_list("due_on", flat=True))


def reported(court: CourtCast, urgency: str = "immediate", **fields: object) -> Threat:
    with acting(court.around.worker):
        return made.threat(court.around.case, court.around.worker, urgency, **fields)


@pytest.mark.requirement("JUS-013")
def test_only_the_team_checks_a_threat_and_each_question_needs_an_answer(court: CourtCast) -> None:
    threat, worker = reported(court), court.around.worker
    path = url(court, f"threats/{threat.pk}/checks/new/")
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(worker)
    empty = client.get(path).content.decode()
    assert "checked" not in empty.split("Is the child safe now?")[1].split("How this is known")[0]
    page = words(client.post(path, filled.form(empty)).content)
    assert "There is a problem" in page
    with acting(worker):
        assert not ThreatCheck.objects.exists()
    today = worker.office.today()
    page = send(
        worker, path, safe_now="no", sources=["child"], checker="Case worker",
        seen="He waits near the school.", child_words="I do not dare to go.",
        **day("checked_on", today), **day("next_on", today + dt.timedelta(days=1)),
    )  # fmt: skip
    assert "He waits near the school." in page
    assert "I do not dare to go." in page
    with acting(worker):
        check = ThreatCheck.objects.get()
    assert [entry.by for entry in entries(kind="wrote", objects_seen__contains=[check.pk])] == [
        worker.pk
    ]
    home = words(signed_in(worker).get("/").content)
    assert "the child is not safe from the threat of 1 May 2026" in home


@pytest.mark.requirement("JUS-013")
def test_alarm_goes_on_until_a_later_day_or_a_second_person_says_safe(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    threat = reported(court)
    with acting(worker):
        made.check(threat, worker)  # the same person on the same day
        assert Threat.objects.get().safe_since is None
    assert "Threat of 1 May 2026 without action" in in_file(court)
    page = words(signed_in(worker).get(url(court)).content)
    assert "Does not end the alarm: a later day or a second person is needed." in page
    with acting(supervisor):
        made.check(threat, supervisor)
        assert Threat.objects.get().safe_since == supervisor.office.today()
    assert "without action" not in in_file(court)
    with acting(worker):
        made.check(threat, worker, "not_known", sources=["not_reached"])
    assert "without action" in in_file(court)
    # A check on a later day than the report, by the person who reported.
    with role("maintenance"):
        Threat.objects.update(recorded_on=worker.office.today() - dt.timedelta(days=1))
    with acting(worker):
        made.check(threat, worker)
        assert Threat.objects.get().safe_since == worker.office.today()
    assert "without action" not in in_file(court)


@pytest.mark.requirement("JUS-013")
def test_next_check_stays_due_until_the_threat_is_closed(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    today = worker.office.today()
    threat = reported(court)
    assert checks_due(court) == [today + dt.timedelta(days=1)]
    later = today + dt.timedelta(days=20)
    with acting(supervisor):
        made.check(threat, supervisor, next_on=later)
    assert checks_due(court) == [later]
    with acting(worker):
        # No earlier version of a check puts the next one off.
        earlier = today + dt.timedelta(days=1)
        made.check(threat, worker, checked_on=today - dt.timedelta(days=1), next_on=earlier)
    assert checks_due(court) == [later]
    with acting(worker):
        threat.refresh_from_db()
        assert threat.safe_since == today
        for note in ("", "Over.", "x" * 19):
            with pytest.raises(ThreatRefused), transaction.atomic():
                made.closed_threat(threat, worker, note=note)
        made.closed_threat(threat, worker)
        ended = Threat.objects.get()
        assert (ended.state, ended.end_reason, ended.check_on) == ("ended", "given_up", None)
        with pytest.raises(ThreatRefused), transaction.atomic():
            made.check(ended, worker)
    assert checks_due(court) == []
    page = words(signed_in(worker).get(url(court)).content)
    assert "No further threat, and the checks show no danger" in page


@pytest.mark.requirement("JUS-013")
def test_overdue_check_is_in_act_now(court: CourtCast) -> None:
    worker = court.around.worker
    reported(court, "watch")
    assert "of the threat of 1 May 2026 is overdue" not in in_file(court)
    with role("maintenance"):
        Threat.objects.update(check_on=worker.office.today())
    assert "of the threat of 1 May 2026 is overdue" not in in_file(court)
    with role("maintenance"):
        Threat.objects.update(check_on=worker.office.today() - dt.timedelta(days=1))
    assert "Check of the threat of 1 May 2026 is overdue" in in_file(court)
    page = words(signed_in(court.around.outsider).get("/").content)
    assert "is overdue" not in page


@pytest.mark.requirement("JUS-013")
def test_news_of_a_threat_asks_for_a_new_check(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    threat = reported(court, "soon")
    with acting(supervisor):
        made.check(threat, supervisor, next_on=supervisor.office.today() + dt.timedelta(days=30))
    path = url(court, f"threats/{threat.pk}/")
    send(worker, path, urgency="immediate")
    with acting(worker):
        changed = Threat.objects.get()
    assert (changed.safe_since, changed.safety) == (None, "")
    assert changed.check_on == worker.office.today() + dt.timedelta(days=1)
    assert "without action" in in_file(court)


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("urgency", "safe_now", "edit"),
    [
        ("immediate", "", {"urgency": "watch"}),
        ("soon", "no", {"ways": ["online"]}),
        ("soon", "no", {**day("happened_on", made.DAY - dt.timedelta(days=9))}),
        ("soon", "no", {"urgency": "watch"}),
    ],
)
def test_no_edit_ends_the_alarm_of_a_threat(
    court: CourtCast, urgency: str, safe_now: str, edit: dict[str, object]
) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    code = court.around.case.child.code
    threat = reported(court, urgency)
    if safe_now:
        with acting(supervisor):
            made.check(threat, supervisor, safe_now)
    page = send(worker, url(court, f"threats/{threat.pk}/"), **edit)
    assert "Act now:" in page
    for person in (worker, supervisor):
        assert f"{code}: " in words(signed_in(person).get("/").content)
    with acting(worker):
        assert Threat.objects.get().alarm_urgency == "immediate"
        made.check(threat, worker, "not_known", sources=["not_reached"])
        assert Threat.objects.get().alarm_urgency == "immediate"
    assert "Act now:" in words(signed_in(worker).get(url(court)).content)
    with acting(supervisor):
        made.check(threat, supervisor)
        assert Threat.objects.get().alarm_urgency == edit.get("urgency", urgency)
    assert "Act now:" not in words(signed_in(worker).get(url(court)).content)


@pytest.mark.requirement("JUS-013")
def test_database_keeps_the_alarm_of_a_threat_that_is_edited(court: CourtCast) -> None:
    worker = court.around.worker
    reported(court)
    with acting(worker):
        put = {"urgency": "'watch'", "alarm_urgency": "'watch'"}
        update_proved(connection.connection, worker, THREATS, put)
        kept = Threat.objects.get()
        assert (kept.urgency, kept.alarm_urgency) == ("watch", "immediate")


@pytest.mark.requirement("JUS-013")
def test_lower_urgency_does_not_end_the_alarm_that_protection_ended(court: CourtCast) -> None:
    worker = court.around.worker
    threat = reported(court, "soon")
    with acting(worker):
        measure = made.requested(court.around.case, worker)
        made.ended(made.in_force(measure, worker), worker)
    send(worker, url(court, f"threats/{threat.pk}/"), urgency="watch")
    page = words(signed_in(worker).get("/").content)
    assert "protection ended, threat of 1 May 2026 still active" in page


@pytest.mark.requirement("JUS-013")
def test_accused_staff_read_no_check_and_no_duty(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker, accused_staff=court.lawyer.pk)
        threat = made.threat(case, worker, alleged=alleged)
        made.check(threat, worker, seen="The colleague did not come near.")
    assert checks_due(court) == []
    assert "did not come near" in words(signed_in(worker).get(url(court)).content)
    assert "did not come near" not in words(signed_in(court.lawyer).get(url(court)).content)
    with acting(court.lawyer):
        assert not ThreatCheck.objects.exists()
        assert not access.visible(court.lawyer, ThreatCheck).exists()


@pytest.mark.requirement("JUS-013")
def test_database_refuses_a_closing_without_check_or_second_person(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    threat = reported(court)
    over = {
        "state": "'ended'", "ended_on": "current_date", "end_reason": "'given_up'",
        "check_on": "NULL::date",
    }  # fmt: skip

    def close(person: object, match: str, **columns: str) -> None:
        with acting(person), refused(match):  # type: ignore[arg-type]
            update_proved(connection.connection, person, THREATS, over | columns)  # type: ignore[arg-type]

    close(supervisor, "no check confirms")
    close(worker, "second person", end_reason="'duplicate'")
    with acting(supervisor):
        made.check(threat, supervisor)
    close(supervisor, "second person")
    close(worker, "no reason", end_reason="''")
    close(worker, "protection_threat_checked", check_on="current_date")
    with acting(worker):
        made.check(threat, worker, "not_known")
    # What the checks say is not set by hand, and no check is put off.
    with acting(worker):
        put = {"safe_since": "current_date", "safety": "'yes'", "check_on": "current_date + 90"}
        update_proved(connection.connection, worker, THREATS, put)
        kept = Threat.objects.get()
        assert (kept.safe_since, kept.safety) == (None, "not_known")
        assert kept.check_on == worker.office.today() + dt.timedelta(days=7)
    close(supervisor, "no check confirms")


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("safe_now", "days", "is_refused"),
    [("yes", 30, False), ("yes", 31, True), ("no", 7, False), ("no", 8, True), ("yes", -1, True)],
)
def test_database_refuses_a_check_without_a_next_one_in_time(
    court: CourtCast, safe_now: str, days: int, *, is_refused: bool
) -> None:
    threat, worker = reported(court), court.around.worker
    today = worker.office.today()
    check = ThreatCheck(
        file_id=threat.file_id, threat=threat, checked_on=today, safe_now=safe_now,
        sources=["seen"], next_on=today + dt.timedelta(days=days),
    )  # fmt: skip
    check.checker, check.seen = "Case worker", "Seen at home."
    with acting(worker):
        if is_refused:
            with pytest.raises(IntegrityError, match="no next check in time"), transaction.atomic():
                writing.add(check, actor=worker)
        else:
            writing.add(check, actor=worker)
            assert Threat.objects.get().check_on == check.next_on


@pytest.mark.requirement("JUS-013")
def test_page_refuses_safe_for_a_child_who_was_not_reached(court: CourtCast) -> None:
    threat, worker = reported(court), court.around.worker
    path = url(court, f"threats/{threat.pk}/checks/new/")
    today = worker.office.today()
    values = {
        "safe_now": "yes", "sources": ["not_reached"], "checker": "Case worker",
        "seen": "No answer at the door.", **day("checked_on", today), **day("next_on", today),
    }  # fmt: skip
    client = signed_in(worker)
    page = words(client.post(path, filled.form(client.get(path).content.decode()) | values).content)
    assert "Only a check at which the child was seen" in page
    with acting(worker):
        assert not ThreatCheck.objects.exists()
    send(worker, path, **values | {"safe_now": "not_known"})
    with acting(worker):
        assert ThreatCheck.objects.get().safe_now == "not_known"
        assert Threat.objects.get().safe_since is None


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(("safe_now", "sources", "is_saved"), SAFE_BY)
def test_database_refuses_safe_without_contact_with_the_child(
    court: CourtCast, safe_now: str, sources: list[str], *, is_saved: bool
) -> None:
    threat, worker = reported(court), court.around.worker
    today = worker.office.today()
    check = ThreatCheck(
        file_id=threat.file_id, threat=threat, checked_on=today, safe_now=safe_now,
        sources=sources, next_on=today,
    )  # fmt: skip
    check.checker, check.seen = "Case worker", "No answer at the door."
    with acting(worker):
        if is_saved:
            assert writing.add(check, actor=worker).pk
            return
        with pytest.raises(IntegrityError, match="nobody reached"), transaction.atomic():
            writing.add(check, actor=worker)


def test_check_is_on_the_timeline(court: CourtCast) -> None:
    threat, worker = reported(court), court.around.worker
    with acting(worker):
        made.check(threat, worker)
    path = reverse("desk:show_timeline", args=[court.around.case.file_id])
    page = words(signed_in(worker).get(path).content)
    assert "It was checked whether the child is safe from a threat" in page


@pytest.mark.requirement("JUS-013")
def test_an_immediate_threat_needs_words_for_what_was_done_and_seen(court: CourtCast) -> None:
    worker, threat = court.around.worker, reported(court)
    today = worker.office.today()
    page = send(worker, url(court, f"threats/{threat.pk}/action/"), response=".", police="no",
                **day("answered_on", today))  # fmt: skip
    assert "This threat is immediate. Enter at least 20 letters" in page
    path = url(court, f"threats/{threat.pk}/checks/new/")
    typed = {"sources": ["seen"]} | day("checked_on", today) | day("next_on", today)
    page = send(worker, path, safe_now="yes", checker="Case worker", seen=".", **typed)
    assert "This threat is immediate. Enter at least 20 letters" in page
    page = send(
        worker, path, safe_now="yes", checker="x", seen="The child is at school again.", **typed
    )
    assert "Enter the name and function of the person who checked." in page
    with acting(worker):
        assert not ThreatCheck.objects.exists()
    send(worker, path, safe_now="no", checker="x", seen="He came.", **typed)
    with acting(worker):
        assert ThreatCheck.objects.get().safe_now == "no", "what alarms is never refused"


@pytest.mark.requirement("JUS-013")
def test_only_threat_is_not_recorded_twice(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    threat = reported(court)
    over = {
        "state": "'ended'", "ended_on": "current_date", "end_reason": "'duplicate'",
        "check_on": "NULL::date",
    }  # fmt: skip
    with acting(supervisor), pytest.raises(ThreatRefused, match="end_reason"):
        made.closed_threat(threat, supervisor, "duplicate")
    with acting(supervisor), refused("no other threat is active"):
        update_proved(connection.connection, supervisor, THREATS, over)
    with acting(worker):
        made.threat(court.around.case, worker)
    with acting(supervisor):
        made.closed_threat(threat, supervisor, "duplicate")
        assert Threat.objects.filter(state="ended").count() == 1
