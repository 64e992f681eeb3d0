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
from saathi.agencies import access, once, writing
from saathi.agencies.assembled import assembled
from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Draft, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import DraftKind, FileKind
from saathi.infra import clock
from saathi.vault import store as vault

LATER = "later"  # the button that puts a form away
KEEP, QUIETLY, DROP = "keep", "quietly", "drop"
DAYS = 30  # how long a draft is kept after it was last touched; the pages say so
NOT_KEPT = frozenset({"csrfmiddlewaretoken", once.FIELD, LATER})


@dataclass(frozen=True)
class Drafting:
    """That a form may be put away: which it is, and the file it is for.

    Without a file it gets one of its own, in which the report it becomes will lie.
    """

    kind: DraftKind
    file_id: UUID | None = None


def begun_here(request: StaffRequest) -> Draft | None:
    """What she began at this address and did not send."""
    return _of(request.staff, request.path)


def unfinished(staff: Staff) -> list[Draft]:
    """All that she began and did not send, what was touched last first."""
    return _unfinished(staff)


@assembled
def _unfinished(staff: Staff) -> QuerySet[Draft]:
    found = Draft.objects.filter(staff=staff.id, expires_at__gt=clock.now())
    return found.order_by("-saved_at", "pk")


def put_away(request: StaffRequest, draft: Drafting) -> HttpResponse:
    """The answer to the button: kept and back to her day, kept without a word, or thrown away."""
    what = request.POST[LATER]
    if what == DROP:
        drop(place=request.path, by=request.staff)
        return once.led(request.path)
    kept = keep(place=request.path, draft=draft, typed=request.POST, by=request.staff)
    if what == QUIETLY:
        return HttpResponse(status=204)
    text = gettext("Put away. Only you see it, on your day, until %(day)s.")
    messages.success(request, text % {"day": _last_day(kept, request.staff)})
    return once.led(reverse("desk:my_day"))


@transaction.atomic
def keep(*, place: str, draft: Drafting, typed: QueryDict, by: Staff) -> Draft:
    """The form as it was left, in place of how it was left before."""
    found = _of(by, place)
    if draft.file_id is not None:
        access.rights(by, draft.file_id)
    else:
        access.require(by, Permission.RECORD_REPORT)

    now = clock.now()
    if found is None:
        file_id = draft.file_id or _new_file(by)
        Draft.objects.filter(staff=by, place=place).delete()  # one that is too old
        found = Draft(staff=by, file_id=file_id, kind=draft.kind, place=place)
    fields = [
        [name, value] for name, values in typed.lists() if name not in NOT_KEPT for value in values
    ]
    vault.seal(found, {"fields": fields})
    is_new, found.saved_at, found.expires_at = found._state.adding, now, now + dt.timedelta(DAYS)
    found.save()

    if is_new:
        _log(found, by, "begun")
    return found


@transaction.atomic
def drop(*, place: str, by: Staff) -> None:
    """Throws away what she began at this address."""
    found = _of(by, place)
    if found is not None:
        found_id, file_id = found.pk, found.file_id
        found.delete()

        _log(Draft(pk=found_id, file_id=file_id), by, "dropped")


def done(request: StaffRequest) -> None:
    """Takes away what was begun here: it was sent."""
    Draft.objects.filter(staff=request.staff, place=request.path).delete()


def file_of(request: StaffRequest) -> UUID | None:
    """The file that was made for what she began here; the report it became is to lie in it."""
    found = begun_here(request)
    return found.file_id if found else None


def take_up(
    request: StaffRequest, begun: Draft, form: forms.Form, beside: Sequence[forms.Form]
) -> None:
    """The forms as they were left, unjudged; the page says since when, and until when they are kept."""
    data = QueryDict(mutable=True)
    for name, value in vault.open(begun)["fields"]:
        data.appendlist(name, value)
    data[once.FIELD] = once.new_key()
    for one in (form, *beside):
        one.data, one.is_bound = data, True
        one._errors = ErrorDict()  # type: ignore[attr-defined]
    form.begun = begun.saved_at  # type: ignore[attr-defined]
    text = gettext("You put this away on %(day)s. It is in no file yet; it is kept until %(last)s.")
    day = _day(begun.saved_at, request.staff)
    messages.info(request, text % {"day": day, "last": _last_day(begun, request.staff)})


def forget_old() -> int:
    """How many drafts were removed because their time is over; run as the worker."""
    removed, _by_kind = Draft.objects.filter(expires_at__lt=clock.now()).delete()
    return removed


def _of(staff: Staff, place: str) -> Draft | None:
    found = Draft.objects.filter(staff=staff, place=place, expires_at__gt=clock.now())
    return found.first()


def _new_file(by: Staff) -> UUID:
    file = writing.new_file(kind=FileKind.REPORT, office=by.office, by=by)
    found: UUID = file.pk
    return found


def _last_day(draft: Draft, staff: Staff) -> str:
    return _day(draft.expires_at, staff)


def _day(moment: dt.datetime, staff: Staff) -> str:
    return date_format(moment.astimezone(ZoneInfo(staff.office.time_zone)), "j F")


def _log(draft: Draft, by: Staff, what: str) -> None:
    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        file_id=draft.file_id,
        objects=[draft.pk],
        detail={"action": what, "model": draft._meta.label_lower},
    )
