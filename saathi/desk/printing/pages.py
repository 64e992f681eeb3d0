"""The content of printed documents for their templates: plain values that the reader may see."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.sections import Section
from saathi.desk.child_file import frame, pages, queries
from saathi.desk.child_file.pages import ChildFilePage
from saathi.desk.printing import paper_texts
from saathi.desk.team.wording import seat_role
from saathi.infra.join_words import join_words
from saathi.participation.vocabulary import StatementMedium
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.protection.casework.care_plans.queries import OpenedCarePlan, OpenedCarePlanGoal
from saathi.protection.casework.care_plans.vocabulary import GoalState, PlanState, StepState
from saathi.protection.casework.cases.models import Seat
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.components import GoalItem
from saathi.web.pdf import text_with_direction

type Paper = dict[str, Any]

# Texts for the states of a step or goal other than open and done.
_STEP_STATE_TEXTS = frozenset({StepState.NOT_POSSIBLE, StepState.DECLINED})


def plan_document(
    rights: FileRights, child: Child, plan: OpenedCarePlan, *, language: str, with_name: bool
) -> Paper:
    """The plan in the child's language and plain words, without what happened to the child."""
    texts = paper_texts.load_paper_texts(language)
    with override(language):
        seats = queries.list_seats(rights) if rights.may_read(Section.CASE) else []
        review = plan.plan.review_on
        return {
            "title": child.code,
            "lang": language,
            "rtl": language in paper_texts.RIGHT_TO_LEFT,
            "words": texts,
            "foot": f"{child.code} · {texts['foot']}",
            "draft": not texts["checked_by_native_reader"],
            "name": text_with_direction(child_header(child, staff=rights.staff).name)
            if with_name
            else None,
            "made": texts["made"].format(day=_day(plan.plan.made_on)),
            "note": "" if plan.plan.state in _AGREED else texts["not_agreed"],
            "said": _own(plan.payload, "child_words"),
            "goals": [_plan_goal(goal, texts) for goal in plan.goals],
            "review": texts["review"].format(day=_day(review)) if review else "",
            "team": [_member(seat, texts) for seat in seats if seat.staff],
        }


_AGREED = frozenset({PlanState.APPROVED, PlanState.REPLACED})


def _plan_goal(opened: OpenedCarePlanGoal, texts: Mapping[str, Any]) -> Paper:
    goal = opened.goal
    return {
        "text": text_with_direction(opened.payload.get("text", "")),
        "decided": texts["decided_by"].get(goal.decided_by, ""),
        "by": texts["by"].format(day=_day(goal.due_on)) if goal.due_on else "",
        "state": "" if goal.state == GoalState.OPEN else texts["state"][goal.state],
        "said": _own(opened.payload, "child_words"),
        "steps": [
            {
                "text": text_with_direction(payload.get("text", "")),
                "done": step.state == StepState.DONE,
                "about": " · ".join(_about_step(step, texts)),
            }
            for step, payload in opened.steps
        ],
    }


def _about_step(step: Any, texts: Mapping[str, Any]) -> list[str]:
    about = [texts["who"].format(name=step.responsible.name)] if step.responsible else []
    if step.state in _STEP_STATE_TEXTS:
        about.append(texts["state"][step.state])
    elif step.done_on:
        about.append(texts["done_on"].format(day=_day(step.done_on)))
    elif step.due_on:
        about.append(texts["by"].format(day=_day(step.due_on)))
    return about


def _member(seat: Seat, texts: Mapping[str, Any]) -> Paper:
    return {
        "name": text_with_direction(seat.staff.name if seat.staff else ""),
        "role": texts["role"][seat.role],
    }


def file_summary_document(rights: FileRights, child: Child, *, with_name: bool) -> Paper:
    """The file as its page shows it to this reader, in the language of the page.

    Dates are written out: "yesterday" is wrong on paper.
    """
    shown: ChildFilePage = pages.file_page(rights, child)
    header = child_header(child, staff=rights.staff)
    return {
        "title": child.code,
        "lang": (get_language() or "en").partition("-")[0],
        "rtl": get_language_bidi(),
        "words": _headings(),
        "foot": paper_footer(rights, child),
        "code": child.code,
        "name": text_with_direction(header.name) if with_name else None,
        "facts": [
            text_with_direction(f"{fact.before} {fact.strong} {fact.text}")
            for fact in (*header.facts, *header.more_facts)
        ],
        "alerts": [
            {"title": str(alert.title), "text": str(alert.text)}
            for alert in shown.alerts
            if alert.kind == "danger"
        ],
        "stages": [{"label": str(step.label), "now": step.state == "now"} for step in shown.steps],
        "said": _statement_lines(rights) if shown.shows_voice else [],
        "shows_plan": shown.shows_plan,
        "goals": [_summary_goal(goal) for goal in shown.goals],
        "due": _due(rights) if shown.shows_case else [],
        "team": _team(rights) if shown.shows_case else [],
    }


def _summary_goal(goal: GoalItem) -> Paper:
    about = (goal.decided_by, goal.about, goal.steps)
    return {
        "text": text_with_direction(goal.title),
        "about": " · ".join(str(part) for part in about if part),
        "said": text_with_direction(goal.child_words) if goal.child_words else None,
    }


def _statement_lines(rights: FileRights) -> list[Paper]:
    statements, _count = queries.latest_statements(rights)
    return [
        {
            "words": text_with_direction(statement.payload.get("words", "")),
            "about": join_words(
                [
                    _day(statement.statement.said_on),
                    str(StatementMedium(statement.statement.form).label).lower(),
                    languages.language_name(statement.statement.language),
                ]
            ),
        }
        for statement in statements
    ]


def _due(rights: FileRights) -> list[str]:
    today = rights.staff.office.today()
    late = {True: f" · {_('overdue')}", False: ""}
    return [
        f"{_day(due.due_on)}: {Duty(due.duty).label}{late[due.due_on < today]}"
        for due in frame.newest_case_of_file(rights)[1]
    ]


def _team(rights: FileRights) -> list[Paper]:
    return [
        {
            "name": text_with_direction(seat.staff.name if seat.staff else _("not assigned")),
            "role": seat_role(seat),
        }
        for seat in queries.list_seats(rights)
    ]


def _headings() -> dict[str, str]:
    return {
        "way": _("Case progress"),
        "said": _("In the child’s own words"),
        "plan": _("Plan"),
        "no_goals": _("No goals yet. Ask the child first what matters to them."),
        "due": _("Due"),
        "team": _("The child’s team"),
    }


def paper_footer(rights: FileRights, child: Child) -> str:
    """The footer of a document: code, date and author."""
    words_of_foot = {
        "code": child.code,
        "day": _day(rights.staff.office.today()),
        "name": rights.staff.name,
    }
    return (
        _("%(code)s · printed on %(day)s by %(name)s · confidential; store securely")
        % words_of_foot
    )


def _own(payload: Mapping[str, Any], name: str) -> Paper | None:
    text = str(payload.get(name) or "").strip()
    return text_with_direction(text) if text else None


def _day(on: dt.date | None) -> str:
    return date_format(on, "j F Y") if on else ""
