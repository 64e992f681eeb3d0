"""The children of My day for its template: who they are, risk, what is due, one button."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from saathi.agencies import domains
from saathi.desk.day import wording
from saathi.desk.day.queries import ReadableName
from saathi.desk.day.rules import ChildWork, OpenDuty
from saathi.desk.team.wording import describe_cover
from saathi.desk.wording import describe_due, describe_renewal
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.components import ActionLink, RiskTag, Text

MAX_DUTIES_SHOWN = 2  # duties shown for a child; the file has all


@dataclass(frozen=True)
class DutyLine:
    """One open duty in words."""

    text: Text
    when: str
    is_late: bool
    day: str


@dataclass(frozen=True)
class DayChildRow:
    """One child on My day; in the discreet view without name and risk."""

    code: str
    url: str
    name: str
    romanised: str
    transliterated: str
    safe_contact: str
    risk: RiskTag | None
    duties: Sequence[DutyLine]
    more: str
    action: ActionLink | None
    danger: str = ""
    cover: str = ""  # the colleague that the reader covers for, and until when


def child_row(
    work: ChildWork,
    today: dt.date,
    *,
    names: Mapping[UUID, ReadableName],
    is_discreet: bool,
) -> DayChildRow:
    """The row of one child."""
    name = names.get(work.child_id, ReadableName())
    duties = work.sort_duties(today)
    more = len(duties) - MAX_DUTIES_SHOWN
    return DayChildRow(
        code=work.code,
        url=reverse("desk:child_file", args=[work.file_id]),
        name=name.text,
        romanised=name.romanised,
        transliterated=name.transliterated,
        safe_contact=name.safe_contact,
        risk=None
        if is_discreet or work.risk is None
        else risk_tag(work.risk, in_danger=bool(work.danger)),
        danger="" if is_discreet else work.danger,
        duties=[
            _duty_line(work, duty, today, is_discreet=is_discreet)
            for duty in duties[:MAX_DUTIES_SHOWN]
        ],
        more=gettext("+%(count)d more") % {"count": more} if more > 0 else "",
        action=_action(work, duties),
        cover=describe_cover(work.covers_for, work.covers_until) if work.covers_until else "",
    )


def _duty_line(work: ChildWork, duty: OpenDuty, today: dt.date, *, is_discreet: bool) -> DutyLine:
    name = wording.duty_name(duty.duty)
    if duty.is_next_attempt:
        name = gettext("Child not met, next visit")
    elif work.is_never_met and duty.duty == Duty.VISIT:
        name = gettext("Child not met yet, first visit")
    elif not is_discreet:
        name = describe_renewal(str(name), duty.valid_until, today)
    return DutyLine(
        name,
        describe_due(duty.due_on, today),
        duty.due_on < today,
        duty.due_on.isoformat(),
    )


def _action(work: ChildWork, duties: Sequence[OpenDuty]) -> ActionLink | None:
    """The most urgent duty as a button, for those who work on the whole case."""
    if not (duties and work.may_act):
        return None
    duty = duties[0].duty
    return ActionLink(wording.duty_action(duty), domains.duty_url(duty, work.file_id))
