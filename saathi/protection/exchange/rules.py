"""What may be given out in which form. Plain decisions, with reasons against; no database."""

from saathi.agencies.sections import Section
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.exchange.vocabulary import STANDARDS, ExportPurpose


def reasons_against_form(
    *, purpose: str, form: str, sections: Section, is_one_file: bool
) -> tuple[Reason, ...]:
    """Why files cannot be given out in this form; each code is the field of the form to mend.

    What goes to statistics needs no name. One row alone without a name is still the one child that
    everybody who asked for it knows. And without what happened a standard of trafficking says nothing.
    """
    reasons = []
    if form in STANDARDS:
        if is_one_file:
            text = _("One child’s file has no such form: a single row without a name hides nobody.")
            reasons.append(Reason("format", text))
        if not sections & Section.SITUATION:
            text = _("This form tells what happened. Choose that section as well.")
            reasons.append(Reason("sections", text))
    elif purpose == ExportPurpose.STATISTICS:
        text = _("For statistics no names leave the system. Choose HTCDS or CTDC.")
        reasons.append(Reason("format", text))
    return tuple(reasons)
