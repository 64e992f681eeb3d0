"""Asks for an erasure, takes it back, decides on it. The key is destroyed by a job: `erasing`.

The database functions decide again; the web role can neither destroy a key nor agree alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import access, erasures, job_orders, warden
from saathi.agencies.jobs import erase_job
from saathi.agencies.models import ErasureRequest, Staff
from saathi.agencies.vocabulary import (
    ChildKnows,
    ErasureBasis,
    ErasureDespite,
    ErasureRefusal,
)
from saathi.agencies.warden import NotPossible
from saathi.vault.vocabulary import ErasureReason


@dataclass(frozen=True)
class Asked:
    """What is said when an erasure is asked for: codes only, nothing about the child in words."""

    reason: ErasureReason
    basis: ErasureBasis
    child_knows: ChildKnows
    with_reports: bool
    despite: ErasureDespite | None = None


class WithoutReason(Exception):
    """Something speaks for waiting, and no reason was given why it is asked for nevertheless."""


@transaction.atomic
def ask(*, by: Staff, file_id: UUID, asked: Asked, warnings: Collection[str]) -> ErasureRequest:
    """The request, waiting for a second person. `warnings`: codes of all that speaks for waiting.

    What is open is a warning and forbids nothing: the child's right comes before our case.
    """
    rights = access.rights(by, file_id)
    standing = erasures.standing(rights)
    if not standing.may_act:
        raise access.NotAllowed

    if standing.erased or erasures.under_way(rights):
        raise NotPossible
    if warnings and asked.despite is None:
        raise WithoutReason

    said = {
        "reason": asked.reason.value,
        "basis": asked.basis.value,
        "child_knows": asked.child_knows.value,
        "with_reports": asked.with_reports,
        "warnings": list(warnings),
        "despite": asked.despite.value if asked.despite and warnings else "",
    }
    request_id = warden.change("erasure_ask", [file_id, Jsonb(said)], by=by.id)

    request = ErasureRequest.objects.get(pk=request_id)
    _note(audit.Kind.ERASURE_ASKED, by, request, outcome="waits")
    return request


@transaction.atomic
def withdraw(*, by: Staff, request: ErasureRequest) -> None:
    """Takes a request back, by the one who asked, while it waits."""
    access.rights(by, request.file_id)
    if request.recorded_by != by.id:
        raise access.NotAllowed

    if not warden.change("erasure_withdraw", [request.pk], by=by.id):
        raise NotPossible

    _note(audit.Kind.ERASURE_ASKED, by, request, outcome="withdrawn")


@transaction.atomic
def decide(*, by: Staff, request: ErasureRequest, refusal: ErasureRefusal | None) -> ErasureRequest:
    """The request as a second person decided it: agreed where there is no reason to refuse it.

    The job that destroys the key is deferred in the same transaction, so it is there exactly when
    the decision is.
    """
    rights = access.rights(by, request.file_id)
    if not erasures.standing(rights).may_act or request.recorded_by == by.id:
        raise access.NotAllowed

    agree = refusal is None
    if agree and erasures.has_lapsed(request):
        raise NotPossible

    values = [request.pk, agree, refusal.value if refusal else ""]
    if not warden.change("erasure_decide", values, by=by.id):
        raise NotPossible

    request.refresh_from_db()
    outcome, second = str(request.state), request.recorded_by
    _note(audit.Kind.ERASURE_DECIDED, by, request, outcome=outcome, second=second)
    if agree:
        job_orders.order(erase_job, by=by, request=str(request.pk))
    return request


def _note(kind: audit.Kind, by: Staff, request: ErasureRequest, **detail: object) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        file_id=request.file_id,
        objects=[request.pk],
        detail={"reason": str(request.refusal or request.reason), **detail},
    )
