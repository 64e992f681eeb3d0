"""Queries about erasure requests: who may request and decide, what was requested, what was done."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import ErasureRequest, File, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.request_cache import get_cached
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ErasureState, FileKind
from saathi.infra import clock
from saathi.vault.models import Erasure

PAGE_SIZE = 50
# a request that was not decided within this time must be made again
REQUEST_LIFETIME = dt.timedelta(days=30)
UNDER_WAY = (ErasureState.WAITS, ErasureState.AGREED)


@dataclass(frozen=True)
class ErasureStatus:
    """What a reader may do about the erasure of a file, and whether the file was erased."""

    may_act: bool
    erased: Erasure | None


def get_erasure_status(rights: FileRights) -> ErasureStatus:
    """Whether the reader may request or decide an erasure of this file; `erasure_caller` in SQL.

    Requires that the reader's agency holds the file, that they act for the office it belongs to,
    and that they have the permission.
    """
    return get_cached(("erasing", rights.staff.id, rights.file_id), lambda: _erasure_status(rights))


def _erasure_status(rights: FileRights) -> ErasureStatus:
    staff, file_id = rights.staff, rights.file_id
    may = access.has_permission(staff, Permission.ERASE) and rights.may_read(Section.DECISIONS)
    file = (
        File.objects.filter(pk=file_id)
        .annotate(is_erased=Exists(Erasure.objects.filter(file_id=OuterRef("pk"))))
        .first()
    )
    if file is None:
        raise access.NotAllowed
    return ErasureStatus(
        may_act=may
        and file.kind == FileKind.CHILD
        and file.agency_id == staff.agency_id
        and file.office_id in staff.acts_as,
        erased=Erasure.objects.filter(file_id=file_id).first() if file.is_erased else None,
    )


def newest_request(rights: FileRights) -> ErasureRequest | None:
    """The last request about this file; None if there is none or the reader may not see them."""
    return rights.records(ErasureRequest).order_by("-recorded_at").first()


def request_under_way(rights: FileRights) -> ErasureRequest | None:
    """The request that is waiting or being carried out."""
    return rights.records(ErasureRequest).filter(state__in=UNDER_WAY).first()


def request_state_subquery(file: str) -> Subquery:
    """The state of the current request for the file in column `file`, as a column."""
    requests = ErasureRequest.objects.filter(file=OuterRef(file), state__in=UNDER_WAY)
    return Subquery(requests.values("state")[:1])


def has_lapsed(request: ErasureRequest) -> bool:
    """Whether it can only be refused: too old, or its requester may no longer request it."""
    if request.recorded_at < clock.now() - REQUEST_LIFETIME:
        return True
    asker = Staff.objects.filter(pk=request.recorded_by).first()
    return asker is None or not access.has_permission(asker, Permission.ERASE)


@dataclass(frozen=True)
class ErasureImpact:
    """What must be known before an erasure is requested, as numbers."""

    reports: int  # reports about the child, held by the agency
    shares: int  # shares that give temporary access to the file without work on the case
    seconds: int  # staff who could be the second person


def get_erasure_impact(file_id: UUID) -> ErasureImpact:
    """The counts to be known before an erasure is requested or decided, for those who may do so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reports, shares, seconds FROM erasure_about(%s)", [file_id])
        return ErasureImpact(*cursor.fetchone())


def page_of_requests(
    staff: Staff, *, after: str = ""
) -> tuple[list[ErasureRequest], ErasureRequest | None]:
    """The agency's requests the reader may see, newest first, and where the next page starts."""
    requests = _of_agency(staff)
    last = requests.filter(pk=after).first() if _is_id(after) else None
    if last is not None:
        requests = requests.filter(
            Q(recorded_at__lt=last.recorded_at) | Q(recorded_at=last.recorded_at, id__lt=last.pk)
        )
    rows = list(requests.order_by("-recorded_at", "-id")[: PAGE_SIZE + 1])
    return rows[:PAGE_SIZE], rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None


def list_waiting_requests(staff: Staff) -> QuerySet[ErasureRequest]:
    """The agency's requests that wait for this person's decision, without the person's own."""
    return _of_agency(staff).filter(state=ErasureState.WAITS).exclude(recorded_by=staff.id)


def _of_agency(staff: Staff) -> QuerySet[ErasureRequest]:
    return access.visible(staff, ErasureRequest).filter(agency=staff.agency_id)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
