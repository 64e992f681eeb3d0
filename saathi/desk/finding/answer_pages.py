"""What the holder of a file sees of an enquiry: who asks, and what the child wishes."""

from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.permissions import Permission
from saathi.desk.finding import queries
from saathi.infra.listing import listed
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementForm, StatementState, Topic
from saathi.protection.intake.models import EnquiryMatch
from saathi.protection.intake.vocabulary import EnquiryState, SearchPurpose
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


def enquiry_page(match: EnquiryMatch, request: StaffRequest) -> EnquiryPage:
    """Who asks and why, beside the child's own words."""
    who = queries.askers([match])[match.asker]
    statements = queries.wishes(request.staff, match.file_id)
    said = [s for s in statements if s.state == StatementState.SAID and s.sealed]
    opened = vault.open_many(cast("list[vault.Sealed]", said))
    file = reverse("desk:child_file", args=[match.file_id])
    may_open = Permission.WORK_ON_CASE in request.may
    return EnquiryPage(
        asked=[
            Pair(_("Who asks"), who.name, note=who.office.name),
            Pair(_("Agency"), who.agency.name),
            Pair(_("Why"), SearchPurpose(match.purpose).label),
            Pair(_("Asked"), _day(match, request)),
        ],
        alerts=_alerts(match),
        wishes=[_words(s, opened[s.pk]) for s in said if s.pk in opened],
        kept_back=[
            Pair(_topics(s), StatementState(s.state).label)
            for s in statements
            if s.state != StatementState.SAID
        ],
        file=Action(_("Open the child’s file"), file, "file-text") if may_open else None,
        decided=_decided(match),
    )


def _day(match: EnquiryMatch, request: StaffRequest) -> str:
    zone = ZoneInfo(request.staff.office.time_zone)
    return formats.date_format(match.asked_at.astimezone(zone), "SHORT_DATETIME_FORMAT")


def _alerts(match: EnquiryMatch) -> list[Alert]:
    # A protected child is passed over by the job; she may have become protected since.
    if not match.file.is_protected:
        return []
    text = _("Nobody outside may learn that this child is known. Contact tells them.")
    return [Alert(_("This child is protected"), text, kind="danger", icon="shield")]


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


def _decided(match: EnquiryMatch) -> list[Pair]:
    if match.state == EnquiryState.WAITING or not match.sealed:
        return []
    reason = vault.open(match).get("reason", "")
    return [Pair(_("Decision"), EnquiryState(match.state).label), Pair(_("Why"), reason)]
