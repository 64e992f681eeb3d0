"""A child who is not safe by an answer of the outcome scale: in Act now until a visit is recorded."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, VisitKind, VisitOutcome
from saathi.protection.casework.reintegration.models import MonitoringContact, OutcomeAnswer
from saathi.protection.casework.reintegration.rules import NOT_OURS
from saathi.protection.casework.reintegration.vocabulary import (
    OutcomeFace,
    OutcomeRespondent,
    PlannedContactState,
    ReintegrationState,
    ReturnContactWay,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200
OUTCOMES: Final = "reintegration:list_outcomes"
SAME_SITTING: Final = dt.timedelta(hours=2)  # the same in SQL
UNSEEN_WAYS: Final = (ReturnContactWay.CALL, ReturnContactWay.MESSAGE)  # nobody sees the child
SAFETY: Final = ("safe", "afraid")  # the domains of safety; a “very hard” in one is an alarm
ANSWER_COLUMNS: Final = {
    "file_id": "file_id",
    "on": "answered_on",
    "at": "recorded_at",
    "who": "respondent",
    "called": "called_on",
    **{f"{of}_{name}": f"{of}_{name}" for of in ("own", "child") for name in SAFETY},
}


def unsafe_answers(answers: QuerySet[OutcomeAnswer, Any]) -> QuerySet[OutcomeAnswer, Any]:
    """Those of these answers that find safety or fear very hard, and after which no visit is recorded.

    A visit is one of ours in which the child was met, recorded later than the answer, or of a later
    day. One that began more than two hours before the answer is none: the visit in which the child
    answered counts, an earlier one of the day does not. Nor is a call one, in which nobody sees who
    is beside the child, a message, or a contact of the mentor or of another agency.
    The same in SQL: `reintegration_without_contact` in `functions/hard_answers.sql`.
    """
    reached = Visit.objects.filter(
        Q(happened_at__date__gt=OuterRef("answered_on"))
        | Q(is_time_unknown=True)
        | Q(happened_at__gte=OuterRef("recorded_at") - SAME_SITTING),
        file=OuterRef("file"),
        recorded_at__gt=OuterRef("recorded_at"),
        happened_at__date__gte=OuterRef("answered_on"),
    ).exclude(outcome=VisitOutcome.NOT_MET)
    calls = reached.filter(kind=VisitKind.TELEPHONE).order_by("-happened_at")
    contacts = MonitoringContact.objects.filter(
        file=OuterRef("file"),
        state=PlannedContactState.HELD,
        contact_on__gt=OuterRef("answered_on"),
    ).exclude(Q(way__in=UNSEEN_WAYS) | Q(made_by__in=NOT_OURS))
    is_followed = Exists(Case.objects.filter(file=OuterRef("file"), status__in=OPEN_STATUSES))
    is_hard = Q(own_safe=OutcomeFace.VERY_HARD) | Q(own_afraid=OutcomeFace.VERY_HARD)
    own = {f"own_{name}": KT(f"faces__{name}") for name in SAFETY}
    called_on = Subquery(calls.values(day=TruncDate("happened_at"))[:1])
    return answers.annotate(**own, **_child_faces(), called_on=called_on).filter(
        is_hard,
        Q(reintegration__state=ReintegrationState.ACTIVE) | Q(is_followed),
        ~Exists(reached.exclude(kind=VisitKind.TELEPHONE)),
        ~Exists(contacts),
    )


def _child_faces() -> dict[str, Subquery]:
    """What the child answered at the same time about safety and fear."""
    child = OutcomeAnswer.objects.filter(
        reintegration=OuterRef("reintegration"),
        wave=OuterRef("wave"),
        respondent=OutcomeRespondent.CHILD,
    )
    return {
        f"child_{name}": Subquery(child.annotate(face=KT(f"faces__{name}")).values("face")[:1])
        for name in SAFETY
    }


def unsafe_answers_column(staff: Staff, _files: object) -> Any:
    """The children who are not safe by an answer that this person reads."""
    shown = unsafe_answers(access.visible(staff, OutcomeAnswer, by_row=True)).annotate(
        child_code=code_of_file(staff, by_row=True),
        child=F("reintegration__child"),
    )
    return rows_column(
        shown.order_by("answered_on", "pk")[:MOST],
        **ANSWER_COLUMNS,
        child_id="child",
        code="child_code",
    )


def unsafe_answers_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children, with the link to the visit, or to the answers."""
    may = staff.permissions
    is_visitor = Permission.WORK_ON_CASE in may and Permission.APPROVE not in may
    return [
        AlertBox(
            _("%(code)s: %(danger)s")
            % {"code": row["code"] or _("no access"), "danger": describe_danger(row)},
            "",
            _see(row["file_id"], is_visitor=is_visitor),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.IN_DANGER,
            since=dt.datetime.fromisoformat(row["at"]),
        )
        for row in _first_of_each(found)
    ]


