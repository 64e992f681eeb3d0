"""Forms that place a child, and that record a placement by others."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.district_list import short_district_name
from saathi.infra.reasons import Reason
from saathi.infra.route_countries import AT_SEA, country_choices
from saathi.people import record_screens as kit
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import facility_places
from saathi.protection.care.facilities.rules import Occupancy
from saathi.protection.care.facility_incidents.queries import open_incidents_text
from saathi.protection.care.placements import queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.facility_choices import offered_facilities
from saathi.protection.care.placements.models import FamilyAssessment, Placement
from saathi.web.components import join_facts
from saathi.web.forms import Fold


def facility_label(
    facility: Facility,
    lived: Occupancy | None,
    obstacles: Sequence[Reason] = (),
    open_incidents: int = 0,
) -> str:
    """A facility in a list of choices: name, district and free places, never an address.

    One that may not receive the child has no free place for them: its label says why. It also says how
    many serious incidents are open.
    """
    district = short_district_name(facility.district) if facility.district else ""
    warned = open_incidents_text(open_incidents)
    if obstacles:
        why = " ".join(gettext(reason.text) for reason in obstacles)
        barred = gettext("Not possible: %(why)s") % {"why": why}
        return join_facts(filter(None, [facility.name, district, warned, barred]))
    free = ""
    total = facility_places(facility).total
    if lived is not None and total:
        number = max(0, total - lived.total)
        free = ngettext("%(count)d free place", "%(count)d free places", number)
        free %= {"count": number}
    return join_facts(filter(None, [facility.name, district, warned, free]))


def family_label(assessment: FamilyAssessment) -> str:
    """An assessed family in a list of choices; its texts were opened."""
    day = format_day(assessment.assessed_on)
    return f"{assessment.caregiver} · {kit.format_field(assessment, 'result')} · {day}"


def place_countries() -> list[tuple[str, str]]:
    """The countries of a place or family; the first choice is blank."""
    return [choice for choice in country_choices() if choice[0] != AT_SEA]


class PlacementFields(kit.DerivedForm[Placement]):
    """What both forms offer: facilities of the country, assessed families. `about` is the case."""

    model = Placement
    country = forms.ChoiceField(
        choices=place_countries,
        required=False,
        label=_("Country"),
        help_text=_("If you enter the place or caregiver in words."),
    )

    def prepare(self) -> None:
        """Offers the facilities of the country, the assessed families, and reasons for a move."""
        child = self.record.child if self.record is not None else self.about.child
        result = offered_facilities(child, self.staff.office, self.today)
        lived, obstacles, incidents = result.lived, result.obstacles, result.open_incidents
        self.offer(
            "facility",
            result.rows,
            lambda row: facility_label(
                row, lived.get(row.pk), obstacles.get(row.pk, ()), incidents.get(row.pk, 0)
            ),
        )
        families = queries.family_assessments(self._file_id(), self.staff)
        counting = queries.counting_assessments(families)
        if self.record is not None and self.record.assessment_id is not None:
            counting.append(self.record.assessment_id)
        families = families.filter(pk__in=counting)
        self.offer("assessment", families, self._family_label)
        self._opened = {each.pk: each for each in families}
        records.open_texts_of_each(list(self._opened.values()))
        current = queries.current_placement(self._file_id(), self.staff)
        if current is None:
            del self.fields["move_reason"]

    def _file_id(self) -> Any:
        return self.record.file_id if self.record is not None else self.about.file_id

    def _family_label(self, assessment: FamilyAssessment) -> str:
        return family_label(self._opened.get(assessment.pk, assessment))


_VIEW = "view child_words view_note siblings siblings_apart siblings_words"


class PlaceChildForm(PlacementFields):
    """A placement by our agency, with an exception if one is needed."""

    names = (
        "kind facility assessment place country started_on planned_end move_reason reasons "
        "parents_option kin_option foster_option options_words "
        f"{_VIEW} exception_why exception_until"
    )
    filled_by_address = ("facility",)
    facility = kit.derive_field(Placement, "facility", required=False)
    assessment = kit.derive_field(Placement, "assessment", required=False)
    exception_why = kit.derive_field(
        Placement,
        "exception_why",
        label=_("Why an exception is needed, or why the placement differs from what was decided"),
    )
    folds = (
        Fold(
            _("Family options: before a facility is chosen"),
            ("parents_option", "kin_option", "foster_option", "options_words"),
        ),
        Fold(
            _("Request an exception, or the agreement of a second person"),
            ("exception_why", "exception_until"),
        ),
    )


class RecordPlacementForm(PlacementFields):
    """Where others placed the child, now or earlier."""

    names = (
        f"basis kind facility assessment place country started_on planned_end move_reason reasons {_VIEW} "
        "ended_on end_reason end_note"
    )
    facility = kit.derive_field(Placement, "facility", required=False)
    assessment = kit.derive_field(Placement, "assessment", required=False)
    reasons = kit.derive_field(Placement, "reasons", label=_("What is known"), required=False)
    ended_on = kit.derive_field(Placement, "ended_on", required=False)
    folds = (Fold(_("The placement is over"), ("ended_on", "end_reason", "end_note")),)

    def prepare(self) -> None:
        """Offers all who may decide but our agency."""
        super().prepare()
        others = [basis for basis in codes.PlacementBasis if basis != codes.PlacementBasis.OURS]
        self.offer_codes("basis", others)
