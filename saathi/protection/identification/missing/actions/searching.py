"""The search for a missing child: searches, sightings, and the states of the report."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, job_orders, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.identification.missing import danger, jobs, photo_expiry, rules
from saathi.protection.identification.missing.models import MissingReport, Search, Sighting
from saathi.protection.identification.missing.vocabulary import (
    MISSING_CLOSED_NOTICE,
    MISSING_FOUND_NOTICE,
    FoundCondition,
    FoundMethod,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
    SightingState,
)
from saathi.vault import store as vault


class MissingReportNotChangeable(Refused):
    """A change that the rules refuse; `reasons` say why."""


@dataclass(frozen=True)
class SearchInput:
    """A search for the child."""

    by_whom: str
    way: str
    searched_on: dt.date
    result: str
    country: str = ""
    district: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # who, where, words


@dataclass(frozen=True)
class SightingInput:
    """A reported sighting of the child; unconfirmed."""

    heard_from: str
    reported_on: dt.date
    seen_on: dt.date | None = None
    country: str = ""
    district: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # words, teller


@dataclass(frozen=True)
class FoundChildInput:
    """How, when and where the child was found, and the nature of the disappearance."""

    found_on: dt.date
    how: FoundMethod
    life: FoundCondition
    outcome: MissingOutcome
    country: str = ""
    note: str = ""


@transaction.atomic
def record_search(*, report: MissingReport, data: SearchInput, actor: Staff) -> Search:
    """Records a search, even one without result or after the child was found."""
    access.require(actor, Permission.RECORD_REPORT, report)

    coded = {name: value for name, value in vars(data).items() if name != "texts"}
    search = Search(file_id=report.file_id, report=report, **coded)
    return writing.add(search, actor=actor, payload=data.texts)


@transaction.atomic
def record_sighting(*, report: MissingReport, data: SightingInput, actor: Staff) -> Sighting:
    """Records a sighting as unconfirmed, whoever reported it (MIS-005)."""
    access.require(actor, Permission.RECORD_REPORT, report)

    coded = {name: value for name, value in vars(data).items() if name != "texts"}
    sighting = Sighting(file_id=report.file_id, report=report, **coded)
    return writing.add(sighting, actor=actor, payload=data.texts)


@transaction.atomic
def settle_sighting(
    *, sighting: Sighting, state: SightingState, note: str, version: int, actor: Staff
) -> Sighting:
    """Marks a sighting as confirmed, wrong, or unconfirmed again."""
    access.require(actor, Permission.RECORD_REPORT, sighting)

    is_settled = state != SightingState.UNCONFIRMED
    return writing.change(
        sighting,
        actor=actor,
        version=version,
        payload=vault.open(sighting) | {"note": note},
        state=state,
        settled_on=actor.office.today() if is_settled else None,
    )


@transaction.atomic
def change_report_state(
    *, report: MissingReport, state: MissingReportState, version: int, actor: Staff
) -> MissingReport:
    """Resumes the search, or marks that a possible match is followed up.

    Earlier texts on finding or closing stay among the old values.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    _refuse_for_reasons(rules.reasons_against_state_change(MissingReportState(report.state), state))

    if state == MissingReportState.FOLLOWED:
        return writing.change(report, actor=actor, version=version, state=state)
    cleared = {"found_on": None, "found_how": "", "found_life": "", "found_country": "",
               "outcome": "", "closed_on": None, "why_closed": "", "closed_by": None,
               "death_source": ""}  # fmt: skip
    texts = vault.open(report)
    changed = writing.change(
        report,
        actor=actor,
        version=version,
        payload=texts,
        state=MissingReportState.OPEN,
        **cleared,
    )
    job_orders.queue_job(jobs.compare_report_job, actor=actor, report=str(report.pk))
    return changed


