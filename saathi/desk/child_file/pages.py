"""A child's file as the template shows it, in the order a worker needs it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ErasureState, TeamRole
from saathi.desk import links, wording
from saathi.desk.child_file import queries, timeline
from saathi.participation.vocabulary import StatementAudience, StatementForm
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.protection.care_plans.vocabulary import GoalDecidedBy, GoalState, PlanState
from saathi.protection.cases.models import Case, Due, Seat
from saathi.protection.cases.vocabulary import CaseStatus, Duty, RiskLevel, Stage
from saathi.protection.supplements.queries import readable_sections
from saathi.web import components
from saathi.web.components import (
    ActionLink,
    AlertBox,
    ChildHeader,
    GoalItem,
    ProgressStep,
    StatementQuote,
    Text,
    TimelineItem,
)


@dataclass(frozen=True)
class ChildFilePage:
    """Everything on the page. What this reader may not read is empty and its heading not there."""

    code: str
    is_discreet: bool
    child: ChildHeader
    file_id: UUID | None = None
    alerts: Sequence[AlertBox] = ()
    steps: Sequence[ProgressStep] = ()
    statements: Sequence[StatementQuote] = ()
    shows_voice: bool = False
    voice_link: ActionLink | None = None
    goals: Sequence[GoalItem] = ()
    shows_plan: bool = False
    plan_link: ActionLink | None = None
    due: Sequence[components.DueItem] = ()
    shows_case: bool = False
    team: Sequence[components.TeamSeatItem] = ()
    team_link: ActionLink | None = None
    hidden_link: ActionLink | None = None
    erasure_link: ActionLink | None = None
    export_link: ActionLink | None = None
    events: Sequence[TimelineItem] = ()
    available_actions: Sequence[ActionLink] = ()
    access_summary: str = ""
    access_log_link: ActionLink | None = None


_HIDE = gettext_lazy("Hide the file from someone")
_ERASE = gettext_lazy("Erase what identifies the child")
_EXPORT = gettext_lazy("Give this file out")


def file_page(rights: FileRights, child: Child) -> ChildFilePage:
    """The whole file for this reader."""
    staff, today = rights.staff, rights.staff.office.today()
    case = queries.get_newest_case(rights) if rights.may_read(Section.CASE) else None
    dues = queries.list_dues(rights) if case else []
    said, count = queries.latest_statements(rights) if rights.may_read(Section.VOICE) else ([], 0)
    plan = queries.get_plan_progress(rights) if rights.may_read(Section.PLAN) else None
    seats = queries.list_seats(rights) if case else []
    quiet = [*screening_alert(rights, child, case), *joined_alerts(child)]
    who = replace(
        child_header(child, staff=staff),
        sections=section_links(rights),
        action=_first_action(rights, case),
        next_step=_next_step(dues, today),
        is_open=True,
    )
    return ChildFilePage(
        code=child.code,
        is_discreet=False,
        alerts=[*_urgent(rights, child, case, dues), *quiet, *origin_alert(rights, child)],
        file_id=rights.file_id,
        child=who,
        steps=progress_steps(case, dues, today) if case else (),
        statements=[_words(one, today) for one in said],
        shows_voice=rights.may_read(Section.VOICE),
        voice_link=_voice_link(rights, count),
        goals=[_goal(goal, today) for goal in plan.goals] if plan else (),
        shows_plan=rights.may_read(Section.PLAN),
        plan_link=_plan_link(rights, plan),
        due=[_due(rights, due, today) for due in dues],
        shows_case=case is not None,
        team=[_seat(seat, rights) for seat in seats],
        team_link=_rights_link(rights, Permission.ASSIGN, _("Change the team"), "change_team"),
        hidden_link=_rights_link(rights, Permission.HIDE, _HIDE, "hidden_from"),
        erasure_link=_rights_link(rights, Permission.ERASE, _ERASE, "show_erasure"),
        export_link=_rights_link(rights, Permission.EXPORT, _EXPORT, "export_file"),
        events=timeline.recent_events(rights, today),
        available_actions=available_actions(rights, case),
        access_summary=_looked(queries.count_people_with_access_logged(rights)),
        access_log_link=_looks_link(rights),
    )


def discreet_page(rights: FileRights, child: Child) -> ChildFilePage:
    """The file with nothing but its code, what is urgent and the next step. Opens no envelope."""
    today = rights.staff.office.today()
    case = queries.get_newest_case(rights) if rights.may_read(Section.CASE) else None
    dues = queries.list_dues(rights) if case else []
    urgent = [replace(alert, text="") for alert in _urgent(rights, child, case, dues)]
    return ChildFilePage(
        code=child.code,
        is_discreet=True,
        child=ChildHeader(code=child.code, name="", next_step=_next_step(dues, today)),
        alerts=urgent,
        due=[_due(rights, due, today) for due in dues],
        shows_case=case is not None,
    )


def _urgent(rights: FileRights, child: Child, case: Case | None, dues: list[Due]) -> list[AlertBox]:
    today = rights.staff.office.today()
    return [*erasure_alert(rights, child), *urgent_alerts(rights, case, dues, today)]


def urgent_alerts(
    rights: FileRights, case: Case | None, dues: list[Due], today: dt.date
) -> list[AlertBox]:
    """What must be seen first: the glass that is open, danger, what is late."""
    found = []
    if rights.ends_at and not rights.is_own_case:
        until = wording.describe_moment(rights.ends_at, rights.staff.office)
        title = _("This file is open to you in an emergency until %(moment)s") % {"moment": until}
        text = _("Those who hold the file were told. It closes by itself.")
        found.append(AlertBox(title, text, None, "attend", "key"))
    if case is None or case.status == CaseStatus.CLOSED:
        return found
    # A seat that reads neither needs nor safety is not told of the risk here.
    if case.risk == RiskLevel.HIGH and rights.reads & (Section.NEEDS | Section.SITUATION):
        read_why = ActionLink(_("Read why"), links.child_page_url(links.NEEDS, rights.file_id))
        text = _("The last assessment found a high risk. See the child soon, and alone.")
        found.append(
            AlertBox(_("In danger now"), text, read_why if rights.may_read(Section.NEEDS) else None)
        )
    if getattr(case, "is_flagged", False):
        read = ActionLink(
            _("Read the flag"), f"{links.child_page_url(links.NOTES, rights.file_id)}?kind=flag"
        )
        found.append(AlertBox(_("A colleague flagged this file"), "", read, "attend", "flag"))
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
            action = ActionLink(_("Do it now"), links.duty_url(first.duty, rights.file_id))
        found.append(AlertBox(title, "", action, "attend", "clock"))
    return found


def erasure_alert(rights: FileRights, child: Child) -> list[AlertBox]:
    """That somebody asked to erase what identifies the child, for those who read decisions."""
    state = getattr(child, "erasing", None)
    if not state:
        return []
    title = _("Erasing what identifies the child: %(state)s")
    words = {"state": str(ErasureState(state).label).lower()}
    see = ActionLink(_("See what is asked"), links.child_page_url(links.ERASURE, rights.file_id))
    return [AlertBox(title % words, "", see, "attend", "alert-triangle")]


def screening_alert(rights: FileRights, child: Child, case: Case | None) -> list[AlertBox]:
    """That a screening suggests itself, for those who read the situation; why stands behind it."""
    is_open = case is not None and case.status != CaseStatus.CLOSED
    if not is_open or not getattr(child, "is_prompted", False):
        return []
    look = ActionLink(_("Look closer"), links.child_page_url(links.SCREENING, rights.file_id))
    text = _("Nothing else waits for it.")
    return [AlertBox(_("A screening suggests itself"), text, look, "calm", "list-check")]


def origin_alert(rights: FileRights, child: Child) -> list[AlertBox]:
    """That the file comes from another system, for those who read the situation."""
    if not getattr(child, "is_imported", False):
        return []
    look = ActionLink(
        _("See where it comes from"), links.child_page_url(links.ORIGIN, rights.file_id)
    )
    return [AlertBox(_("Brought in from another system"), "", look, "calm", "transfer")]


def joined_alerts(child: Child) -> list[AlertBox]:
    """That this record is joined with another, which counts for both; with the way there for its readers."""
    found = []
    if kept := getattr(child, "counts_as", None):
        text = _("The other record counts. Both stay as they are; write down what is new there.")
        see = None
        if kept["code"]:
            label = _("Open %(code)s") % {"code": kept["code"]}
            see = ActionLink(label, reverse("desk:child_file", args=[kept["file"]]))
        title = _("This is the same child as in another record")
        found.append(AlertBox(title, text, see, "attend", "link"))
    for other in getattr(child, "joined", None) or ():
        label = _("Open %(code)s") % {"code": other["code"]}
        see = ActionLink(label, reverse("desk:child_file", args=[other["file"]]))
        found.append(
            AlertBox(
                _("Another record of this child is joined to this one"), "", see, "calm", "link"
            )
        )
    return found


def section_links(rights: FileRights) -> list[ActionLink]:
    """The sections that this person reads, as links; the others are not even named."""
    known = (
        (Section.IDENTITY, _("Who the child is"), links.IDENTITY, "user"),
        (Section.IDENTITY, _("People around the child"), links.AROUND, "users"),
        (Section.SITUATION, _("Situation and safety"), links.SITUATION, "shield"),
        (Section.SITUATION, _("Screening and interviews"), links.SCREENING, "list-check"),
        (Section.NEEDS, _("Needs and health"), links.NEEDS, "heart"),
        (Section.VISITS, _("Visits"), links.VISITS, "home"),
        (Section.VISITS, _("Notes and tasks"), links.NOTES, "flag"),
        (Section.PLAN, _("Reviews"), links.REVIEWS, "refresh"),
        (Section.VOICE, _("Complaints and suggestions"), links.COMPLAINTS, "message-circle"),
        (Section.SUPPORT, _("Services and support"), links.SUPPORT, "users"),
        (Section.LEGAL, _("Consent and guardian"), links.CONSENT, "hand-stop"),
        (Section.DECISIONS, _("Decisions with the child"), links.DECISIONS, "clipboard-check"),
        (Section.LEGAL, _("Authorities and orders"), links.ORDERS, "gavel"),
        (Section.LEGAL, _("Across the border"), links.ABROAD, "transfer"),
        (Section.CASE, _("Local committee"), links.COMMITTEE, "users"),
        (Section.CASE, _("Handing the case over"), links.HANDOVERS, "send"),
        (Section.CASE, _("Closing"), links.CLOSING, "archive"),
    )
    return [
        ActionLink(label, links.child_page_url(name, rights.file_id), icon)
        for section, label, name, icon in known
        if rights.may_read(section)
    ] + _forms(rights)


def _forms(rights: FileRights) -> list[ActionLink]:
    """The forms of the agency, where one reads a part of the file that they can be of."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE) or not readable_sections(
        rights
    ):
        return []
    return [
        ActionLink(
            _("Further forms"), links.child_page_url(links.FORMS, rights.file_id), "clipboard-list"
        )
    ]


