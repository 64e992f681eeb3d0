"""Answers the requests of a list: its page, its table as a file, its saved views."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit import saved_views
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.exporting import EXPORT, export_response
from saathi.agencies.list_kit.forms import ListForm, SavedViewForm
from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.list_kit.pages import build_list_page
from saathi.agencies.staff_requests import StaffRequest
from saathi.web.paging import requested_key

SAVE_VIEW, REMOVE_VIEW = "save_view", "remove_view"
TOO_MANY = _("You have reached the maximum number of saved views for this list. Remove one first.")
VIEW_SAVED = _("View saved. It now has a tab above the list.")
TOO_LONG = _("This view has too many columns and filters. Choose fewer.")


def list_response(
    request: StaffRequest,
    declaration: ListDeclaration[Any],
    template: str,
    context: Mapping[str, Any] | None = None,
    log_shown: Callable[[Sequence[Any]], object] = list,
) -> HttpResponse:
    """The response of a list page to GET and POST; its template includes `list_kit/_list.html`.

    `log_shown` gets the records of the page, for the access log.
    """
    form, view_form = ListForm(request.GET, declaration), SavedViewForm()
    if EXPORT in request.GET:
        return export_response(request, declaration, form)
    if request.method == "POST":
        view_form = SavedViewForm(request.POST)
        if _changed_views(request, declaration, form, view_form):
            return redirect(request.get_full_path())
    page = build_list_page(
        declaration,
        form,
        ListPosition.from_query(request.GET),
        reader=request.staff,
        view_form=view_form,
    )
    log_shown(page.records)
    return render(request, template, {"list": page, **(context or {})})


def _changed_views(
    request: StaffRequest, declaration: ListDeclaration[Any], form: ListForm, named: SavedViewForm
) -> bool:
    """Whether a view was saved or removed; if not, the name form has the error."""
    if REMOVE_VIEW in request.POST:
        if (view_id := requested_key(request.POST[REMOVE_VIEW])) is not None:
            saved_views.remove_list_view(
                view_id=view_id, list_name=declaration.name, actor=request.staff
            )
        return True
    if not named.is_valid():
        return False
    try:
        saved_views.save_list_view(
            list_name=declaration.name,
            name=named.cleaned_data["view_name"],
            parameters=form.chosen_parameters(),
            actor=request.staff,
        )
    except saved_views.TooManyViews:
        named.add_error("view_name", str(TOO_MANY))
    except saved_views.ViewTooLong:
        named.add_error("view_name", str(TOO_LONG))
    if named.is_valid():
        messages.success(request, str(VIEW_SAVED))
    return named.is_valid()
