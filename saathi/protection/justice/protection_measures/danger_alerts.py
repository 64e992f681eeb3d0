"""A child who is threatened: in Act now until a check says safe, and in the header of the file."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.justice.protection_measures import threat_rules
from saathi.protection.justice.protection_measures.models import ProtectionMeasure, Threat
from saathi.protection.justice.protection_measures.vocabulary import (
    ProtectionState,
    ThreatSafety,
    ThreatState,
    ThreatUrgency,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST = 200
COLUMNS = {
    "file_id": "file_id",
    "child_id": "child_id",
    "happened_on": "happened_on",
    "state": "state",
    "alarm_urgency": "alarm_urgency",
    "safety": "safety",
    "safe_since": "safe_since",
    "is_overdue": "is_overdue",
    "recorded_at": "recorded_at",
}


def _in_danger(
    threats: QuerySet[Threat, Any], measures: QuerySet[ProtectionMeasure, Any], today: dt.date
) -> QuerySet[Threat, Any]:
    """Threats from which no check says the child is safe, with an overdue check, or with protection ended.

    The first as `threat_rules.is_alarming`.
    """
    of_child = measures.filter(file=OuterRef("file"))
    in_force = Exists(of_child.filter(state=ProtectionState.IN_FORCE))
    has_ended = Exists(of_child.filter(state=ProtectionState.ENDED))
    is_unsafe = Q(alarm_urgency=ThreatUrgency.IMMEDIATE) | Q(safety=ThreatSafety.NO)
    is_pressing = Q(alarm_urgency__in=[ThreatUrgency.IMMEDIATE, ThreatUrgency.SOON])
    is_late = Q(check_on__lt=today)
    active = threats.exclude(state=ThreatState.ENDED).annotate(
        is_overdue=ExpressionWrapper(is_late, output_field=BooleanField())
    )
    return active.filter(
        (is_unsafe & Q(safe_since=None)) | is_late | (is_pressing & Q(has_ended) & ~Q(in_force))
    )


def danger_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """The threats in the files that this person reads on which someone must act now."""
    threats = access.visible(staff, Threat, by_row=True)
    measures = access.visible(staff, ProtectionMeasure, by_row=True)
    result = _in_danger(threats, measures, today)
    shown = result.annotate(child_code=code_of_file(staff, by_row=True)).order_by("-recorded_at")
    return rows_column(shown[:MOST], **COLUMNS, code="child_code")


def danger_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these threats, with the link to the page."""
    return [
        AlertBox(
            _("%(code)s: %(danger)s") % {"code": row["code"] or _("no access"), **_words(row)},
            "",
            ActionLink(
                _("Threats and protection"),
                reverse("protection:show_protection", args=[row["file_id"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=_rank(row),
            since=dt.datetime.fromisoformat(row["recorded_at"]),
        )
        for row in found
    ]


def _is_alarming(row: dict[str, Any]) -> bool:
    return threat_rules.is_alarming(
        row["state"], row["alarm_urgency"], row["safety"], row["safe_since"]
    )


def _rank(row: dict[str, Any]) -> UrgentRank:
    """Danger by the threat itself; a check that is late or a measure that ended comes after it."""
    if _is_alarming(row):
        return UrgentRank.IN_DANGER
    return UrgentRank.OVERDUE if row["is_overdue"] else UrgentRank.PREVENTED


def _words(row: dict[str, Any]) -> dict[str, str]:
    day = format_day(dt.date.fromisoformat(row["happened_on"]))
    alarm = _is_alarming(row)
    if alarm and row["safety"] == ThreatSafety.NO:
        text = _("the child is not safe from the threat of %(day)s")
    elif alarm and row["state"] == ThreatState.OPEN:
        text = _("threat of %(day)s without action")
    elif alarm:
        text = _("no check confirms that the child is safe from the threat of %(day)s")
    elif row["is_overdue"]:
        text = _("check of the threat of %(day)s is overdue")
    else:
        text = _("protection ended, threat of %(day)s still active")
    return {"danger": text % {"day": day}}


def file_danger_column(rights: FileRights, day: dt.date) -> Any:
    """The newest threat of a file on which someone must act now; empty without one."""
    in_danger = _in_danger(rights.records(Threat), rights.records(ProtectionMeasure), day)
    in_danger = in_danger.filter(child=OuterRef("pk"))
    return Subquery(in_danger.order_by("-recorded_at").values(row=JSONObject(**COLUMNS))[:1])


def file_danger_alert(rights: FileRights, row: dict[str, Any] | None) -> list[AlertBox]:
    """The alert of the child's file, with the link to threats and protection."""
    if not row:
        return []
    danger = _words(row)["danger"]
    see = ActionLink(
        _("Threats and protection"), reverse("protection:show_protection", args=[rights.file_id])
    )
    return [AlertBox(f"{danger[:1].upper()}{danger[1:]}", "", see)]
