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
from saathi.participation.vocabulary import Audience, StatementForm
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import header
from saathi.protection.care_plans.vocabulary import DecidedBy, GoalState, PlanState
from saathi.protection.cases.models import Case, Due, Seat
from saathi.protection.cases.vocabulary import CaseStatus, Duty, RiskLevel, Stage
from saathi.protection.supplements.queries import readable_sections
from saathi.web import parts
from saathi.web.parts import Action, Alert, ChildHeader, Event, Goal, Step, Text, Words


@dataclass(frozen=True)
class FilePage:
    """Everything on the page. What this reader may not read is empty and its heading not there."""

    code: str
    is_discreet: bool
    child: ChildHeader
    file_id: UUID | None = None
    alerts: Sequence[Alert] = ()
    steps: Sequence[Step] = ()
    words: Sequence[Words] = ()
    shows_voice: bool = False
    voice_link: Action | None = None
    goals: Sequence[Goal] = ()
    shows_plan: bool = False
    plan_link: Action | None = None
    due: Sequence[parts.Due] = ()
    shows_case: bool = False
    team: Sequence[parts.Seat] = ()
    team_link: Action | None = None
    hidden_link: Action | None = None
    erasing_link: Action | None = None
    export_link: Action | None = None
    events: Sequence[Event] = ()
    doings: Sequence[Action] = ()
    looked: str = ""
    looks_link: Action | None = None


_HIDE = gettext_lazy("Hide the file from someone")
_ERASE = gettext_lazy("Erase what identifies the child")
_EXPORT = gettext_lazy("Give this file out")


def file_page(rights: FileRights, child: Child) -> FilePage:
    """The whole file for this reader."""
    staff, today = rights.staff, rights.staff.office.today()
    case = queries.case_of(rights) if rights.may_read(Section.CASE) else None
    dues = queries.dues_of(rights) if case else []
    said, count = queries.said_by(rights) if rights.may_read(Section.VOICE) else ([], 0)
    plan = queries.plan_of(rights) if rights.may_read(Section.PLAN) else None
    seats = queries.seats_of(rights) if case else []
    quiet = [*screening_alert(rights, child, case), *joined_alerts(child)]
    who = replace(
        header(child, staff=staff),
        sections=sections(rights),
        action=_first_action(rights, case),
        next_step=_next_step(dues, today),
        is_open=True,
    )
    return FilePage(
        code=child.code,
        is_discreet=False,
        alerts=[*_urgent(rights, child, case, dues), *quiet, *origin_alert(rights, child)],
        file_id=rights.file_id,
        child=who,
        steps=steps(case, dues, today) if case else (),
        words=[_words(one, today) for one in said],
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
        erasing_link=_rights_link(rights, Permission.ERASE, _ERASE, "show_erasure"),
        export_link=_rights_link(rights, Permission.EXPORT, _EXPORT, "export_file"),
        events=timeline.lately(rights, today),
        doings=doings(rights, case),
        looked=_looked(queries.people_who_looked(rights)),
        looks_link=_looks_link(rights),
    )


def discreet_page(rights: FileRights, child: Child) -> FilePage:
    """The file with nothing but its code, what is urgent and the next step. Opens no envelope."""
    today = rights.staff.office.today()
    case = queries.case_of(rights) if rights.may_read(Section.CASE) else None
    dues = queries.dues_of(rights) if case else []
    urgent = [replace(alert, text="") for alert in _urgent(rights, child, case, dues)]
    return FilePage(
        code=child.code,
        is_discreet=True,
        child=ChildHeader(code=child.code, name="", next_step=_next_step(dues, today)),
        alerts=urgent,
        due=[_due(rights, due, today) for due in dues],
        shows_case=case is not None,
    )


def _urgent(rights: FileRights, child: Child, case: Case | None, dues: list[Due]) -> list[Alert]:
    today = rights.staff.office.today()
    return [*erasing_alert(rights, child), *alerts(rights, case, dues, today)]


