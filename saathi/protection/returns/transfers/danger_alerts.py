"""A child who may be in danger after a transfer: in Act now, at the top of the file and of the transfer."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
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
from saathi.protection.returns.transfers import after_queries
from saathi.protection.returns.transfers.models import Transfer, TransferReport
from saathi.protection.returns.transfers.vocabulary import SituationAfterTransfer
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST = 200
COLUMNS = {
    "pk": "pk",
    "file_id": "file_id",
    "child_id": "child_id",
    "danger": "danger",
    "danger_on": "danger_on",
    "danger_at": "danger_at",
}


def danger_column(staff: Staff, _files: object) -> Any:
    """The transfers of files that this person reads whose child may be in danger; not as the receiver."""
    result = access.visible(staff, Transfer, by_row=True).exclude(receiver=staff.id)
    shown = after_queries.in_danger(result, TransferReport.objects.all())
    shown = shown.annotate(child_code=code_of_file(staff, by_row=True)).order_by("-danger_at")
    return rows_column(shown[:MOST], **COLUMNS, code="child_code")


def danger_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children, with the link to the transfer."""
    title = _("%(code)s: %(danger)s after a transfer abroad (report of %(day)s)")
    return [
        AlertBox(
            title % {"code": row["code"] or _("no access"), **_words(row)},
            "",
            ActionLink(
                _("The transfer"),
                reverse("transfers:show_transfer", args=[row["file_id"], row["pk"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.SEEN_UNSAFE,
            since=dt.datetime.fromisoformat(row["danger_at"]),
        )
        for row in found
    ]


def _words(row: dict[str, Any]) -> dict[str, str]:
    situation = str(SituationAfterTransfer(row["danger"]).label)
    day = str(format_day(dt.date.fromisoformat(row["danger_on"])))
    return {"danger": situation[:1].lower() + situation[1:], "day": day}


def file_danger_column(rights: FileRights, _day: dt.date) -> Any:
    """The transfer of the child of a file that may be in danger; empty without one."""
    transfers = rights.records(Transfer).filter(child=OuterRef("pk"))
    in_danger = after_queries.in_danger(transfers, rights.records(TransferReport))
    return Subquery(in_danger.order_by("-danger_at").values(row=JSONObject(**COLUMNS))[:1])


def file_danger_alert(rights: FileRights, row: dict[str, Any] | None) -> list[AlertBox]:
    """The alert of the child's file, with the link to the transfer."""
    if not row:
        return []
    title = _("%(danger)s after a transfer abroad (report of %(day)s)") % {
        **_words(row),
        "danger": SituationAfterTransfer(row["danger"]).label,
    }
    see = ActionLink(
        _("The transfer"), reverse("transfers:show_transfer", args=[rights.file_id, row["pk"]])
    )
    return [AlertBox(title, "", see)]


def _missing_form(report: TransferReport, reader: Staff) -> str:
    """The form for a missing child: filled in from the child's file if the reader may read it."""
    reads = access.rights(reader, report.file_id).reads
    if (Section.IDENTITY | Section.VISITS) & ~reads:
        return reverse("missing:report_missing")
    return reverse("placements:report_child_missing", args=[report.file_id])


def transfer_danger_alert(report: TransferReport | None, reader: Staff) -> list[AlertBox]:
    """The alert at the top of a transfer, with what to do now."""
    if report is None:
        return []
    situation = SituationAfterTransfer(report.situation)
    title = _("%(danger)s (report of %(day)s)") % {
        "danger": situation.label,
        "day": format_day(report.seen_on),
    }
    text = _(
        "Call the receiving side now, and inform the focal points. The alert ends when another person "
        "reports on a later day that the child is safe: a colleague of your agency, if your agency "
        "reported the danger."
    )
    action = None
    is_missing = situation == SituationAfterTransfer.MISSING
    if is_missing and access.has_permission(reader, Permission.RECORD_REPORT):
        action = ActionLink(_("Register as missing"), _missing_form(report, reader))
    return [AlertBox(title, text, action)]
