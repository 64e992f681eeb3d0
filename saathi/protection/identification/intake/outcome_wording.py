"""The outcome of a report in words, as far as the reader may know it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES, ReportOutcome
from saathi.web.components import Text

# For those who do not read the child's file: they may not know whether the child had a case before.
IN_A_CASE: Final = _("Followed up in a case")

_CASE_DANGER_TEXTS: Final = {
    ReportOutcome.CASE_OPENED: _(
        "The case was opened. Not yet recorded here: who went to the child, and when."
    ),
    ReportOutcome.ADDED_TO_CASE: _(
        "The report was added to a case. Not yet recorded here: who went to the child, and when."
    ),
}
_DANGER_IN_A_CASE: Final = _(
    "The report is followed up in a case. Not yet recorded here: who went to the child, and when."
)


def outcome_label(report: Report, *, reads_child: bool) -> Text:
    """The outcome of a report; only "a case" if it led to one, unless the reader reads it."""
    return label_of_outcome(report.outcome, reads_child=reads_child)


def label_of_outcome(code: str, *, reads_child: bool) -> Text:
    """The label of an outcome, as `outcome_label`."""
    if code in CASE_OUTCOMES and not reads_child:
        return IN_A_CASE
    return ReportOutcome(code).label


def case_danger_text(outcome: str, *, reads_child: bool) -> Text:
    """What is not recorded yet in a report of immediate danger that led to a case."""
    return _CASE_DANGER_TEXTS[ReportOutcome(outcome)] if reads_child else _DANGER_IN_A_CASE
