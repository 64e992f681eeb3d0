"""The assessed families on the page of a child's placements."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.placements import queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import FamilyAssessment
from saathi.protection.care.placements.views.screens import screens
from saathi.web.components import join_facts


def _abroad(assessment: FamilyAssessment) -> list[str]:
    """The country of a family in another country."""
    is_here = assessment.country in {"", assessment.file.office.country}
    return [] if is_here else [country_name(assessment.country)]


def _family_title(assessment: FamilyAssessment) -> str:
    """The type of care, the caregiver, and the country if it is another one."""
    care = str(kit.format_field(assessment, "care"))
    return " · ".join([care, assessment.caregiver, *_abroad(assessment)])


def _linked(
    assessment: FamilyAssessment, families: Sequence[FamilyAssessment], counting: Sequence[UUID]
) -> list[kit.LabelledValue]:
    """Which earlier assessment is of the same family, and whether a later one counts."""
    shown = []
    earlier = next((each for each in families if each.pk == assessment.same_family_as), None)
    if earlier is not None:
        day = kit.format_day(earlier.assessed_on)
        text = join_facts([earlier.caregiver, kit.format_field(earlier, "result"), day])
        shown.append(kit.LabelledValue(_("Same family as"), text))
    if assessment.pk not in counting:
        text = gettext("No: a later assessment of this family counts.")
        shown.append(kit.LabelledValue(_("Whether it counts"), text))
    return shown


def families_panel(
    request: StaffRequest, child: Child, families: Sequence[FamilyAssessment]
) -> kit.Panel:
    """The assessed families; those that no longer count are shown as over."""
    shown = "assessed_on assessor asked_by relation address violence reasons support support_plan"
    names = shown.split()
    counting = queries.counting_assessments(families)
    rows = [
        kit.record_row(
            each,
            [*(name for name in names if getattr(each, name)), *_linked(each, families, counting)],
            title=_family_title(each),
            state="result",
            is_over=each.pk not in counting,
            needs_attention=each.result == codes.FamilyResult.UNSAFE,
            words=each.child_words,
            actions=screens.links(request, each, "change_family_assessment", _("Edit")),
        )
        for each in families
    ]
    return kit.Panel(
        _("Assessed families"),
        actions=screens.links(request, child.file_id, "assess_family", _("Assess a family")),
        rows=rows,
        empty=_("No kinship or foster family assessed yet."),
    )
