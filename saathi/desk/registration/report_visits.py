"""Visits made while a report was handled, as visits of the child's case."""

from collections.abc import Sequence

from django.utils.translation import gettext

from saathi.agencies import access, collection, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import CollectionMethod
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import ChildSafety, VisitKind, VisitOutcome
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting, ReportNoteKind
from saathi.protection.identification.intake.report_notes import AddedText


def carry_visits(
    case: Case, report: Report, added_texts: Sequence[AddedText], *, only_unsafe: bool, actor: Staff
) -> None:
    """Adds the visits of a report that met the child to the case, if the actor may write visits.

    So the case says "seen on this day: not safe", not "child not met yet". `only_unsafe`: those alone
    that found the child not safe, for a report that is linked to a case with alerts of its own.
    """
    _reads, writes = access.sections_of_file(actor, case.file_id)
    if not writes & Visit.section:
        return
    met = [
        added
        for added in added_texts
        if added.kind == ReportNoteKind.VISIT and added.is_by_handler and added.went_at
    ]
    carried = [each for each in met if each.child_safe == YesNo.NO or not only_unsafe]
    visits = [collection.mark(_visit(case, added), CollectionMethod.REPORT) for added in carried]
    notes = [{"note": _note(report, added)} for added in carried]
    writing.add_all(visits, actor=actor, payloads=notes)


def _visit(case: Case, added: AddedText) -> Visit:
    # Notes of before do not say whether the child was alone: only "alone" counts for more.
    is_alone = added.meeting == ReportMeeting.MET_ALONE
    return Visit(
        file_id=case.file_id,
        case=case,
        happened_at=added.went_at or added.at,
        is_time_unknown=not added.went_time,
        kind=VisitKind(added.place) if added.place else VisitKind.OTHER,
        outcome=VisitOutcome.MET_ALONE if is_alone else VisitOutcome.MET_WITH_OTHERS,
        child_safe=ChildSafety(added.child_safe),
    )


def _note(report: Report, added: AddedText) -> str:
    source = gettext("Visit for report %(reference)s by %(name)s:") % {
        "reference": report_reference(report.pk),
        "name": added.who,
    }
    return f"{source} {added.text}"
