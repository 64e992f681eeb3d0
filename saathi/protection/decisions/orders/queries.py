"""Loads status by layer, orders, time limits and breached safeguards for a page."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access, records
from saathi.agencies.models import Configuration, Office, Scoped, Staff
from saathi.agencies.record_kit.rows import format_day, format_field, labelled_values
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra.route_countries import country_name
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.protection.decisions.orders import rules, time_limits
from saathi.protection.decisions.orders.models import (
    BrokenSafeguard,
    Order,
    RunningTimeLimit,
    StatusDecision,
)
from saathi.protection.decisions.orders.vocabulary import (
    Appeal,
    AuthorityKind,
    LimitCode,
    LimitTrigger,
    OrderState,
    Safeguard,
    SafeguardAlertState,
    SafeguardBreaker,
    StatusDecisionMove,
    StatusLayer,
)
from saathi.web.components import LabelledValue, join_facts

PAGE_SIZE = 50


@dataclass(frozen=True)
class StatusRow:
    """One finding, in words; `is_current` for the current one of its layer."""

    layer: str
    finding: str
    about: str
    grounds: str
    is_current: bool


@dataclass(frozen=True)
class StatusLayerPanel:
    """The current finding of one layer, and earlier ones."""

    label: str
    now: StatusRow | None
    earlier: Sequence[StatusRow]


@dataclass(frozen=True)
class OrderRow:
    """One order, opened."""

    id: UUID
    title: str
    state: OrderState
    state_label: str
    pairs: Sequence[LabelledValue]
    text: str
    conditions: str
    is_hearing_answered: bool
    edit_url: str
    record: Order
    may_confirm: bool
    steps: Sequence[RowStep] = ()


@dataclass(frozen=True)
class LimitRow:
    """One running or met limit; no `due` if none is known for the country."""

    text: str
    about: str
    due: str
    state: str
    is_late: bool
    is_met: bool
    law: str
    is_verified: bool
    meet_url: str
    meet_label: str = ""
    met_by: str = ""


@dataclass(frozen=True)
class SafeguardRow:
    """One breached safeguard, and the outcome of the alert."""

    title: str
    when: str
    what: str
    is_by_order: bool
    is_secondary_victimisation: bool
    is_open: bool
    pairs: Sequence[LabelledValue]
    follow_url: str


@dataclass(frozen=True)
class OrdersPage:
    """Everything on the page, for a reader whose right to the section was checked."""

    safeguards: Sequence[SafeguardRow]
    layers: Sequence[StatusLayerPanel]
    orders: Sequence[OrderRow]
    limits: Sequence[LimitRow]
    shown_ids: Sequence[UUID]

    @property
    def unanswered_hearings(self) -> int:
        """The number of orders that do not say whether the child was heard."""
        return sum(not order.is_hearing_answered for order in self.orders)


def with_steps(page: OrdersPage, steps: Callable[[Order], Sequence[RowStep]]) -> OrdersPage:
    """The page with the buttons of the orders that its reader may confirm."""
    rows = [
        replace(row, steps=steps(row.record)) if row.may_confirm else row for row in page.orders
    ]
    return replace(page, orders=rows)


def load_orders_page(staff: Staff, child: Child, *, now: dt.datetime) -> OrdersPage:
    """All decisions of authorities on a child; the latest fifty of each kind. Five queries."""
    safeguards = _latest(staff, BrokenSafeguard, child, "-happened_on")
    statuses = _latest(staff, StatusDecision, child, "-decided_on")
    orders = _latest(staff, Order, child, "-made_on")
    counted = _latest(staff, RunningTimeLimit, child, "-happened_at")
    opened = records.open_texts_of_each([*safeguards, *statuses, *orders, *counted])
    zone = ZoneInfo(staff.office.time_zone)
    return OrdersPage(
        safeguards=[_safeguard(row, opened.get(row.pk, {})) for row in safeguards],
        layers=_layers(statuses),
        orders=[_order(row, now.astimezone(zone).date(), staff) for row in orders],
        limits=[_limit(row, now, zone) for row in counted],
        shown_ids=[record.pk for record in (*safeguards, *statuses, *orders, *counted)],
    )


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    visible_records = access.visible(staff, model).filter(child=child)
    return list(visible_records.order_by(order, "-recorded_at", "-pk")[:PAGE_SIZE])


def list_office_time_limits(office: Office, country: str) -> tuple[rules.TimeLimit, ...]:
    """The time limits of an office's country today: its procedure's, otherwise those shipped."""
    body: Any = (
        Configuration.objects.filter(
            kind=ConfigurationKind.PROCEDURE, country=country, valid_from__lte=office.today()
        )
        .order_by("-valid_from", "-version")
        .values_list("body", flat=True)
        .first()
    )
    return time_limits.list_time_limits(country, body if isinstance(body, dict) else {})


def is_trafficking_presumed(staff: Staff, child: Child) -> bool:
    """Whether staff or an authority presume that the child was trafficked; one query."""
    decisions = access.visible(staff, StatusDecision).filter(child=child)
    return rules.is_trafficking_presumed(
        decisions.order_by("-decided_on", "-recorded_at")[:PAGE_SIZE]
    )


def list_transfer_requests(staff: Staff, file_id: UUID) -> list[BrokenSafeguard]:
    """Every request to move the child from the authorities for offenders to protection."""
    safeguards = access.visible(staff, BrokenSafeguard).filter(file_id=file_id)
    transfer_requests = safeguards.filter(safeguard=Safeguard.NOT_MOVED).defer("sealed")
    return list(transfer_requests.order_by("-recorded_at")[:PAGE_SIZE])


def _layers(statuses: Sequence[StatusDecision]) -> list[StatusLayerPanel]:
    standing = rules.find_current_decisions(statuses)
    panels = []
    for layer in StatusLayer:
        rows = [
            _status(row, is_standing=row is standing.get(layer))
            for row in statuses
            if row.layer == layer
        ]
        current = next((row for row in rows if row.is_current), None)
        earlier = [row for row in rows if not row.is_current]
        panels.append(StatusLayerPanel(str(layer.label), current, earlier))
    return panels


def _status(row: StatusDecision, *, is_standing: bool) -> StatusRow:
    finding = str(format_field(row, "finding"))
    about = [format_day(row.decided_on), format_field(row, "authority"), row.body, row.number]
    if row.move == StatusDecisionMove.WITHDRAWN:
        finding = _("%(finding)s – withdrawn") % {"finding": finding}
    elif row.move == StatusDecisionMove.RECONSIDERED:
        about.append(_("after reconsideration"))
    return StatusRow(
        str(format_field(row, "layer")),
        finding,
        join_facts([text for text in about if text]),
        row.grounds,
        is_standing,
    )


def _order(row: Order, today: dt.date, staff: Staff) -> OrderRow:
    times = rules.OrderDates(row.made_on, row.expires_on, row.ended_on, Appeal(row.appeal))
    state = rules.order_state(times, today=today)
    made_on = LabelledValue(_("Made on"), format_day(row.made_on))
    pairs = [made_on, LabelledValue(_("Issued by"), format_field(row, "authority"), note=row.body)]
    pairs += [replace(pair, note=row.why_not_heard) for pair in labelled_values(row, "child_heard")]
    if row.number:
        pairs += labelled_values(row, "number")
    if row.country:
        pairs.append(LabelledValue(_("Country"), country_name(row.country)))
    if row.age_low is not None and row.age_high is not None:
        years, effect = _years(row.age_low, row.age_high), format_field(row, "effect")
        pairs.append(LabelledValue(_("Declared age"), years, note=effect))
    if row.expires_on:
        pairs += labelled_values(row, "expires_on")
    if row.appeal_until or row.appeal != Appeal.NONE:
        day = format_day(row.appeal_until)
        note = _("until %(day)s") % {"day": day} if day else ""
        pairs.append(LabelledValue(_("Appeal"), format_field(row, "appeal"), note=note))
    if row.ended_on:
        pairs += labelled_values(row, "ended_on")
    day = format_day(row.confirmed_on)
    pairs.append(LabelledValue(_("Confirmed by a second person"), day or _("not yet")))
    return OrderRow(
        id=row.pk,
        title=str(format_field(row, "kind")),
        state=state,
        state_label=str(state.label),
        pairs=pairs,
        text=row.text,
        conditions=row.conditions,
        is_hearing_answered=bool(row.child_heard),
        record=row,
        may_confirm=row.confirmed_by is None and staff.pk not in {row.recorded_by, row.changed_by},
        edit_url=reverse("orders:change_order", args=[row.file_id, row.pk]),
    )


def _years(low: int, high: int) -> str:
    if low == high:
        return ngettext("%(count)d year", "%(count)d years", high) % {"count": high}
    return _("%(low)d–%(high)d years") % {"low": low, "high": high}


def _limit(row: RunningTimeLimit, now: dt.datetime, zone: ZoneInfo) -> LimitRow:
    happened = date_format(row.happened_at.astimezone(zone), "j F Y, H:i")
    about = f"{LimitTrigger(row.happening).label}: {happened}"
    if row.due_at is None:
        text = _("No time limit is known for %(country)s") % {"country": country_name(row.country)}
        return LimitRow(text, about, "", "", is_late=False, is_met=False, law="",
                        is_verified=False, meet_url="")  # fmt: skip
    is_late = (row.met_at or now) > row.due_at
    return LimitRow(
        text=str(LimitCode(row.code).label) if row.code in LimitCode.values else row.text,
        about=about,
        due=date_format(row.due_at.astimezone(zone), "j F Y, H:i"),
        state=_limit_state(row, zone, is_late=is_late),
        is_late=is_late,
        is_met=row.met_at is not None,
        law=row.law,
        is_verified=row.is_verified,
        meet_url=reverse("orders:record_limit_met", args=[row.file_id, row.pk]),
        meet_label=_meet_label(row),
        met_by=_met_by(row),
    )


def _meet_label(row: RunningTimeLimit) -> str:
    if rules.is_assessment_after_removal(row.happening, row.code):
        return _("Record the assessment of an authority")
    return _("Record as done")


def _met_by(row: RunningTimeLimit) -> str:
    """What met the limit after a removal; a limit that was met before this was asked says so."""
    if row.met_at is None or not rules.is_assessment_after_removal(row.happening, row.code):
        return ""
    if row.assessed_by:
        return _("Assessed by an authority: %(authority)s, %(where)s") % {
            "authority": format_field(row, "assessed_by"),
            "where": row.assessed_where,
        }
    if row.assessment:
        return _("Assessment of this file")
    return _("It is not recorded which assessment met this time limit.")


def _limit_state(row: RunningTimeLimit, zone: ZoneInfo, *, is_late: bool) -> str:
    if row.met_at is None:
        return _("Overdue") if is_late else _("Running")
    met_at = row.met_at.astimezone(zone)
    # Of an assessment on an earlier day, the time is not known: see `meet_by_assessment`.
    is_day = row.assessment is not None and (
        met_at.time() == dt.time() or row.met_at == row.happened_at
    )
    met = {"moment": date_format(met_at, "j F Y" if is_day else "j F Y, H:i")}
    return (_("Done late, %(moment)s") if is_late else _("Done in time, %(moment)s")) % met


def _safeguard(row: BrokenSafeguard, content: dict[str, str]) -> SafeguardRow:
    done_by = str(SafeguardBreaker(row.done_by).label)
    authority = str(AuthorityKind(row.authority).label) if row.authority else _("No authority")
    pairs = [
        *([LabelledValue(_("Done by"), done_by)] if row.done_by else []),
        LabelledValue(_("Authority to notify"), authority, note=content.get("body", "")),
        LabelledValue(_("Alert"), str(SafeguardAlertState(row.alert).label)),
    ]
    if row.notified_on:
        notified_on = date_format(row.notified_on, "j F Y")
        pairs.append(LabelledValue(_("Informed on"), notified_on, note=content.get("channel", "")))
    if row.answered_on:
        pairs.append(
            LabelledValue(_("Date of the response"), date_format(row.answered_on, "j F Y"))
        )
    for key, term in (
        ("answer", _("Answer")),
        ("why_not", _("Reason for not notifying the authority")),
    ):
        if content.get(key):
            pairs.append(LabelledValue(term, content[key]))
    return SafeguardRow(
        title=str(Safeguard(row.safeguard).label),
        when=date_format(row.happened_on, "j F Y"),
        what=content.get("what", ""),
        is_by_order=row.is_by_order,
        is_secondary_victimisation=rules.is_secondary_victimisation(row.safeguard),
        is_open=row.alert == SafeguardAlertState.NOT_NOTIFIED,
        pairs=pairs,
        follow_url=reverse("orders:record_alert_outcome", args=[row.file_id, row.pk]),
    )
