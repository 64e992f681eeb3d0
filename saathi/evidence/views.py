"""The page of detected persons and its download."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.evidence import exports, queries
from saathi.evidence.forms import DetectedForm
from saathi.evidence.glotip import detected_rows
from saathi.evidence.series import GLOTIP
from saathi.web import downloads


@staff_screen(Permission.SEE_NUMBERS)
def show_detected(request: StaffRequest) -> HttpResponse:
    """Children and adults detected, by country, year, sex, age and form: table, chart, remarks."""
    form = DetectedForm(request.GET)
    page = queries.detected_page(form.choice(), register=queries.register_counts())
    return render(
        request,
        "evidence/show_detected.html",
        {"form": form, "page": page, "query": urlencode(form.data)},
    )


@staff_screen(Permission.SEE_NUMBERS)
def download_detected(request: StaffRequest) -> HttpResponse:
    """The rows behind the table as CSV; with `?all`, every row about the eight countries."""
    choice = DetectedForm(request.GET).choice()
    rows = detected_rows() if "all" in request.GET else queries.chosen_rows(choice)
    return downloads.to_save(
        exports.detected_csv(rows, GLOTIP), "detected-persons.csv", downloads.CSV
    )
