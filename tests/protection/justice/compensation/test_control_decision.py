"""Who controls a child's money counts when a second person confirms it; recording is never refused."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from saathi.agencies import access, records
from saathi.agencies.models import Notice, Staff
from saathi.audit.models import AuditEntry
from saathi.desk.approvals.decisions import find_decisions
from saathi.protection.justice.compensation import control_rules, rules
from saathi.protection.justice.compensation.actions import claims
from saathi.protection.justice.compensation.actions.measures import RemedyRefused
from saathi.protection.justice.compensation.models import LegalMeasure, MoneyControl
from saathi.protection.justice.compensation.vocabulary import MoneyController
from saathi.protection.justice.compensation.vocabulary import MoneyControlState as State
from tests import filled
from tests.attacks.proofs import insert_proved, update_proved
from tests.factories import agencies
from tests.factories import remedies as made
from tests.protection.justice.compensation.test_measures import dues, page_of, refused, send
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

TABLE = "compensation_moneycontrol"
RISKY = {"controller": "relative", "safeguards": ["none"], "note": "The court is asked."}


@pytest.mark.parametrize(
    ("controller", "was", "is_same", "state"),
    [
        ("not_known", None, False, State.RECORDED),
        *((each, None, False, State.PROPOSED)
          for each in ("court", "guardian", "parent", "relative", "child", "facility", "other")),
        ("relative", State.CONFIRMED, True, State.CONFIRMED),  # a review
        ("relative", State.RECORDED, True, State.RECORDED),  # before it was required
        ("court", State.RECORDED, True, State.RECORDED),
        ("court", State.CONFIRMED, False, State.PROPOSED),
        ("relative", State.RECORDED, False, State.PROPOSED),
        ("relative", State.CONFIRMED, False, State.PROPOSED),
        ("relative", State.PROPOSED, True, State.PROPOSED),
        ("relative", State.RETURNED, True, State.PROPOSED),  # submitted again
    ],
)  # fmt: skip
def test_which_control_waits_for_a_second_person(
    controller: str, was: State | None, is_same: bool, state: State
) -> None:
    assert rules.state_of_control(controller, was, is_same=is_same) == state


@pytest.mark.parametrize(
    ("controller", "state", "is_settled"),
    [
        ("court", "recorded", True),  # before it was required
        ("court", "proposed", False),
        ("relative", "confirmed", True),
        ("relative", "proposed", False),
        ("relative", "returned", False),
        ("not_known", "recorded", False),
    ],
)
def test_which_control_counts(controller: str, state: str, is_settled: bool) -> None:
    assert rules.is_settled(controller, state) == is_settled


ME, OTHER = uuid4(), uuid4()
WHY = "The court agreed to the uncle, and the bank confirms it."


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"decision": State.RETURNED, "answer": "The uncle is in debt."}, []),
        ({"decision": State.RETURNED}, ["answer"]),
        ({"decision": State.PROPOSED}, ["state"]),
        ({"authors": {OTHER, ME}}, ["state"]),
        ({"was": State.CONFIRMED}, ["state"]),
        ({"was": State.RECORDED}, ["state"]),
        ({"child_view": "disagrees"}, ["answer"]),
        ({"child_view": "disagrees", "answer": "."}, ["answer"]),
        ({"child_view": "disagrees", "answer": WHY}, []),
        ({"child_view": "disagrees", "decision": State.RETURNED, "answer": "Not safe"}, []),
        ({"risks": ["debt"]}, ["answer"]),
        ({"risks": ["family"], "answer": WHY}, []),  # a locked deposit
        ({"risks": ["family"], "safeguards": ["none"], "answer": WHY}, ["state"]),
        ({"controller": "relative", "safeguards": ["none"]}, ["answer"]),
        ({"controller": "relative", "safeguards": ["none"], "answer": WHY}, []),
    ],
)
def test_who_decides_on_the_control_of_money(changed: dict[str, Any], codes: list[str]) -> None:
    usual: dict[str, Any] = {
        "was": State.PROPOSED, "decision": State.CONFIRMED, "authors": {OTHER}, "actor_id": ME,
        "answer": "", "controller": "court", "safeguards": ["locked"], "risks": ["none"],
        "child_view": "agrees",
    }  # fmt: skip
    decision = control_rules.ControlDecision(**(usual | changed))
    reasons = control_rules.reasons_against_control_decision(decision)
    assert [reason.code for reason in reasons] == codes


def paid(court: CourtCast, **fields: Any) -> LegalMeasure:
    """A measure whose award is paid, and who controls the money."""
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.payment(measure, worker, 50_000)
        made.control(measure, worker, **fields)
    return measure


def current(court: CourtCast) -> tuple[LegalMeasure, MoneyControl]:
    with acting(court.around.worker):
        return LegalMeasure.objects.get(), MoneyControl.objects.get(ended_on=None)


def confirm(court: CourtCast, actor: Staff, decision: State = State.CONFIRMED) -> MoneyControl:
    with acting(actor):
        control = MoneyControl.objects.get(ended_on=None)
        records.open_texts(control)
        control.answer = WHY
        return claims.decide_control(
            control=control, decision=decision, version=control.version, actor=actor
        )


def decide_path(court: CourtCast, control: MoneyControl) -> str:
    return f"{court.around.url}laws/control/{control.pk}/decide/"


def waiting(staff: Staff) -> list[str]:
    with acting(staff):
        return [each.kind.code for each in find_decisions(staff)]


@pytest.mark.requirement("JUS-005")
def test_control_by_a_relative_counts_when_the_supervisor_confirms_it(court: CourtCast) -> None:
    around = court.around
    measure = paid(court, **RISKY)
    _measure, control = current(court)
    path = decide_path(court, control)
    for person in (around.worker, court.lawyer, around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    assert (_measure.state, control.state) == ("part_paid", "proposed")
    page = words(signed_in(around.worker).get(page_of(court, measure)).content)
    assert "Who controls the money waits for a second person" in page
    assert waiting(around.supervisor) == ["money_control"]
    assert "money_control" not in waiting(around.worker)
    with acting(around.supervisor):
        assert Notice.objects.filter(staff=around.supervisor, kind="money_asked").exists()

    leader = signed_in(around.supervisor)
    assert path in leader.get(page_of(court, measure)).content.decode()
    assert "Another relative" in words(leader.get(path).content)
    form = leader.get(path).content.decode()
    assert "There is a problem" in words(leader.post(path, filled.form(form)).content)
    assert leader.post(path, filled.form(form, state="confirmed", answer=WHY)).status_code == 302
    _measure, control = current(court)
    assert (_measure.state, control.state) == ("received", "confirmed")
    assert control.decided_by == around.supervisor.pk
    assert waiting(around.supervisor) == []
    with acting(around.worker):
        assert Notice.objects.filter(staff=around.worker, kind="money_decided").exists()
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="approved", objects_seen__contains=[control.pk]
        ).exists()


def test_returned_control_says_why_and_waits_again_after_a_change(court: CourtCast) -> None:
    around = court.around
    measure = paid(court, **RISKY)
    control = current(court)[1]
    page = send(around.supervisor, decide_path(court, control), state="returned")
    assert "Enter the reason for the decision." in page
    send(around.supervisor, decide_path(court, control), state="returned", answer="He has debts.")
    page = words(signed_in(around.worker).get(page_of(court, measure)).content)
    assert "Not confirmed" in page
    assert "He has debts." in page
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="sent_back", objects_seen__contains=[control.pk]
        ).exists()
    send(around.worker, f"{around.url}laws/control/{control.pk}/", safeguards=["two"])
    assert current(court)[1].state == "proposed"


@pytest.mark.requirement("JUS-005")
def test_whoever_recorded_or_changed_who_controls_the_money_does_not_confirm_it(
    court: CourtCast,
) -> None:
    around = court.around
    with acting(around.supervisor):
        measure = made.measure(around.case, around.supervisor)
        made.control(measure, around.supervisor, **RISKY)
    with pytest.raises(RemedyRefused, match="state"):
        confirm(court, around.supervisor)
    other = agencies.staff("supervisor", around.worker.office)
    control = current(court)[1]
    send(other, f"{around.url}laws/control/{control.pk}/", note="Two signatures are asked for.")
    assert current(court)[1].editors == [other.pk]
    page = send(other, decide_path(court, control), state="confirmed")
    assert "A second person decides" in page
    assert waiting(other) == []
    third = agencies.staff("supervisor", around.worker.office)
    assert waiting(third) == ["money_control"]
    assert confirm(court, third).state == "confirmed"
    for person in (around.worker, around.stranger, around.outsider):
        with pytest.raises(access.NotAllowed), acting(person):
            claims.decide_control(
                control=control, decision=State.CONFIRMED, version=1, actor=person
            )


def test_a_review_keeps_the_confirmation_and_another_holder_does_not(court: CourtCast) -> None:
    around = court.around
    measure = paid(court, **RISKY)
    confirm(court, around.supervisor)
    control = current(court)[1]
    path = f"{around.url}laws/control/{control.pk}/"
    review_on = around.worker.office.today() + dt.timedelta(days=60)
    send(around.worker, path, child_view="agrees", **day("review_on", review_on))
    assert [each.state for each in current(court)] == ["received", "confirmed"]
    send(around.worker, path, holder="The other uncle")
    _measure, control = current(court)
    assert (_measure.state, control.state, control.decided_by) == ("part_paid", "proposed", None)
    confirm(court, around.supervisor)
    send(around.worker, path, controller="parent")
    assert [each.state for each in current(court)] == ["part_paid", "proposed"]
    with acting(around.worker):  # a court is confirmed as well, and ends what waits
        made.control(measure, around.worker)
    assert [each.state for each in current(court)] == ["part_paid", "proposed"]
    assert waiting(around.supervisor) == ["money_control"]


def test_a_colleague_who_ends_a_waiting_control_is_an_author(court: CourtCast) -> None:
    measure = paid(court, **RISKY)
    with acting(court.around.supervisor):
        made.control(measure, court.around.supervisor)
        ended = MoneyControl.objects.exclude(ended_on=None).get()
    assert (ended.state, ended.editors) == ("proposed", [court.around.supervisor.pk])


def test_unknown_control_is_recorded_and_does_not_count(court: CourtCast) -> None:
    paid(court, controller="not_known", note="The bank is asked.")
    assert [each.state for each in current(court)] == ["part_paid", "recorded"]


@pytest.mark.requirement("JUS-005")
def test_no_controller_makes_one_person_alone_record_money_as_received(court: CourtCast) -> None:
    """Python and SQL agree for each controller: only "not known" is recorded, and settles nothing."""
    around = court.around
    paid(court, controller="court", safeguards=["none"])
    assert [each.state for each in current(court)] == ["part_paid", "proposed"]
    for controller in MoneyController:
        is_recorded = rules.state_of_control(controller, None, is_same=False) == State.RECORDED
        columns = {"controller": f"'{controller}'", "state": "'recorded'"}
        if is_recorded:
            assert not rules.is_settled(controller, State.RECORDED)
            continue
        with acting(around.worker), refused("a second person decides"):
            update_proved(connection.connection, around.worker, TABLE, columns)


@pytest.mark.requirement("JUS-005")
def test_database_confirms_no_control_without_a_second_person(court: CourtCast) -> None:
    around = court.around
    paid(court, **RISKY)
    worker = around.worker
    confirmed = {"state": "'confirmed'", "decided_on": "current_date"}
    attacks: list[tuple[Staff, dict[str, str], str]] = [
        (worker, {"state": "'recorded'"}, "a second person decides"),
        (worker, confirmed | {"decided_by": f"'{worker.pk}'::uuid"}, "the author does not decide"),
        (worker, confirmed, "the author does not decide"),
        (
            around.supervisor,
            confirmed | {"decided_by": f"'{around.supervisor.pk}'::uuid", "controller": "'parent'"},
            "is confirmed again",
        ),
        (
            around.supervisor,
            confirmed
            | {"decided_by": f"'{around.supervisor.pk}'::uuid", "safeguards": "ARRAY['two']"},
            "is confirmed again",
        ),
    ]
    for actor, columns, fault in attacks:
        with acting(actor), refused(fault):
            update_proved(connection.connection, actor, TABLE, columns)
    with acting(around.supervisor), refused("who changed it is missing"):
        update_proved(
            connection.connection, around.supervisor, TABLE, {"safeguards": "ARRAY['two']"}
        )
    assert current(court)[1].state == "proposed"

    source = f"SELECT * FROM {TABLE}"
    for state, fault in (("recorded", "a second person decides"), ("confirmed", "confirmed again")):
        with acting(worker), refused(fault):
            insert_proved(connection.connection, worker, TABLE, source, state=state)

    confirm(court, around.supervisor)
    other = agencies.staff("supervisor", worker.office)
    for actor, columns, fault in (
        (worker, {"controller": "'parent'"}, "is confirmed again"),
        (worker, {"safeguards": "ARRAY['locked']"}, "is confirmed again"),
        (worker, {"state": "'recorded'", "decided_by": "NULL::uuid"}, "a second person decides"),
        (other, {"decided_by": f"'{other.pk}'::uuid"}, "who confirmed it stays named"),
    ):
        with acting(actor), refused(fault):
            update_proved(connection.connection, actor, TABLE, columns)


def test_injected_statement_confirms_no_control(court: CourtCast) -> None:
    paid(court, **RISKY)
    supervisor = court.around.supervisor
    statement = (
        f"UPDATE {TABLE} SET state = 'confirmed', decided_on = current_date, "
        f"decided_by = '{supervisor.pk}'"
    )
    slip_in(supervisor, statement, "proof")


@pytest.mark.requirement("JUS-005")
def test_money_paid_elsewhere_is_recorded_and_the_supervisor_is_notified(court: CourtCast) -> None:
    around = court.around
    with acting(around.worker):
        measure = made.measure(around.case, around.worker)
        made.decision(measure, around.worker)
        payment = made.payment(measure, around.worker, 10_000)

    def notified() -> int:
        with acting(around.supervisor):
            notices = Notice.objects.filter(staff=around.supervisor, kind="money_elsewhere")
            return notices.count()

    title = "Compensation was not paid into an account or deposit of the child"
    assert notified() == 0
    assert title not in words(signed_in(around.worker).get(page_of(court, measure)).content)
    page = send(
        court.lawyer, page_of(court, measure, "payments/new/"), paid="5000", currency="NPR",
        recipient="cash", receipt="seen", account="At the office",
        **day("paid_on", around.worker.office.today()),
    )  # fmt: skip
    assert title in page
    assert notified() == 1
    path = f"{around.url}laws/payments/{payment.pk}/"
    send(around.worker, path, recipient="family", note="The court decided so.")
    assert notified() == 2
    send(around.worker, path, note="The court decided so, in writing.")
    assert notified() == 2


@pytest.mark.requirement("JUS-005")
def test_money_at_risk_is_reviewed_within_a_month(court: CourtCast) -> None:
    around, today = court.around, court.around.worker.office.today()
    measure = paid(court, **RISKY)
    _measure, control = current(court)
    path, late = f"{around.url}laws/control/{control.pk}/", today + dt.timedelta(days=31)
    assert "Enter a review within 30 days" in send(around.worker, path, **day("review_on", late))
    with acting(around.worker):
        for column, value in (("review_on", "current_date + 40"), ("risks", "ARRAY['debt']")):
            values = {"review_on": "current_date + 40", column: value}
            with refused("money at risk is reviewed"):
                update_proved(connection.connection, around.worker, TABLE, values)
    assert ("money_review", control.review_on) in dues(court)
    confirm(court, around.supervisor)
    # A decision on it changes no date.
    with acting(around.worker):
        made.decision(measure, around.worker, decided_on=today, awarded=10)
    assert current(court)[1].state == "proposed"
    confirm(court, around.supervisor)


@pytest.mark.requirement("JUS-005")
def test_overdue_review_of_money_at_risk_is_in_act_now(court: CourtCast) -> None:
    around, today = court.around, court.around.worker.office.today()
    paid(court, **RISKY)
    due = f"{around.case.child.code}: review of money at risk was due on"

    def shown(person: Staff, **columns: Any) -> bool:
        with role("maintenance"):
            MoneyControl.objects.update(**({"state": "proposed"} | columns))
        return due in words(signed_in(person).get("/").content)

    assert not shown(around.worker, review_on=today)
    for person in (around.worker, around.supervisor):
        assert shown(person, review_on=today - dt.timedelta(days=1))
    for person in (around.stranger, around.outsider, around.house_mother):
        assert not shown(person)
    assert not shown(around.worker, safeguards=["two"])
    assert shown(around.worker, risks=["debt"])
    assert not shown(around.worker, ended_on=today)
