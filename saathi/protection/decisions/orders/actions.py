"""Write actions for decisions of authorities and breached safeguards. No fact is refused (AUT-005)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.sections import Section
from saathi.infra.app_modules import modules_of_apps
from saathi.infra.reasons import Refused
from saathi.people import actions as people
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders import alerts, queries, rules
from saathi.protection.decisions.orders.models import (
    BrokenSafeguard,
    Order,
    RunningTimeLimit,
)
from saathi.protection.decisions.orders.vocabulary import (
    SAFEGUARD_NOTICE,
    AuthorityKind,
    LimitTrigger,
    OrderKind,
    Safeguard,
    SafeguardAlertState,
    SafeguardBreaker,
)

type Texts = Mapping[str, str]


# The columns left empty if an order declares no age.
NO_AGE: Mapping[str, object] = {"age_low": None, "age_high": None, "effect": ""}


@transaction.atomic
def record_order(*, order: Order, actor: Staff) -> Order:
    """Records an order. An age that it declares is added to the evidence of the child's age.

    If the actor may not write identity, only the order is recorded; its age is shown with it.
    """
    access.require(actor, Permission.WORK_ON_CASE, order)

    if order.kind != OrderKind.AGE:
        for name, value in NO_AGE.items():
            setattr(order, name, value)
    writing.add(order, actor=actor)
    _declare_age(order.child, order, actor)
    return order


@transaction.atomic
def change_order(
    *, order: Order, columns: Mapping[str, object], version: int, actor: Staff
) -> Order:
    """Changes an order: appeal, end, correction. The earlier version is kept.

    `order` has its new texts; `columns` are the new values of its columns. `ChangedMeanwhile` if
    `version` is not the current one. It is then to be confirmed again.
    """
    access.require(actor, Permission.WORK_ON_CASE, order)

    if columns["kind"] != OrderKind.AGE:
        columns = {**columns, **NO_AGE}
    columns = {**columns, "changed_by": actor.pk, "confirmed_by": None, "confirmed_on": None}
    earlier, texts = (order.age_low, order.age_high), payload_of(order)
    changed = writing.change(order, actor=actor, version=version, payload=texts, **columns)
    if (changed.age_low, changed.age_high) != earlier:
        _declare_age(order.child, changed, actor)
    return changed


class OrderConfirmationRefused(Refused):
    """An order that this person cannot confirm; `reasons` give the codes."""


@transaction.atomic
def confirm_order(*, order: Order, version: int, actor: Staff) -> Order:
    """Confirms as a second person that an order is recorded as in the document.

    What rests on an order, such as a transfer to another country, needs this.
    `OrderConfirmationRefused` with reasons.
    """
    access.require(actor, Permission.APPROVE, order)
    if reasons := rules.reasons_against_confirming(
        is_confirmed=order.confirmed_by is not None,
        is_author=actor.pk in {order.recorded_by, order.changed_by},
    ):
        raise OrderConfirmationRefused(reasons)
    today = actor.office.today()
    writing.change(order, actor=actor, version=version, confirmed_by=actor.pk, confirmed_on=today)
    audit.record(
        audit.AuditKind.APPROVED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=order.file_id,
        objects=[order.pk],
    )
    return order


def _declare_age(child: Child, order: Order, actor: Staff) -> None:
    if order.age_low is None or order.age_high is None:
        return
    if not access.may_write(actor, child.file_id, Section.IDENTITY):
        return
    evidence = AgeEvidence(
        basis=AgeBasis.DECLARED,
        years=AgeRange(order.age_low, order.age_high),
        as_of=PartialDate.on(order.made_on),
    )
    people.add_age_statements(child=child, evidence=[evidence], note="", actor=actor)


@dataclass(frozen=True)
class LimitTriggerInput:
    """What starts a time limit: the event, the country (ISO 3166 alpha-3), and the time."""

    happening: LimitTrigger
    country: str
    happened_at: dt.datetime


@transaction.atomic
def start_time_limits(
    *, case: Case, data: LimitTriggerInput, limits: Sequence[rules.TimeLimit], actor: Staff
) -> list[RunningTimeLimit]:
    """Records the time limits that an event starts, each with a task for the worker.

    If no limit is known for the country, only the event is recorded.
    """
    access.require(actor, Permission.WORK_ON_CASE, RunningTimeLimit(file_id=case.file_id))
    return _start_limits(case, data, limits, actor)


@transaction.atomic
def count_emergency_removal(*, case: Case, removed_on: dt.date, actor: Staff) -> None:
    """Starts the limits after an emergency removal that another record shows; once for each removal.

    The action that records it checks the rights. Nothing follows if the actor may not write legal records.
    The limit is counted from the first moment of the day, as the hour is not known.
    """
    if not access.may_write(actor, case.file_id, RunningTimeLimit.section):
        return
    limits = access.visible(actor, RunningTimeLimit).filter(
        file_id=case.file_id, happening=LimitTrigger.REMOVED
    )
    office = case.office
    counted = [(office.date_of(limit.happened_at), limit.met_at is not None) for limit in limits]
    if rules.is_removal_counted(counted, removed_on):
        return
    removed_at = office.start_of(removed_on)
    data = LimitTriggerInput(LimitTrigger.REMOVED, office.country, removed_at)
    _start_limits(case, data, queries.list_office_time_limits(office, office.country), actor)


def _start_limits(
    case: Case, data: LimitTriggerInput, limits: Sequence[rules.TimeLimit], actor: Staff
) -> list[RunningTimeLimit]:
    started = rules.filter_time_limits(limits, country=data.country, happening=data.happening)
    common = asdict(data)
    if not started:
        empty = RunningTimeLimit(file_id=case.file_id, child_id=case.child_id, **common)
        return [writing.add(empty, actor=actor)]
    zone = ZoneInfo(case.office.time_zone)
    counted = []
    for limit in started:
        due_at = rules.time_limit_due_at(limit, happened_at=data.happened_at)
        day = due_at.astimezone(zone).date()
        duty = duties.add_standalone_duty(case=case, duty=Duty.TIME_LIMIT, due_on=day, actor=actor)
        record = RunningTimeLimit(
            file_id=case.file_id,
            child_id=case.child_id,
            code=limit.code,
            text=limit.text,
            law=limit.law,
            is_verified=limit.is_verified,
            due_at=due_at,
            due=duty.pk if duty else None,
            **common,
        )
        counted.append(writing.add(record, actor=actor))
    return counted


@dataclass(frozen=True)
class AssessmentByAuthority:
    """The authority that assessed the child's best interests, with its name and where that is recorded."""

    authority: str = ""
    where: str = ""


