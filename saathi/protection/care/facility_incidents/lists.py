"""The list of incidents in facilities."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.infra import district_list
from saathi.protection.care.facility_incidents import pages, queries
from saathi.protection.care.facility_incidents.models import FacilityIncident
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    FacilityIncidentState,
    IncidentSeverity,
)
from saathi.web.components import DisplayTableCell, EmptyState


def incidents_list() -> ListDeclaration[FacilityIncident]:
    """The incidents in facilities that the reader may read, without any child."""
    countries = forms.ChoiceField(
        choices=[("", _("All")), *district_list.country_choices()[1:]],
        required=False,
        label=_("Country"),
    )
    return ListDeclaration(
        name="facility_incidents",
        records=queries.all_incidents(),
        columns=[
            ListColumn("facility", _("Facility"), _facility_cell),
            text_column("kind", _("Type"), lambda row: FacilityIncidentKind(row.kind).label),
            text_column(
                "occurred",
                _("Date of the incident"),
                lambda row: queries.day_text(row.occurred_on),
                sort="occurred_on",
            ),
            ListColumn("severity", _("Severity"), _severity_cell),
            field_column("state", _("Status"), attention={FacilityIncidentState.OPEN.value}),
        ],
        order="-occurred",
        count_text=queries.incident_count_text,
        filters=[
            choice_filter(FacilityIncident, "state", _("Status")),
            choice_filter(FacilityIncident, "severity", _("Severity")),
            choice_filter(FacilityIncident, "kind", _("Type of incident")),
            ListFilter(
                "country", countries, lambda rows, code: rows.filter(facility__country=code)
            ),
        ],
        search=queries.search_incidents,
        search_label=_("Name of the facility"),
        empty=EmptyState(
            _("No incidents"), _("Record an incident on the page of the facility or of a child.")
        ),
    )


def _facility_cell(row: FacilityIncident) -> DisplayTableCell:
    url = reverse("facility_incidents:show_incident", args=[row.pk])
    return DisplayTableCell(row.facility.name, url=url)


def _severity_cell(row: FacilityIncident) -> DisplayTableCell:
    label = IncidentSeverity(row.severity).label
    return DisplayTableCell(label, tag="attend" if pages.is_open_and_serious(row) else "")
