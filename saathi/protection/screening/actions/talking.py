"""Writes of interviews, of clues to a family, and of how a child moved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.screening import rules
from saathi.protection.screening.models import FamilyClue, Interview, Migration
from saathi.protection.screening.vocabulary import (
    Clue,
    ClueState,
    InterviewEnd,
    Interviewer,
    Moved,
    MovingWith,
    Papers,
    Support,
    Training,
)
from saathi.protection.trafficking.vocabulary import Confidence, Source

type Words = Mapping[str, str]


class NotComplete(Refused):
    """A first interview that may not be kept as complete; it may be kept as anything else."""


@dataclass(frozen=True)
class Interviewed:
    """An interview as it was; `words` are sealed: interviewer, certificate, interpreter, others, note."""

    happened_at: dt.datetime
    by_whom: Interviewer
    ended: InterviewEnd
    is_first: bool = False
    language: str = ""
    training: Training = Training.NOT_KNOWN
    present: Sequence[str] = ()
    procedure: Sequence[str] = ()
    breaks: int | None = None
    support: Support = Support.NOT_OFFERED
    words: Words = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        kept = {name: value for name, value in vars(self).items() if name != "words"}
        return kept | {
            "present": list(self.present),
            "procedure": list(self.procedure),
            "has_interpreter": bool(self.words.get("interpreter", "").strip()),
        }

    def talk(self, child: Child) -> rules.Talk:
        """What the rule asks about."""
        return rules.Talk(
            self.language, child.languages, self.training, self.words.get("interpreter", "")
        )


@transaction.atomic
def record_interview(*, child: Child, told: Interviewed, by: Staff) -> Interview:
    """The interview on record, whoever held it. NotComplete for a first one that is kept as such."""
    interview = Interview(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, interview)
    _check_end(child, told)

    return writing.add(interview, by=by, payload=writing.filled(told.words))


@transaction.atomic
def change_interview(
    *, interview: Interview, told: Interviewed, version: int, by: Staff
) -> Interview:
    """The interview with what was added; what stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, interview)
    _check_end(interview.child, told)

    return writing.change(
        interview, by=by, version=version, payload=writing.filled(told.words), **told.columns()
    )


def _check_end(child: Child, told: Interviewed) -> None:
    reasons = rules.reasons_against_end(told.ended, told.talk(child), is_first=told.is_first)
    if reasons:
        raise NotComplete(reasons)


@dataclass(frozen=True)
class ClueTold:
    """A clue; `words` are sealed: her own words, what it may be, what was found."""

    kind: Clue
    told_on: dt.date
    language: str = ""
    source: Source = Source.CHILD
    confidence: Confidence = Confidence.NOT_WEIGHED
    state: ClueState = ClueState.OPEN
    words: Words = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {name: value for name, value in vars(self).items() if name != "words"}


@transaction.atomic
def add_clue(*, child: Child, told: ClueTold, by: Staff) -> FamilyClue:
    """The clue beside those before it; it contradicts none of them and replaces none."""
    clue = FamilyClue(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, clue)

    return writing.add(clue, by=by, payload=writing.filled(told.words))


@transaction.atomic
def change_clue(*, clue: FamilyClue, told: ClueTold, version: int, by: Staff) -> FamilyClue:
    """The clue with what became of it; what stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, clue)

    return writing.change(
        clue, by=by, version=version, payload=writing.filled(told.words), **told.columns()
    )


@dataclass(frozen=True)
class MigrationTold:
    """How the child moved, as far as known; `words` are sealed: wish, risks, note."""

    as_of: dt.date
    moved: Moved
    papers: Papers = Papers.NOT_KNOWN
    country: str = ""
    from_country: str = ""
    why: Sequence[str] = ()
    moving_with: MovingWith = MovingWith.NOT_KNOWN
    rights: Sequence[str] = ()
    restrictions: Sequence[str] = ()
    words: Words = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        kept = {name: value for name, value in vars(self).items() if name != "words"}
        return kept | {
            name: list(getattr(self, name)) for name in ("why", "rights", "restrictions")
        }


@transaction.atomic
def record_migration(*, child: Child, told: MigrationTold, by: Staff) -> Migration:
    """How she moved, beside what was known before. It changes nothing of what happened to her."""
    migration = Migration(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, migration)

    return writing.add(migration, by=by, payload=writing.filled(told.words) or None)
