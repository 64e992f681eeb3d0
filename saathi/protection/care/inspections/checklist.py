"""What the checklist of an inspection shows: each criterion with its form and its photos."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import reverse

from saathi.agencies.form_submission import RecordForm
from saathi.protection.care.inspections import forms, photo_queries, queries
from saathi.protection.care.inspections.models import Inspection, InspectionFinding
from saathi.protection.care.inspections.vocabulary import InspectionPhotoState
from saathi.protection.care.standards.vocabulary import StandardDomain

OFFLINE_SCRIPT: Final = Path(__file__).parent / "static" / "inspections" / "offline.js"


@dataclass(frozen=True)
class ChecklistCriterion:
    """One criterion of the checklist: what it asks, the form that assesses it, its photos."""

    finding: InspectionFinding
    form: RecordForm
    url: str
    photo_url: str
    photos: int

    @property
    def is_assessed(self) -> bool:
        """Whether the server has a result."""
        return bool(self.finding.result)


def checklist_groups(
    inspection: Inspection, *, is_blank: bool
) -> list[tuple[str, list[ChecklistCriterion]]]:
    """The criteria of an inspection by domain; `is_blank`: without anything that was entered."""
    photos = photo_queries.photos_by_finding(inspection)
    groups: dict[str, list[ChecklistCriterion]] = {}
    for finding in queries.list_findings(inspection):
        kept = [
            photo
            for photo in photos.get(finding.pk, ())
            if photo.state == InspectionPhotoState.KEPT
        ]
        ids = [inspection.pk, finding.pk]
        criterion = ChecklistCriterion(
            finding=finding,
            form=criterion_form(finding, is_blank=is_blank),
            url=reverse("inspections:assess_criterion", args=ids),
            photo_url=reverse("inspections:add_photo", args=ids),
            photos=len(kept),
        )
        groups.setdefault(str(StandardDomain(finding.domain).label), []).append(criterion)
    return list(groups.items())


def criterion_form(finding: InspectionFinding, *, is_blank: bool = False) -> RecordForm:
    """The form of a criterion as it now is, or empty with the version that it changes."""
    initial: dict[str, object] = {"version": finding.version}
    if not is_blank:
        initial |= {"result": finding.result, "evidence": finding.evidence}
    return forms.ChecklistCriterionForm(initial=initial, auto_id=f"c{finding.place}_%s")


def shown_version(finding: InspectionFinding) -> str:
    """The version that a form about the criterion as it now is carries."""
    form = criterion_form(finding)
    return str(form.get_initial_for_field(form.fields["version"], "version"))
