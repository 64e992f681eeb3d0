"""The screen that imports a table: reads it, previews each row, saves all of it or nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from saathi.agencies import idempotency
from saathi.agencies.register_kit import actions, tables
from saathi.agencies.register_kit.declaration import Register
from saathi.agencies.register_kit.forms import RegisterImportForm
from saathi.agencies.register_kit.tables import RegisterTableReading
from saathi.agencies.staff_requests import StaffRequest
from saathi.agencies.writing import ChangedMeanwhile


def import_entries(request: StaffRequest, register: Register[Any, Any]) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    if request.method != "POST":
        return _page(request, register, RegisterImportForm(), None)
    form = RegisterImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, register, form, None)
    if "save" not in request.POST:
        table = tables.read_register_table(form.table, register, actor=request.staff)
        return _preview(request, register, form, table)
    if (earlier := idempotency.claim_key(request)) is not None:
        return earlier
    table = tables.read_register_table(form.table, register, actor=request.staff)
    trouble: str | Promise = register.words.imported_meanwhile
    if table.is_valid and table.preview_digest == form.cleaned_data["shown"]:
        try:
            added, changed = actions.import_entries(
                register.table, rows=table.to_imports(), actor=request.staff
            )
        except (actions.EntryAlreadyListed, ChangedMeanwhile):
            table = tables.read_register_table(form.table, register, actor=request.staff)
        except actions.EntryMoveRefused as refused:
            trouble = " ".join(_(reason.text) for reason in refused.reasons)
        else:
            text = _(
                "Imported. New entries, submitted for publication: %(added)d. Changed: %(changed)d."
            )
            messages.success(request, text % {"added": added, "changed": changed})
            return idempotency.finish_submission(request, register.addresses.of_list("list"))
    idempotency.free_form_key(request)
    return _preview(request, register, form, table, trouble if table.is_valid else "")


def _preview(
    request: StaffRequest,
    register: Register[Any, Any],
    sent: RegisterImportForm,
    table: RegisterTableReading,
    trouble: str | Promise = "",
) -> HttpResponse:
    """The preview of a table. The text as read is returned in the page, so nothing is lost."""
    resubmission = {
        "text": sent.table,
        "shown": table.preview_digest,
        "form_key": idempotency.new_form_key(),
    }
    form = RegisterImportForm(resubmission)
    if form.is_valid() and trouble:
        form.add_error(None, str(trouble))
    return _page(request, register, form, table)


def _page(
    request: StaffRequest,
    register: Register[Any, Any],
    form: RegisterImportForm,
    table: RegisterTableReading | None,
) -> HttpResponse:
    columns = [
        {
            "name": name,
            "label": register.form_class.base_fields[name].label,
            "codes": codes,
            "is_long": tables.is_long_list(codes),
            "is_required": name in register.required_columns,
        }
        for name in register.import_columns
        for codes in [tables.column_codes(register, name)]
    ]
    context = {
        "form": form,
        "read": table,
        "columns": columns,
        "register": register,
        "list_url": register.addresses.of_list("list"),
    }
    return render(request, "register_kit/import_entries.html", context)
