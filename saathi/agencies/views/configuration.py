"""Titles, bundles, procedure, vocabulary: every version, its author, its changes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import configuration_rules, idempotency, queries
from saathi.agencies.actions import configuration as actions
from saathi.agencies.forms import ConfigurationVersionForm, body_as_lines
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn
from saathi.web.paging import storable_text


@staff_screen(Permission.MANAGE_OFFICES)
def list_configuration_versions(request: StaffRequest) -> HttpResponse:
    """Every version of the country's configuration, with its author and date."""
    versions = queries.list_configuration_versions(request.staff.agency.country)
    names = queries.names_of([version.recorded_by for version in versions])
    columns = [
        DisplayTableColumn(_("Name")),
        DisplayTableColumn(_("Version"), is_number=True),
        DisplayTableColumn(_("Type of rule")),
        DisplayTableColumn(_("In force from")),
        DisplayTableColumn(_("Added by")),
    ]
    rows = [
        [
            DisplayTableCell(
                version.name, reverse("agencies:show_configuration_version", args=[version.pk])
            ),
            DisplayTableCell(str(version.version)),
            DisplayTableCell(version.get_kind_display()),
            DisplayTableCell(date_format(version.valid_from, "SHORT_DATE_FORMAT")),
            DisplayTableCell(
                names.get(version.recorded_by, "") if version.recorded_by else _("Saathi")
            ),
        ]
        for version in versions
    ]
    table = DisplayTable(_("Versions of the rules"), columns, rows)
    return render(
        request, "agencies/list_configuration_versions.html", {"table": table, "is_empty": not rows}
    )


@staff_screen(Permission.MANAGE_OFFICES)
def show_configuration_version(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """One version, and its changes against the previous one."""
    version = queries.get_configuration_version(request.staff.agency.country, version_id)
    if version is None:
        raise Http404
    before = queries.previous_configuration_version(version)
    lines = list(
        configuration_rules.diff_lines(
            body_as_lines(before.body) if before else "", body_as_lines(version.body)
        )
    )
    return render(
        request, "agencies/show_configuration_version.html", {"version": version, "lines": lines}
    )


@staff_screen(Permission.MANAGE_OFFICES)
def add_configuration_version(request: StaffRequest) -> HttpResponse:
    """Adds a version: shows a preview of its changes first, then saves it."""
    country = request.staff.agency.country
    kind, name = (
        storable_text(request.GET.get(part, first))
        for part, first in (("kind", "procedure"), ("name", "standard"))
    )
    if request.method != "POST":
        newest = queries.newest_configuration_version(country, kind, name)
        first = {"kind": kind, "name": name, "valid_from": request.staff.office.today()}
        form = ConfigurationVersionForm(
            initial=first
            | {
                "body": body_as_lines(newest.body)
                if newest
                else configuration_rules.initial_configuration(kind)
            }
        )
        return _page(request, form)
    form = ConfigurationVersionForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    if "save" not in request.POST:
        newest = queries.newest_configuration_version(country, data["kind"], data["name"])
        before = body_as_lines(newest.body) if newest else ""
        return _page(
            request, form, list(configuration_rules.diff_lines(before, body_as_lines(data["read"])))
        )
    if earlier := idempotency.claim_key(request):
        return earlier
    version = actions.add_version(
        actor=request.staff,
        kind=data["kind"],
        name=data["name"],
        body=data["read"],
        valid_from=data["valid_from"],
    )
    return idempotency.finish_submission(
        request, reverse("agencies:show_configuration_version", args=[version.pk])
    )


def _page(
    request: StaffRequest,
    form: ConfigurationVersionForm,
    lines: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {"form": form, "lines": lines, "form_key": idempotency.new_form_key()}
    return render(request, "agencies/add_configuration_version.html", context)
