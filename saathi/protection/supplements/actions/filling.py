"""Fills in a form for a child, and corrects what was filled in; what stood before is kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.warden import NotPossible
from saathi.people.models import Child
from saathi.protection.supplements import queries
from saathi.protection.supplements.models import BY_SECTION, Filled, FormVersion
from saathi.protection.supplements.vocabulary import FormOutcome
from saathi.protection.supplements.xlsform.answering import Answered


@dataclass(frozen=True)
class Told:
    """What was answered, on which day and in which language it was asked, and by whom."""

    answers: Mapping[str, Any]
    filled_on: dt.date
    language: str = ""
    by: str = ""  # the name of who asked, where it was not the one who writes it down
    note: str = ""
    against: Sequence[str] = field(default_factory=list)  # kept although the form speaks against

    def columns(self, version: FormVersion) -> dict[str, Any]:
        """What stands in clear: day, language, and what may be counted."""
        answered = Answered(queries.form_of(version), self.answers, self.filled_on)
        return {
            "filled_on": self.filled_on,
            "language": self.language,
            "counted": answered.counted(),
        }

    def payload(self) -> dict[str, Any]:
        """What the envelope holds."""
        words = {"by": self.by, "note": self.note}
        kept = {name: text for name, text in words.items() if text}
        return {"answers": dict(self.answers), "against": list(self.against)} | kept


@transaction.atomic
def fill(*, child: Child, version: FormVersion, told: Told, by: Staff) -> Filled:
    """The form as it was filled in, in the part of the file that it belongs to."""
    model = BY_SECTION[Section(version.section)]
    record = model(
        file_id=child.file_id,
        child=child,
        form=version,
        form_code=version.code,
        form_version=version.version,
        **told.columns(version),
    )
    access.require(by, Permission.WORK_ON_CASE, record)
    if version.outcome != FormOutcome.AGREED or version.agency_id != by.agency_id:
        raise NotPossible

    return writing.add(record, by=by, payload=told.payload())


@transaction.atomic
def change(*, filled: Filled, told: Told, version: int, by: Staff) -> Filled:
    """The form with other answers, to the same questions that were asked then.

    `ChangedMeanwhile` where `version` is not the present one.
    """
    access.require(by, Permission.WORK_ON_CASE, filled)

    columns = told.columns(filled.form)
    return writing.change(filled, by=by, version=version, payload=told.payload(), **columns)
