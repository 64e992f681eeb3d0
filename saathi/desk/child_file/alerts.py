"""Alerts at the top of a child's file."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ErasureState
from saathi.desk import wording
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import CaseStatus, Duty, RiskLevel
from saathi.web.components import ActionLink, AlertBox


def all_alerts(
    rights: FileRights, child: Child, case: Case | None, dues: list[Due]
) -> list[AlertBox]:
    """Every alert of the file for this reader, the most urgent first."""
    return [
        *first_alerts(rights, child, case, dues),
        *screening_alert(rights, child, case),
        *joined_alerts(child),
        *origin_alert(rights, child),
    ]


def first_alerts(
    rights: FileRights, child: Child, case: Case | None, dues: list[Due]
) -> list[AlertBox]:
    """Erasure and urgent alerts."""
    today = rights.staff.office.today()
    return [*erasure_alert(rights, child), *urgent_alerts(rights, case, dues, today)]


def urgent_alerts(
    rights: FileRights, case: Case | None, dues: list[Due], today: dt.date
) -> list[AlertBox]:
    """What must be seen first: emergency access, danger, flags, overdue tasks."""
    alerts = []
    if rights.ends_at and not rights.is_own_case:
        until = wording.describe_moment(rights.ends_at, rights.staff.office)
        title = _("This file is open to you in an emergency until %(moment)s") % {"moment": until}
        text = _("Those who hold the file were told. It closes by itself.")
        alerts.append(AlertBox(title, text, None, "attend", "key"))
    if case is None or case.status == CaseStatus.CLOSED:
        return alerts
    # A team role that reads neither needs nor safety does not see the risk here.
    if case.risk == RiskLevel.HIGH and rights.reads & (Section.NEEDS | Section.SITUATION):
        read_why = ActionLink(
            _("Read why"), reverse("cases:list_assessments", args=[rights.file_id])
        )
        text = _("The last assessment found a high risk. See the child soon, and alone.")
        alerts.append(
            AlertBox(_("In danger now"), text, read_why if rights.may_read(Section.NEEDS) else None)
        )
    if getattr(case, "is_flagged", False):
        read = ActionLink(
            _("Read the flag"), f"{reverse('notes:list_notes', args=[rights.file_id])}?kind=flag"
        )
        alerts.append(AlertBox(_("A colleague flagged this file"), "", read, "attend", "flag"))
    late = [due for due in dues if due.due_on < today]
    if late:
        first = late[0]
        title = _("%(duty)s: %(late)s") % {
            "duty": Duty(first.duty).label,
            "late": wording.describe_due(first.due_on, today).lower(),
        }
        action = None
        if (
            access.has_permission(rights.staff, Permission.WORK_ON_CASE)
            and rights.writes & Section.CASE
        ):
            action = ActionLink(_("Do it now"), domains.duty_url(first.duty, rights.file_id))
        alerts.append(AlertBox(title, "", action, "attend", "clock"))
    return alerts


def erasure_alert(rights: FileRights, child: Child) -> list[AlertBox]:
    """A requested erasure of the identity, for those who read decisions."""
    state = getattr(child, "erasing", None)
    if not state:
        return []
    title = _("Erasing what identifies the child: %(state)s")
    words = {"state": str(ErasureState(state).label).lower()}
    link = ActionLink(_("See what is asked"), reverse("desk:show_erasure", args=[rights.file_id]))
    return [AlertBox(title % words, "", link, "attend", "alert-triangle")]


def screening_alert(rights: FileRights, child: Child, case: Case | None) -> list[AlertBox]:
    """A suggested screening, for those who read the situation; its page gives the reasons."""
    is_open = case is not None and case.status != CaseStatus.CLOSED
    if not is_open or not getattr(child, "is_prompted", False):
        return []
    link = ActionLink(_("Look closer"), reverse("screening:show_subject", args=[rights.file_id]))
    text = _("Nothing else waits for it.")
    return [AlertBox(_("A screening suggests itself"), text, link, "calm", "list-check")]


def origin_alert(rights: FileRights, child: Child) -> list[AlertBox]:
    """The import from another system, for those who read the situation."""
    if not getattr(child, "is_imported", False):
        return []
    link = ActionLink(
        _("See where it comes from"), reverse("desk:show_origin", args=[rights.file_id])
    )
    return [AlertBox(_("Brought in from another system"), "", link, "calm", "transfer")]


def joined_alerts(child: Child) -> list[AlertBox]:
    """The joined records of this child, with links for those who may read them."""
    alerts = []
    if counted := getattr(child, "counts_as", None):
        text = _("The other record counts. Both stay as they are; write down what is new there.")
        link = None
        if counted["code"]:
            label = _("Open %(code)s") % {"code": counted["code"]}
            link = ActionLink(label, reverse("desk:child_file", args=[counted["file"]]))
        title = _("This is the same child as in another record")
        alerts.append(AlertBox(title, text, link, "attend", "link"))
    for joined in getattr(child, "joined", None) or ():
        label = _("Open %(code)s") % {"code": joined["code"]}
        link = ActionLink(label, reverse("desk:child_file", args=[joined["file"]]))
        alerts.append(
            AlertBox(
                _("Another record of this child is joined to this one"), "", link, "calm", "link"
            )
        )
    return alerts
