"""The page of one form that is about no child; those about one are in `people.screens`."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.http import StaffRequest
from saathi.web.components import Text


@dataclass(frozen=True)
class FormPageText:
    """What stands above and below a form, and what the page is called that it was opened from."""

    title: Text
    lead: Text
    button: Text
    back: Text


@dataclass(frozen=True)
class MissingPrerequisite:
    """Why there is nothing to choose from yet, and the page where that is mended."""

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
    """The page of one form, or of what is lacking for it; `back` is the address it was opened from."""
    context = {"form": form, "about": about, "back": back, "lacking": lacking}
    return render(request, "agencies/form_page.html", context)
