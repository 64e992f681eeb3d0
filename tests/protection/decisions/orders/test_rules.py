"""Tables of order states, status layers and time limits."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from saathi.protection.decisions.orders import time_limits
from saathi.protection.decisions.orders.forms import BrokenSafeguardForm
from saathi.protection.decisions.orders.rules import (
    OrderDates,
    TimeLimit,
    filter_time_limits,
    find_current_decisions,
    is_trafficking_presumed,
    order_state,
    reasons_against_alert,
    reasons_against_order,
    time_limit_due_at,
)
from saathi.protection.decisions.orders.vocabulary import (
    Appeal,
    AuthorityKind,
    LimitTrigger,
    OrderState,
    SafeguardAlertState,
    StatusDecisionMove,
    StatusLayer,
    TraffickingFinding,
)
from saathi.protection.identification.screening.offence_forms import (
    MisidentificationForm,
    ProtectionTransferForm,
)
from saathi.protection.returns.protection_screening.forms import OthersContactForm

TODAY = dt.date(2026, 3, 10)
MADE = dt.date(2026, 3, 1)
YESTERDAY, TOMORROW = dt.date(2026, 3, 9), dt.date(2026, 3, 11)


@pytest.mark.requirement("AUT-001")
@pytest.mark.parametrize(
    ("order", "state"),
    [
        (OrderDates(MADE), OrderState.RUNNING),
        (OrderDates(MADE, expires_on=TOMORROW), OrderState.RUNNING),
        (OrderDates(MADE, expires_on=TODAY), OrderState.RUNNING),  # the last day counts
        (OrderDates(MADE, expires_on=YESTERDAY), OrderState.EXPIRED),
        (OrderDates(MADE, ended_on=TODAY), OrderState.ENDED),
        (OrderDates(MADE, ended_on=TOMORROW), OrderState.RUNNING),
        (OrderDates(MADE, appeal=Appeal.LODGED), OrderState.APPEALED),
        (OrderDates(MADE, expires_on=YESTERDAY, appeal=Appeal.LODGED), OrderState.EXPIRED),
        (OrderDates(MADE, appeal=Appeal.UPHELD), OrderState.RUNNING),
        (OrderDates(MADE, ended_on=YESTERDAY, appeal=Appeal.SET_ASIDE), OrderState.SET_ASIDE),
    ],
)
def test_order_state_on_a_day(order: OrderDates, state: OrderState) -> None:
    assert order_state(order, today=TODAY) == state


@pytest.mark.parametrize(
    ("order", "appeal_until", "codes"),
    [
        (OrderDates(MADE), None, []),
        (OrderDates(MADE, expires_on=MADE, ended_on=MADE), MADE, []),
        (OrderDates(TOMORROW), None, ["in_the_future"]),
        (OrderDates(MADE, expires_on=dt.date(2026, 2, 28)), None, ["expires_before"]),
        (OrderDates(MADE, ended_on=dt.date(2026, 2, 28)), None, ["ends_before"]),
        (OrderDates(MADE), dt.date(2026, 2, 28), ["appeal_before"]),
    ],
)
def test_inconsistent_order_days_give_reasons(
    order: OrderDates, appeal_until: dt.date | None, codes: list[str]
) -> None:
    reasons = reasons_against_order(order, appeal_until=appeal_until, today=TODAY)
    assert [reason.code for reason in reasons] == codes


@dataclass(frozen=True)
class Found:
    layer: str
    decided_on: dt.date
    recorded_at: dt.datetime
    name: str


def dated_finding(name: str, layer: StatusLayer, day: int, recorded: int) -> Found:
    moment = dt.datetime(2026, 3, recorded, tzinfo=dt.UTC)
    return Found(layer, dt.date(2026, 2, day), moment, name)


@pytest.mark.requirement("AUT-002")
def test_each_layer_keeps_its_own_latest_finding() -> None:
    decisions = [
        dated_finding("worker, late entry", StatusLayer.PRACTITIONER, 1, 9),
        dated_finding("worker", StatusLayer.PRACTITIONER, 5, 2),
        dated_finding("court", StatusLayer.FINAL, 4, 3),
    ]
    assert {
        layer: decision.name for layer, decision in find_current_decisions(decisions).items()
    } == {
        StatusLayer.PRACTITIONER: "worker",
        StatusLayer.FINAL: "court",
    }
    assert find_current_decisions([]) == {}


@pytest.mark.requirement("AUT-006")
def test_a_limit_counts_from_what_happened() -> None:
    limit = TimeLimit("IND", "found", "produce", 24, "a law")
    at = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
    assert time_limit_due_at(limit, happened_at=at) == dt.datetime(
        2026, 3, 2, 22, 30, tzinfo=dt.UTC
    )


@pytest.mark.requirement("AUT-006")
def test_limits_follow_the_country_and_practice_holds_everywhere() -> None:
    codes = {
        (country, happening): [
            limit.code
            for limit in filter_time_limits(
                time_limits.shipped_time_limits(), country=country, happening=happening
            )
        ]
        for country in ("IND", "NPL")
        for happening in LimitTrigger.values
    }
    assert codes["IND", "found"] == ["produce"]
    assert codes["NPL", "found"] == []  # no limit is invented for a country
    assert codes["IND", "removed"] == codes["NPL", "removed"] == ["assess"]


def test_no_shipped_limit_passes_for_verified() -> None:
    assert not [limit for limit in time_limits.shipped_time_limits() if limit.is_verified]
    assert {limit.happening for limit in time_limits.shipped_time_limits()} <= set(
        LimitTrigger.values
    )


OWN = "found; 12; Bring her; Act 1"


@pytest.mark.parametrize(
    ("procedure", "hours"),
    [
        ({}, [24]),
        ({"limit_produce": OWN}, [12]),
        ({"limit_produce": "found; 0; Bring her; Act 1"}, [24]),  # a mistake removes no limit
        ({"limit_produce": "rain; 12; Bring her; Act 1"}, [24]),
        ({"limit_produce": 12}, [24]),
        ({"limit_board": "found; 48; Bring her; Act 1"}, [48, 24]),
    ],
)
def test_a_countrys_procedure_names_its_own_limits(
    procedure: dict[str, object], hours: list[int]
) -> None:
    known = filter_time_limits(
        time_limits.list_time_limits("IND", procedure), country="IND", happening="found"
    )
    assert [limit.hours for limit in known] == hours
    assert all(limit.is_verified == (limit.law == "Act 1") for limit in known)


@pytest.mark.parametrize(
    ("state", "notified_on", "why_not", "codes"),
    [
        (SafeguardAlertState.NOT_NOTIFIED, None, "", []),
        (SafeguardAlertState.NOTIFIED, TODAY, "", []),
        (SafeguardAlertState.NOTIFIED, None, "", ["notified_on"]),
        (SafeguardAlertState.MENDED, None, "", ["notified_on"]),
        (SafeguardAlertState.NOTIFIED, TOMORROW, "", ["in_the_future"]),
        (SafeguardAlertState.NOT_TOLD, None, "", ["why_not"]),
        (SafeguardAlertState.NOT_TOLD, None, "  ", ["why_not"]),
        (SafeguardAlertState.NOT_TOLD, None, "It would endanger her", []),
    ],
)
def test_an_alert_has_its_day_or_a_reason_for_none(
    state: SafeguardAlertState, notified_on: dt.date | None, why_not: str, codes: list[str]
) -> None:
    reasons = reasons_against_alert(state, notified_on=notified_on, why_not=why_not, today=TODAY)
    assert [reason.code for reason in reasons] == codes


@dataclass(frozen=True)
class StatusFinding:
    """A decision on the status with its finding, without the database."""

    finding: TraffickingFinding
    layer: StatusLayer = StatusLayer.PRACTITIONER
    decided_on: dt.date = MADE
    move: StatusDecisionMove = StatusDecisionMove.DECIDED
    recorded_at: dt.datetime = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


PRESUMED = StatusFinding(TraffickingFinding.PRESUMED)
ESTABLISHED = StatusFinding(TraffickingFinding.ESTABLISHED, StatusLayer.FINAL)
NOT_ESTABLISHED = StatusFinding(TraffickingFinding.NOT_ESTABLISHED, StatusLayer.FINAL)
WITHDRAWN = StatusFinding(
    TraffickingFinding.PRESUMED, decided_on=TODAY, move=StatusDecisionMove.WITHDRAWN
)


@pytest.mark.parametrize(
    ("decisions", "is_presumed"),
    [
        ([], False),
        ([PRESUMED], True),
        ([ESTABLISHED], True),
        ([NOT_ESTABLISHED], False),
        ([StatusFinding(TraffickingFinding.OPEN)], False),
        ([PRESUMED, NOT_ESTABLISHED], True),  # one layer is enough
        ([PRESUMED, WITHDRAWN], False),
        ([ESTABLISHED, WITHDRAWN], True),  # withdrawn in another layer
    ],
)
def test_trafficking_is_presumed_by_any_current_finding(
    decisions: list[StatusFinding], *, is_presumed: bool
) -> None:
    assert is_trafficking_presumed(decisions) is is_presumed


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (BrokenSafeguardForm, "authority"),
        (OthersContactForm, "authority"),
        (MisidentificationForm, "authority"),
        (ProtectionTransferForm, "authority"),
    ],
)
def test_consulate_is_no_authority_to_notify(form: Any, field: str) -> None:
    offered = dict(form.base_fields[field].choices)
    assert AuthorityKind.CONSULATE not in offered
    assert AuthorityKind.WELFARE_COMMITTEE in offered
    assert AuthorityKind(AuthorityKind.CONSULATE.value).label == "Embassy or consulate"
