"""The outcomes of a report, each with its reason and author, and what they leave open in danger."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.outcome_wording import label_of_outcome
from saathi.protection.identification.intake.queue.queries import (
    find_leaders,
    is_child_in_danger,
    is_child_seen_unsafe,
    is_outcome_confirmed,
)
from saathi.protection.identification.intake.queue.vocabulary import ReportNoteKind
from saathi.protection.identification.intake.queue.wording import moment_text
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES, ReportOutcome
from saathi.vault import store as vault
from saathi.web.components import AlertBox, LabelledValue, Text, join_facts

MAX_OUTCOMES: Final = 100  # of one report, the latest
ENDS_ALERT: Final = _(
    "This outcome ends the alert, but the child may be in immediate danger and no visit "
    "records that the child is safe. The supervisors of the office above are notified. Only "
    "“Child not yet located” keeps the alert."
)
KEEPS_ALERT: Final = _("Your outcome does not end the alert: a supervisor must confirm it.")
UNSAFE_KEEPS_ALERT: Final = _(
    "A visit found that the child is not safe. No outcome ends this alert: open a case, or record a later "
    "visit that finds the child safe."
)


@dataclass(frozen=True, slots=True)
class DatedOutcome:
    """One outcome as it was recorded; `code` is empty if it was not kept, as earlier."""

    code: str
    at: dt.datetime | None  # None: not kept
    by: str
    reason: str
    earlier: str = ""  # the reference of the earlier report of the same

    @property
    def is_case(self) -> bool:
        """Whether it led to a case, which has no reason of its own."""
        return self.code in CASE_OUTCOMES


def case_outcome_note(report: Report, outcome: ReportOutcome) -> ReportNote:
    """The unsaved note that a report led to a case, which has no reason of its own."""
    note = ReportNote(file_id=report.file_id, report=report, kind=ReportNoteKind.OUTCOME)
    note.outcome = outcome.value
    return note


def list_outcomes(report: Report, texts: dict[str, Any], reader: Staff) -> list[DatedOutcome]:
    """The outcomes of a report, latest first, for those who may handle it.

    `texts`: the opened report, which holds the reason of an outcome recorded before reasons had records.
    """
    if not report.outcome or report.outcome_at is None:
        return []
    notes = list_outcome_notes(report, reader)
    names = names_of({note.recorded_by for note in notes})
    dated_outcomes = [
        DatedOutcome(
            note.outcome, note.recorded_at, names.get(note.recorded_by, ""), note.text, note.earlier
        )
        for note in notes
    ]
    kept = str(texts.get("outcome_note", ""))
    return _with_present(
        report, [*dated_outcomes, *_of_before(report, kept, has_notes=bool(dated_outcomes))]
    )


def _of_before(report: Report, reason: str, *, has_notes: bool) -> list[DatedOutcome]:
    if not reason or report.outcome_at is None:
        return []
    code = "" if has_notes or report.outcome in CASE_OUTCOMES else report.outcome
    return [DatedOutcome(code, report.outcome_at if code else None, "", reason)]


def _with_present(report: Report, found: list[DatedOutcome]) -> list[DatedOutcome]:
    """The outcomes, the first of which is that of the report; earlier notes did not say which."""
    assert report.outcome_at is not None
    if found and found[0].code == report.outcome:
        return found
    if found and not found[0].code and report.outcome not in CASE_OUTCOMES:
        first = found[0]
        present = DatedOutcome(report.outcome, first.at, first.by, first.reason, first.earlier)
        return [present, *found[1:]]
    return [DatedOutcome(report.outcome, report.outcome_at, "", ""), *found]


def list_outcome_notes(report: Report, reader: Staff) -> list[ReportNote]:
    """The notes of the outcomes of a report that the reader may read, opened, latest first."""
    notes = access.visible(reader, ReportNote).filter(report=report, kind=ReportNoteKind.OUTCOME)
    listed: list[ReportNote] = list(notes.order_by("-recorded_at", "-pk")[:MAX_OUTCOMES])
    records.open_texts_of_each(listed)
    return listed


def outcome_pairs(
    outcomes: Sequence[DatedOutcome], reader: Staff, *, reads_child: bool
) -> list[LabelledValue]:
    """Each outcome with its time, author and own reason, latest first."""
    pairs = []
    for place, each in enumerate(outcomes):
        term = _("Earlier outcome") if place else _("Outcome")
        pairs.append(_outcome_pair(term, each, reader, reads_child=reads_child))
        if each.earlier and each.code == ReportOutcome.SAME_AS_EARLIER:
            pairs.append(LabelledValue(_("Earlier report"), each.earlier))
        if not each.is_case:
            pairs.append(LabelledValue(_("Reason"), each.reason, missing=_("not recorded")))
    return pairs


def outcome_pairs_of_history(
    outcomes: Sequence[DatedOutcome], reader: Staff, *, reads_child: bool
) -> list[tuple[dt.datetime, LabelledValue]]:
    """The outcomes of known time, each with it, for the history of the response."""
    return [
        (each.at, _outcome_pair(_("Outcome"), each, reader, reads_child=reads_child))
        for each in outcomes
        if each.at is not None
    ]


def _outcome_pair(
    term: Text, each: DatedOutcome, reader: Staff, *, reads_child: bool
) -> LabelledValue:
    facts = [moment_text(each.at, reader.office)] if each.at else []
    if each.by:
        facts.append(gettext("recorded by %(name)s") % {"name": each.by})
    label = label_of_outcome(each.code, reads_child=reads_child) if each.code else ""
    return LabelledValue(term, label, note=join_facts(facts), missing=_("not recorded"))


def awaits_confirmation(report: Report, reader: Staff) -> bool:
    """Whether the reader, who leads an office, is to confirm the outcome that another person recorded.

    Not while the child counts as seen not safe: then there is nothing to confirm.
    """
    ends_never = (*CASE_OUTCOMES, ReportOutcome.CHILD_NOT_FOUND)
    if not report.outcome or report.outcome in ends_never or not is_child_in_danger(report):
        return False
    if not find_leaders([reader.pk]) or is_outcome_confirmed(report):
        return False
    latest = ReportNote.objects.filter(report=report, kind=ReportNoteKind.OUTCOME).order_by(
        "-recorded_at", "-pk"
    )
    first = latest.first()
    if first is None:
        return True
    return first.recorded_by != reader.pk and not is_child_seen_unsafe(report)


def recorded_outcome_pairs(report: Report, reader: Staff) -> list[LabelledValue]:
    """The latest outcome with its reason, for the person who is to confirm it."""
    outcomes = list_outcomes(report, vault.open(report), reader)
    return outcome_pairs(outcomes[:1], reader, reads_child=False)


def recorded_values(report: Report, reader: Staff) -> dict[str, str]:
    """The latest outcome, and the earlier report that it names, as values of the form."""
    notes = list_outcome_notes(report, reader)
    return {"outcome": report.outcome, "earlier": notes[0].earlier if notes else ""}


def outcome_alerts(report: Report, reader: Staff) -> list[AlertBox]:
    """What an outcome of this reader does to the alert of a child who may be in danger."""
    if not is_child_in_danger(report):
        return []
    if is_child_seen_unsafe(report):
        holds = UNSAFE_KEEPS_ALERT
    else:
        holds = ENDS_ALERT if find_leaders([reader.pk]) else KEEPS_ALERT
    return [AlertBox(_("The child may be in danger"), str(holds))]
