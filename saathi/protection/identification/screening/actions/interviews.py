"""Write actions for interviews, family clues and migration."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.identification.screening import rules
from saathi.protection.identification.screening.models import FamilyClue, Interview, Migration
from saathi.protection.identification.screening.vocabulary import (
    ChildMovement,
    FamilyClueKind,
    FamilyClueState,
    ImmigrationStatus,
    InterviewEnd,
    Interviewer,
    InterviewerTraining,
    InterviewSupport,
    MigrationCompanion,
)
from saathi.protection.identification.trafficking.vocabulary import (
    SourceReliability,
    StatementSource,
)

type Texts = Mapping[str, str]


class InterviewNotComplete(Refused):
    """A first interview does not meet the conditions of "complete"; other ends can be saved."""


@dataclass(frozen=True)
class InterviewInput:
    """An interview. `texts`, sealed: interviewer, certificate, interpreter, others, note."""

    happened_at: dt.datetime
    by_whom: Interviewer
    ended: InterviewEnd
    is_first: bool = False
    language: str = ""
    training: InterviewerTraining = InterviewerTraining.NOT_RECORDED
    present: Sequence[str] = ()
    procedure: Sequence[str] = ()
    breaks: int | None = None
    support: InterviewSupport = InterviewSupport.NOT_RECORDED
    texts: Texts = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its sealed envelope."""
        values = {name: value for name, value in vars(self).items() if name != "texts"}
        return values | {
            "present": list(self.present),
            "procedure": list(self.procedure),
            "has_interpreter": bool(self.texts.get("interpreter", "").strip()),
        }

    def facts(self, child: Child) -> rules.InterviewFacts:
        """The input of the completeness rule."""
        return rules.InterviewFacts(
            self.language, child.languages, self.training, self.texts.get("interpreter", "")
        )


@transaction.atomic
def record_interview(*, child: Child, data: InterviewInput, actor: Staff) -> Interview:
    """Records an interview by anyone; `InterviewNotComplete` if "complete" is not justified."""
    interview = Interview(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, interview)
    _check_end(child, data)

    return writing.add(interview, actor=actor, payload=writing.nonblank_texts(data.texts))


@transaction.atomic
def change_interview(
    *, interview: Interview, data: InterviewInput, version: int, actor: Staff
) -> Interview:
    """Changes an interview; the earlier version is kept."""
    access.require(actor, Permission.WORK_ON_CASE, interview)
    _check_end(interview.child, data)

    return writing.change(
        interview,
        actor=actor,
        version=version,
        payload=writing.nonblank_texts(data.texts),
        **data.columns(),
    )


def _check_end(child: Child, interview: InterviewInput) -> None:
    reasons = rules.reasons_against_interview_end(
        interview.ended, interview.facts(child), is_first=interview.is_first
    )
    if reasons:
        raise InterviewNotComplete(reasons)


@dataclass(frozen=True)
class FamilyClueInput:
    """A clue to the family. Sealed keys of `texts`: the child's words, possible meaning, findings."""

    kind: FamilyClueKind
    stated_on: dt.date
    language: str = ""
    source: StatementSource = StatementSource.NOT_RECORDED
    confidence: SourceReliability = SourceReliability.NOT_RECORDED
    state: FamilyClueState = FamilyClueState.OPEN
    texts: Texts = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {name: value for name, value in vars(self).items() if name != "texts"}


@transaction.atomic
def add_clue(*, child: Child, data: FamilyClueInput, actor: Staff) -> FamilyClue:
    """Adds a clue; earlier clues are neither contradicted nor replaced."""
    clue = FamilyClue(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, clue)

    return writing.add(clue, actor=actor, payload=writing.nonblank_texts(data.texts))


@transaction.atomic
def change_clue(
    *, clue: FamilyClue, data: FamilyClueInput, version: int, actor: Staff
) -> FamilyClue:
    """Records the outcome of a clue; the earlier version is kept."""
    access.require(actor, Permission.WORK_ON_CASE, clue)

    return writing.change(
        clue,
        actor=actor,
        version=version,
        payload=writing.nonblank_texts(data.texts),
        **data.columns(),
    )


@dataclass(frozen=True)
class MigrationInput:
    """How the child moved, as far as known. Sealed keys of `texts`: wish, risks, note."""

    as_of: dt.date
    moved: ChildMovement
    papers: ImmigrationStatus = ImmigrationStatus.NOT_RECORDED
    country: str = ""
    from_country: str = ""
    why: Sequence[str] = ()
    moving_with: MigrationCompanion = MigrationCompanion.NOT_RECORDED
    rights: Sequence[str] = ()
    restrictions: Sequence[str] = ()
    texts: Texts = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        values = {name: value for name, value in vars(self).items() if name != "texts"}
        return values | {
            name: list(getattr(self, name)) for name in ("why", "rights", "restrictions")
        }


@transaction.atomic
def record_migration(*, child: Child, data: MigrationInput, actor: Staff) -> Migration:
    """Records how the child moved; earlier records and the account of events stay unchanged."""
    migration = Migration(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, migration)

    return writing.add(migration, actor=actor, payload=writing.nonblank_texts(data.texts) or None)
