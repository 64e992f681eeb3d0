"""What is done to find a child, what people tell, and the life of the report until she is found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.missing import jobs, rules
from saathi.protection.missing.models import MissingReport, Search, Sighting
from saathi.protection.missing.vocabulary import (
    FoundHow,
    FoundLife,
    MissingOutcome,
    ReportState,
    SightingState,
    WhyClosed,
)
from saathi.vault import store as vault


class NotNow(Refused):
    """What was asked for cannot be; `reasons` tell why."""


@dataclass(frozen=True)
class Looked:
    """That somebody looked for the child."""

    by_whom: str
    way: str
    searched_on: dt.date
    result: str
    country: str = ""
    district: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # who, where, words


@dataclass(frozen=True)
class Heard:
    """What somebody tells of the child; unconfirmed."""

    heard_from: str
    told_on: dt.date
    seen_on: dt.date | None = None
    country: str = ""
    district: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # words, teller


@dataclass(frozen=True)
class Found:
    """How, when and where it became known where she is, and what the disappearance was."""

    on: dt.date
    how: FoundHow
    life: FoundLife
    outcome: MissingOutcome
    country: str = ""
    note: str = ""


@transaction.atomic
def record_search(*, report: MissingReport, told: Looked, by: Staff) -> Search:
    """The search on record; also one that found nothing, and after the child was found."""
    access.require(by, Permission.RECORD_REPORT, report)

    coded = {name: value for name, value in vars(told).items() if name != "words"}
    search = Search(file_id=report.file_id, report=report, **coded)
    return writing.add(search, by=by, payload=told.words)


@transaction.atomic
def record_sighting(*, report: MissingReport, told: Heard, by: Staff) -> Sighting:
    """What somebody tells, on record as unconfirmed whoever told it (MIS-005)."""
    access.require(by, Permission.RECORD_REPORT, report)

    coded = {name: value for name, value in vars(told).items() if name != "words"}
    sighting = Sighting(file_id=report.file_id, report=report, **coded)
    return writing.add(sighting, by=by, payload=told.words)


@transaction.atomic
def settle_sighting(
    *, sighting: Sighting, state: SightingState, note: str, version: int, by: Staff
) -> Sighting:
    """What somebody told, confirmed, found wrong, or unconfirmed again."""
    access.require(by, Permission.RECORD_REPORT, sighting)

    is_settled = state != SightingState.UNCONFIRMED
    return writing.change(
        sighting,
        by=by,
        version=version,
        payload=vault.open(sighting) | {"note": note},
        state=state,
        settled_on=by.office.today() if is_settled else None,
    )


@transaction.atomic
def move(*, report: MissingReport, to: ReportState, version: int, by: Staff) -> MissingReport:
    """The report looked for again, or with somebody who may be the child looked into.

    What was written of an earlier finding or closing stays among the old values.
    """
    access.require(by, Permission.RECORD_REPORT, report)
    _require(rules.reasons_not_to_move(ReportState(report.state), to))

    if to == ReportState.FOLLOWED:
        return writing.change(report, by=by, version=version, state=to)
    cleared = {"found_on": None, "found_how": "", "found_life": "", "found_country": "",
               "outcome": "", "closed_on": None, "why_closed": ""}  # fmt: skip
    words = vault.open(report)
    changed = writing.change(
        report, by=by, version=version, payload=words, state=ReportState.OPEN, **cleared
    )
    job_orders.order(jobs.compare_report_job, by=by, report=str(report.pk))
    return changed


@transaction.atomic
def record_found(*, report: MissingReport, told: Found, version: int, by: Staff) -> MissingReport:
    """The child found: when, how, alive or not, and what the disappearance was (MIS-006, MIS-007)."""
    access.require(by, Permission.RECORD_REPORT, report)
    _require(rules.reasons_not_to_move(ReportState(report.state), ReportState.FOUND))
    today = by.office.today()
    _require(rules.reasons_against_finding(told.on, report.missing_from, today))

    return writing.change(
        report,
        by=by,
        version=version,
        payload=vault.open(report) | {"found_note": told.note},
        state=ReportState.FOUND,
        found_on=told.on,
        found_how=told.how,
        found_life=told.life,
        found_country=told.country,
        outcome=told.outcome,
    )


@transaction.atomic
def close(
    *, report: MissingReport, why: WhyClosed, note: str, version: int, by: Staff
) -> MissingReport:
    """The report closed; it can be opened again."""
    access.require(by, Permission.RECORD_REPORT, report)
    _require(rules.reasons_not_to_move(ReportState(report.state), ReportState.CLOSED))

    return writing.change(
        report,
        by=by,
        version=version,
        payload=vault.open(report) | {"closing_note": note},
        state=ReportState.CLOSED,
        why_closed=why,
        closed_on=by.office.today(),
    )


@transaction.atomic
def join_child(
    *, report_id: UUID, child: Child, case_opened_on: dt.date | None, by: Staff
) -> MissingReport:
    """The report said to be about this child, whose file the person reads as well.

    She is not found by that: whether and when the family is told is decided for the child.
    """
    report = access.get(by, MissingReport, report_id)
    access.require(by, Permission.RECORD_REPORT, report)
    if not access.rights(by, child.file_id).may_read(Child.section):
        raise access.NotAllowed

    return writing.change(
        report, by=by, about_id=child.file_id, case_opened_on=case_opened_on,
        state=_followed(ReportState(report.state)),
    )  # fmt: skip


def _followed(state: ReportState) -> ReportState:
    return ReportState.FOLLOWED if state == ReportState.OPEN else state


def _require(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise NotNow(reasons)