class LimitMetRefused(Refused):
    """A limit that cannot be recorded as met; `reasons` give the codes."""


@transaction.atomic
def record_limit_met(
    *,
    limit: RunningTimeLimit,
    met_at: dt.datetime,
    version: int,
    actor: Staff,
    assessed: AssessmentByAuthority = AssessmentByAuthority(),
) -> RunningTimeLimit:
    """Records when the requirement of a limit was met, even if late; `LimitMetRefused` with reasons.

    The limit after a removal is met by the assessment of an authority (`assessed`), or by one of this file
    (`meet_by_assessment`).
    """
    access.require(actor, Permission.WORK_ON_CASE, limit)

    office = actor.office
    if reasons := rules.reasons_against_meeting(
        limit.happening,
        limit.code,
        assessed_by=assessed.authority,
        assessed_where=assessed.where,
        days=(office.date_of(limit.happened_at), office.date_of(met_at)),
    ):
        raise LimitMetRefused(reasons)
    if not rules.is_assessment_after_removal(limit.happening, limit.code):
        return _meet(limit, actor, met_at=met_at, version=version)
    texts = {"assessed_where": assessed.where}
    columns = {"assessed_by": assessed.authority, "assessment": None}
    return _meet(limit, actor, met_at=met_at, version=version, payload=texts, **columns)


@transaction.atomic
def meet_by_assessment(
    *, limit: RunningTimeLimit, assessment: UUID, met_at: dt.datetime, actor: Staff
) -> RunningTimeLimit:
    """The limit after a removal is met by this assessment of the file; the database compares them."""
    access.require(actor, Permission.WORK_ON_CASE, limit)
    return _meet(limit, actor, met_at=met_at, assessment=assessment, assessed_by="")


def _meet(
    limit: RunningTimeLimit, actor: Staff, *, met_at: dt.datetime, **columns: Any
) -> RunningTimeLimit:
    writing.change(limit, actor=actor, met_at=met_at, **columns)
    if limit.due is not None:
        zone = ZoneInfo(actor.office.time_zone)
        duties.finish_standalone_duty(
            due_id=limit.due, done_on=met_at.astimezone(zone).date(), actor=actor
        )
    return limit