def available_actions(rights: FileRights, case: Case | None) -> list[ActionLink]:
    """What this person can do besides, as links: only what her rights let her finish."""
    if not access.has_permission(rights.staff, Permission.WORK_ON_CASE):
        return []
    known = (
        (Section.IDENTITY, _("Add evidence of age"), links.AGE, "certificate"),
        (Section.VOICE, _("Write down what the child said"), links.RECORD_VOICE, "quote"),
    )
    found = [
        ActionLink(label, links.child_page_url(name, rights.file_id), icon)
        for section, label, name, icon in known
        if rights.writes & section
    ]
    if case is not None and rights.writes & Section.CASE:
        closed = case.status == CaseStatus.CLOSED
        label = _("See how the case was closed") if closed else _("Close the case")
        found.append(
            ActionLink(label, links.child_page_url(links.CLOSING, rights.file_id), "archive")
        )
        summary = links.child_page_url(links.PRINT_SUMMARY, rights.file_id)
        found.append(ActionLink(_("Print a summary of the file"), summary, "printer"))
        breach = links.child_page_url(links.BREACH, rights.file_id)
        found.append(ActionLink(_("Record a breach of privacy"), breach, "alert-triangle"))
    return found


def progress_steps(case: Case, dues: list[Due], today: dt.date) -> list[ProgressStep]:
    """Where on the way the child is, with the days that are known."""
    days = {
        Stage.REGISTRATION: case.opened_on,
        Stage.ASSESSMENT: getattr(case, "assessed_on", None),
        Stage.PLANNING: getattr(case, "plan_on", None),
        Stage.CLOSING: case.closed_on,
    }
    here = list(Stage).index(Stage(case.stage))
    found = []
    for place, stage in enumerate(Stage):
        day = days.get(stage)
        when = wording.describe_day(day, today) if day else ""
        is_now = place == here and case.status != CaseStatus.CLOSED
        if is_now and not when and dues:
            when = _next_step(dues, today)
        is_done = place < here or case.status == CaseStatus.CLOSED
        found.append(
            ProgressStep(stage.label, when, "now" if is_now else "done" if is_done else "ahead")
        )
    return found


