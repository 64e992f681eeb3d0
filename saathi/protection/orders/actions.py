"""Writes about what authorities decided and what broke a safeguard. No fact is refused (AUT-005)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import NoticeKind
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.people.rules import AgeEvidence, AgeRange, PartialDate
from saathi.people.vocabulary import AgeBasis
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import Duty
from saathi.protection.orders import rules
from saathi.protection.orders.models import BrokenSafeguard, CountedLimit, Order, StatusDecision
from saathi.protection.orders.vocabulary import (
    AlertState,
    Appeal,
    AuthorityKind,
    Finding,
    Happening,
    Layer,
    LegalEffect,
    Move,
    OrderKind,
    Safeguard,
)

type Words = Mapping[str, str]


@dataclass(frozen=True)
class OrderTold:
    """An order as the paper says it; `words` are sealed: body, number, text, conditions."""

    authority: AuthorityKind
    kind: OrderKind
    made_on: dt.date
    country: str = ""
    expires_on: dt.date | None = None
    ended_on: dt.date | None = None
    appeal_until: dt.date | None = None
    appeal: Appeal = Appeal.NONE
    age: AgeRange | None = None
    effect: LegalEffect | None = None
    words: Words | None = None

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        is_age = self.kind == OrderKind.AGE and self.age is not None
        return {
            "authority": self.authority,
            "kind": self.kind,
            "made_on": self.made_on,
            "country": self.country,
            "expires_on": self.expires_on,
            "ended_on": self.ended_on,
            "appeal_until": self.appeal_until,
            "appeal": self.appeal,
            "age_low": self.age.youngest if is_age and self.age else None,
            "age_high": self.age.oldest if is_age and self.age else None,
            "effect": self.effect or "" if self.kind == OrderKind.AGE else "",
        }


@transaction.atomic
def record_order(*, child: Child, told: OrderTold, by: Staff) -> Order:
    """The order on record. An age it declares stands beside the other evidence of her age.

    Somebody who may not write who she is records the order alone; its age is shown with it.
    """
    order = Order(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, order)

    writing.add(order, by=by, payload=writing.filled(told.words))
    _declare_age(child, order, by)
    return order


@transaction.atomic
def change_order(*, order: Order, told: OrderTold, version: int, by: Staff) -> Order:
    """The order as it stands now: an appeal, an end, a correction. What stood before is kept.

    `ChangedMeanwhile` where `version` is not the present one.
    """
    access.require(by, Permission.WORK_ON_CASE, order)

    earlier = (order.age_low, order.age_high)
    changed = writing.change(
        order, by=by, version=version, payload=writing.filled(told.words), **told.columns()
    )
    if (changed.age_low, changed.age_high) != earlier:
        _declare_age(order.child, changed, by)
    return changed


def _declare_age(child: Child, order: Order, by: Staff) -> None:
    if order.age_low is None or order.age_high is None:
        return
    if not access.may_write(by, child.file_id, Section.IDENTITY):
        return
    evidence = AgeEvidence(
        basis=AgeBasis.DECLARED,
        years=AgeRange(order.age_low, order.age_high),
        as_of=PartialDate.on(order.made_on),
    )
    people.add_ages(child=child, told=[evidence], note="", by=by)


@dataclass(frozen=True)
class StatusTold:
    """A finding about trafficking: in which layer, by whom, on which grounds."""

    layer: Layer
    finding: Finding
    decided_on: dt.date
    move: Move = Move.DECIDED
    authority: AuthorityKind | None = None
    words: Words | None = None  # {"grounds", "body", "number"}


@transaction.atomic
def record_status(*, child: Child, told: StatusTold, by: Staff) -> StatusDecision:
    """The finding beside those before it. Nothing that helps the child ever asks for it."""
    authority = told.authority if told.layer != Layer.PRACTITIONER else None
    decision = StatusDecision(
        file_id=child.file_id,
        child=child,
        layer=told.layer,
        finding=told.finding,
        move=told.move,
        authority=authority or "",
        decided_on=told.decided_on,
    )
    access.require(by, Permission.WORK_ON_CASE, decision)

    return writing.add(decision, by=by, payload=writing.filled(told.words))


@dataclass(frozen=True)
class HappeningTold:
    """What starts a time limit: what happened, in which country (ISO 3166 alpha-3), and when."""

    happening: Happening
    country: str
    happened_at: dt.datetime


@transaction.atomic
def count_limits(
    *, case: Case, told: HappeningTold, limits: Sequence[rules.TimeLimit], by: Staff
) -> list[CountedLimit]:
    """The limits that a happening starts, each with its place on the worker's day.

    Where no limit is known for the country, the happening alone is on record.
    """
    access.require(by, Permission.WORK_ON_CASE, CountedLimit(file_id=case.file_id))

    found = rules.limits_of(limits, country=told.country, happening=told.happening)
    common = asdict(told)
    if not found:
        empty = CountedLimit(file_id=case.file_id, child_id=case.child_id, **common)
        return [writing.add(empty, by=by)]
    zone = ZoneInfo(case.office.time_zone)
    counted = []
    for limit in found:
        due_at = rules.due_at(limit, happened_at=told.happened_at)
        day = due_at.astimezone(zone).date()
        due = duties.add_single(case=case, duty=Duty.TIME_LIMIT, due_on=day, by=by)
        record = CountedLimit(
            file_id=case.file_id,
            child_id=case.child_id,
            code=limit.code,
            text=limit.text,
            law=limit.law,
            is_verified=limit.is_verified,
            due_at=due_at,
            due=due.pk if due else None,
            **common,
        )
        counted.append(writing.add(record, by=by))
    return counted


@transaction.atomic
def meet_limit(
    *, limit: CountedLimit, met_at: dt.datetime, version: int, by: Staff
) -> CountedLimit:
    """The limit with the moment at which what it asks for was done, also when that was late."""
    access.require(by, Permission.WORK_ON_CASE, limit)

    writing.change(limit, by=by, version=version, met_at=met_at)
    if limit.due is not None:
        zone = ZoneInfo(by.office.time_zone)
        duties.finish_single(due_id=limit.due, done_on=met_at.astimezone(zone).date(), by=by)
    return limit


@dataclass(frozen=True)
class SafeguardTold:
    """A fact that broke a safeguard, and which body is to be told of it."""

    safeguard: Safeguard
    happened_on: dt.date
    authority: AuthorityKind
    is_by_order: bool = False
    words: Words | None = None  # {"what", "body"}


@transaction.atomic
def record_safeguard(*, case: Case, told: SafeguardTold, by: Staff) -> BrokenSafeguard:
    """The fact as it happened, marked; the leaders are told and the alert is due today."""
    record = BrokenSafeguard(
        file_id=case.file_id,
        child_id=case.child_id,
        safeguard=told.safeguard,
        happened_on=told.happened_on,
        is_by_order=told.is_by_order,
        authority=told.authority,
    )
    access.require(by, Permission.WORK_ON_CASE, record)

    due = duties.add_single(case=case, duty=Duty.ALERT, due_on=case.office.today(), by=by)
    record.due = due.pk if due else None
    writing.add(record, by=by, payload=writing.filled(told.words))
    notices.tell_leaders(
        of_file=case.file_id, kind=NoticeKind.SAFEGUARD, record=case.file_id, by=by
    )
    return record


@dataclass(frozen=True)
class AlertTold:
    """What became of an alert; `words` are sealed: body, channel, answer, why_not."""

    state: AlertState
    told_on: dt.date | None = None
    answered_on: dt.date | None = None
    words: Words | None = None


@transaction.atomic
def follow_alert(
    *, record: BrokenSafeguard, told: AlertTold, earlier: Words, version: int, by: Staff
) -> BrokenSafeguard:
    """The alert as it stands now. It stays on the worker's day until the authority was told.

    `earlier` are the opened words of the record, which stay where `told` brings no others.
    """
    access.require(by, Permission.WORK_ON_CASE, record)

    writing.change(
        record,
        by=by,
        version=version,
        payload=dict(earlier) | writing.filled(told.words),
        alert=told.state,
        told_on=told.told_on,
        answered_on=told.answered_on,
    )
    if record.due is not None and told.state != AlertState.TO_TELL:
        day = told.told_on or by.office.today()
        duties.finish_single(due_id=record.due, done_on=day, by=by)
    return record
