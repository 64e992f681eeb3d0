"""A child found not safe in a contact after the return: in Act now until a contact that reaches the child."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.cases.vocabulary import VisitOutcome
from saathi.protection.casework.reintegration.models import MonitoringContact
from saathi.protection.casework.reintegration.rules import NOT_OURS
from saathi.protection.casework.reintegration.vocabulary import (
    ContactFinding,
    PlannedContactState,
    ReturnContactMaker,
    ReturnContactWay,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200


def not_reached_since(moment: str, day: str) -> Q:
    """Whether no visit recorded after the moment, and no contact of ours after the day, reached the child.

    The names of two columns of the rows; a message is no contact. In SQL: `reintegration_not_reached_since`.
    """
    visits = Visit.objects.filter(file=OuterRef("file"), recorded_at__gt=OuterRef(moment)).exclude(
        outcome=VisitOutcome.NOT_MET
    )
    contacts = MonitoringContact.objects.filter(
        file=OuterRef("file"), state=PlannedContactState.HELD, contact_on__gt=OuterRef(day)
    ).exclude(Q(way=ReturnContactWay.MESSAGE) | Q(made_by__in=NOT_OURS))
    return ~Exists(visits) & ~Exists(contacts)


def open_unsafe_contacts(
    contacts: QuerySet[MonitoringContact, Any],
) -> QuerySet[MonitoringContact, Any]:
    """Those that found the child not safe, reached or not, until a contact that reaches the child.

    That is a later visit, or a later contact of ours that is no message. A contact that is a visit of
    the case is in Act now by its danger too (`cases.danger`), which does not say who told and who acts.
    """
    return contacts.filter(
        not_reached_since("unsafe_at", "contact_on"),
        finding=ContactFinding.UNSAFE,
        state__in=[PlannedContactState.HELD, PlannedContactState.NOT_HELD],
    )


def unsafe_contacts_column(staff: Staff, _files: object) -> Any:
    """The children who were not safe at a contact that this person reads."""
    visible = access.visible(staff, MonitoringContact, by_row=True)
    shown = open_unsafe_contacts(visible).annotate(
        child_code=code_of_file(staff, by_row=True), child=F("reintegration__child")
    )
    return rows_column(
        shown.order_by("act_until", "pk")[:MOST],
        file_id="file_id",
        child_id="child",
        code="child_code",
        on="contact_on",
        until="act_until",
        made_by="made_by",
        way="way",
        state="state",
        at="unsafe_at",
    )


def unsafe_contacts_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children: who told, until when someone acts, the contact.

    Who acts, and what was told, is sealed: it is on the page of the link, first.
    """
    today = staff.office.today()
    return [_box(row, today) for row in {row["file_id"]: row for row in found}.values()]


def _box(row: dict[str, Any], today: dt.date) -> AlertBox:
    until = dt.date.fromisoformat(row["until"]) if row["until"] else None
    title = _("%(code)s: not safe on %(day)s (%(who)s): action until %(until)s")
    if until is None:
        title = _("%(code)s: not safe on %(day)s (%(who)s)")
    elif until < today:
        title = _(
            "%(code)s: not safe on %(day)s (%(who)s), action was due by %(until)s, no contact since"
        )
    text = title % {
        "code": row["code"] or _("no access"),
        "who": who_told(row),
        "day": format_day(dt.date.fromisoformat(row["on"])),
        "until": format_day(until) if until else "",
    }
    return AlertBox(
        text,
        "",
        ActionLink(
            _("What was told, and who acts"),
            reverse("reintegration:list_reintegration", args=[row["file_id"]]),
        ),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.SEEN_UNSAFE,
        since=dt.datetime.fromisoformat(row["at"]),
    )


def who_told(row: dict[str, Any]) -> str:
    """Who made the contact and how: in a call or message, no one saw the child."""
    texts = {
        ReturnContactWay.CALL: _("%(who)s, told by telephone"),
        ReturnContactWay.MESSAGE: _("%(who)s, told in a message"),
    }
    text = texts.get(ReturnContactWay(row["way"]), _("%(who)s, seen at a visit"))
    if row["state"] == PlannedContactState.NOT_HELD:
        text = _("%(who)s, child not reached")
    maker = ReturnContactMaker(row["made_by"])
    return text % {"who": maker.label if maker else _("made by: not recorded")}