def _next_step(dues: list[Due], today: dt.date) -> str:
    if not dues:
        return ""
    when = wording.describe_due(dues[0].due_on, today)
    return f"{Duty(dues[0].duty).label}: {when[:1].lower()}{when[1:]}"


def _first_action(rights: FileRights, case: Case | None) -> ActionLink | None:
    if not rights.writes & Section.VISITS or (case and case.status == CaseStatus.CLOSED):
        return None
    return ActionLink(
        _("Record a visit"), links.child_page_url(links.RECORD_VISIT, rights.file_id), "home"
    )


def _words(said: queries.OpenedStatement, today: dt.date) -> StatementQuote:
    statement, payload = said.statement, said.payload
    about = [wording.describe_day(statement.said_on, today)]
    if statement.form:
        about.append(str(StatementForm(statement.form).label).lower())
    if statement.language:
        about.append(
            _("in %(language)s") % {"language": languages.language_name(statement.language)}
        )
    if statement.was_read_back:
        about.append(_("read back"))
    about.append(
        _("may be read by: %(audience)s")
        % {"audience": str(StatementAudience(statement.audience).label).lower()}
    )
    text = str(payload.get("words", ""))
    return StatementQuote(
        text, " · ".join(about), statement.language, statement.form == StatementForm.VERBATIM
    )


