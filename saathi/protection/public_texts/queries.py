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
from saathi.agencies.steps import Step
from saathi.infra import places
from saathi.people.around.models import Alleged, Relation
from saathi.people.models import Child
from saathi.people.names import OF_RELATIVES, in_envelope, to_find
from saathi.protection.public_texts import rules
from saathi.protection.public_texts.models import PublicText
from saathi.protection.public_texts.traces import Found, Traces, found_in, left
from saathi.protection.public_texts.vocabulary import TextKind, TextState, Trace
from saathi.vault import store as vault
from saathi.web.parts import Pair

A_PAGE = 50
TAGS = {
    TextState.WAITS: "attend",
    TextState.SENT_BACK: "attend",
    TextState.APPROVED: "care",
    TextState.PUBLISHED: "care",
    TextState.WITHDRAWN: "quiet",
}


def text_of(staff: Staff, file_id: UUID, text_id: UUID) -> PublicText:
    """One text of a file, its look on record; 404 to strangers."""
    return records.one_of(staff, PublicText, file_id, text_id)


def traces_of(staff: Staff, child: Child) -> Traces:
    """What a text about this child must not tell, as far as `staff` reads it."""
    opened = vault.open(child)
    known = to_find(in_envelope(opened))
    address = str(opened.get("address", ""))
    district = places.name_of(child.home_district) if child.home_district else ""
    return Traces(
        names=[name.text for name in known if name.kind not in OF_RELATIVES],
        parents=[name.text for name in known if name.kind in OF_RELATIVES],
        around=_names_of(access.visible(staff, Relation).filter(child=child)),
        accused=_names_of(access.visible(staff, Alleged).filter(child=child)),
        places=[place for place in (address, district) if place],
        ages=_ages(child, staff.office.today()),
        phones=list(opened.get("phones", [])),
        code=child.code,
    )


def _names_of(found: Iterable[Scoped]) -> list[str]:
    opened = records.words_of_each(found)
    return [name for held in opened.values() if (name := str(held.get("name", "")).strip())]


def _ages(child: Child, today: dt.date) -> set[int]:
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
class Checked:
    """A text opened and looked through: all that was found, and what of it still has to go."""

    words: dict[str, Any]
    found: Sequence[Found]
    left: Sequence[Found]


def checked(staff: Staff, child: Child, words: dict[str, Any]) -> Checked:
    """A text looked through against everything that this person reads of the child."""
    told = f"{words.get('title', '')}\n{words.get('text', '')}"
    found = found_in(told, traces_of(staff, child))
    return Checked(words, found, left(found, words.get("passed", [])))


def standing(text: PublicText, check: Checked) -> rules.Standing:
    """What the rules ask about a text."""
    still = [one.word for one in check.left]
    return rules.Standing(TextState(text.state), text.written_by, still)


@dataclass(frozen=True)
class TextRow:
    """A text in the list."""

    title: str
    about: str
    state: str
    tag: str
    url: str


def texts_of(staff: Staff, child: Child) -> list[PublicText]:
    """The latest fifty texts about a child."""
    found = access.visible(staff, PublicText).filter(child=child)
    return list(found.order_by("-recorded_at", "pk")[:A_PAGE])


def rows(texts: Sequence[PublicText]) -> list[TextRow]:
    """The texts in words."""
    opened = vault.open_many(texts)
    return [
        TextRow(
            title=str(opened.get(one.pk, {}).get("title", "")),
            about=f"{TextKind(one.kind).label} · {_moment(one.recorded_at)}",
            state=str(TextState(one.state).label),
            tag=TAGS[TextState(one.state)],
            url=reverse("public_texts:show_text", args=[one.file_id, one.pk]),
        )
        for one in texts
    ]


@dataclass(frozen=True)
class FoundRow:
    """What was found in the text, in words."""

    word: str
    trace: str
    state: str
    tag: str


@dataclass(frozen=True)
class TextPage:
    """A text: how it stands, what was found, who did what, what can be done now."""

    title: str
    state: str
    tag: str
    text: str
    found: Sequence[FoundRow]
    is_clear: bool
    told: Sequence[Pair]
    steps: Sequence[Step]


def page(staff: Staff, text: PublicText, check: Checked) -> TextPage:
    """Everything on the page of a text. One query, for the names of staff."""
    return TextPage(
        title=str(check.words.get("title", "")),
        state=str(TextState(text.state).label),
        tag=TAGS[TextState(text.state)],
        text=str(check.words.get("text", "")),
        found=[_found(one, check) for one in check.found],
        is_clear=not check.left,
        told=_told(text, check.words),
        steps=list(steps(staff, text, check)),
    )


def _found(one: Found, check: Checked) -> FoundRow:
    trace = str(Trace(one.trace).label)
    if one.is_certain:
        return FoundRow(one.word, trace, _("has to go"), "danger")
    if one in check.left:
        return FoundRow(one.word, trace, _("has to go, or be said to be no trace"), "attend")
    return FoundRow(one.word, trace, _("said to be no trace"), "quiet")


def steps(staff: Staff, text: PublicText, check: Checked) -> Iterator[Step]:
    """What this person can do with a text now."""
    at = standing(text, check)
    address = [text.file_id, text.pk]
    if not access.may_write(staff, text.file_id, text.section):
        return
    if Permission.APPROVE in staff.permissions:
        if not rules.reasons_not_to_decide(at, TextState.APPROVED, staff.id):
            yield Step(_("Approve it"), _act(address, "approve"), is_main=True)
        if not rules.reasons_not_to_decide(at, TextState.SENT_BACK, staff.id):
            yield Step(_("Send it back"), _act(address, "send_back"))
    if not rules.reasons_against(at, TextState.PUBLISHED):
        yield Step(_("It goes public"), _act(address, "publish"), is_main=True)
    if not rules.reasons_against(at, TextState.WAITS):
        yield Step(_("Change the text"), reverse("public_texts:change_text", args=address))
    if not rules.reasons_against(at, TextState.WITHDRAWN):
        yield Step(_("Withdraw it"), _act(address, "withdraw"))


def _act(address: list[UUID], action: str) -> str:
    return reverse("public_texts:act", args=[*address, action])


def _told(text: PublicText, words: dict[str, Any]) -> list[Pair]:
    names = names_of([text.recorded_by, text.written_by, text.decided_by, text.published_by])
    pairs = [
        Pair(_("What it is"), str(TextKind(text.kind).label)),
        Pair(_("Where it is to appear"), str(words.get("where", ""))),
        Pair(_("Asked for by"), names.get(text.recorded_by, ""), note=_moment(text.recorded_at)),
        Pair(_("Written as it is by"), names.get(text.written_by, "")),
    ]
    if words.get("passed"):
        why = str(words.get("passed_why", ""))
        pairs.append(Pair(_("Said to be no trace"), " · ".join(words["passed"]), note=why))
    if text.decided_by and text.decided_at:
        is_back = text.state == TextState.SENT_BACK
        label = _("Sent back by") if is_back else _("Approved by")
        pairs.append(Pair(label, names.get(text.decided_by, ""), note=_moment(text.decided_at)))
    if words.get("reason"):
        pairs.append(Pair(_("Why"), str(words["reason"])))
    if text.published_by and text.published_at:
        by, at = names.get(text.published_by, ""), _moment(text.published_at)
        pairs.append(Pair(_("Given to the public by"), by, note=at))
    if text.withdrawn_on:
        pairs.append(Pair(_("Withdrawn on"), date_format(text.withdrawn_on, "j F Y")))
    return pairs


def _moment(when: dt.datetime) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
