"""Writes about documents, functioning, grounds of discrimination, culture, movements, background."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.identity import rules
from saathi.people.identity.models import (
    Background,
    Culture,
    Functioning,
    Grounds,
    Movement,
    Paper,
)
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    Asked,
    Factor,
    LivedFrom,
    LivedWith,
    MovementKind,
    PaperKind,
    PaperState,
    Readers,
    Schooling,
    WithWhom,
)
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo

type Words = Mapping[str, str]


@dataclass(frozen=True)
class PaperTold:
    """A document and where it is; `words`: its number, who keeps it, a note."""

    kind: PaperKind
    state: PaperState
    country: str
    ends_on: dt.date | None
    words: Words

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "kind": self.kind,
            "state": self.state,
            "country": self.country,
            "ends_on": self.ends_on,
        }


@transaction.atomic
def add_paper(*, child: Child, told: PaperTold, by: Staff) -> Paper:
    """One more document on record."""
    paper = Paper(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, paper)

    return writing.add(paper, by=by, payload=filled(told.words))


@transaction.atomic
def change_paper(*, paper: Paper, told: PaperTold, version: int, by: Staff) -> Paper:
    """The document as it is now: given back, lost, applied for. What stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, paper)

    return writing.change(
        paper, by=by, version=version, payload=filled(told.words), **told.columns()
    )


@dataclass(frozen=True)
class FunctioningTold:
    """Answers by the functions of the rules; `words`: what helps, a note."""

    asked_on: dt.date
    answered_by: AnsweredBy
    answers: Words
    words: Words


@transaction.atomic
def record_functioning(*, child: Child, told: FunctioningTold, by: Staff) -> Functioning:
    """What she can do, beside what was answered before."""
    answers = {name: told.answers.get(name, "") for name in rules.FUNCTIONS}
    record = Functioning(
        file_id=child.file_id,
        child=child,
        asked_on=told.asked_on,
        answered_by=told.answered_by,
        disability=rules.disability(answers.values()),
        **answers,
    )
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=filled(told.words))


@dataclass(frozen=True)
class GroundsTold:
    """Grounds of discrimination as she told them, and who may read them."""

    told_on: dt.date
    readers: Readers
    grounds: Sequence[str]
    words: Words  # {"words", "done"}

    def payload(self) -> dict[str, object]:
        """All of it is sealed: in clear stands neither a caste nor that there is one."""
        return filled(self.words) | {"grounds": [str(ground) for ground in self.grounds]}


@transaction.atomic
def record_grounds(*, child: Child, told: GroundsTold, by: Staff) -> Grounds:
    """What she told freely of how she is treated worse."""
    record = Grounds(file_id=child.file_id, child=child, told_on=told.told_on, readers=told.readers)
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=told.payload())


@transaction.atomic
def change_grounds(*, grounds: Grounds, told: GroundsTold, version: int, by: Staff) -> Grounds:
    """The same told anew, or for other readers."""
    access.require(by, Permission.WORK_ON_CASE, grounds)

    return writing.change(
        grounds,
        by=by,
        version=version,
        payload=told.payload(),
        told_on=told.told_on,
        readers=told.readers,
    )


@dataclass(frozen=True)
class CultureTold:
    """Language, religion and how both are kept up; `words`: religion, practice, plan, who, wishes."""

    mother_tongue: str
    has_speakers: YesNo
    review_on: dt.date | None
    words: Words

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "mother_tongue": self.mother_tongue,
            "has_speakers": self.has_speakers,
            "has_plan": bool(self.words.get("plan", "").strip()),
            "review_on": self.review_on,
        }


@transaction.atomic
def record_culture(
    *, child: Child, told: CultureTold, earlier: Culture | None, version: int, by: Staff
) -> Culture:
    """Her cultural identity and the plan for it; what was on record (`earlier`) is kept."""
    record = earlier or Culture(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, record)

    if earlier is None:
        return writing.add(record, by=by, payload=filled(told.words))
    return writing.change(
        record, by=by, version=version, payload=filled(told.words), **told.columns()
    )


@dataclass(frozen=True)
class MovementTold:
    """A movement, what restrictions did, which rights were at stake; `words`: the account."""

    kind: MovementKind
    with_whom: WithWhom
    year: int | None
    from_country: str
    to_country: str
    effects: Sequence[str]
    rights: Sequence[str]
    words: Words

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        own = {name: value for name, value in vars(self).items() if name != "words"}
        return own | {"effects": list(self.effects), "rights": list(self.rights)}


@transaction.atomic
def add_movement(*, child: Child, told: MovementTold, by: Staff) -> Movement:
    """One more movement on record."""
    record = Movement(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=filled(told.words))


@transaction.atomic
def change_movement(*, movement: Movement, told: MovementTold, version: int, by: Staff) -> Movement:
    """The movement as it is known now; what stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, movement)

    return writing.change(
        movement, by=by, version=version, payload=filled(told.words), **told.columns()
    )


@dataclass(frozen=True)
class BackgroundTold:
    """How she lived before; `answers` by factor, one left out was not asked; `words`: the account."""

    told_on: dt.date
    answered_by: AnsweredBy
    lived_with: LivedWith | None
    schooling: Schooling | None
    lived_from: LivedFrom | None
    answers: Mapping[Factor, Asked]
    words: Words

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "told_on": self.told_on,
            "answered_by": self.answered_by,
            "lived_with": self.lived_with or "",
            "schooling": self.schooling or "",
            "lived_from": self.lived_from or "",
            "present": self._answered(Asked.YES),
            "absent": self._answered(Asked.NO),
            "not_known": self._answered(Asked.NOT_KNOWN),
            "withheld": self._answered(Asked.CHOSE_NOT),
        }

    def _answered(self, answer: Asked) -> list[str]:
        return [factor.value for factor in Factor if self.answers.get(factor) == answer]


@transaction.atomic
def record_background(
    *, child: Child, told: BackgroundTold, earlier: Background | None, version: int, by: Staff
) -> Background:
    """How she lived before and what put her at risk; what was on record (`earlier`) is kept."""
    record = earlier or Background(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, record)

    if earlier is None:
        return writing.add(record, by=by, payload=filled(told.words))
    return writing.change(
        record, by=by, version=version, payload=filled(told.words), **told.columns()
    )


def filled(words: Words) -> dict[str, str]:
    """The words that say something."""
    return {name: text.strip() for name, text in words.items() if text.strip()}
