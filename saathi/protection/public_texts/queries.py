"""Reads of texts for the public, and of what they must not tell, for readers of the child's identity."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.infra import district_list
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.models import Child
from saathi.people.names import RELATIVE_NAME_KINDS, names_in_payload, searchable_names
from saathi.protection.public_texts import rules
from saathi.protection.public_texts.identifier_scan import (
    ChildIdentifiers,
    IdentifierMatch,
    find_identifiers,
    unresolved_matches,
)
from saathi.protection.public_texts.models import PublicText
from saathi.protection.public_texts.vocabulary import IdentifierKind, TextKind, TextState
from saathi.vault import store as vault
from saathi.web.components import LabelledValue

PAGE_SIZE = 50
STATE_TAGS = {
    TextState.WAITS: "attend",
    TextState.SENT_BACK: "attend",
    TextState.APPROVED: "care",
    TextState.PUBLISHED: "care",
    TextState.WITHDRAWN: "quiet",
}


def get_text(staff: Staff, file_id: UUID, text_id: UUID) -> PublicText:
    """One text of a file, its look on record; 404 to strangers."""
    return records.get_record_of_file(staff, PublicText, file_id, text_id)


def child_identifiers(staff: Staff, child: Child) -> ChildIdentifiers:
    """What a text about this child must not tell, as far as `staff` reads it."""
    opened = vault.open(child)
    known = searchable_names(names_in_payload(opened))
    address = str(opened.get("address", ""))
    district = district_list.short_district_name(child.home_district) if child.home_district else ""
    return ChildIdentifiers(
        names=[name.text for name in known if name.kind not in RELATIVE_NAME_KINDS],
        parents=[name.text for name in known if name.kind in RELATIVE_NAME_KINDS],
        relatives=_names_of(access.visible(staff, Relation).filter(child=child)),
        accused=_names_of(access.visible(staff, AllegedPerpetrator).filter(child=child)),
        places=[place for place in (address, district) if place],
        ages=_possible_ages(child, staff.office.today()),
        phones=list(opened.get("phones", [])),
        code=child.code,
    )


def _names_of(found: Iterable[Scoped]) -> list[str]:
    opened = records.open_texts_of_each(found)
    return [name for held in opened.values() if (name := str(held.get("name", "")).strip())]


def _possible_ages(child: Child, today: dt.date) -> set[int]:
    """Every age the child may have had since it was identified, in completed years."""
    found: set[int] = set()
    if child.found_age_low is not None and child.found_age_high is not None:
        found |= set(range(child.found_age_low, child.found_age_high + 1))
    if child.birth_year_low is not None and child.birth_year_high is not None:
        since = min(found, default=0)
        oldest = today.year - child.birth_year_low
        found |= set(range(max(since, 0), oldest + 1)) if found else {oldest, oldest - 1}
    return found


@dataclass(frozen=True)
class PublicTextCheck:
    """A text opened and looked through: all that was found, and what of it still has to go."""

    texts: dict[str, Any]
    matches: Sequence[IdentifierMatch]
    unresolved: Sequence[IdentifierMatch]


def check_text(staff: Staff, child: Child, texts: dict[str, Any]) -> PublicTextCheck:
    """A text looked through against everything that this person reads of the child."""
    told = f"{texts.get('title', '')}\n{texts.get('text', '')}"
    found = find_identifiers(told, child_identifiers(staff, child))
    return PublicTextCheck(texts, found, unresolved_matches(found, texts.get("passed", [])))


def text_facts(text: PublicText, check: PublicTextCheck) -> rules.PublicTextFacts:
    """What the rules ask about a text."""
    still = [one.word for one in check.unresolved]
    return rules.PublicTextFacts(TextState(text.state), text.written_by, still)


@dataclass(frozen=True)
class PublicTextRow:
    """A text in the list."""

    title: str
    about: str
    state: str
    tag: str
    url: str


def list_texts(staff: Staff, child: Child) -> list[PublicText]:
    """The latest fifty texts about a child."""
    found = access.visible(staff, PublicText).filter(child=child)
    return list(found.order_by("-recorded_at", "pk")[:PAGE_SIZE])


def text_rows(texts: Sequence[PublicText]) -> list[PublicTextRow]:
    """The texts in words."""
    opened = vault.open_many(texts)
    return [
        PublicTextRow(
            title=str(opened.get(one.pk, {}).get("title", "")),
            about=f"{TextKind(one.kind).label} · {_format_moment(one.recorded_at)}",
            state=str(TextState(one.state).label),
            tag=STATE_TAGS[TextState(one.state)],
            url=reverse("public_texts:show_text", args=[one.file_id, one.pk]),
        )
        for one in texts
    ]


@dataclass(frozen=True)
class IdentifierMatchRow:
    """What was found in the text, in words."""

    word: str
    identifier: str
    state: str
    tag: str


@dataclass(frozen=True)
class PublicTextPage:
    """A text: how it stands, what was found, who did what, what can be done now."""

    title: str
    state: str
    tag: str
    text: str
    matches: Sequence[IdentifierMatchRow]
    is_clear: bool
    history: Sequence[LabelledValue]
    actions: Sequence[AvailableAction]


def text_page(staff: Staff, text: PublicText, check: PublicTextCheck) -> PublicTextPage:
    """Everything on the page of a text. One query, for the names of staff."""
    return PublicTextPage(
        title=str(check.texts.get("title", "")),
        state=str(TextState(text.state).label),
        tag=STATE_TAGS[TextState(text.state)],
        text=str(check.texts.get("text", "")),
        matches=[_match_row(one, check) for one in check.matches],
        is_clear=not check.unresolved,
        history=_history_pairs(text, check.texts),
        actions=list(available_actions(staff, text, check)),
    )


def _match_row(match: IdentifierMatch, check: PublicTextCheck) -> IdentifierMatchRow:
    trace = str(IdentifierKind(match.kind).label)
    if match.is_certain:
        return IdentifierMatchRow(match.word, trace, _("has to go"), "danger")
    if match in check.unresolved:
        return IdentifierMatchRow(
            match.word, trace, _("has to go, or be said to be no trace"), "attend"
        )
    return IdentifierMatchRow(match.word, trace, _("said to be no trace"), "quiet")


def available_actions(
    staff: Staff, text: PublicText, check: PublicTextCheck
) -> Iterator[AvailableAction]:
    """What this person can do with a text now."""
    at = text_facts(text, check)
    address = [text.file_id, text.pk]
    if not access.may_write(staff, text.file_id, text.section):
        return
    if Permission.APPROVE in staff.permissions:
        if not rules.reasons_not_to_decide(at, TextState.APPROVED, staff.id):
            yield AvailableAction(_("Approve it"), _action_url(address, "approve"), is_main=True)
        if not rules.reasons_not_to_decide(at, TextState.SENT_BACK, staff.id):
            yield AvailableAction(_("Send it back"), _action_url(address, "send_back"))
    if not rules.reasons_against_transition(at, TextState.PUBLISHED):
        yield AvailableAction(_("It goes public"), _action_url(address, "publish"), is_main=True)
    if not rules.reasons_against_transition(at, TextState.WAITS):
        yield AvailableAction(
            _("Change the text"), reverse("public_texts:change_text", args=address)
        )
    if not rules.reasons_against_transition(at, TextState.WITHDRAWN):
        yield AvailableAction(_("Withdraw it"), _action_url(address, "withdraw"))


def _action_url(address: list[UUID], action: str) -> str:
    return reverse("public_texts:act", args=[*address, action])


def _history_pairs(text: PublicText, words: dict[str, Any]) -> list[LabelledValue]:
    names = names_of([text.recorded_by, text.written_by, text.decided_by, text.published_by])
    pairs = [
        LabelledValue(_("What it is"), str(TextKind(text.kind).label)),
        LabelledValue(_("Where it is to appear"), str(words.get("where", ""))),
        LabelledValue(
            _("Asked for by"),
            names.get(text.recorded_by, ""),
            note=_format_moment(text.recorded_at),
        ),
        LabelledValue(_("Written as it is by"), names.get(text.written_by, "")),
    ]
    if words.get("passed"):
        why = str(words.get("passed_why", ""))
        pairs.append(LabelledValue(_("Said to be no trace"), " · ".join(words["passed"]), note=why))
    if text.decided_by and text.decided_at:
        is_back = text.state == TextState.SENT_BACK
        label = _("Sent back by") if is_back else _("Approved by")
        pairs.append(
            LabelledValue(
                label, names.get(text.decided_by, ""), note=_format_moment(text.decided_at)
            )
        )
    if words.get("reason"):
        pairs.append(LabelledValue(_("Why"), str(words["reason"])))
    if text.published_by and text.published_at:
        by, at = names.get(text.published_by, ""), _format_moment(text.published_at)
        pairs.append(LabelledValue(_("Given to the public by"), by, note=at))
    if text.withdrawn_on:
        pairs.append(LabelledValue(_("Withdrawn on"), date_format(text.withdrawn_on, "j F Y")))
    return pairs


def _format_moment(when: dt.datetime) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
