"""Alerts at the top of a child's file."""

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.desk import wording
from saathi.desk.child_file import file_links
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import (
    DANGER_ALERT,
    NOT_MET_ALERT,
    Duty,
    RiskLevel,
)
from saathi.web.components import ActionLink, AlertBox

# The places of the alerts about the case among those that domains declare.
EMERGENCY, DANGER, LATE = 20, 30, 50
# The alert that is more specific than the high-risk one, and replaces it.
_STRONGER = f"alert_{DANGER_ALERT}"
_NOT_MET = f"alert_{NOT_MET_ALERT}"


def list_file_alerts(
    rights: FileRights,
    child: Child,
    case: Case | None,
    dues: list[Due],
    *,
    only_urgent: bool = False,
) -> list[AlertBox]:
    """The alerts of the file for this reader, in order; `only_urgent` for the discreet view."""
    open_case = case if case is not None and not case.is_ended else None
    placed = [(EMERGENCY, box) for box in _emergency(rights)]
    if open_case is not None:
        if not getattr(child, _STRONGER, None):
            was_missed = bool(getattr(child, _NOT_MET, None))
            placed += [(DANGER, box) for box in _danger(rights, open_case, was_missed=was_missed)]
        placed += [(LATE, box) for box in _late(rights, dues)]
    for alert in domains.declared_file_alerts():
        value = getattr(child, alert.column, None)  # without column, the reader may not read it
        is_due = alert.is_urgent or not only_urgent
        if value and is_due and (open_case is not None or not alert.needs_open_case):
            placed += [(alert.place, box) for box in alert.boxes(rights, value)]
    ordered = sorted(placed, key=lambda part: part[0])
    return [file_links.without_closed_action(rights, box) for _place, box in ordered]


def list_alerts_of_every_page(rights: FileRights, case: Case | None) -> list[AlertBox]:
    """The alerts in the header of each page of the file, as found by `queries.get_newest_case`."""
    return [
        file_links.without_closed_action(rights, box)
        for alert in domains.declared_file_alerts()
        if alert.is_on_every_page and (value := getattr(case, alert.column, None))
        for box in alert.boxes(rights, value)
    ]


def _emergency(rights: FileRights) -> list[AlertBox]:
    if not rights.ends_at or rights.is_own_case:
        return []
    until = wording.describe_moment(rights.ends_at, rights.staff.office)
    title = _("Emergency access to this file until %(moment)s") % {"moment": until}
    text = _("The staff responsible for the file have been notified. Access ends automatically.")
    return [AlertBox(title, text, None, "attend", "key")]


def _danger(rights: FileRights, case: Case, *, was_missed: bool) -> list[AlertBox]:
    """The high risk, with the next step; `was_missed`: the last visit did not meet the child."""
    # A team role that may read neither needs nor safety does not see the risk here.
    if case.risk != RiskLevel.HIGH or not rights.reads & RISK_SECTIONS:
        return []
    if getattr(case, "assessed_on", None):
        text = _("The last assessment found a high risk.")
    else:
        text = _("The risk level at registration is high.")
    if rights.may_read(Section.VISITS):
        text = f"{text} {_last_met(rights, case)}"
    is_due = was_missed or not _is_met_since(rights, case)
    return [AlertBox(_("High risk"), text, _danger_action(rights, is_visit_first=is_due))]


def _days_met(rights: FileRights, case: Case) -> tuple[dt.date | None, dt.date | None]:
    """On which day a visit last met the child, and on which the risk was last assessed."""
    met_at = getattr(case, "met_at", None)
    met_on = rights.staff.office.date_of(met_at) if met_at else None
    return met_on, getattr(case, "judged_on", None)


def _is_met_since(rights: FileRights, case: Case) -> bool:
    """Whether a visit met the child on the day of the risk assessment or later."""
    met_on, judged_on = _days_met(rights, case)
    return met_on is not None and (judged_on is None or met_on >= judged_on)


def _last_met(rights: FileRights, case: Case) -> str:
    """When a visit last met the child; one not met since the risk assessment must be seen today."""
    met_on, _judged_on = _days_met(rights, case)
    if met_on is None:
        return _("The child has not been met at a visit yet. See the child today in private.")
    words = _("The child was last met on %(day)s.") % {"day": date_format(met_on, "j F Y")}
    if not _is_met_since(rights, case):
        words += " " + _("If no one has seen the child since then, see the child today in private.")
    return words


def _danger_action(rights: FileRights, *, is_visit_first: bool) -> ActionLink | None:
    """The link to the visit that is due, else to the safety plan, for who works with them.

    Other readers have the link to the assessment, or none.
    """
    may_work = access.has_permission(rights.staff, Permission.WORK_ON_CASE)
    if may_work and is_visit_first and rights.writes & Section.VISITS:
        return ActionLink(_("Record a visit"), reverse("cases:record_visit", args=[rights.file_id]))
    if may_work and rights.may_read(Section.PLAN):
        return ActionLink(_("Safety plan"), domains.duty_url(Duty.SAFETY_PLAN, rights.file_id))
    if not rights.may_read(Section.NEEDS):
        return None
    url = reverse("cases:list_assessments", args=[rights.file_id])
    return ActionLink(_("View risk assessment"), url)


def _late(rights: FileRights, dues: list[Due]) -> list[AlertBox]:
    today = rights.staff.office.today()
    late = [due for due in dues if due.due_on < today]
    if not late:
        return []
    first = late[0]
    title = _("%(duty)s: %(late)s") % {
        "duty": Duty(first.duty).label,
        "late": wording.describe_due(first.due_on, today).lower(),
    }
    may_do = access.has_permission(rights.staff, Permission.WORK_ON_CASE)
    action = None
    if may_do and rights.writes & Section.CASE:
        action = ActionLink(_("Do it now"), domains.duty_url(first.duty, rights.file_id))
    return [AlertBox(title, "", action, "attend", "clock")]
