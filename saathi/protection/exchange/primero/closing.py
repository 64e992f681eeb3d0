"""Whether a case closed in Primero is closed here, and the task to review it if not."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.engines.sheets import problems
from saathi.protection.exchange.primero import codes
from saathi.protection.exchange.primero.case_reading import CaseReading
from saathi.protection.exchange.primero.fields import label_of, value_text
from saathi.protection.exchange.primero.identity import read_day
from saathi.protection.exchange.primero.work import task

FORM: Final = "closure_form"
REVIEW_DAYS: Final = 7  # until the case worker has checked whether work goes on
_SHOWN: Final = (
    "status",
    "closure_reason",
    "closure_reason_other",
    "date_closure",
    "transfer_status",
)


@dataclass(frozen=True)
class ClosingReading:
    """The day and reason of a closure that counts here."""

    closed_on: dt.date | None = None
    reason: str = ""
    undecided: str = ""  # Primero's reason, if another day or reason would not be missing


def read_closing(reading: CaseReading) -> ClosingReading:
    """The closure, if its reason and day close a case here; else none, and a review task.

    A reason such as "formal closing" states none: the person who imports may decide what it means.
    A transfer and a repatriation never close a case: the receiving side continues the work.
    """
    fields = reading.fields
    status = next(iter(fields.words("status")), "").casefold()
    if status not in codes.CLOSED_STATUSES:
        if status == "open":
            fields.text("status")
        elif status:
            fields.miss_code("status", fields.words("status"))
        return ClosingReading()
    closed_on = read_day(reading, "date_closure")
    fields.also_keep("date_closure")
    if closed_on and reading.registered_on and closed_on < reading.registered_on:
        reading.problems.refuse(problems.CLOSED_BEFORE, "date_closure")
    word = next(iter(fields.words("closure_reason")), "").casefold()
    work_continues = status == "transferred" or word in codes.CONTINUING_REASONS
    may_close = status == "closed" and closed_on is not None and bool(word) and not work_continues
    reason = codes.CLOSURES.get(word, "") or reading.occasion.closings.get(word, "")
    if may_close and reason:
        fields.text("status")
        fields.date("date_closure")
        fields.text("closure_reason")
        fields.also_keep("closure_reason")  # ours may say more or less
        return ClosingReading(closed_on, reason)
    reading.problems.warn(problems.GOES_ON if work_continues else problems.REVIEW_CLOSURE, "status")
    fields.text("status")
    fields.also_keep("status")
    fields.ask_about("closure_reason")
    _add_review(reading)
    return ClosingReading(undecided=word if may_close else "")


def _add_review(reading: CaseReading) -> None:
    """Adds a task for the case worker to check whether the work goes on."""
    fields = reading.fields
    lines = [
        f"{label_of(name)}: {value_text(name, fields.values.get(name))}"
        for name in _SHOWN
        if fields.has(name)
    ]
    title = "Review the case: it is closed in Primero and was imported as open."
    text = "\n".join([title, *lines, reading.occasion.mark])
    until = reading.occasion.today + dt.timedelta(days=REVIEW_DAYS)
    reading.records += task(text, FORM, until=until)
