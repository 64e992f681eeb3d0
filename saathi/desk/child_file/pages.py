"""A child's file as the template shows it, in the order a worker needs it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.models import Office
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.desk import wording
from saathi.desk.child_file import alerts, file_links, frame, queries, summary, timeline
from saathi.desk.child_file.summary import FileSummary
from saathi.desk.team.wording import seat_role
from saathi.participation.vocabulary import StatementAudience, StatementMedium
from saathi.people import languages
from saathi.people.models import Child
from saathi.protection.casework.care_plans.vocabulary import GoalDecidedBy, GoalState
from saathi.protection.casework.cases.assessment_pages import describe_coverage
from saathi.protection.casework.cases.assessment_rules import assessment_coverage
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import CaseStatus, Duty, Stage
from saathi.web import components
from saathi.web.components import (
    ActionLink,
    AlertBox,
    GoalItem,
    ProgressStep,
    StatementQuote,
    TimelineItem,
)


@dataclass(frozen=True)
class ChildFilePage:
    """The content of the page. Parts that the reader may not see are empty and have no heading."""

    code: str
    is_discreet: bool
    file_id: UUID
    summary: FileSummary | None = None
    happened_url: str = ""  # URL to see what happened; empty for readers without the right
    happened: Sequence[str] = ()  # in a few lines, if requested
    alerts: Sequence[AlertBox] = ()
    steps: Sequence[ProgressStep] = ()
    statements: Sequence[StatementQuote] = ()
    shows_voice: bool = False
    voice_link: ActionLink | None = None
    goals: Sequence[GoalItem] = ()
    shows_plan: bool = False
    case_plan_link: ActionLink | None = None
    due: Sequence[components.DueItem] = ()
    shows_case: bool = False
    team: Sequence[components.TeamSeatItem] = ()
    over_limit: str = ""  # why the first worker was assigned the case despite the limit
    team_link: ActionLink | None = None
    hidden_link: ActionLink | None = None
    erasure_link: ActionLink | None = None
    export_link: ActionLink | None = None
    events: Sequence[TimelineItem] = ()
    has_timeline_link: bool = False
    access_summary: str = ""
    access_log_link: ActionLink | None = None

    @property
    def pressing_alerts(self) -> list[AlertBox]:
        """The alerts above the header of the file."""
        return [alert for alert in self.alerts if alert.kind != "calm"]

    @property
    def calm_alerts(self) -> list[AlertBox]:
        """The alerts below the header: above, they would push the child’s name off a phone."""
        return [alert for alert in self.alerts if alert.kind == "calm"]


HAPPENED_URL = "?happened=1#happened"
_TEAM = gettext_lazy("Edit team")
_HIDE = gettext_lazy("Hide the file from a person or agency")
_ERASE = gettext_lazy("Erase identifying data")
_EXPORT = gettext_lazy("Export file")


def file_page(
    rights: FileRights, child: Child, *, shows_what_happened: bool = False
) -> ChildFilePage:
    """The whole file for this reader."""
    today = rights.staff.office.today()
    case, dues = frame.newest_case_of_file(rights)
    reads_voice = rights.may_read(Section.VOICE)
    statements, count = queries.latest_statements(rights) if reads_voice else ([], 0)
    plan = queries.get_plan_progress(rights) if rights.may_read(Section.PLAN) else None
    seats = queries.list_seats(rights) if case else []
    spoken = [_statement_quote(statement, today) for statement in statements]
    return ChildFilePage(
        code=child.code,
        is_discreet=False,
        alerts=alerts.list_file_alerts(rights, child, case, dues),
        file_id=rights.file_id,
        summary=summary.load_summary(rights, child, case, dues),
        happened_url=HAPPENED_URL if rights.may_read(Section.SITUATION) else "",
        happened=summary.describe_what_happened(rights, child) if shows_what_happened else (),
        steps=progress_steps(rights, case, dues, plan) if case else (),
        statements=[*spoken, *_words_elsewhere(rights, plan, today)],
        shows_voice=reads_voice,
        voice_link=file_links.statements_link(rights, count),
        goals=[_goal(goal, today) for goal in plan.goals] if plan else (),
        shows_plan=rights.may_read(Section.PLAN),
        case_plan_link=file_links.case_plan_link(rights, plan),
        due=[_due(rights, due, today) for due in dues],
        shows_case=case is not None,
        team=[_seat(seat, rights, case) for seat in seats],
        over_limit=_over_limit(case),
        team_link=file_links.rights_link(rights, Permission.ASSIGN, _TEAM, "change_team"),
        hidden_link=file_links.rights_link(rights, Permission.HIDE, _HIDE, "manage_hidden_from"),
        erasure_link=file_links.rights_link(rights, Permission.ERASE, _ERASE, "show_erasure"),
        export_link=file_links.rights_link(
            rights, Permission.EXPORT, _EXPORT, "request_file_export"
        ),
        events=timeline.recent_events(rights, today),
        has_timeline_link=file_links.may_open(rights.staff, "desk:show_timeline"),
        access_summary=_access_summary(queries.count_people_with_access_logged(rights)),
        access_log_link=file_links.access_log_link(rights),
    )


def discreet_page(rights: FileRights, child: Child) -> ChildFilePage:
    """The discreet page: only the code, urgent alerts and the next step. Opens no envelope."""
    today = rights.staff.office.today()
    case, dues = frame.newest_case_of_file(rights)
    urgent = [
        replace(alert, text="")
        for alert in alerts.list_file_alerts(rights, child, case, dues, only_urgent=True)
    ]
    return ChildFilePage(
        code=child.code,
        is_discreet=True,
        file_id=rights.file_id,
        alerts=[replace(alert, text="") for alert in urgent],
        due=[_due(rights, due, today, is_discreet=True) for due in dues],
        shows_case=case is not None,
    )


def progress_steps(
    rights: FileRights, case: Case, dues: list[Due], plan: queries.PlanProgress | None
) -> list[ProgressStep]:
    """The stages of the case, with their known dates.

    A stage is done only when nothing of it is open and the records that belong to it exist, as far as the
    reader may know. A request for closure does not change the stage, and is a tag on it.
    """
    office = rights.staff.office
    today, missing = office.today(), _missing_domains(case, office)
    steps_left = _steps_left(plan) if not case.is_ended else ""
    days = {
        Stage.REGISTRATION: case.opened_on,
        Stage.ASSESSMENT: getattr(case, "assessed_on", None),
        Stage.PLANNING: getattr(case, "plan_on", None),
        Stage.CLOSING: case.closed_on,
    }
    stage_now = Stage(case.stage)  # as in the list of cases; open steps are said at their own stage
    is_closing_asked = case.status == CaseStatus.CLOSING_ASKED
    if is_closing_asked and stage_now == Stage.CLOSING:  # a case is closed only with the approval
        stage_now = Stage.REVIEW
    position = list(Stage).index(stage_now)
    absent = _absent_stages(rights, days, is_reviewed=bool(getattr(case, "reviewed_on", None)))
    steps = []
    for place, stage in enumerate(Stage):
        day = days.get(stage)
        text = wording.describe_day(day, today) if day else ""
        is_now = place == position and not case.is_ended
        if is_now and not text and dues:
            text = frame.next_step(rights, dues)
        is_done = place < position or case.is_ended
        if stage == Stage.ASSESSMENT and missing and not case.is_ended:
            text, is_done = missing, False
        if stage == Stage.IMPLEMENTATION and steps_left and place <= position:
            text, is_done = steps_left, False
        if is_done and stage in absent:
            text, is_done = _("Not recorded"), False
        tag = CaseStatus.CLOSING_ASKED.label if is_now and is_closing_asked else ""
        steps.append(
            ProgressStep(
                stage.label, text, "now" if is_now else "done" if is_done else "ahead", tag
            )
        )
    return steps


def _absent_stages(
    rights: FileRights, days: Mapping[Stage, dt.date | None], *, is_reviewed: bool
) -> set[Stage]:
    """The stages without the assessment, approved plan or review of them, for who reads these."""
    absent = set()
    if rights.reads & Section.NEEDS and not days[Stage.ASSESSMENT]:
        absent.add(Stage.ASSESSMENT)
    if rights.reads & Section.PLAN and not days[Stage.PLANNING]:
        absent |= {Stage.PLANNING, Stage.IMPLEMENTATION}
    if rights.reads & Section.PLAN and not is_reviewed:
        absent.add(Stage.REVIEW)
    return absent


def _steps_left(plan: queries.PlanProgress | None) -> str:
    """How many steps of goals in progress are done; empty if all are."""
    goals = plan.goals if plan else []
    going_on = [each for each in goals if each.goal.state == GoalState.OPEN]
    count, done = sum(each.steps for each in going_on), sum(each.done for each in going_on)
    text = ngettext("%(done)d of %(count)d step done", "%(done)d of %(count)d steps done", count)
    return text % {"done": done, "count": count} if done < count else ""


def _missing_domains(case: Case, office: Office) -> str:
    """How many required domains are assessed; empty unless a begun assessment is incomplete."""
    facets = getattr(case, "all_facets", None)
    if not facets:
        return ""
    procedure = office_procedure(office, on=office.today())
    coverage = assessment_coverage(facets, procedure)
    return "" if coverage.is_complete else describe_coverage(coverage)


def _statement_quote(opened: queries.OpenedStatement, today: dt.date) -> StatementQuote:
    statement, texts = opened.statement, opened.payload
    about = [wording.describe_day(statement.said_on, today)]
    if statement.form:
        about.append(str(StatementMedium(statement.form).label).lower())
    if statement.language:
        about.append(
            _("in %(language)s") % {"language": languages.language_name(statement.language)}
        )
    if statement.was_read_back:
        about.append(_("read back to the child"))
    about.append(
        _("visible to: %(audience)s")
        % {"audience": str(StatementAudience(statement.audience).label).lower()}
    )
    text = str(texts.get("words", ""))
    return StatementQuote(
        text, " · ".join(about), statement.language, statement.form == StatementMedium.VERBATIM
    )


def _words_elsewhere(
    rights: FileRights, plan: queries.PlanProgress | None, today: dt.date
) -> list[StatementQuote]:
    """What the child said in an assessment and in the plan, with source, for readers of these."""
    if not rights.may_read(Section.VOICE):
        return []  # the page has no part for these
    return [
        StatementQuote(
            said.words,
            components.join_facts([said.source, wording.describe_day(said.said_on, today)]),
            said.language,
        )
        for said in queries.get_recorded_wishes(rights, plan)
    ]


def _decided_by(code: str) -> str:
    """Who decided a goal; for imported goals, this may be unknown."""
    if not code:
        return _("decided by: not recorded")
    return _("decided by: %(who)s") % {"who": str(GoalDecidedBy(code).label).lower()}


def _goal(opened: queries.GoalProgress, today: dt.date) -> GoalItem:
    goal, payload = opened.goal, opened.payload
    about = []
    if goal.state != GoalState.OPEN:
        about.append(str(GoalState(goal.state).label).lower())
    if goal.due_on:
        day = wording.describe_day(goal.due_on, today, inside=True)
        about.append(_("until %(day)s") % {"day": day})
    counted = ngettext(
        "%(done)d of %(count)d step done", "%(done)d of %(count)d steps done", opened.steps
    )
    return GoalItem(
        str(payload.get("text", "")),
        _decided_by(goal.decided_by),
        " · ".join(about),
        counted % {"done": opened.done, "count": opened.steps} if opened.steps else "",
        str(payload.get("child_words") or ""),
    )


def _due(
    rights: FileRights, due: Due, today: dt.date, *, is_discreet: bool = False
) -> components.DueItem:
    label = str(Duty(due.duty).label)
    if not is_discreet:
        label = wording.describe_renewal(label, getattr(due, "valid_until", None), today)
    url = file_links.duty_link(rights, due.duty)
    return wording.due_item(label, due.due_on, today, url=url)


def _over_limit(case: Case | None) -> str:
    """Why the case was assigned beyond the procedure's limit; empty if within it."""
    if case is None or not case.over_limit_because:
        return ""
    return _("Above the case limit: %(reason)s") % {"reason": case.get_over_limit_because_display()}


def _seat(seat: Seat, rights: FileRights, case: Case | None) -> components.TeamSeatItem:
    role = seat_role(seat)
    # A new case waits with a supervisor, who has the seat until a case worker is assigned.
    is_workers = seat.role == TeamRole.CASE_WORKER and seat.until_on is None
    waits = case is not None and case.awaits_assignment and is_workers
    if seat.staff is None or waits:
        return components.TeamSeatItem(role)
    return components.TeamSeatItem(
        role, _("You") if seat.staff_id == rights.staff.id else seat.staff.name
    )


def _access_summary(count: int | None) -> str:
    if count is None:
        return ""
    text = ngettext("%(count)d person in 30 days", "%(count)d people in 30 days", count)
    return text % {"count": count}
