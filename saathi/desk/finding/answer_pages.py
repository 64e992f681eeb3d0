"""What the holder of a file sees of an enquiry: who asks, and what the child wishes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.http import StaffRequest
from saathi.agencies.permissions import Permission
from saathi.desk.finding import queries
from saathi.infra.listing import listed
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementForm, StatementState, Topic
from saathi.protection.intake.models import EnquiryMatch
from saathi.protection.intake.vocabulary import (
    ChildView,
    ContactThrough,
    EnquiryState,
    MatchUse,
    SearchPurpose,
    Seeker,
    Urgency,
)
from saathi.vault import store as vault
from saathi.web.parts import Action, Alert, Pair, Words


@dataclass(frozen=True)
class EnquiryPage:
    """One enquiry, for the one who decides on it."""

    asked: list[Pair]
    alerts: list[Alert]
    wishes: list[Words]
    kept_back: list[Pair]  # what she chose not to say, or is not to be asked
    file: Action | None
    decided: list[Pair]
    view: list[Pair]  # what she says to the person who asks
    ask: Action | None


def enquiry_page(match: EnquiryMatch, request: StaffRequest) -> EnquiryPage:
    """Who asks and why, beside the child's own words."""
    who = queries.askers([match])[match.asker]
    statements = queries.wishes(request.staff, match.file_id)
    said = [s for s in statements if s.state == StatementState.SAID and s.sealed]
    opened = vault.open_many(said)
    opened_match = records.words_of(match)
    file = reverse("desk:child_file", args=[match.file_id])
    may_open = Permission.WORK_ON_CASE in request.may
    return EnquiryPage(
        asked=[
            Pair(_("Who asks"), who.name, note=who.office.name),
            Pair(_("Agency"), who.agency.name),
            Pair(_("Why"), SearchPurpose(match.purpose).label),
            Pair(_("What it may be"), MatchUse(match.use).label if match.use else ""),
            Pair(_("Who misses the child"), Seeker(match.relation).label, note=gettext("as said")),
            Pair(_("How soon"), Urgency(match.urgency).label),
            Pair(_("Asked"), _day(match, request)),
        ],
        alerts=_alerts(match, are_accused=queries.are_accused(request.staff, match.file_id)),
        wishes=[_words(s, opened[s.pk]) for s in said if s.pk in opened],
        kept_back=[
            Pair(_topics(s), StatementState(s.state).label)
            for s in statements
            if s.state != StatementState.SAID
        ],
        file=Action(_("Open the child’s file"), file, "file-text") if may_open else None,
        decided=_decided(match, opened_match),
        view=_view(match, opened_match),
        ask=_ask(match),
    )


def _view(match: EnquiryMatch, words: dict[str, str]) -> list[Pair]:
    """What she says to being in touch with the person who asks."""
    day = formats.date_format(match.view_on, "SHORT_DATE_FORMAT") if match.view_on else ""
    return [
        Pair(_("What the child says"), ChildView(match.view).label, note=day),
        Pair(_("In the child’s words"), words.get("view_words", ""), missing=_("nothing written")),
        Pair(_("Who asked the child"), words.get("asked_by", ""), missing=_("nobody yet")),
    ]


def _ask(match: EnquiryMatch) -> Action | None:
    if match.state != EnquiryState.WAITING:
        return None
    address = reverse("desk:record_view", args=[match.pk])
    return Action(_("Record what the child says to this person"), address, "message-circle")


def _day(match: EnquiryMatch, request: StaffRequest) -> str:
    zone = ZoneInfo(request.staff.office.time_zone)
    return formats.date_format(match.asked_at.astimezone(zone), "SHORT_DATETIME_FORMAT")


def _alerts(match: EnquiryMatch, *, are_accused: bool) -> list[Alert]:
    alerts = []
    # A protected child is passed over by the job; she may have become protected since.
    if match.file.is_protected:
        text = _("Nobody outside may learn that this child is known. Contact tells them.")
        alerts.append(Alert(_("This child is protected"), text, kind="danger", icon="shield"))
    if are_accused:
        title = _("Somebody is said to have harmed this child")
        text = _("Ask the child’s worker who it is before you decide: it may be who asks.")
        alerts.append(Alert(title, text, kind="attend", icon="shield"))
    return alerts


def _topics(statement: Statement) -> str:
    named = [str(Topic(t).label) for t in statement.topics if t in Topic.values]
    return listed(named) or gettext("Something else")


def _words(statement: Statement, opened: dict[str, str]) -> Words:
    return Words(
        text=opened.get("words", ""),
        about=_topics(statement),
        language=statement.language,
        is_verbatim=statement.form == StatementForm.VERBATIM,
    )


def _decided(match: EnquiryMatch, words: dict[str, str]) -> list[Pair]:
    if match.state == EnquiryState.WAITING or not match.sealed:
        return []
    pairs = [Pair(_("Decision"), EnquiryState(match.state).label)]
    if match.state == EnquiryState.CONTACT_MADE:
        through = ContactThrough(match.through).label if match.through else ""
        pairs.append(Pair(_("Through whom"), through, note=words.get("through_whom", "")))
    return [*pairs, Pair(_("Why"), words.get("reason", ""))]