def _first_of_each(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One answer of each file: the child's own before those of others, then the newest."""
    ranked = sorted(found, key=lambda row: row["on"])
    ranked.sort(key=lambda row: row["who"] == OutcomeRespondent.CHILD)
    return list({row["file_id"]: row for row in ranked}.values())


def file_unsafe_column(rights: FileRights, _day: dt.date) -> Any:
    """The newest of these answers in a file; empty without one."""
    unsafe = unsafe_answers(rights.records(OutcomeAnswer)).filter(
        reintegration__child=OuterRef("pk")
    )
    own_first = Choice(When(respondent=OutcomeRespondent.CHILD, then=0), default=1)
    ordered = unsafe.order_by(own_first, "-answered_on")
    return Subquery(ordered.values(row=JSONObject(**ANSWER_COLUMNS))[:1])


def file_unsafe_alert(rights: FileRights, row: dict[str, Any] | None) -> list[AlertBox]:
    """The alert in the header of the child's file."""
    if not row:
        return []
    danger = describe_danger(row)
    is_visitor = Permission.WORK_ON_CASE in rights.staff.permissions and bool(
        rights.writes & Section.VISITS
    )
    see = _see(rights.file_id, is_visitor=is_visitor)
    return [AlertBox(f"{danger[:1].upper()}{danger[1:]}", "", see)]


def describe_danger(row: dict[str, Any]) -> str:
    """Who answered “very hard” about safety, and what the child said if it was someone else."""
    texts = {
        OutcomeRespondent.CHILD: _("the child answered “very hard” about safety on %(day)s"),
        OutcomeRespondent.CAREGIVER: _(
            "the caregiver answered “very hard” about safety on %(day)s"
        ),
        OutcomeRespondent.WORKER: _("the worker answered “very hard” about safety on %(day)s"),
    }
    who = OutcomeRespondent(row["who"])
    parts = [texts[who] % {"day": format_day(dt.date.fromisoformat(row["on"]))}]
    name = next(name for name in SAFETY if row[f"own_{name}"] == OutcomeFace.VERY_HARD)
    face = row[f"child_{name}"]
    if who != OutcomeRespondent.CHILD and face:
        parts.append(_("the child answered “%(face)s”") % {"face": OutcomeFace(face).label})
    act = _("Visit the child and record it")
    if row["called"]:
        act = _("Telephone call of %(day)s: a visit is needed.") % {
            "day": format_day(dt.date.fromisoformat(row["called"]))
        }
    return f"{', '.join(parts)}. {act}"


def _see(file_id: object, *, is_visitor: bool) -> ActionLink:
    """The form for the visit that ends the alarm, for those who visit; the answers for others."""
    if is_visitor:
        return ActionLink(_("Record a visit"), reverse("cases:record_visit", args=[file_id]))
    return ActionLink(_("Outcome scale"), reverse(OUTCOMES, args=[file_id]))
