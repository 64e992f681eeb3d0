"""Requests, withdraws and decides erasures. A job destroys the keys: `erasure.worker`.

The database functions check again; the web role can neither destroy a key nor approve alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import access, definer_functions, job_orders
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.erasure import request_queries
from saathi.agencies.jobs import erase_job
from saathi.agencies.models import ErasureRequest, Staff
from saathi.agencies.vocabulary import (
    ChildAwareness,
    ErasureBasis,
    ErasureOverrideReason,
    ErasureRefusal,
)
from saathi.vault.vocabulary import ErasureReason


@dataclass(frozen=True)
class ErasureRequestInput:
    """The content of an erasure request: codes only, no free text about the child."""

    reason: ErasureReason
    basis: ErasureBasis
    child_knows: ChildAwareness
    with_reports: bool
    despite: ErasureOverrideReason | None = None


class ErasureReasonMissing(Exception):
    """There are warnings, and no reason was given for requesting the erasure nevertheless."""


@transaction.atomic
def request_erasure(
    *, actor: Staff, file_id: UUID, new: ErasureRequestInput, warnings: Collection[str]
) -> ErasureRequest:
    """The request, waiting for a second person. `warnings` are codes of reasons to wait.

    Open work causes a warning only: the child's right takes precedence over the case.
    """
    rights = access.rights(actor, file_id)
    status = request_queries.get_erasure_status(rights)
    if not status.may_act:
        raise access.NotAllowed

    if status.erased or request_queries.request_under_way(rights):
        raise ChangeNotPossible
    if warnings and new.despite is None:
        raise ErasureReasonMissing

    detail = {
        "reason": new.reason.value,
        "basis": new.basis.value,
        "child_knows": new.child_knows.value,
        "with_reports": new.with_reports,
        "warnings": list(warnings),
        "despite": new.despite.value if new.despite and warnings else "",
    }
    request_id = definer_functions.make_change("erasure_ask", [file_id, Jsonb(detail)], by=actor.id)

    request = ErasureRequest.objects.get(pk=request_id)
    _log_request(audit.AuditKind.ERASURE_ASKED, actor, request, outcome="waits")
    return request


@transaction.atomic
def withdraw_request(*, actor: Staff, request: ErasureRequest) -> None:
    """Withdraws a waiting request; only its requester can do this."""
    access.rights(actor, request.file_id)
    if request.recorded_by != actor.id:
        raise access.NotAllowed

    if not definer_functions.make_change("erasure_withdraw", [request.pk], by=actor.id):
        raise ChangeNotPossible

    _log_request(audit.AuditKind.ERASURE_ASKED, actor, request, outcome="withdrawn")


@transaction.atomic
def decide_request(
    *, actor: Staff, request: ErasureRequest, refusal: ErasureRefusal | None
) -> ErasureRequest:
    """The request as decided by a second person: approved if `refusal` is empty.

    The job that destroys the key is queued in the same transaction, so that the job exists if and
    only if the decision does.
    """
    rights = access.rights(actor, request.file_id)
    if not request_queries.get_erasure_status(rights).may_act or request.recorded_by == actor.id:
        raise access.NotAllowed

    agree = refusal is None
    if agree and request_queries.has_lapsed(request):
        raise ChangeNotPossible

    values = [request.pk, agree, refusal.value if refusal else ""]
    if not definer_functions.make_change("erasure_decide", values, by=actor.id):
        raise ChangeNotPossible

    request.refresh_from_db()
    outcome, second = str(request.state), request.recorded_by
    _log_request(audit.AuditKind.ERASURE_DECIDED, actor, request, outcome=outcome, second=second)
    if agree:
        job_orders.queue_job(erase_job, actor=actor, request=str(request.pk))
    return request


def _log_request(
    kind: audit.AuditKind, actor: Staff, request: ErasureRequest, **detail: object
) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=request.file_id,
        objects=[request.pk],
        detail={"reason": str(request.refusal or request.reason), **detail},
    )
