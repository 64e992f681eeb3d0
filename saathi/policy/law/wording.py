"""Puts facts about law into the reader's language; quotations of the report stay unchanged."""

import re
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.policy.law import published_facts
from saathi.policy.law.pages import (
    ActLine,
    ConflictingClaimsRow,
    LawAnswerRow,
    LawMark,
    RatificationCell,
)
from saathi.policy.law.records import ConflictingClaims, LawFact, RatificationFact, StateAct
from saathi.policy.law.vocabulary import (
    CellConfidence,
    LawAnswer,
    LawAnswerBasis,
    RatificationStatus,
)

LAYOUT_SIGN = "?"
CONTRADICTED_SIGN = "!"
FOLLOWS_SIGN = "∴"
NOT_IN_LIST_SIGN = "°"


def source_reference() -> str:
    """The report, as a reader can find it. The lines of its text are for those who check the data."""
    return _("South Asia in Action, 2008")


def _without_lines(note: str) -> str:
    """A remark without the lines of the report's text, which are for those who check the data."""
    return re.sub(r" \(lines [\d-]+\)|lines [\d-]+ and ", "", note)


def ratification_text(status: RatificationStatus, year: int | None) -> str:
    """The status of a cell of Table 2.1 in words, also for screen readers."""
    words = {
        RatificationStatus.RATIFIED: _("ratified %(year)s"),
        RatificationStatus.SIGNED: _("signed %(year)s"),
        RatificationStatus.NONE_SHOWN: _("not listed"),
    }[status]
    return words % {"year": year} if year else str(status.label)


def ratification_cell(fact: RatificationFact) -> RatificationCell:
    """A cell of Table 2.1 with its marks."""
    marks = []
    if fact.footnote:
        marks.append(LawMark(fact.footnote, _("see the footnote")))
    if fact.confidence == CellConfidence.LAYOUT:
        marks.append(LawMark(LAYOUT_SIGN, str(fact.confidence.label)))
    if fact.confidence == CellConfidence.CONTRADICTED:
        marks.append(LawMark(CONTRADICTED_SIGN, str(fact.confidence.label)))
    return RatificationCell(
        kind=fact.status.value,
        words=ratification_text(fact.status, fact.year),
        marks=tuple(marks),
        note=_without_lines(fact.note),
        source=source_reference(),
    )


def act_with_year(act: StateAct) -> str:
    """An act with its year, short enough for a cell."""
    year = act.on.year if act.on else act.year
    words = str(act.act.label)
    return f"{words} {year}" if year else words


def describe_state_act(fact: StateAct) -> ActLine:
    """An act of a State: who did what and when, and its source."""
    kind = str(fact.act.label)
    if fact.on:
        words = _("%(act)s on %(date)s") % {"act": kind, "date": date_format(fact.on, "j F Y")}
    elif fact.year:
        words = _("%(act)s in %(year)s") % {"act": kind, "year": fact.year}
    elif fact.certainty:
        words = kind  # a circumstance, such as not being a member: it has no date
    else:
        words = _("%(act)s, year not stated") % {"act": kind}
    if fact.body:
        words = _("%(act)s, by: %(body)s") % {"act": words, "body": fact.body}
    if fact.certainty:
        source = fact.claimed_source or _("no source recorded")
    else:
        source = source_reference()
    return ActLine(
        words=words,
        source=source,
        note=_without_lines(fact.note),
        certainty=str(fact.certainty.label) if fact.certainty else "",
    )


def law_answer_row(fact: LawFact) -> LawAnswerRow:
    """A question about the law with the report's answer."""
    marks: tuple[LawMark, ...] = ()
    if fact.basis == LawAnswerBasis.FOLLOWS:
        marks = (LawMark(FOLLOWS_SIGN, str(fact.basis.label)),)
    elif fact.basis == LawAnswerBasis.NOT_IN_LIST:
        marks = (LawMark(NOT_IN_LIST_SIGN, str(fact.basis.label)),)
    plain = {
        LawAnswer.YES: "yes",
        LawAnswer.NO: "no",
        LawAnswer.NO_LAW: "no",
        LawAnswer.NOT_STATED: "silent",
    }
    return LawAnswerRow(
        question=str(fact.attribute.label),
        kind=plain.get(fact.answer, "partly"),
        answer=str(fact.answer.label),
        marks=marks,
        basis=str(fact.basis.label),
        detail=fact.detail,
        source=f"{source_reference()}, {fact.section}",
    )


def conflicting_claims_rows(facts: Iterable[ConflictingClaims]) -> tuple[ConflictingClaimsRow, ...]:
    """Both of each pair of conflicting statements."""
    return tuple(
        ConflictingClaimsRow(
            kind=str(fact.kind.label),
            first=fact.first,
            first_source=source_reference(),
            second=fact.second,
            second_source=source_reference(),
            shown_as=fact.shown_as,
        )
        for fact in facts
    )


def table_legend() -> tuple[LawMark, ...]:
    """The marks of Table 2.1 with their meanings."""
    return (
        LawMark(
            LAYOUT_SIGN,
            _(
                "read from the table’s layout: the row’s column borders are missing, so ratified "
                "or signed is inferred from the order of its two blocks"
            ),
        ),
        LawMark(CONTRADICTED_SIGN, _("the source is inconsistent; see the notes on sources")),
    )


def law_legend() -> tuple[LawMark, ...]:
    """The marks of the law matrix with their meanings."""
    return (
        LawMark(FOLLOWS_SIGN, _("follows from another statement of the report about this country")),
        LawMark(
            NOT_IN_LIST_SIGN, _("the report names other countries and is silent about this one")
        ),
    )


def footnotes(marks: Iterable[str]) -> tuple[LawMark, ...]:
    """The footnotes of Table 2.1 with the given marks, as the report prints them."""
    selected_marks = set(marks)
    return tuple(
        LawMark(note.mark, note.text)
        for note in published_facts.footnotes()
        if note.mark in selected_marks
    )
