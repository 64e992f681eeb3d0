"""Queries for public texts and for the child's identifiers, for readers of the child's identity."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from saathi.people.identifying_words.identifier_scan import (
    ChildIdentifiers,
    IdentifierMatch,
    find_identifiers,
    unresolved_matches,
)
from saathi.people.identifying_words.vocabulary import IdentifierKind
from saathi.people.models import Child
from saathi.people.names import RELATIVE_NAME_KINDS, names_in_payload, searchable_names
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.proceedings.pages import proceeding_title
from saathi.protection.justice.public_texts import rules
from saathi.protection.justice.public_texts.models import PublicText
from saathi.protection.justice.public_texts.vocabulary import TextKind, TextState
from saathi.vault import store as vault
from saathi.web.components import LabelledValue, join_facts

PAGE_SIZE = 50
COMMUNITY_KINDS = frozenset({IdentifierKind.CASTE, IdentifierKind.OCCUPATION})
_UNFINISHED = frozenset({TextState.WAITS, TextState.SENT_BACK, TextState.APPROVED})
STATE_TAGS = {
    TextState.WAITS: "attend",
    TextState.SENT_BACK: "attend",
    TextState.APPROVED: "care",
    TextState.PUBLISHED: "care",
    TextState.WITHDRAWN: "quiet",
}


def get_text(staff: Staff, file_id: UUID, text_id: UUID) -> PublicText:
    """One text of a file, with an entry in the access log; 404 without access."""
    return records.get_record_of_file(staff, PublicText, file_id, text_id)


def child_identifiers(staff: Staff, child: Child) -> ChildIdentifiers:
    """The identifiers of the child that a text must not contain, as far as `staff` may read."""
    opened = vault.open(child)
    child_names = searchable_names(names_in_payload(opened))
    address = str(opened.get("address", ""))
    district = district_list.short_district_name(child.home_district) if child.home_district else ""
    return ChildIdentifiers(
        names=[name.text for name in child_names if name.kind not in RELATIVE_NAME_KINDS],
        parents=[name.text for name in child_names if name.kind in RELATIVE_NAME_KINDS],
        relatives=_names_of(access.visible(staff, Relation).filter(child=child)),
        accused=_names_of(access.visible(staff, AllegedPerpetrator).filter(child=child)),
        places=[place for place in (address, district) if place],
        ages=_possible_ages(child, staff.office.today()),
        phones=list(opened.get("phones", [])),
        code=child.code,
    )


def _names_of(named_records: Iterable[Scoped]) -> list[str]:
    opened = records.open_texts_of_each(named_records)
    return [name for content in opened.values() if (name := str(content.get("name", "")).strip())]


def _possible_ages(child: Child, today: dt.date) -> set[int]:
    """Every age of the child since identification, in completed years."""
    ages: set[int] = set()
    if child.identified_age_low is not None and child.identified_age_high is not None:
        ages |= set(range(child.identified_age_low, child.identified_age_high + 1))
    if child.birth_year_low is not None and child.birth_year_high is not None:
        youngest = min(ages, default=0)
        oldest = today.year - child.birth_year_low
        ages |= set(range(max(youngest, 0), oldest + 1)) if ages else {oldest, oldest - 1}
    return ages


@dataclass(frozen=True)
class PublicTextCheck:
    """A text, opened and checked, with all matches and those still to resolve."""

    texts: dict[str, Any]
    matches: Sequence[IdentifierMatch]
    unresolved: Sequence[IdentifierMatch]


def check_text(staff: Staff, child: Child, texts: dict[str, Any]) -> PublicTextCheck:
    """The text checked against everything that the reader may read about the child."""
    full_text = f"{texts.get('title', '')}\n{texts.get('text', '')}"
    matches = find_identifiers(full_text, child_identifiers(staff, child))
    return PublicTextCheck(texts, matches, unresolved_matches(matches, texts.get("passed", [])))


def proceedings_of(staff: Staff, file_id: UUID) -> list[Proceeding]:
    """The proceedings of a file that a text can be about, the newest first."""
    found = access.visible(staff, Proceeding).filter(file_id=file_id)
    return list(found.order_by("-recorded_at", "pk"))


def proceeding_labels(found: Iterable[Proceeding]) -> dict[str, str]:
    """The proceedings in words, by their keys: kind and country, court and case number."""
    listed = list(found)
    records.open_texts_of_each(listed)
    return {
        str(each.pk): join_facts(filter(None, [proceeding_title(each), each.court, each.number]))
        for each in listed
    }


def text_facts(staff: Staff, text: PublicText, check: PublicTextCheck) -> rules.PublicTextFacts:
    """The facts of a text for the rules."""
    unresolved = [match.word for match in check.unresolved]
    offered = [] if text.proceeding_id else proceedings_of(staff, text.file_id)
    needed = rules.needs_proceeding(text.proceeding_id, offered)
    return rules.PublicTextFacts(TextState(text.state), text.written_by, unresolved, needed)


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
    public_texts = access.visible(staff, PublicText).filter(child=child)
    return list(public_texts.order_by("-recorded_at", "pk")[:PAGE_SIZE])


def text_rows(texts: Sequence[PublicText], labels: Mapping[str, str]) -> list[PublicTextRow]:
    """The texts as rows of the list; `labels`: the proceedings of the file in words."""
    opened = vault.open_many(texts)
    return [
        PublicTextRow(
            title=str(opened.get(text.pk, {}).get("title", "")),
            about=_about(text, labels),
            state=str(TextState(text.state).label),
            tag=STATE_TAGS[TextState(text.state)],
            url=reverse("public_texts:show_text", args=[text.file_id, text.pk]),
        )
        for text in texts
    ]


def _about(text: PublicText, labels: Mapping[str, str]) -> str:
    """The kind, the proceeding if the file has any, and when it was recorded."""
    named = labels.get(str(text.proceeding_id), "")
    if labels and not named:
        named = _("proceeding not recorded")
    kind = str(TextKind(text.kind).label)
    return join_facts(filter(None, [kind, named, _format_moment(text.recorded_at)]))


@dataclass(frozen=True)
class IdentifierMatchRow:
    """A match in the text, in words."""

    word: str
    identifier: str
    state: str
    tag: str


@dataclass(frozen=True)
class PublicTextPage:
    """A text: state, matches, history, available actions."""

    title: str
    state: str
    tag: str
    text: str
    matches: Sequence[IdentifierMatchRow]
    is_clear: bool
    needs_proceeding: bool
    has_community_words: bool
    history: Sequence[LabelledValue]
    actions: Sequence[AvailableAction]


def text_page(
    staff: Staff, text: PublicText, check: PublicTextCheck, labels: Mapping[str, str]
) -> PublicTextPage:
    """Everything on the page of a text; `labels`: the proceedings of the file in words."""
    needed = rules.needs_proceeding(text.proceeding_id, labels)
    return PublicTextPage(
        title=str(check.texts.get("title", "")),
        state=str(TextState(text.state).label),
        tag=STATE_TAGS[TextState(text.state)],
        text=str(check.texts.get("text", "")),
        matches=[_match_row(match, check) for match in check.matches],
        is_clear=not check.unresolved,
        needs_proceeding=needed and text.state in _UNFINISHED,
        has_community_words=any(match.kind in COMMUNITY_KINDS for match in check.matches),
        history=_history_pairs(text, check.texts, labels),
        actions=list(available_actions(staff, text, check)),
    )


def _match_row(match: IdentifierMatch, check: PublicTextCheck) -> IdentifierMatchRow:
    trace = str(IdentifierKind(match.kind).label)
    if match.is_certain:
        return IdentifierMatchRow(match.word, trace, _("must be removed"), "danger")
    if match in check.unresolved:
        return IdentifierMatchRow(
            match.word, trace, _("must be removed or marked as not identifying"), "attend"
        )
    return IdentifierMatchRow(match.word, trace, _("marked as not identifying"), "quiet")


def available_actions(
    staff: Staff, text: PublicText, check: PublicTextCheck
) -> Iterator[AvailableAction]:
    """The actions that this person can now take on a text."""
    facts = text_facts(staff, text, check)
    address = [text.file_id, text.pk]
    if not access.may_write(staff, text.file_id, text.section):
        return
    if Permission.APPROVE in staff.permissions:
        if not rules.reasons_not_to_decide(facts, TextState.APPROVED, staff.id):
            yield AvailableAction(_("Approve"), _action_url(address, "approve"), is_main=True)
        if not rules.reasons_not_to_decide(facts, TextState.SENT_BACK, staff.id):
            yield AvailableAction(_("Return for revision"), _action_url(address, "send_back"))
    if not rules.reasons_against_transition(facts, TextState.PUBLISHED):
        yield AvailableAction(_("Publish"), _action_url(address, "publish"), is_main=True)
    if not rules.reasons_against_transition(facts, TextState.WAITS):
        yield AvailableAction(_("Edit the text"), reverse("public_texts:change_text", args=address))
    if not rules.reasons_against_transition(facts, TextState.WITHDRAWN):
        yield AvailableAction(_("Withdraw"), _action_url(address, "withdraw"))


def _action_url(address: list[UUID], action: str) -> str:
    return reverse("public_texts:confirm_text_step", args=[*address, action])


def _history_pairs(
    text: PublicText, texts: dict[str, Any], labels: Mapping[str, str]
) -> list[LabelledValue]:
    names = names_of([text.recorded_by, text.written_by, text.decided_by, text.published_by])
    pairs = [
        LabelledValue(_("Type"), str(TextKind(text.kind).label)),
        *_proceeding_pair(text, labels),
        LabelledValue(_("Place of publication"), str(texts.get("where", ""))),
        LabelledValue(
            _("Requested by"),
            names.get(text.recorded_by, ""),
            note=_format_moment(text.recorded_at),
        ),
        LabelledValue(_("Current version written by"), names.get(text.written_by, "")),
    ]
    if texts.get("passed"):
        reason = str(texts.get("passed_why", ""))
        pairs.append(
            LabelledValue(_("Marked as not identifying"), " · ".join(texts["passed"]), note=reason)
        )
    if text.decided_by and text.decided_at:
        is_back = text.state == TextState.SENT_BACK
        label = _("Returned for revision by") if is_back else _("Approved by")
        pairs.append(
            LabelledValue(
                label, names.get(text.decided_by, ""), note=_format_moment(text.decided_at)
            )
        )
    if texts.get("reason"):
        pairs.append(LabelledValue(_("Reason"), str(texts["reason"])))
    if text.published_by and text.published_at:
        publisher, published_at = (
            names.get(text.published_by, ""),
            _format_moment(text.published_at),
        )
        pairs.append(LabelledValue(_("Published by"), publisher, note=published_at))
    if text.withdrawn_on:
        pairs.append(LabelledValue(_("Withdrawn on"), date_format(text.withdrawn_on, "j F Y")))
    return pairs


def _proceeding_pair(text: PublicText, labels: Mapping[str, str]) -> list[LabelledValue]:
    if not labels:
        return []
    named = labels.get(str(text.proceeding_id), "")
    return [LabelledValue(_("Proceeding"), named, missing=_("not recorded"))]


def _format_moment(when: dt.datetime) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
