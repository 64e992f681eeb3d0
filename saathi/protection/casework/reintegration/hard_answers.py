"""A child who is not safe by an answer of the outcome scale: in Act now until a contact is recorded."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, VisitOutcome
from saathi.protection.casework.reintegration.models import MonitoringContact, OutcomeAnswer
from saathi.protection.casework.reintegration.rules import NOT_OURS
from saathi.protection.casework.reintegration.vocabulary import (
    OutcomeFace,
    PlannedContactState,
    ReintegrationState,
    ReturnContactWay,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200
OUTCOMES: Final = "reintegration:list_outcomes"
_COLUMNS: Final = {"file_id": "file_id", "on": "answered_on", "at": "recorded_at"}


def unsafe_answers(answers: QuerySet[OutcomeAnswer, Any]) -> QuerySet[OutcomeAnswer, Any]:
    """Those of these answers that find safety very hard, and after which no contact is recorded.

    A contact is a visit or call of ours in which the child was reached, recorded later than the
    answer, or of a later day. A message is none, nor is a contact of the mentor or of another agency.
    The same in SQL: `reintegration_without_contact` in `functions/hard_answers.sql`.
    """
    visits = Visit.objects.filter(
        file=OuterRef("file"),
        recorded_at__gt=OuterRef("recorded_at"),
        happened_at__date__gte=OuterRef("answered_on"),
    ).exclude(outcome=VisitOutcome.NOT_MET)
    contacts = MonitoringContact.objects.filter(
        file=OuterRef("file"),
        state=PlannedContactState.HELD,
        contact_on__gt=OuterRef("answered_on"),
    ).exclude(Q(way=ReturnContactWay.MESSAGE) | Q(made_by__in=NOT_OURS))
    is_followed = Exists(Case.objects.filter(file=OuterRef("file"), status__in=OPEN_STATUSES))
    return answers.alias(safety=KT("faces__safe")).filter(
        Q(reintegration__state=ReintegrationState.ACTIVE) | Q(is_followed),
        ~Exists(visits),
        ~Exists(contacts),
        safety=OutcomeFace.VERY_HARD,
    )


def unsafe_answers_column(staff: Staff, _files: object) -> Any:
    """The children who are not safe by an answer that this person reads."""
    shown = unsafe_answers(access.visible(staff, OutcomeAnswer, by_row=True)).annotate(
        child_code=code_of_file(staff, by_row=True),
        child=F("reintegration__child"),
    )
    return rows_column(
        shown.order_by("answered_on", "pk")[:MOST],
        **_COLUMNS,
        child_id="child",
        code="child_code",
    )


def unsafe_answers_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children, with the link to the answers."""
    return [
        AlertBox(
            _("%(code)s: %(danger)s")
            % {"code": row["code"] or _("no access"), "danger": _danger(row)},
            "",
            _see(row["file_id"]),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.IN_DANGER,
            since=dt.datetime.fromisoformat(row["at"]),
        )
        for row in {row["file_id"]: row for row in found}.values()
    ]


def file_unsafe_column(rights: FileRights, _day: dt.date) -> Any:
    """The newest of these answers in a file; empty without one."""
    unsafe = unsafe_answers(rights.records(OutcomeAnswer)).filter(
        reintegration__child=OuterRef("pk")
    )
    return Subquery(unsafe.order_by("-answered_on").values(row=JSONObject(**_COLUMNS))[:1])


def file_unsafe_alert(rights: FileRights, row: dict[str, Any] | None) -> list[AlertBox]:
    """The alert in the header of the child's file."""
    if not row:
        return []
    danger = _danger(row)
    return [AlertBox(f"{danger[:1].upper()}{danger[1:]}", "", _see(rights.file_id))]


def _danger(row: dict[str, Any]) -> str:
    day = format_day(dt.date.fromisoformat(row["on"]))
    text = _("“very hard” was answered about safety on %(day)s. Contact the child and record it")
    return text % {"day": day}


def _see(file_id: object) -> ActionLink:
    return ActionLink(_("Outcome scale"), reverse(OUTCOMES, args=[file_id]))
