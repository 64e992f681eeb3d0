"""Fills in a form for a child, and corrects the answers; earlier answers are kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.engines.xlsform.form_state import FormState
from saathi.people.models import Child
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.models import (
    ANSWER_MODEL_BY_SECTION,
    FormAnswers,
    FormVersion,
)
from saathi.protection.casework.supplements.vocabulary import FormOutcome


@dataclass(frozen=True)
class FormAnswersInput:
    """The answers, the day and language of the interview, and the interviewer."""

    answers: Mapping[str, Any]
    filled_on: dt.date
    language: str = ""
    asked_by: str = ""  # the name of the interviewer, if not the person who records the answers
    note: str = ""
    contradicted_questions: Sequence[str] = field(
        default_factory=list
    )  # questions whose answers are kept although they violate the form's constraint

    def columns(self, version: FormVersion) -> dict[str, Any]:
        """The unsealed columns: day, language, and the statistical answers."""
        answered = FormState(queries.form_definition(version), self.answers, self.filled_on)
        return {
            "filled_on": self.filled_on,
            "language": self.language,
            "counted": answered.statistical_answers(),
        }

    def payload(self) -> dict[str, Any]:
        """The content to seal."""
        texts = {"by": self.asked_by, "note": self.note}
        filled_texts = {name: text for name, text in texts.items() if text}
        return {
            "answers": dict(self.answers),
            "against": list(self.contradicted_questions),
        } | filled_texts


@transaction.atomic
def record_answers(
    *, child: Child, version: FormVersion, data: FormAnswersInput, actor: Staff
) -> FormAnswers:
    """Saves the completed form in the section of the file that it belongs to."""
    model = ANSWER_MODEL_BY_SECTION[Section(version.section)]
    record = model(
        file_id=child.file_id,
        child=child,
        form=version,
        form_code=version.code,
        form_version=version.version,
        **data.columns(version),
    )
    access.require(actor, Permission.WORK_ON_CASE, record)
    if version.outcome != FormOutcome.AGREED or version.agency_id != actor.agency_id:
        raise ChangeNotPossible

    return writing.add(record, actor=actor, payload=data.payload())


@transaction.atomic
def change_answers(
    *, filled: FormAnswers, data: FormAnswersInput, version: int, actor: Staff
) -> FormAnswers:
    """Corrects the answers to the questions that were asked then.

    `ChangedMeanwhile` if `version` is outdated.
    """
    access.require(actor, Permission.WORK_ON_CASE, filled)

    columns = data.columns(filled.form)
    return writing.change(filled, actor=actor, version=version, payload=data.payload(), **columns)
