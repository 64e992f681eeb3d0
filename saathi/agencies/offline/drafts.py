"""Drafts of long forms: sealed with the key of the file, visible only to their writer.

A draft is not a record: no other person sees it, it is not counted, and it is removed after a
month. Forms that could not be sent are stored in the browser instead.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from saathi.agencies import access, idempotency, writing
from saathi.agencies.access_log import log_write
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.declared_kinds import DraftKind
from saathi.agencies.models import Draft, File, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.vault import store as vault
from saathi.web.page_names import MY_DAY

DRAFT_BUTTON = "later"  # the button that saves a form as a draft
KEEP, AUTOSAVE, DISCARD = "keep", "quietly", "drop"
DRAFT_DAYS = 30  # how long a draft is kept after its last change; the pages say so
EXCLUDED_FIELDS = frozenset({"csrfmiddlewaretoken", idempotency.KEY_FIELD, DRAFT_BUTTON})


@dataclass(frozen=True)
class DraftTarget:
    """The kind and file of the draft as which a form may be saved.

    Without a file, the draft gets a file of its own, which the resulting report will use.
    """

    kind: DraftKind
    file_id: UUID | None = None


def get_draft_of_page(request: StaffRequest) -> Draft | None:
    """The draft of this person at this address, or None."""
    return _draft_at(request.staff, request.path)


def field_names_in_draft(request: StaffRequest) -> list[str]:
    """The names of the fields in the draft here, for a form whose rows were added on demand."""
    return list(typed_values_of_draft(request) or ())


def typed_values_of_draft(request: StaffRequest) -> QueryDict | None:
    """What was typed in the draft here, for a form that is built from it; None without a draft."""
    draft = get_draft_of_page(request)
    return _typed(draft) if draft else None


def _typed(draft: Draft) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, value in vault.open(draft)["fields"]:
        typed.appendlist(name, value)
    return typed


def list_drafts(staff: Staff) -> list[Draft]:
    """All drafts of this person, the most recently changed first."""
    return _current_drafts(staff)


@compiled_query
def _current_drafts(staff: Staff) -> QuerySet[Draft]:
    drafts = Draft.objects.filter(staff=staff.id, expires_at__gt=clock.now())
    return drafts.order_by("-saved_at", "pk")


def handle_draft_request(request: StaffRequest, target: DraftTarget) -> HttpResponse:
    """The response to the draft button: saved and back to My day, saved silently, or discarded."""
    action = request.POST[DRAFT_BUTTON]
    if action == DISCARD:
        discard_draft(place=request.path, actor=request.staff)
        return idempotency.redirect_saved(request.path)
    draft = save_draft(place=request.path, target=target, typed=request.POST, actor=request.staff)
    if action == AUTOSAVE:
        return HttpResponse(status=204)
    text = gettext("Draft saved. Only you can see it, in My day, until %(day)s.")
    messages.success(request, text % {"day": _last_day(draft, request.staff)})
    return idempotency.redirect_saved(reverse(MY_DAY))


@transaction.atomic
def save_draft(*, place: str, target: DraftTarget, typed: QueryDict, actor: Staff) -> Draft:
    """Saves the form as it was left, in place of its previous draft."""
    draft = _draft_at(actor, place)
    if target.file_id is not None:
        access.rights(actor, target.file_id)
    else:
        access.require(actor, Permission.RECORD_REPORT)

    now = clock.now()
    if draft is None:
        file_id = target.file_id or _new_file(actor)
        Draft.objects.filter(staff=actor, place=place).delete()  # an expired draft
        draft = Draft(staff=actor, file_id=file_id, kind=target.kind.code, place=place)
    fields = [
        [name, value]
        for name, values in typed.lists()
        if name not in EXCLUDED_FIELDS
        for value in values
    ]
    vault.seal(draft, {"fields": fields})
    is_new, draft.saved_at, draft.expires_at = (
        draft._state.adding,
        now,
        now + dt.timedelta(DRAFT_DAYS),
    )
    draft.save()

    if is_new:
        log_write(draft, actor=actor, action="begun")
    return draft


@transaction.atomic
def discard_draft(*, place: str, actor: Staff) -> None:
    """Discards the person's draft at this address."""
    draft = _draft_at(actor, place)
    if draft is not None:
        draft_id, file_id = draft.pk, draft.file_id
        draft.delete()

        log_write(Draft(pk=draft_id, file_id=file_id), actor=actor, action="dropped")


def remove_sent_draft(request: StaffRequest) -> None:
    """Removes the draft of this address, because the form was sent."""
    Draft.objects.filter(staff=request.staff, place=request.path).delete()


def file_id_of_page_draft(request: StaffRequest) -> UUID | None:
    """The file made for the draft of this address; the resulting report goes into it."""
    draft = get_draft_of_page(request)
    return draft.file_id if draft else None


def restore_draft(
    request: StaffRequest, draft: Draft, form: forms.Form, other_forms: Sequence[forms.Form]
) -> None:
    """Restores the forms as they were left, unvalidated; the page says from when, until when."""
    data = _typed(draft)
    data[idempotency.KEY_FIELD] = idempotency.new_form_key()
    for shown_form in (form, *other_forms):
        shown_form.data, shown_form.is_bound = data, True
        shown_form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.begun = draft.saved_at  # type: ignore[attr-defined]
    text = gettext(
        "Draft saved on %(day)s. It is not part of any case and will be deleted after %(last)s."
    )
    if File.objects.filter(pk=draft.file_id, kind=FileKind.CHILD).exists():
        text = gettext(
            "Draft saved on %(day)s. It is not yet in the child’s file; only you can see it. It will "
            "be deleted after %(last)s."
        )
    day = _day(draft.saved_at, request.staff)
    messages.info(request, text % {"day": day, "last": _last_day(draft, request.staff)})


def remove_expired_drafts() -> int:
    """Removes expired drafts and returns how many; runs as the worker."""
    removed, _by_kind = Draft.objects.filter(expires_at__lt=clock.now()).delete()
    return removed


def _draft_at(staff: Staff, place: str) -> Draft | None:
    drafts = Draft.objects.filter(staff=staff, place=place, expires_at__gt=clock.now())
    return drafts.first()


def _new_file(actor: Staff) -> UUID:
    file = writing.create_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    file_id: UUID = file.pk
    return file_id


def _last_day(draft: Draft, staff: Staff) -> str:
    return _day(draft.expires_at, staff)


def _day(moment: dt.datetime, staff: Staff) -> str:
    return date_format(moment.astimezone(ZoneInfo(staff.office.time_zone)), "j F")
