"""A recorded award is not lowered: less money is a new decision, and a second person looks again."""

import datetime as dt

import pytest
from django.db import connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Notice
from saathi.protection.justice.compensation import rules
from saathi.protection.justice.compensation.models import ClaimDecision, LegalMeasure, MoneyControl
from saathi.protection.justice.compensation.rules import Money
from tests.attacks.proofs import update_proved
from tests.factories import remedies as made
from tests.protection.justice.compensation.conftest import confirm
from tests.protection.justice.compensation.test_measures import page_of, refused, send
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting

TABLE = "compensation_claimdecision"
AWARD = Money(120_000, "NPR")


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (AWARD, AWARD, []),
        (AWARD, Money(150_000, "NPR"), []),
        (Money(None, ""), Money(1, "NPR"), []),
        (AWARD, Money(1, "NPR"), ["awarded"]),
        (AWARD, Money(None, ""), ["awarded"]),
        (AWARD, Money(150_000, "BDT"), ["currency"]),
    ],
)
def test_recorded_award_is_raised_and_not_lowered(
    before: Money, after: Money, codes: list[str]
) -> None:
    reasons = rules.reasons_against_lower_award(before, after)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize(
    ("award", "before", "on_record", "asks"),
    [
        (AWARD, None, [AWARD], False),  # the first decision
        (Money(1, "NPR"), AWARD, [AWARD], True),
        (Money(1, "NPR"), None, [AWARD], True),  # after one that was set aside
        (Money(1, "BDT"), AWARD, [AWARD], True),
        (Money(150_000, "NPR"), AWARD, [AWARD], False),
        (Money(1, "NPR"), Money(1, "NPR"), [AWARD], False),  # another field was edited
        (None, AWARD, [AWARD], False),  # nothing counts as received
    ],
)
def test_control_waits_again_when_less_money_would_be_all(
    award: Money | None, before: Money | None, on_record: list[Money], asks: bool
) -> None:
    assert rules.asks_again(award, before=before, on_record=on_record) == asks


def awarded(court: CourtCast) -> tuple[LegalMeasure, ClaimDecision]:
    """A measure with 120,000 rupees, of which one was paid; a second person confirmed the control."""
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        decision = made.decision(measure, worker, awarded=120_000)
        made.control(measure, worker)
        made.payment(measure, worker, 1)
    confirm(court)
    return measure, decision


def states(court: CourtCast) -> tuple[str, str]:
    with acting(court.around.worker):
        return LegalMeasure.objects.get().state, MoneyControl.objects.get().state


@pytest.mark.requirement("JUS-005")
def test_amount_of_a_decision_is_raised_and_not_lowered(court: CourtCast) -> None:
    worker = court.around.worker
    _measure, decision = awarded(court)
    path = f"{court.around.url}laws/decisions/{decision.pk}/"
    assert "amount of a recorded award can be raised, but not lowered" in send(
        worker, path, awarded="1"
    )
    assert "the currency of a recorded award cannot be changed" in send(
        worker, path, currency="BDT"
    )
    text = send(worker, path, awarded="", currency="", payer="", outcome="refused", reason="Late")
    assert "can be raised, but not lowered" in text
    assert "Awarded 130,000 NPR" in send(worker, path, awarded="130000")
    assert states(court) == ("part_paid", "confirmed")
    for columns in (
        {"awarded": "1"},
        {"awarded": "NULL::integer"},
        {"awarded": "NULL::integer", "outcome": "'refused'"},
        {"currency": "'BDT'"},
    ):
        with acting(worker), refused("a lower award is a new decision"):
            update_proved(connection.connection, worker, TABLE, columns)
    with acting(worker):
        update_proved(connection.connection, worker, TABLE, {"awarded": "140000"})
        assert ClaimDecision.objects.get().awarded == 140_000


@pytest.mark.requirement("JUS-005")
def test_new_decision_with_a_lower_amount_waits_for_a_second_person(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    measure, _decision = awarded(court)
    later = made.DAY + dt.timedelta(days=1)
    with acting(worker):
        made.decision(measure, worker, awarded=1, decided_on=later, level="appeal")
    assert states(court) == ("part_paid", "proposed")
    with acting(supervisor):
        assert Notice.objects.filter(staff=supervisor, kind="money_asked").exists()
        control = MoneyControl.objects.get()
    text = send(supervisor, f"{court.around.url}laws/control/{control.pk}/decide/")
    assert "Awarded 1 NPR" in text
    assert "Paid so far 1 NPR" in text
    confirm(court)
    assert states(court) == ("received", "confirmed")
    page = send(worker, page_of(court, measure, "payments/new/"))
    assert "There is a problem" in page


@pytest.mark.requirement("JUS-005")
def test_another_date_does_not_make_a_lower_award_count_unseen(court: CourtCast) -> None:
    worker = court.around.worker
    measure, decision = awarded(court)
    earlier = made.DAY - dt.timedelta(days=1)
    with acting(worker):
        made.decision(measure, worker, awarded=1, decided_on=earlier)
    assert states(court) == ("part_paid", "confirmed")
    day = made.DAY - dt.timedelta(days=2)
    send(
        worker, f"{court.around.url}laws/decisions/{decision.pk}/",
        decided_on_0=day.day, decided_on_1=day.month, decided_on_2=day.year,
    )  # fmt: skip
    assert states(court) == ("part_paid", "proposed")


@pytest.mark.requirement("JUS-005")
def test_database_saves_no_lower_award_over_a_settled_control(court: CourtCast) -> None:
    worker = court.around.worker
    measure, decision = awarded(court)

    def force(**fields: object) -> None:
        usual = {
            "level": "appeal", "decided_on": made.DAY + dt.timedelta(days=1), "outcome": "granted",
            "payer": "state", "awarded": 1, "currency": "NPR", "appeal": "none",
        }  # fmt: skip
        record = ClaimDecision(file_id=measure.file_id, measure=measure, **(usual | fields))
        record.authority, record.reason = "Court", ""
        with acting(worker), transaction.atomic():
            writing.add(record, actor=worker)

    for fields in ({}, {"currency": "BDT", "awarded": 900_000}):
        with refused("who controls a lower award is confirmed again"):
            force(**fields)
    force(decided_on=made.DAY - dt.timedelta(days=1))  # an earlier decision counts for nothing
    day = (made.DAY - dt.timedelta(days=2)).isoformat()
    with acting(worker), refused("who controls a lower award is confirmed again"):
        update_proved(
            connection.connection, worker, TABLE, {"decided_on": f"DATE '{day}'"},
            where=f"id = '{decision.pk}'",
        )  # fmt: skip
    force(awarded=130_000)
    assert states(court)[1] == "confirmed"
