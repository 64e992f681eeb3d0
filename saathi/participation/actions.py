"""Write actions for a child's statements and for explanations of confidentiality.

Neither requires a status, a consent or an open case: a child can be heard at any time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, authors, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.participation import queries, rules
from saathi.participation.models import (
    DRAWING_FIELD_ID,
    THEME_FIELDS,
    Reader,
    Statement,
    Themes,
)
from saathi.participation.refusal_rules import RecordedRefusals, reasons_against_other_answers
from saathi.participation.vocabulary import (
    StatementAudience,
    StatementMedium,
    StatementState,
    ThemeCountingConsent,
)
from saathi.people.models import Child
from saathi.vault import attachments


class StatementIncomplete(Refused):
    """A statement without content; `reasons` give what is missing."""


@dataclass(frozen=True)
class NewStatement:
    """A statement to be recorded: its columns, its texts (words, translation, present) and its drawing.

    `readers` are ids of staff in the child's team.
    """

    statement: Statement
    texts: Mapping[str, str]
    readers: Sequence[UUID] = ()
    drawing: bytes | None = None


@transaction.atomic
def record_statement(*, child: Child, new: NewStatement, actor: Staff) -> Statement:
    """Records a child's statement for the readers the child chose.

    `StatementIncomplete` for "said" without content; `UploadRefused` for a drawing that cannot be
    stored. For a child who did not speak, only who was present is kept.
    """
    statement, texts, drawing = new.statement, dict(new.texts), new.drawing
    statement.file_id, statement.child = child.file_id, child
    if statement.state != StatementState.SAID:
        statement.form, statement.was_read_back, drawing = "", False, None
        texts = {"present": texts.get("present", "")}
    access.require(actor, Permission.WORK_ON_CASE, statement)

    has_content = bool(texts.get("words", "").strip() or drawing)
    form = StatementMedium(statement.form) if statement.form else None
    if reasons := rules.reasons_against_statement(
        StatementState(statement.state), form, has_content=has_content
    ):
        raise StatementIncomplete(reasons)

    if drawing:
        statement.drawing = attachments.store_upload(
            file_id=child.file_id,
            field_id=DRAWING_FIELD_ID,
            section=int(Section.VOICE),
            data=drawing,
            by=actor.id,
        ).pk
    writing.add(statement, actor=actor, payload=writing.nonblank_texts(texts) or None)
    if statement.audience == StatementAudience.NAMED:
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
def record_themes(
    *,
    statement: Statement,
    columns: Mapping[str, Any],
    earlier: Themes | None,
    version: int,
    actor: Staff,
) -> Themes:
    """Records the themes of a statement, for its readers; the earlier version (`earlier`) is kept.

    `columns` are the values of `Themes`; a place is kept only with risks. `StatementIncomplete` if
    nothing was said, nothing is chosen, or two answers exclude each other. What the child refused is
    corrected by another person alone, for the reason `correction` of `columns`, a text:
    `StatementIncomplete` as well.
    """
    columns = dict(columns)
    correction = columns.pop("correction", "")
    if not columns.get("risks"):
        columns = {**columns, "country": "", "district": ""}
    themes = earlier or Themes(
        file_id=statement.file_id, statement=statement, said_on=statement.said_on, **columns
    )
    access.require(actor, Permission.WORK_ON_CASE, statement)

    if reasons := rules.reasons_against_themes(
        StatementState(statement.state),
        wants=columns.get("wants", ()),
        refuses=columns.get("refuses", ()),
        has_themes=any(columns.get(name) for name in THEME_FIELDS),
    ):
        raise StatementIncomplete(reasons)

    if earlier is None:
        return writing.add(themes, actor=actor)
    return _change_themes(themes, columns, version, correction, actor)


def _change_themes(
    themes: Themes, columns: Mapping[str, Any], version: int, correction: str, actor: Staff
) -> Themes:
    """Changes themes in which each "no" of the child stays, or is corrected by another person."""
    before = RecordedRefusals(themes.refuses, ThemeCountingConsent(themes.counted))
    after = RecordedRefusals(
        columns.get("refuses", themes.refuses),
        ThemeCountingConsent(columns.get("counted", themes.counted)),
    )
    is_author = actor.pk in authors.authors_of(themes)
    reasons = reasons_against_other_answers(before, after, is_author=is_author, why=correction)
    if reasons:
        raise StatementIncomplete(reasons)
    columns = {**columns, **authors.with_editor(themes, actor)}
    payload = {"correction": correction} if correction.strip() else None
    return writing.change(themes, actor=actor, version=version, payload=payload, **columns)
