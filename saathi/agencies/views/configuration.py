"""Titles, bundles, procedure, vocabulary: every version, who added it, and what it changed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import once, queries, rules
from saathi.agencies.actions import configuration as actions
from saathi.agencies.forms import VersionForm, as_lines
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.web.parts import Cell, Column, Table


@staff_screen(Permission.MANAGE_OFFICES)
def list_versions(request: StaffRequest) -> HttpResponse:
    """Every version of the country's configuration, with who added it and when."""
    found = queries.versions(request.staff.agency.country)
    names = queries.names_of([version.recorded_by for version in found])
    columns = [
        Column(_("Name")),
        Column(_("Version"), is_number=True),
        Column(_("What it describes")),
        Column(_("In force from")),
        Column(_("Added by")),
    ]
    rows = [
        [
            Cell(version.name, reverse("agencies:show_version", args=[version.pk])),
            Cell(str(version.version)),
            Cell(version.get_kind_display()),
            Cell(date_format(version.valid_from, "SHORT_DATE_FORMAT")),
            Cell(names.get(version.recorded_by, "") if version.recorded_by else _("Saathi")),
        ]
        for version in found
    ]
    table = Table(_("Versions of the rules"), columns, rows)
    return render(request, "agencies/list_versions.html", {"table": table, "is_empty": not rows})


@staff_screen(Permission.MANAGE_OFFICES)
def show_version(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """One version, and what it changed against the one before."""
    version = queries.version(request.staff.agency.country, version_id)
    if version is None:
        raise Http404
    before = queries.version_before(version)
    lines = list(rules.differences(as_lines(before.body) if before else "", as_lines(version.body)))
    return render(request, "agencies/show_version.html", {"version": version, "lines": lines})


@staff_screen(Permission.MANAGE_OFFICES)
def add_version(request: StaffRequest) -> HttpResponse:
    """Adds a version: first what it would change is shown, then it is saved."""
    country = request.staff.agency.country
    kind, name = request.GET.get("kind", "procedure"), request.GET.get("name", "standard")
    if request.method != "POST":
        newest = queries.newest_version(country, kind, name)
        first = {"kind": kind, "name": name, "valid_from": request.staff.office.today()}
        form = VersionForm(
            initial=first | {"body": as_lines(newest.body) if newest else rules.beginning_of(kind)}
        )
        return _page(request, form)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    if "save" not in request.POST:
        newest = queries.newest_version(country, data["kind"], data["name"])
        before = as_lines(newest.body) if newest else ""
        return _page(request, form, list(rules.differences(before, as_lines(data["read"]))))
    if earlier := once.begin(request):
        return earlier
    made = actions.add_version(
        by=request.staff,
        kind=data["kind"],
        name=data["name"],
        body=data["read"],
        valid_from=data["valid_from"],
    )
    return once.finish(request, reverse("agencies:show_version", args=[made.pk]))


def _page(
    request: StaffRequest, form: VersionForm, lines: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = {"form": form, "lines": lines, "form_key": once.new_key()}
    return render(request, "agencies/add_version.html", context)