def alerts(rights: FileRights, case: Case | None, dues: list[Due], today: dt.date) -> list[Alert]:
    """What must be seen first: the glass that is open, danger, what is late."""
    found = []
    if rights.ends_at and not rights.is_own_case:
        until = wording.moment(rights.ends_at, rights.staff.office)
        title = _("This file is open to you in an emergency until %(moment)s") % {"moment": until}
        text = _("Those who hold the file were told. It closes by itself.")
        found.append(Alert(title, text, None, "attend", "key"))
    if case is None or case.status == CaseStatus.CLOSED:
        return found
    # A seat that reads neither needs nor safety is not told of the risk here.
    if case.risk == RiskLevel.HIGH and rights.reads & (Section.NEEDS | Section.SITUATION):
        read_why = Action(_("Read why"), links.to(links.NEEDS, rights.file_id))
        text = _("The last assessment found a high risk. See the child soon, and alone.")
        found.append(
            Alert(_("In danger now"), text, read_why if rights.may_read(Section.NEEDS) else None)
        )
    if getattr(case, "is_flagged", False):
        read = Action(_("Read the flag"), f"{links.to(links.NOTES, rights.file_id)}?kind=flag")
        found.append(Alert(_("A colleague flagged this file"), "", read, "attend", "flag"))
    late = [due for due in dues if due.due_on < today]
    if late:
        first = late[0]
        title = _("%(duty)s: %(late)s") % {
            "duty": Duty(first.duty).label,
            "late": wording.due(first.due_on, today).lower(),
        }
        action = None
        if access.may(rights.staff, Permission.WORK_ON_CASE) and rights.writes & Section.CASE:
            action = Action(_("Do it now"), links.for_duty(first.duty, rights.file_id))
        found.append(Alert(title, "", action, "attend", "clock"))
    return found


def erasing_alert(rights: FileRights, child: Child) -> list[Alert]:
    """That somebody asked to erase what identifies the child, for those who read decisions."""
    state = getattr(child, "erasing", None)
    if not state:
        return []
    title = _("Erasing what identifies the child: %(state)s")
    words = {"state": str(ErasureState(state).label).lower()}
    see = Action(_("See what is asked"), links.to(links.ERASURE, rights.file_id))
    return [Alert(title % words, "", see, "attend", "alert-triangle")]


def screening_alert(rights: FileRights, child: Child, case: Case | None) -> list[Alert]:
    """That a screening suggests itself, for those who read the situation; why stands behind it."""
    is_open = case is not None and case.status != CaseStatus.CLOSED
    if not is_open or not getattr(child, "is_prompted", False):
        return []
    look = Action(_("Look closer"), links.to(links.SCREENING, rights.file_id))
    text = _("Nothing else waits for it.")
    return [Alert(_("A screening suggests itself"), text, look, "calm", "list-check")]


def origin_alert(rights: FileRights, child: Child) -> list[Alert]:
    """That the file comes from another system, for those who read the situation."""
    if not getattr(child, "is_imported", False):
        return []
    look = Action(_("See where it comes from"), links.to(links.ORIGIN, rights.file_id))
    return [Alert(_("Brought in from another system"), "", look, "calm", "transfer")]


def joined_alerts(child: Child) -> list[Alert]:
    """That this record is joined with another, which counts for both; with the way there for its readers."""
    found = []
    if kept := getattr(child, "counts_as", None):
        text = _("The other record counts. Both stay as they are; write down what is new there.")
        see = None
        if kept["code"]:
            label = _("Open %(code)s") % {"code": kept["code"]}
            see = Action(label, reverse("desk:child_file", args=[kept["file"]]))
        title = _("This is the same child as in another record")
        found.append(Alert(title, text, see, "attend", "link"))
    for other in getattr(child, "joined", None) or ():
        label = _("Open %(code)s") % {"code": other["code"]}
        see = Action(label, reverse("desk:child_file", args=[other["file"]]))
        found.append(
            Alert(_("Another record of this child is joined to this one"), "", see, "calm", "link")
        )
    return found


def sections(rights: FileRights) -> list[Action]:
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
        Action(label, links.to(name, rights.file_id), icon)
        for section, label, name, icon in known
        if rights.may_read(section)
    ] + _forms(rights)


def _forms(rights: FileRights) -> list[Action]:
    """The forms of the agency, where one reads a part of the file that they can be of."""
    if not access.may(rights.staff, Permission.WORK_ON_CASE) or not readable_sections(rights):
        return []
    return [Action(_("Further forms"), links.to(links.FORMS, rights.file_id), "clipboard-list")]


def doings(rights: FileRights, case: Case | None) -> list[Action]:
    """What this person can do besides, as links: only what her rights let her finish."""
    if not access.may(rights.staff, Permission.WORK_ON_CASE):
        return []
    known = (
        (Section.IDENTITY, _("Add evidence of age"), links.AGE, "certificate"),
        (Section.VOICE, _("Write down what the child said"), links.RECORD_VOICE, "quote"),
    )
    found = [
        Action(label, links.to(name, rights.file_id), icon)
        for section, label, name, icon in known
        if rights.writes & section
    ]
    if case is not None and rights.writes & Section.CASE:
        closed = case.status == CaseStatus.CLOSED
        label = _("See how the case was closed") if closed else _("Close the case")
        found.append(Action(label, links.to(links.CLOSING, rights.file_id), "archive"))
        summary = links.to(links.PRINT_SUMMARY, rights.file_id)
        found.append(Action(_("Print a summary of the file"), summary, "printer"))
        breach = links.to(links.BREACH, rights.file_id)
        found.append(Action(_("Record a breach of privacy"), breach, "alert-triangle"))
    return found


