"""Puts facts about law into the reader's words. What the report itself says stays as it says it."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.policy.law import published
from saathi.policy.law.pages import ActLine, Answered, Cell, Claims, Mark
from saathi.policy.law.records import LawFact, StateAct, TableCell, TwoClaims
from saathi.policy.law.vocabulary import Answer, Basis, Confidence, Status

LAYOUT_SIGN = "?"
CONTRADICTED_SIGN = "!"
LATER_SIGN = "→"
FOLLOWS_SIGN = "∴"
NOT_IN_LIST_SIGN = "°"


def lines(source_lines: str) -> str:
    """Where in the report something is said."""
    return _("report, lines %(lines)s") % {"lines": source_lines}


def table_words(status: Status, year: int | None) -> str:
    """What Table 2.1 says, in words, for the eye and the ear alike."""
    words = {
        Status.RATIFIED: _("ratified %(year)s"),
        Status.SIGNED: _("signed %(year)s"),
        Status.NONE_SHOWN: _("not listed"),
    }[status]
    return words % {"year": year} if year else str(status.label)


def cell(fact: TableCell, *, has_later: bool) -> Cell:
    """A cell of Table 2.1 with its marks."""
    marks = []
    if fact.footnote:
        marks.append(Mark(fact.footnote, _("see the footnote")))
    if fact.confidence == Confidence.LAYOUT:
        marks.append(Mark(LAYOUT_SIGN, str(fact.confidence.label)))
    if fact.confidence == Confidence.CONTRADICTED:
        marks.append(Mark(CONTRADICTED_SIGN, str(fact.confidence.label)))
    if has_later:
        marks.append(Mark(LATER_SIGN, _("a later fact is to be verified")))
    return Cell(
        kind=fact.status.value,
        words=table_words(fact.status, fact.year),
        marks=tuple(marks),
        note=fact.note,
        source_lines=lines(fact.source_lines),
    )


def act(fact: StateAct) -> ActLine:
    """An act of a State: what, when, by whom, and who says so."""
    kind = str(fact.act.label)
    if fact.on:
        words = _("%(act)s on %(date)s") % {"act": kind, "date": date_format(fact.on, "j F Y")}
    elif fact.year:
        words = _("%(act)s in %(year)s") % {"act": kind, "year": fact.year}
    elif fact.certainty:
        words = kind  # a circumstance, such as not being a member: it has no day
    else:
        words = _("%(act)s, year not stated") % {"act": kind}
    if fact.body:
        words = _("%(act)s, by: %(body)s") % {"act": words, "body": fact.body}
    if fact.certainty:
        source = fact.claimed_source or _("no source recorded")
    else:
        source = lines(fact.source_lines)
    return ActLine(
        words=words,
        source=source,
        note=fact.note,
        certainty=str(fact.certainty.label) if fact.certainty else "",
    )


def answered(fact: LawFact) -> Answered:
    """A question to the law with the report's answer."""
    marks: tuple[Mark, ...] = ()
    if fact.basis == Basis.FOLLOWS:
        marks = (Mark(FOLLOWS_SIGN, str(fact.basis.label)),)
    elif fact.basis == Basis.NOT_IN_LIST:
        marks = (Mark(NOT_IN_LIST_SIGN, str(fact.basis.label)),)
    plain = {Answer.YES: "yes", Answer.NO: "no", Answer.NO_LAW: "no", Answer.NOT_STATED: "silent"}
    return Answered(
        question=str(fact.attribute.label),
        kind=plain.get(fact.answer, "partly"),
        answer=str(fact.answer.label),
        marks=marks,
        basis=str(fact.basis.label),
        detail=fact.detail,
        source=_("%(section)s; %(lines)s")
        % {"section": fact.section, "lines": lines(fact.source_lines)},
    )


def claims(facts: Iterable[TwoClaims]) -> tuple[Claims, ...]:
    """Where the report says two things, both of them."""
    return tuple(
        Claims(
            kind=str(fact.kind.label),
            first=fact.first,
            first_source=lines(fact.first_lines),
            second=fact.second,
            second_source=lines(fact.second_lines),
            shown_as=fact.shown_as,
        )
        for fact in facts
    )


def legend() -> tuple[Mark, ...]:
    """The signs of Table 2.1 and what they stand for."""
    return (
        Mark(
            LAYOUT_SIGN,
            _(
                "read from the table's layout: the column borders of the row are lost, so that "
                "ratified or signed follows from the order of its two blocks"
            ),
        ),
        Mark(CONTRADICTED_SIGN, _("the report contradicts itself; both statements stand below")),
        Mark(
            LATER_SIGN,
            _("something was recorded after the report; it stands apart and is to be verified"),
        ),
    )


def law_legend() -> tuple[Mark, ...]:
    """The signs of the law matrix and what they stand for."""
    return (
        Mark(FOLLOWS_SIGN, _("follows from another statement of the report about this country")),
        Mark(NOT_IN_LIST_SIGN, _("the report names other countries and is silent about this one")),
    )


def footnotes(marks: Iterable[str]) -> tuple[Mark, ...]:
    """The footnotes of Table 2.1 under the given marks, as the report prints them."""
    wanted = set(marks)
    return tuple(
        Mark(note.mark, note.text) for note in published.footnotes() if note.mark in wanted
    )
