"""Rules for what may be exported in which format. Pure functions that return reasons."""

from saathi.agencies.sections import Section
from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.exchange.vocabulary import STANDARDS, ExportPurpose


def reasons_against_format(
    *, purpose: str, form: str, sections: Section, is_one_file: bool
) -> tuple[Reason, ...]:
    """Why files cannot be exported in this format; each code is the form field to correct.

    Statistics need no names. A single row without a name still identifies the child to the person
    who requested it. Without the account of events a trafficking standard contains nothing.
    """
    reasons = []
    if form in STANDARDS:
        if is_one_file:
            text = _(
                "This format is not available for a single child: one row can identify the child "
                "even without a name."
            )
            reasons.append(Reason("format", text))
        if not sections & Section.SITUATION:
            text = _(
                "This format includes what happened to the child. Select that section as well."
            )
            reasons.append(Reason("sections", text))
    elif purpose == ExportPurpose.STATISTICS:
        text = _("Statistics exports contain no names. Choose HTCDS or CTDC.")
        reasons.append(Reason("format", text))
    return tuple(reasons)


def reasons_against_basis(basis: str) -> tuple[Reason, ...]:
    """Why a stated basis for sharing is not enough; empty if it is, or if none is stated."""
    if not basis.strip() or has_enough_letters(basis):
        return ()
    text = _("Name the law, order or decision, in at least 20 letters.")
    return (Reason("basis", text),)