def steps(case: Case, dues: list[Due], today: dt.date) -> list[Step]:
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
        when = wording.day(day, today) if day else ""
        is_now = place == here and case.status != CaseStatus.CLOSED
        if is_now and not when and dues:
            when = _next_step(dues, today)
        is_done = place < here or case.status == CaseStatus.CLOSED
        found.append(Step(stage.label, when, "now" if is_now else "done" if is_done else "ahead"))
    return found


def _next_step(dues: list[Due], today: dt.date) -> str:
    if not dues:
        return ""
    when = wording.due(dues[0].due_on, today)
    return f"{Duty(dues[0].duty).label}: {when[:1].lower()}{when[1:]}"


def _first_action(rights: FileRights, case: Case | None) -> Action | None:
    if not rights.writes & Section.VISITS or (case and case.status == CaseStatus.CLOSED):
        return None
    return Action(_("Record a visit"), links.to(links.RECORD_VISIT, rights.file_id), "home")


def _words(said: queries.Said, today: dt.date) -> Words:
    statement, payload = said.statement, said.payload
    about = [wording.day(statement.said_on, today)]
    if statement.form:
        about.append(str(StatementForm(statement.form).label).lower())
    if statement.language:
        about.append(_("in %(language)s") % {"language": languages.name_of(statement.language)})
    if statement.was_read_back:
        about.append(_("read back"))
    about.append(
        _("may be read by: %(audience)s")
        % {"audience": str(Audience(statement.audience).label).lower()}
    )
    text = str(payload.get("words", ""))
    return Words(
        text, " · ".join(about), statement.language, statement.form == StatementForm.VERBATIM
    )


def _goal(opened: queries.OpenedGoal, today: dt.date) -> Goal:
    goal, payload = opened.goal, opened.payload
    about = []
    if goal.state != GoalState.OPEN:
        about.append(str(GoalState(goal.state).label).lower())
    if goal.due_on:
        about.append(_("until %(day)s") % {"day": wording.day(goal.due_on, today)})
    counted = ngettext(
        "%(done)d of %(count)d step done", "%(done)d of %(count)d steps done", opened.steps
    )
    return Goal(
        str(payload.get("text", "")),
        _("decided by: %(who)s") % {"who": str(DecidedBy(goal.decided_by).label).lower()},
        " · ".join(about),
        counted % {"done": opened.done, "count": opened.steps} if opened.steps else "",
        str(payload.get("child_words") or ""),
    )


def _due(rights: FileRights, due: Due, today: dt.date) -> parts.Due:
    label = str(Duty(due.duty).label)
    url = links.for_duty(due.duty, rights.file_id)
    return wording.due_part(label, due.due_on, today, url=url)


def _seat(seat: Seat, rights: FileRights) -> parts.Seat:
    role = str(TeamRole(seat.role).label)
    if seat.staff is None:
        return parts.Seat(role)
    return parts.Seat(role, _("You") if seat.staff_id == rights.staff.id else seat.staff.name)


def _voice_link(rights: FileRights, count: int) -> Action | None:
    if not rights.may_read(Section.VOICE):
        return None
    label = _("All that was said (%(count)d)") % {"count": count} if count else _("Open")
    return Action(label, links.to(links.VOICE, rights.file_id))


def _plan_link(rights: FileRights, plan: queries.OpenedPlan | None) -> Action | None:
    if not rights.may_read(Section.PLAN):
        return None
    label = _("Open")
    if plan:
        state = str(PlanState(plan.plan.state).label).lower()
        label = _("Plan %(number)d, %(state)s") % {"number": plan.plan.number, "state": state}
    return Action(label, links.to(links.PLAN, rights.file_id))


def _rights_link(
    rights: FileRights, permission: Permission, label: Text, name: str
) -> Action | None:
    if not access.may(rights.staff, permission) or not rights.writes & Section.CASE:
        return None
    return Action(label, reverse(f"desk:{name}", args=[rights.file_id]))


def _looked(count: int | None) -> str:
    if count is None:
        return ""
    text = ngettext("%(count)d person in 30 days", "%(count)d people in 30 days", count)
    return text % {"count": count}


def _looks_link(rights: FileRights) -> Action | None:
    may = access.may(rights.staff, Permission.SEE_WHO_LOOKED) and rights.may_read(Section.CASE)
    url = reverse("desk:who_looked", args=[rights.file_id])
    return Action(_("See when and why"), url) if may else None