@transaction.atomic
def reopen_limit(*, limit: RunningTimeLimit, case: Case, actor: Staff) -> RunningTimeLimit:
    """A limit whose requirement is not met after all runs again, with a new task for the worker."""
    access.require(actor, Permission.WORK_ON_CASE, limit)
    duty = None
    if limit.due_at is not None:
        day = case.office.date_of(limit.due_at)
        duty = duties.add_standalone_duty(case=case, duty=Duty.TIME_LIMIT, due_on=day, actor=actor)
    return writing.change(
        limit,
        actor=actor,
        met_at=None,
        due=duty.pk if duty else None,
        assessment=None,
        assessed_by="",
    )


@dataclass(frozen=True)
class BrokenSafeguardInput:
    """A fact that breached a safeguard, and the body to notify, or why no authority is to be notified."""

    safeguard: Safeguard
    happened_on: dt.date
    authority: AuthorityKind | None = None  # None: as the procedure of the office's country says
    is_by_order: bool = False
    done_by: SafeguardBreaker = SafeguardBreaker.NOT_RECORDED
    texts: Texts | None = None  # {"what", "body"}
    why_nobody: str = ""  # why notifying any authority would endanger the child


@transaction.atomic
def record_broken_safeguard(
    *, case: Case, data: BrokenSafeguardInput, actor: Staff
) -> BrokenSafeguard:
    """Records a breached safeguard; leaders are notified and the alert is due today.

    No authority is notified if that would endanger the child. Domains above act on it as well
    (`list_breach_handlers`).
    """
    alert = alerts.choose_alert(case.office, data.safeguard, data.authority, data.why_nobody)
    record = BrokenSafeguard(
        file_id=case.file_id,
        child_id=case.child_id,
        safeguard=data.safeguard,
        happened_on=data.happened_on,
        is_by_order=data.is_by_order,
        done_by=data.done_by,
        authority=alert.authority or "",
        alert=SafeguardAlertState.NOT_NOTIFIED if alert.authority else SafeguardAlertState.NOT_TOLD,
    )
    access.require(actor, Permission.WORK_ON_CASE, record)

    if alert.authority:
        duty = duties.add_standalone_duty(
            case=case, duty=Duty.ALERT, due_on=case.office.today(), actor=actor
        )
        record.due = duty.pk if duty else None
    texts = dict(data.texts or {}) | {"why_not": alert.why_nobody}
    writing.add(record, actor=actor, payload=writing.nonblank_texts(texts))
    notices.notify_supervisors(
        file_id=case.file_id, kind=SAFEGUARD_NOTICE, record=case.file_id, actor=actor
    )
    for follow in list_breach_handlers():
        follow(record, actor)
    return record


def list_breach_handlers() -> tuple[Callable[[BrokenSafeguard, Staff], None], ...]:
    """`handle_safeguard_breach` of each domain with a module `safeguard_breach_handler`."""
    return tuple(
        module.handle_safeguard_breach for module in modules_of_apps("safeguard_breach_handler")
    )


@dataclass(frozen=True)
class SafeguardAlertInput:
    """The outcome of an alert. Sealed keys of `texts`: body, channel, answer, why_not."""

    state: SafeguardAlertState
    authority: AuthorityKind | None  # None: no authority
    notified_on: dt.date | None = None
    answered_on: dt.date | None = None
    texts: Texts | None = None


@transaction.atomic
def update_safeguard_alert(
    *,
    record: BrokenSafeguard,
    data: SafeguardAlertInput,
    earlier_texts: Texts,
    version: int,
    actor: Staff,
) -> BrokenSafeguard:
    """Changes an alert. It stays due for the worker until the authority was notified.

    `earlier_texts` are the opened texts of the record, which are kept unless `data` replaces them.
    """
    access.require(actor, Permission.WORK_ON_CASE, record)

    writing.change(
        record,
        actor=actor,
        version=version,
        payload=dict(earlier_texts) | writing.nonblank_texts(data.texts),
        alert=data.state,
        authority=data.authority or "",
        notified_on=data.notified_on,
        answered_on=data.answered_on,
    )
    if record.due is not None and data.state != SafeguardAlertState.NOT_NOTIFIED:
        day = data.notified_on or actor.office.today()
        duties.finish_standalone_duty(due_id=record.due, done_on=day, actor=actor)
    return record
