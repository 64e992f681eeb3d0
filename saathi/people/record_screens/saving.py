"""The saves of record screens that no rule can refuse (`agencies.record_kit.actions`)."""

from collections.abc import Callable
from typing import Any

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.actions import add_record, change_record
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.staff_requests import StaffRequest


def save_new[RecordT: Scoped](
    request: StaffRequest, form: DerivedForm[RecordT], **context: Any
) -> RecordT:
    """Adds the record of a form; `context` gives its other fields."""
    return add_record(record=form.to_record(**context), actor=request.staff)


def save_changes[RecordT: Scoped](
    request: StaffRequest, record: RecordT, form: DerivedForm[RecordT]
) -> RecordT:
    """Changes an opened record to the values of its form; the earlier version is kept."""
    form.put_texts(record)
    return change_record(
        record=record, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


type Save[SubjectT, FormT] = Callable[[StaffRequest, SubjectT, FormT], object]


def saving_function[SubjectT, FormT: SealedTextsForm](
    request: StaffRequest, subject: SubjectT, save: Save[SubjectT, FormT], back: str
) -> Callable[[FormT], str]:
    """A function that saves a valid form and returns the address to go to; empty if errors remain."""

    def saving(form: FormT) -> str:
        address = save(request, subject, form)
        if form.errors:
            return ""
        return address if isinstance(address, str) else back

    return saving