@transaction.atomic
def record_found(
    *, report: MissingReport, data: FoundChildInput, version: int, actor: Staff
) -> MissingReport:
    """Records that the child was found: when, how, alive or not, and the outcome (MIS-006, MIS-007).

    Of a child in immediate danger the supervisors are notified.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    _refuse_for_reasons(
        rules.reasons_against_state_change(
            MissingReportState(report.state), MissingReportState.FOUND
        )
    )
    today = actor.office.today()
    _refuse_for_reasons(rules.reasons_against_found_day(data.found_on, report.missing_from, today))
    in_danger = danger.is_child_in_danger(report)
    _refuse_for_reasons(
        rules.reasons_against_found_alive(data.life, data.note, is_in_danger=in_danger)
    )

    changed = writing.change(
        report,
        actor=actor,
        version=version,
        payload=vault.open(report) | {"found_note": data.note},
        state=MissingReportState.FOUND,
        found_on=data.found_on,
        found_how=data.how,
        found_life=data.life,
        found_country=data.country,
        outcome=data.outcome,
    )
    if in_danger:
        notices.notify_supervisors(
            file_id=report.file_id, kind=MISSING_FOUND_NOTICE, record=report.pk, actor=actor
        )
    return changed


@dataclass(frozen=True)
class MissingClosingInput:
    """Why a report is closed, and how this is known; of a child who died, the source of that."""

    why: MissingCloseReason
    note: str
    death_source: str = ""


@transaction.atomic
def close_missing_report(
    *, report: MissingReport, data: MissingClosingInput, version: int, actor: Staff
) -> MissingReport:
    """Closes the report; it can be reopened. If it was withdrawn, the photos for the search are erased.

    Of a child in immediate danger the supervisors are notified, and the alert goes on until the death is
    confirmed or a supervisor closes the report, which may therefore be closed a second time.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    in_danger = danger.is_child_in_danger(report)
    why, state = data.why, MissingReportState(report.state)
    is_again = state == MissingReportState.CLOSED and in_danger
    if not is_again:
        _refuse_for_reasons(rules.reasons_against_state_change(state, MissingReportState.CLOSED))
    _refuse_for_reasons(
        rules.reasons_against_closing(why, data.death_source, data.note, is_in_danger=in_danger)
    )

    is_withdrawn = why == MissingCloseReason.WITHDRAWN
    photos = photo_expiry.kept_photos(report, actor) if is_withdrawn else []
    changed = writing.change(
        report,
        actor=actor,
        version=version,
        payload=_texts_with_closing(report, data.note),
        state=MissingReportState.CLOSED,
        why_closed=why,
        closed_on=actor.office.today(),
        closed_by=actor.pk,
        death_source=data.death_source,
    )
    photo_expiry.log_withdrawn(photos, actor=actor)
    if in_danger:
        notices.notify_supervisors(
            file_id=report.file_id, kind=MISSING_CLOSED_NOTICE, record=report.pk, actor=actor
        )
    return changed


def _texts_with_closing(report: MissingReport, note: str) -> dict[str, object]:
    """The texts of the report with the note of a closing; that of an earlier one is kept beside it."""
    texts = vault.open(report)
    kept = list(texts.get("earlier_closings", []))
    if report.closed_on is not None:
        before = {"why": report.why_closed, "on": report.closed_on.isoformat()}
        kept.append(before | {"note": texts.get("closing_note", "")})
    return texts | {"closing_note": note, "earlier_closings": kept}


@transaction.atomic
def link_missing_report_to_child(
    *, report_id: UUID, child: Child, case_opened_on: dt.date | None, actor: Staff
) -> MissingReport:
    """Links the report to this child, whose file the actor must also be able to read.

    This does not mean that the child is found: whether and when the family is informed is decided
    separately.
    """
    report = access.get(actor, MissingReport, report_id)
    access.require(actor, Permission.RECORD_REPORT, report)
    if not access.rights(actor, child.file_id).may_read(Child.section):
        raise access.NotAllowed

    return writing.change(
        report, actor=actor, child_file_id=child.file_id, case_opened_on=case_opened_on,
        state=_state_after_search(MissingReportState(report.state)),
    )  # fmt: skip


def _state_after_search(state: MissingReportState) -> MissingReportState:
    return MissingReportState.FOLLOWED if state == MissingReportState.OPEN else state


def _refuse_for_reasons(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise MissingReportNotChangeable(reasons)
