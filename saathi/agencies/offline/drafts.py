"""Long forms that are put away unfinished: sealed with the key of the file, for their writer alone.

A draft is no record: nobody else sees it, nothing is counted from it, and after a month it is gone.
Not for what could not be sent: the browser keeps that.
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

from saathi import audit
from saathi.agencies import access, idempotency, writing
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Draft, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import DraftKind, FileKind
from saathi.infra import clock
from saathi.vault import store as vault

DRAFT_BUTTON = "later"  # the button that puts a form away
KEEP, QUIETLY, DROP = "keep", "quietly", "drop"
DRAFT_DAYS = 30  # how long a draft is kept after it was last touched; the pages say so
EXCLUDED_FIELDS = frozenset({"csrfmiddlewaretoken", idempotency.KEY_FIELD, DRAFT_BUTTON})


@dataclass(frozen=True)
class DraftTarget:
    """That a form may be put away: which it is, and the file it is for.

    Without a file it gets one of its own, in which the report it becomes will lie.
    """

    kind: DraftKind
    file_id: UUID | None = None


def get_draft_here(request: StaffRequest) -> Draft | None:
    """What she began at this address and did not send."""
    return _of(request.staff, request.path)


def list_drafts(staff: Staff) -> list[Draft]:
    """All that she began and did not send, what was touched last first."""
    return _unfinished(staff)


@compiled_query
def _unfinished(staff: Staff) -> QuerySet[Draft]:
    found = Draft.objects.filter(staff=staff.id, expires_at__gt=clock.now())
    return found.order_by("-saved_at", "pk")


def handle_draft_request(request: StaffRequest, target: DraftTarget) -> HttpResponse:
    """The answer to the button: kept and back to her day, kept without a word, or thrown away."""
    what = request.POST[DRAFT_BUTTON]
    if what == DROP:
        discard_draft(place=request.path, actor=request.staff)
        return idempotency.redirect_saved(request.path)
    kept = save_draft(place=request.path, target=target, typed=request.POST, actor=request.staff)
    if what == QUIETLY:
        return HttpResponse(status=204)
    text = gettext("Put away. Only you see it, on your day, until %(day)s.")
    messages.success(request, text % {"day": _last_day(kept, request.staff)})
    return idempotency.redirect_saved(reverse("desk:my_day"))


@transaction.atomic
def save_draft(*, place: str, target: DraftTarget, typed: QueryDict, actor: Staff) -> Draft:
    """The form as it was left, in place of how it was left before."""
    found = _of(actor, place)
    if target.file_id is not None:
        access.rights(actor, target.file_id)
    else:
        access.require(actor, Permission.RECORD_REPORT)

    now = clock.now()
    if found is None:
        file_id = target.file_id or _new_file(actor)
        Draft.objects.filter(staff=actor, place=place).delete()  # one that is too old
        found = Draft(staff=actor, file_id=file_id, kind=target.kind, place=place)
    fields = [
        [name, value]
        for name, values in typed.lists()
        if name not in EXCLUDED_FIELDS
        for value in values
    ]
    vault.seal(found, {"fields": fields})
    is_new, found.saved_at, found.expires_at = (
        found._state.adding,
        now,
        now + dt.timedelta(DRAFT_DAYS),
    )
    found.save()

    if is_new:
        _log(found, actor, "begun")
    return found


@transaction.atomic
def discard_draft(*, place: str, actor: Staff) -> None:
    """Throws away what she began at this address."""
    found = _of(actor, place)
    if found is not None:
        found_id, file_id = found.pk, found.file_id
        found.delete()

        _log(Draft(pk=found_id, file_id=file_id), actor, "dropped")


def remove_sent_draft(request: StaffRequest) -> None:
    """Takes away what was begun here: it was sent."""
    Draft.objects.filter(staff=request.staff, place=request.path).delete()


def file_of_draft(request: StaffRequest) -> UUID | None:
    """The file that was made for what she began here; the report it became is to lie in it."""
    found = get_draft_here(request)
    return found.file_id if found else None


def restore_draft(
    request: StaffRequest, draft: Draft, form: forms.Form, other_forms: Sequence[forms.Form]
) -> None:
    """The forms as they were left, unjudged; the page says since when, and until when they are kept."""
    data = QueryDict(mutable=True)
    for name, value in vault.open(draft)["fields"]:
        data.appendlist(name, value)
    data[idempotency.KEY_FIELD] = idempotency.new_form_key()
    for one in (form, *other_forms):
        one.data, one.is_bound = data, True
        one._errors = ErrorDict()  # type: ignore[attr-defined]
    form.begun = draft.saved_at  # type: ignore[attr-defined]
    text = gettext("You put this away on %(day)s. It is in no file yet; it is kept until %(last)s.")
    day = _day(draft.saved_at, request.staff)
    messages.info(request, text % {"day": day, "last": _last_day(draft, request.staff)})


def remove_expired_drafts() -> int:
    """How many drafts were removed because their time is over; run as the worker."""
    removed, _by_kind = Draft.objects.filter(expires_at__lt=clock.now()).delete()
    return removed


def _of(staff: Staff, place: str) -> Draft | None:
    found = Draft.objects.filter(staff=staff, place=place, expires_at__gt=clock.now())
    return found.first()


def _new_file(actor: Staff) -> UUID:
    file = writing.new_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    found: UUID = file.pk
    return found


def _last_day(draft: Draft, staff: Staff) -> str:
    return _day(draft.expires_at, staff)


def _day(moment: dt.datetime, staff: Staff) -> str:
    return date_format(moment.astimezone(ZoneInfo(staff.office.time_zone)), "j F")


def _log(draft: Draft, actor: Staff, what: str) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        file_id=draft.file_id,
        objects=[draft.pk],
        detail={"action": what, "model": draft._meta.label_lower},
    )
