"""Recording a visit or contact. Never refused because of case state, child status or consent."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from saathi.agencies import access, notices, writing
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases import rules
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.danger import is_in_danger
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import (
    CHILD_NOT_MET_NOTICE,
    CHILD_UNSAFE_NOTICE,
    CONTACT_PREVENTED_NOTICE,
    DANGER_ENDED_NOTICE,
    ChildSafety,
    Duty,
    NotMetReason,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.identification.intake.danger_times import end_of_day, place_in_day


@dataclass(frozen=True)
class VisitInput:
    """A visit as it happened; `note` and `worry` are sealed."""

    happened_at: dt.datetime
    kind: VisitKind
    outcome: VisitOutcome
    not_met_because: NotMetReason = NotMetReason.NOT_RECORDED
    child_safe: ChildSafety = ChildSafety.NOT_RECORDED
    next_visit_on: dt.date | None = None
    note: str = ""
    worry: str = ""
    is_time_unknown: bool = False

    @property
    def shows_danger(self) -> bool:
        """Whether the child may be in danger after this visit, as `danger.SHOWS_DANGER`."""
        is_prevented = self.not_met_because == NotMetReason.PREVENTED_BY_OTHERS
        return is_prevented or self.child_safe == ChildSafety.NO

    def payload(self) -> dict[str, str]:
        """The texts to seal: only those that were filled in."""
        return {key: text for key in ("note", "worry") if (text := getattr(self, key))}


@dataclass(frozen=True, slots=True)
class RecordedVisit:
    """A saved visit; whether it ended a danger of the child, and who was notified of that."""

    visit: Visit
    ended_danger: bool = False
    notified_supervisors: bool = False
    notified_worker: bool = False


class VisitRefused(Refused):
    """A visit that has not happened yet; `reasons` give the codes."""


@transaction.atomic
def record_visit(*, case: Case, new: VisitInput, actor: Staff) -> RecordedVisit:
    """Saves the visit and sets the next one. Visits in a closed case are recorded as well.

    If the child was not met, the next attempt is due sooner. The supervisors are notified at the
    number of attempts in a row that the procedure sets and at each further one; at once if others
    prevented contact or the child was not safe. They and the case worker are also notified when a
    danger ends. Whether the child is safe is recorded only for a child who was met. `VisitRefused`
    if the visit is still to come: it would end dangers that are not reported yet.
    """
    if reasons := rules.reasons_against_visit(new.happened_at, now=clock.now()):
        raise VisitRefused(reasons)
    met = new.outcome != VisitOutcome.NOT_MET
    visit = Visit(
        file_id=case.file_id,
        case=case,
        happened_at=_moment(case, new, actor),
        is_time_unknown=new.is_time_unknown,
        kind=new.kind,
        outcome=new.outcome,
        not_met_because=new.not_met_because,
        child_safe=new.child_safe if met else ChildSafety.NOT_RECORDED,
        next_visit_on=new.next_visit_on,
    )
    access.require(actor, Permission.WORK_ON_CASE, visit)
    was_in_danger = new.child_safe == ChildSafety.YES and is_in_danger(case)

    writing.add(visit, actor=actor, payload=new.payload() or None)
    on = new.happened_at.astimezone(ZoneInfo(case.office.time_zone)).date()
    remaining = duties.renew_duties(
        case=case, actor=actor, done=Duty.VISIT if met else None, done_on=on
    )
    if not met:
        _alert_supervisors(case, visit, remaining, actor)
    elif visit.child_safe == ChildSafety.NO:
        _notify_supervisors(case, CHILD_UNSAFE_NOTICE, actor)
    elif was_in_danger and not is_in_danger(case):
        return _tell_danger_ended(case, visit, actor)
    return RecordedVisit(visit)


def _tell_danger_ended(case: Case, visit: Visit, actor: Staff) -> RecordedVisit:
    """Notifies the supervisors and the case worker, unless it was the actor."""
    supervisors = _notify_supervisors(case, DANGER_ENDED_NOTICE, actor)
    is_other = case.worker_id != actor.pk
    notices.notify_staff(case.worker_id, kind=DANGER_ENDED_NOTICE, record=case.file_id, actor=actor)
    return RecordedVisit(
        visit,
        ended_danger=True,
        notified_supervisors=supervisors > 0,
        notified_worker=is_other,
    )


def _moment(case: Case, new: VisitInput, actor: Staff) -> dt.datetime:
    """When the visit happened; without a time, after the visits of its day recorded earlier.

    Otherwise a meeting would come before the attempt that it followed, and the child would still
    count as not met. It is also after that day's report of danger: the child was met since. Danger
    counts as of the end of the day, so that only a visit that was surely later ends it.
    """
    if not new.is_time_unknown:
        return new.happened_at
    start = case.office.start_of(case.office.date_of(new.happened_at))
    of_day = access.visible(actor, Visit).filter(
        case=case, happened_at__gte=start, happened_at__lt=start + dt.timedelta(days=1)
    )
    moment = new.happened_at
    if new.shows_danger:
        moment = min(clock.now(), end_of_day(moment, case.office))
    earlier = [of_day.aggregate(last=Max("happened_at"))["last"]]
    reported_at = case.danger_reported_at
    if reported_at and case.office.date_of(reported_at) == case.office.date_of(new.happened_at):
        earlier.append(reported_at)
    last: dt.datetime | None = max((each for each in earlier if each), default=None)
    return place_in_day(moment, last, case.office)


def _alert_supervisors(case: Case, visit: Visit, open_dues: list[Due], actor: Staff) -> None:
    attempts = max((due.attempts for due in open_dues), default=0)
    procedure = office_procedure(case.office, on=case.office.today())
    kind = None
    if visit.not_met_because == NotMetReason.PREVENTED_BY_OTHERS:
        kind = CONTACT_PREVENTED_NOTICE
    elif attempts >= procedure.alert_attempts:
        kind = CHILD_NOT_MET_NOTICE
    if kind is not None:
        _notify_supervisors(case, kind, actor)


def _notify_supervisors(case: Case, kind: NoticeKind, actor: Staff) -> int:
    """How many were notified; none by those who do not read the case."""
    reads, _writes = access.sections_of_file(actor, case.file_id)
    if not reads & Section.CASE:
        return 0
    return notices.notify_supervisors(
        file_id=case.file_id, kind=kind, record=case.file_id, actor=actor
    )
