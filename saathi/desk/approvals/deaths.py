"""Requests to close a case because the child died: the line in Act now, and what to check first."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.desk.closing.blockers import ClosingBlocker
from saathi.infra.query_columns import rows_column
from saathi.people.models import Child
from saathi.people.vocabulary import CONFIRMED_FROM_OUTSIDE, DeathSource
from saathi.protection.casework.cases.closings import was_child_met_since
from saathi.protection.casework.cases.models import Approval, Closing
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    ClosingReason,
)
from saathi.protection.casework.documents.models import Document
from saathi.protection.casework.documents.vocabulary import DocumentKind, DocumentState
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST_SHOWN = 1_000
# The types under which a death certificate or a letter of a hospital is kept.
_PROOF_KINDS = (DocumentKind.MEDICAL, DocumentKind.LETTER, DocumentKind.OTHER)


def death_requests_column(staff: Staff, _files: object) -> Any:
    """The requests in the offices that this person leads, of others; the oldest first."""
    died = access.visible(staff, Closing, by_row=True).filter(reason=ClosingReason.DIED)
    children = access.visible(staff, Child, by_row=True).filter(file=OuterRef("file_id"))
    waiting = access.visible(staff, Approval, by_row=True).filter(
        office__in=staff.acts_as,
        decision=ApprovalDecision.WAITING,
        subject=ApprovalSubject.CLOSING,
        subject_id__in=died.values("pk"),
    )
    return rows_column(
        waiting.exclude(recorded_by=staff.pk).order_by("asked_at", "pk")[:MOST_SHOWN],
        approval_id="pk",
        file_id="file_id",
        child_id=Subquery(children.values("pk")[:1]),
        code=Subquery(children.values("code")[:1]),
    )


def death_request_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line for each of these requests, with a link to the decision."""
    return [_box(row) for row in found]


def _box(row: dict[str, Any]) -> AlertBox:
    title, child = _("Closure requested: child died"), None
    if row["child_id"]:
        title = _("%(code)s: closure requested, child died") % {"code": row["code"]}
        child = AlertChild(UUID(row["child_id"]), UUID(row["file_id"]))
    url = reverse("desk:show_approval", args=[UUID(row["approval_id"])])
    return AlertBox(
        title, "", ActionLink(_("Decide on the request"), url), child=child, rank=UrgentRank.TODAY
    )


def death_alert(closing: Closing) -> AlertBox:
    """What to check before the closing is approved, above the alert of a child who may be in danger."""
    return AlertBox(
        _("Closure requested: child died"), what_to_check(closing), icon="clipboard-check"
    )


def what_to_check(closing: Closing) -> str:
    """The evidence of the death and the person to contact, by the source that the request gives."""
    source = DeathSource(closing.death_source)
    if source == DeathSource.CERTIFICATE:
        return _(
            "Check the death certificate or the hospital’s letter before you approve; contact the "
            "hospital, or the office that registered the death."
        )
    if source == DeathSource.AUTHORITY:
        return _(
            "Check the letter of the police or court before you approve; contact the police or court."
        )
    if source == DeathSource.OWN_STAFF:
        return _(
            "Check the record of the colleague who confirmed the death before you approve; contact "
            "this colleague."
        )
    return _(
        "The death is not confirmed. Contact the hospital, the police or the office that registers "
        "deaths."
    )


def death_cautions(rights: FileRights, closing: Closing) -> list[ClosingBlocker]:
    """What does not fit a source that confirms the death; it does not prevent approval. Two queries."""
    cautions = []
    if closing.death_source in CONFIRMED_FROM_OUTSIDE and was_child_met_since(
        closing.case, rights.staff, closing.died_on, closing.recorded_at
    ):
        text = _("A visit met the child after the reported death. Check which of the two is true.")
        cautions.append(ClosingBlocker("met_since_death", text))
    if closing.death_source != DeathSource.CERTIFICATE:
        return cautions
    if closing.died_on is None:
        text = _(
            "The source is a death certificate or hospital, but the date of death is not known. A "
            "certificate or a hospital’s letter states the date."
        )
        cautions.append(ClosingBlocker("date_of_death", text))
    if rights.may_read(Document.section) and not _has_proof(rights, closing):
        text = _(
            "The source is a death certificate or hospital, but you can read no such document in "
            "this file."
        )
        link = ActionLink(
            _("Documents"), reverse("documents:list_documents", args=[rights.file_id])
        )
        cautions.append(ClosingBlocker("proof_of_death", text, action=link))
    return cautions


def _has_proof(rights: FileRights, closing: Closing) -> bool:
    """Whether a document of a possible type was received, not before the death if its day is known."""
    records = rights.records(Document).filter(kind__in=_PROOF_KINDS, state=DocumentState.CURRENT)
    if closing.died_on:
        records = records.filter(received_on__gte=closing.died_on)
    return bool(records.exists())