def _goal(opened: queries.GoalProgress, today: dt.date) -> GoalItem:
    goal, payload = opened.goal, opened.payload
    about = []
    if goal.state != GoalState.OPEN:
        about.append(str(GoalState(goal.state).label).lower())
    if goal.due_on:
        about.append(_("until %(day)s") % {"day": wording.describe_day(goal.due_on, today)})
    counted = ngettext(
        "%(done)d of %(count)d step done", "%(done)d of %(count)d steps done", opened.steps
    )
    return GoalItem(
        str(payload.get("text", "")),
        _("decided by: %(who)s") % {"who": str(GoalDecidedBy(goal.decided_by).label).lower()},
        " · ".join(about),
        counted % {"done": opened.done, "count": opened.steps} if opened.steps else "",
        str(payload.get("child_words") or ""),
    )


def _due(rights: FileRights, due: Due, today: dt.date) -> components.DueItem:
    label = str(Duty(due.duty).label)
    url = links.duty_url(due.duty, rights.file_id)
    return wording.due_item(label, due.due_on, today, url=url)


def _seat(seat: Seat, rights: FileRights) -> components.TeamSeatItem:
    role = str(TeamRole(seat.role).label)
    if seat.staff is None:
        return components.TeamSeatItem(role)
    return components.TeamSeatItem(
        role, _("You") if seat.staff_id == rights.staff.id else seat.staff.name
    )


def _voice_link(rights: FileRights, count: int) -> ActionLink | None:
    if not rights.may_read(Section.VOICE):
        return None
    label = _("All that was said (%(count)d)") % {"count": count} if count else _("Open")
    return ActionLink(label, links.child_page_url(links.VOICE, rights.file_id))


def _plan_link(rights: FileRights, plan: queries.PlanProgress | None) -> ActionLink | None:
    if not rights.may_read(Section.PLAN):
        return None
    label = _("Open")
    if plan:
        state = str(PlanState(plan.plan.state).label).lower()
        label = _("Plan %(number)d, %(state)s") % {"number": plan.plan.number, "state": state}
    return ActionLink(label, links.child_page_url(links.PLAN, rights.file_id))


def _rights_link(
    rights: FileRights, permission: Permission, label: Text, name: str
) -> ActionLink | None:
    if not access.has_permission(rights.staff, permission) or not rights.writes & Section.CASE:
        return None
    return ActionLink(label, reverse(f"desk:{name}", args=[rights.file_id]))


def _looked(count: int | None) -> str:
    if count is None:
        return ""
    text = ngettext("%(count)d person in 30 days", "%(count)d people in 30 days", count)
    return text % {"count": count}


def _looks_link(rights: FileRights) -> ActionLink | None:
    may = access.has_permission(rights.staff, Permission.SEE_WHO_LOOKED) and rights.may_read(
        Section.CASE
    )
    url = reverse("desk:who_looked", args=[rights.file_id])
    return ActionLink(_("See when and why"), url) if may else None
