"""Recording a visit or contact. Never refused because of case state, child status or consent."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import Duty, VisitKind, VisitOutcome


@dataclass(frozen=True)
class VisitInput:
    """A visit as it happened; `note` and `worry` are sealed."""

    happened_at: dt.datetime
    kind: VisitKind
    outcome: VisitOutcome
    next_visit_on: dt.date | None = None
    note: str = ""
    worry: str = ""

    def payload(self) -> dict[str, str]:
        """The texts to seal: only those that were filled in."""
        return {key: text for key in ("note", "worry") if (text := getattr(self, key))}


@transaction.atomic
def record_visit(*, case: Case, new: VisitInput, actor: Staff) -> Visit:
    """Saves the visit and sets the next one. Visits in a closed case are recorded as well."""
    visit = Visit(
        file_id=case.file_id,
        case=case,
        happened_at=new.happened_at,
        kind=new.kind,
        outcome=new.outcome,
        next_visit_on=new.next_visit_on,
    )
    access.require(actor, Permission.WORK_ON_CASE, visit)

    writing.add(visit, actor=actor, payload=new.payload() or None)
    met = new.outcome != VisitOutcome.NOT_MET
    on = new.happened_at.astimezone(ZoneInfo(case.office.time_zone)).date()
    duties.renew_duties(case=case, actor=actor, done=Duty.VISIT if met else None, done_on=on)
    return visit
