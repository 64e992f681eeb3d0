"""What the staff of a file see of an enquiry: who asks, and what the child wishes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.child_search import queries
from saathi.infra.join_words import join_words
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementMedium, StatementState, StatementTopic
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.protection.identification.intake.vocabulary import (
    ChildView,
    ContactThrough,
    EnquiryState,
    MatchUse,
    SearchPurpose,
    Seeker,
    Urgency,
)
from saathi.vault import store as vault
from saathi.web.components import ActionLink, AlertBox, LabelledValue, StatementQuote


@dataclass(frozen=True)
class EnquiryPage:
    """The content of the page of one enquiry, for the person who decides on it."""

    asked: list[LabelledValue]
    alerts: list[AlertBox]
    statements: list[StatementQuote]
    withheld: list[LabelledValue]  # topics that the child declined, or must not be asked about
    file: ActionLink | None
    decided: list[LabelledValue]
    view: list[LabelledValue]  # the child's view on contact with the person who asks
    ask: ActionLink | None


def enquiry_page(match: EnquiryMatch, request: StaffRequest) -> EnquiryPage:
    """The page of an enquiry: who asks and why, with the child's own words."""
    asker = queries.staff_who_asked([match])[match.asker]
    statements = queries.list_child_statements(request.staff, match.file_id)
    spoken = [s for s in statements if s.state == StatementState.SAID and s.sealed]
    opened = vault.open_many(spoken)
    opened_match = records.open_texts(match)
    file = reverse("desk:child_file", args=[match.file_id])
    may_open = Permission.WORK_ON_CASE in request.may
    return EnquiryPage(
        asked=[
            LabelledValue(_("Requested by"), asker.name, note=asker.office.name),
            LabelledValue(_("Agency"), asker.agency.name),
            LabelledValue(_("Reason"), SearchPurpose(match.purpose).label),
            LabelledValue(
                _("Possible explanation"), MatchUse(match.use).label if match.use else ""
            ),
            LabelledValue(
                _("Person looking for the child"),
                Seeker(match.relation).label,
                note=gettext("as reported"),
            ),
            LabelledValue(_("Urgency"), Urgency(match.urgency).label),
            LabelledValue(_("Requested on"), _day(match, request)),
        ],
        alerts=_alerts(
            match, are_accused=queries.has_alleged_perpetrator(request.staff, match.file_id)
        ),
        statements=[_words(s, opened[s.pk]) for s in spoken if s.pk in opened],
        withheld=[
            LabelledValue(_topics(s), StatementState(s.state).label)
            for s in statements
            if s.state != StatementState.SAID
        ],
        file=ActionLink(_("Open the child’s file"), file, "file-text") if may_open else None,
        decided=_decided(match, opened_match),
        view=_view(match, opened_match),
        ask=_ask(match),
    )


def _view(match: EnquiryMatch, words: dict[str, str]) -> list[LabelledValue]:
    """The child's view on contact with the person who asks."""
    day = formats.date_format(match.view_on, "SHORT_DATE_FORMAT") if match.view_on else ""
    return [
        LabelledValue(_("Child’s response"), ChildView(match.view).label, note=day),
        LabelledValue(
            _("In the child’s words"), words.get("view_words", ""), missing=_("not recorded")
        ),
        LabelledValue(_("Child asked by"), words.get("asked_by", ""), missing=_("none yet")),
    ]


def _ask(match: EnquiryMatch) -> ActionLink | None:
    if match.state != EnquiryState.WAITING:
        return None
    address = reverse("desk:record_child_view_on_enquiry", args=[match.pk])
    return ActionLink(_("Record the child’s view on contact"), address, "message-circle")


def _day(match: EnquiryMatch, request: StaffRequest) -> str:
    zone = ZoneInfo(request.staff.office.time_zone)
    return formats.date_format(match.asked_at.astimezone(zone), "SHORT_DATETIME_FORMAT")


def _alerts(match: EnquiryMatch, *, are_accused: bool) -> list[AlertBox]:
    alerts = []
    # The job skips a protected child; the child may have become protected since.
    if match.file.is_protected:
        text = _(
            "Do not disclose outside your office that this child is known. Making contact "
            "would disclose it."
        )
        alerts.append(
            AlertBox(
                _("This child is under special protection"), text, kind="danger", icon="shield"
            )
        )
    if are_accused:
        title = _("This file names an alleged perpetrator")
        text = _(
            "Check with the child’s case worker: the alleged perpetrator may be the person "
            "enquiring."
        )
        alerts.append(AlertBox(title, text, kind="attend", icon="shield"))
    return alerts


def _topics(statement: Statement) -> str:
    named = [str(StatementTopic(t).label) for t in statement.topics if t in StatementTopic.values]
    return join_words(named) or gettext("Other")


def _words(statement: Statement, opened: dict[str, str]) -> StatementQuote:
    return StatementQuote(
        text=opened.get("words", ""),
        about=_topics(statement),
        language=statement.language,
        is_verbatim=statement.form == StatementMedium.VERBATIM,
    )


def _decided(match: EnquiryMatch, words: dict[str, str]) -> list[LabelledValue]:
    if match.state == EnquiryState.WAITING or not match.sealed:
        return []
    pairs = [LabelledValue(_("Decision"), EnquiryState(match.state).label)]
    if match.state == EnquiryState.CONTACT_MADE:
        through = ContactThrough(match.through).label if match.through else ""
        pairs.append(
            LabelledValue(_("Contact made through"), through, note=words.get("through_whom", ""))
        )
    return [*pairs, LabelledValue(_("Reason"), words.get("reason", ""))]
