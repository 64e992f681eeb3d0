"""The page of detected persons and its download."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence import exports, queries
from saathi.evidence.forms import DetectedForm
from saathi.evidence.glotip import detected_rows
from saathi.evidence.series import GLOTIP
from saathi.web import downloads


@staff_screen(Permission.SEE_NUMBERS)
def show_detected(request: StaffRequest) -> HttpResponse:
    """Children and adults detected, by country, year, sex, age and form: table, chart, remarks."""
    form = DetectedForm(request.GET)
    page = queries.build_detected_page(form.to_filter(), register=queries.list_register_counts())
    return render(
        request,
        "evidence/show_detected.html",
        {"form": form, "page": page, "query": urlencode(form.data)},
    )


@staff_screen(Permission.SEE_NUMBERS)
def download_detected(request: StaffRequest) -> HttpResponse:
    """The rows behind the table as CSV; with `?all`, every row about the eight countries."""
    choice = DetectedForm(request.GET).to_filter()
    rows = detected_rows() if "all" in request.GET else queries.filter_source_rows(choice)
    return downloads.attachment_response(
        exports.detected_csv(rows, GLOTIP), "detected-persons.csv", downloads.CSV
    )
