"""The full assessment of a case that is not approved yet: it is continued, and no second one begins."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.decisions.best_interests import pages
from saathi.protection.decisions.best_interests.assessment_rules import UNDECIDED_STATES
from saathi.protection.decisions.best_interests.models import BestInterestsAssessment
from saathi.protection.decisions.best_interests.queries import find_undecided_assessment
from saathi.protection.decisions.best_interests.vocabulary import AssessmentExtent, AssessmentState

LIST = "best_interests:list_best_interests"


def is_undecided(assessment: BestInterestsAssessment) -> bool:
    """Whether it is a full assessment that is a draft, was returned or waits for approval."""
    is_full = assessment.extent == AssessmentExtent.FULL
    return is_full and assessment.state in UNDECIDED_STATES


def beside_full_assessment(
    request: StaffRequest, child: Child, _record: object
) -> Mapping[str, Any]:
    """The assessment to continue, above the form of a new one."""
    case = case_of_file(request.staff, child.file_id, BestInterestsAssessment.section)
    undecided = find_undecided_assessment(request.staff, case)
    return {"parts": [_panel(undecided)] if undecided else []}


def _panel(assessment: BestInterestsAssessment) -> kit.Panel:
    ids = [assessment.file_id, assessment.pk]
    action = kit.link(_("Continue"), "best_interests:change_full_assessment", *ids)
    if assessment.state == AssessmentState.SUBMITTED:
        action = kit.link(_("Assessment"), LIST, assessment.file_id)
    return kit.Panel(
        _("A full assessment is not approved yet"),
        lead=_("Continue it, or withdraw it to edit it. A second one is not saved."),
        actions=[action],
        rows=[kit.record_row(assessment, "", title=pages.assessment_title(assessment))],
    )
