"""The page of a single form that is not about a child; see `people.form_pages` for those that are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.staff_requests import StaffRequest
from saathi.web.components import AlertBox, LabelledValue, Text


@dataclass(frozen=True)
class FormPageText:
    """The text above and below a form, and the name of the page it was opened from.

    `alerts` and `pairs` are shown above the form: what the reader must know while filling it in.
    """

    title: Text
    lead: Text
    button: Text
    back: Text
    alerts: Sequence[AlertBox] = ()
    pairs: Sequence[LabelledValue] = ()


@dataclass(frozen=True)
class MissingPrerequisite:
    """Why there is nothing to choose from yet, and the page where that can be changed."""

    text: Text
    page: str
    label: Text


def render_form_page(
    request: StaffRequest,
    form: RecordForm,
    about: FormPageText,
    back: str,
    *,
    lacking: MissingPrerequisite | None = None,
) -> HttpResponse:
    """The page of a form, or of its missing prerequisite; `back` is the address to return to."""
    context = {"form": form, "about": about, "back": back, "lacking": lacking}
    return render(request, "agencies/form_page.html", context)
