"""Write actions for a child's statements and for explanations of confidentiality.

Neither requires a status, a consent or an open case: a child can be heard at any time.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.participation import queries, rules
from saathi.participation.models import DRAWING_FIELD_ID, Explanation, Reader, Statement, Themes
from saathi.participation.vocabulary import (
    StatementAudience,
    StatementForm,
    StatementState,
    ThemeCountingConsent,
    UnderstandingLevel,
)
from saathi.people.models import Child
from saathi.vault import attachments


class StatementIncomplete(Refused):
    """A statement without content; `reasons` give what is missing."""


@dataclass(frozen=True)
class NewStatement:
    """What a child said, chose not to say, or is not to be asked.

    `readers` are ids of staff in the child's team.
    """

    state: StatementState
    said_on: dt.date
    form: StatementForm | None = None
    language: str = ""
    topics: Sequence[str] = ()
    was_read_back: bool = False
    audience: StatementAudience = StatementAudience.TEAM
    readers: Sequence[UUID] = ()
    words: str = ""
    translation: str = ""
    present: str = ""
    drawing: bytes | None = None

    @property
    def is_said(self) -> bool:
        """Whether the child spoke."""
        return self.state == StatementState.SAID

    def payload(self) -> dict[str, str]:
        """The content of the envelope: only what was filled in."""
        texts = {"words": self.words, "translation": self.translation} if self.is_said else {}
        envelope = texts | {"present": self.present}
        return {key: text for key, text in envelope.items() if text}


@transaction.atomic
def record_statement(*, child: Child, new: NewStatement, actor: Staff) -> Statement:
    """Records a child's statement for the readers the child chose.

    `StatementIncomplete` for "said" without content; `UploadRefused` for a drawing that cannot be
    stored.
    """
    statement = Statement(
        file_id=child.file_id,
        child=child,
        state=new.state,
        form=new.form if new.form and new.is_said else "",
        said_on=new.said_on,
        language=new.language,
        topics=list(new.topics),
        was_read_back=new.was_read_back and new.is_said,
        audience=new.audience,
    )
    access.require(actor, Permission.WORK_ON_CASE, statement)

    has_content = bool(new.words.strip() or new.drawing)
    if reasons := rules.reasons_against_statement(new.state, new.form, has_content=has_content):
        raise StatementIncomplete(reasons)

    if new.drawing and new.is_said:
        statement.drawing = attachments.store_upload(
            file_id=child.file_id,
            field_id=DRAWING_FIELD_ID,
            section=int(Section.VOICE),
            data=new.drawing,
            by=actor.id,
        ).pk
    writing.add(statement, actor=actor, payload=new.payload() or None)
    if new.audience == StatementAudience.NAMED:
        _name_readers(statement, new.readers, actor)
    return statement


def _name_readers(statement: Statement, readers: Sequence[UUID], actor: Staff) -> None:
    """Names the readers.

    Only staff of the child's team can be named: being named gives no right to the file.
    """
    team = {person.pk for person in queries.possible_readers(statement.file_id)}
    for reader in dict.fromkeys(readers):
        if reader in team:
            reader_row = Reader(file_id=statement.file_id, statement=statement, staff_id=reader)
            writing.add(reader_row, actor=actor)


@transaction.atomic
def record_explanation(
    *,
    child: Child,
    explained_on: dt.date,
    language: str,
    understood: UnderstandingLevel,
    actor: Staff,
) -> Explanation:
    """Records that the limits of confidentiality were explained to the child (GDN-002)."""
    explanation = Explanation(
        file_id=child.file_id,
        child=child,
        explained_on=explained_on,
        language=language,
        understood=understood,
    )
    access.require(actor, Permission.WORK_ON_CASE, explanation)

    return writing.add(explanation, actor=actor)


@dataclass(frozen=True)
class ThemesInput:
    """The themes of a statement as codes, and whether the child allows counting them."""

    counted: ThemeCountingConsent
    helped: Sequence[str] = ()
    hurt: Sequence[str] = ()
    missed: Sequence[str] = ()
    wants: Sequence[str] = ()
    refuses: Sequence[str] = ()
    risks: Sequence[str] = ()
    country: str = ""
    district: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of the record."""
        return {
            "counted": self.counted,
            "helped": list(self.helped),
            "hurt": list(self.hurt),
            "missed": list(self.missed),
            "wants": list(self.wants),
            "refuses": list(self.refuses),
            "risks": list(self.risks),
            "country": self.country if self.risks else "",
            "district": self.district if self.risks else "",
        }

    @property
    def has_themes(self) -> bool:
        """Whether any theme is set."""
        return any((self.helped, self.hurt, self.missed, self.wants, self.refuses, self.risks))


@transaction.atomic
def record_themes(
    *, statement: Statement, data: ThemesInput, earlier: Themes | None, version: int, actor: Staff
) -> Themes:
    """Records the themes of a statement, for its readers; the earlier version (`earlier`) is kept.

    `StatementIncomplete` if nothing was said, nothing is chosen, or two answers exclude each other.
    """
    themes = earlier or Themes(
        file_id=statement.file_id, statement=statement, said_on=statement.said_on, **data.columns()
    )
    access.require(actor, Permission.WORK_ON_CASE, statement)

    state = StatementState(statement.state)
    if reasons := rules.reasons_against_themes(
        state, wants=data.wants, refuses=data.refuses, has_themes=data.has_themes
    ):
        raise StatementIncomplete(reasons)

    if earlier is None:
        return writing.add(themes, actor=actor)
    return writing.change(themes, actor=actor, version=version, **data.columns())
