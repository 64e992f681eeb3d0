"""Screens that import criteria: for a new set, or for one that was never published."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import idempotency
from saathi.agencies.form_submission import posted_data
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.actions import EntryAlreadyListed, SeenEntry
from saathi.agencies.register_kit.queries import get_own_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra.reasons import Refused
from saathi.protection.care.facilities.vocabulary import FacilityKind
from saathi.protection.care.standards import actions
from saathi.protection.care.standards.forms import CriteriaImportForm, StandardSetImportForm
from saathi.protection.care.standards.models import StandardSet
from saathi.protection.care.standards.register import ADDRESSES, REGISTER
from saathi.protection.care.standards.tables import REQUIRED, CriteriaReading, read_criteria
from saathi.protection.care.standards.vocabulary import EvidenceKind, StandardDomain
from saathi.web.components import Text

COLUMN_LABELS: dict[str, Text] = {
    "code": _("Number of the criterion"),
    "domain": _("Domain"),
    "text": _("Criterion"),
    "critical": _("Critical: yes or no"),
    "evidence": _("Evidence"),
    "child_text": _("Words for children"),
    "kinds": _("Types of facility; blank for all"),
    "references": _("Criteria of the Saathi model set that ask for the same"),
}
COLUMN_CODES = {"domain": StandardDomain, "evidence": EvidenceKind, "kinds": FacilityKind}


@staff_screen(Permission.KEEP_FACILITIES)
def import_standard_sets(request: StaffRequest) -> HttpResponse:
    """Reads the criteria of a new set, shows a preview, and saves a draft."""
    data, files = posted_data(request), request.FILES or None
    form = StandardSetImportForm(
        data,
        files,
        initial={"country": request.staff.office.country},
        today=request.staff.office.today(),
    )
    return _import_page(request, form, None)


@staff_screen(Permission.KEEP_FACILITIES)
def change_criteria(request: StaffRequest, standard_set_id: UUID) -> HttpResponse:
    """Reads new criteria of a set that was never published, shows a preview, and saves them."""
    entry = get_own_entry(actions.STANDARDS, standard_set_id, request.staff)
    if request.method != "POST" and actions.was_published(entry):
        raise Http404
    form = CriteriaImportForm(
        posted_data(request), request.FILES or None, initial={"version": entry.version}
    )
    return _import_page(request, form, entry)


def _import_page(
    request: StaffRequest, form: CriteriaImportForm, entry: StandardSet | None
) -> HttpResponse:
    """Reads the table, and saves it once it is confirmed as the preview showed it."""
    if not form.is_bound or not form.is_valid():
        return _page(request, form, entry, None)
    table = read_criteria(form.table)
    if "save" not in request.POST or not table.is_valid:
        return _page(request, _confirming(form, table), entry, table)
    if (earlier := idempotency.claim_key(request)) is not None:
        return earlier
    saved = table.preview_digest == form.cleaned_data["shown"] and _save(
        request, form, entry, table
    )
    if saved:
        return idempotency.finish_submission(request, ADDRESSES.of_entry("show", saved.pk))
    idempotency.free_form_key(request)
    return _page(request, form, entry, table)


def _save(
    request: StaffRequest,
    form: CriteriaImportForm,
    entry: StandardSet | None,
    table: CriteriaReading,
) -> StandardSet | None:
    """The saved set; None if it was refused, and the form says why."""
    actor = request.staff
    try:
        if entry is None:
            criteria = [criterion.to_json() for criterion in table.criteria]
            assert isinstance(form, StandardSetImportForm)
            values = form.entry_values(actor) | {"criteria": criteria}
            return actions.add_standards(values=values, is_proposed=False, actor=actor)
        seen = SeenEntry(entry, form.seen_version)
        return actions.change_criteria(seen=seen, criteria=table.criteria, actor=actor)
    except EntryAlreadyListed:
        form.add_error(None, str(REGISTER.words.taken))
    except ChangedMeanwhile:
        form.add_error(None, str(REGISTER.words.imported_meanwhile))
    except Refused as refused:
        for reason in refused.reasons:
            name = reason.code if reason.code in form.fields else None
            form.add_error(name, gettext(reason.text))
    return None


def _confirming(form: CriteriaImportForm, table: CriteriaReading) -> CriteriaImportForm:
    """The form with the table as read, so that nothing is lost before it is confirmed."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["text"], data["shown"] = form.table, table.preview_digest
    data["form_key"] = idempotency.new_form_key()
    shown = type(form)(data, initial=form.initial, **form.more_options())
    shown.is_valid()
    return shown


def _page(
    request: StaffRequest,
    form: CriteriaImportForm,
    entry: StandardSet | None,
    table: CriteriaReading | None,
) -> HttpResponse:
    columns: list[dict[str, Any]] = [
        {
            "name": name,
            "label": label,
            "codes": "; ".join(COLUMN_CODES[name].values) if name in COLUMN_CODES else "",
            "is_required": name in REQUIRED,
        }
        for name, label in COLUMN_LABELS.items()
    ]
    back = ADDRESSES.of_entry("show", entry.pk) if entry else ADDRESSES.of_list("list")
    title = REGISTER.title_of(entry) if entry else REGISTER.words.title
    context = {"form": form, "read": table, "columns": columns, "back": back, "back_title": title}
    return render(request, "standards/import_criteria.html", context)
