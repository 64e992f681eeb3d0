"""Forms of the assessments of families."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.placements.actions import reviews
from saathi.protection.care.placements.forms import changing
from saathi.protection.care.placements.models import FamilyAssessment
from saathi.protection.care.placements.views.screens import WORK, form_text, screens
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file


@screens.child_form(
    "placements/families/new/",
    WORK,
    changing.FamilyAssessmentForm,
    form_text(
        _("Assess a family"),
        _("Kinship and foster families are assessed and supported. They need no licence."),
    ),
    load=case_of_file,
)
def assess_family(request: StaffRequest, case: Case, form: changing.FamilyAssessmentForm) -> None:
    """Records the assessment of a kinship or foster family."""
    new = form.to_record(file_id=case.file_id, child=case.child)
    reviews.record_family_assessment(assessment=new, actor=request.staff)


@screens.child_edit(
    "placements/families/<uuid:family_assessment_id>/",
    WORK,
    FamilyAssessment,
    changing.FamilyAssessmentForm,
    form_text(_("Assessment of a family")),
)
def change_family_assessment(
    request: StaffRequest, assessment: FamilyAssessment, form: changing.FamilyAssessmentForm
) -> None:
    """Changes the assessment of a family."""
    form.put_texts(assessment)
    reviews.change_family_assessment(
        assessment=assessment,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
