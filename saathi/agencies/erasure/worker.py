"""Carries out erasure requests: destroys the keys, marks the request done. Runs as the eraser.

The database lets the eraser destroy keys only of files for which two people agreed; see
`agencies/database_access.py`.
"""

from uuid import UUID

from django.db import connections, transaction

from saathi.agencies.models import ErasureRequest
from saathi.agencies.vocabulary import ErasureState
from saathi.infra import clock
from saathi.infra.database_access import token_tables
from saathi.vault import actions as vault
from saathi.vault.vocabulary import ErasureReason

ERASER = "eraser"  # alias of the eraser's connection in a worker


def carry_out_erasure(request_id: UUID, *, using: str = ERASER) -> ErasureState | None:
    """The outcome of the request; None if there is nothing to do, as on a second run.

    All keys are destroyed in one transaction, or none. The journal of erasures and the stored files
    follow when it commits; what a crash leaves undone is completed by the next start and the next
    sweep.
    """
    with transaction.atomic(using=using):
        request = (
            ErasureRequest.objects.using(using)
            .select_for_update(no_key=True)
            .filter(pk=request_id, state=ErasureState.AGREED)
            .first()
        )
        if request is None:
            return None
        if not _is_agreed(request.file_id, using):
            # The file was transferred to another agency after the decision; that agency now
            # decides.
            _end(request, ErasureState.LAPSED, using)
            return ErasureState.LAPSED

        for file_id in request.files:
            vault.destroy_file_key(
                file_id=file_id,
                by=request.recorded_by,
                reason=ErasureReason(request.reason),
                token_tables=token_tables(),
                using=using,
            )
            with connections[
                using
            ].cursor() as cursor:  # in the name of the person who requested it
                cursor.execute("SELECT erasure_log(%s, %s)", [request.pk, file_id])
        _end(request, ErasureState.DONE, using)
    return ErasureState.DONE


def _is_agreed(file_id: UUID, using: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT erasure_agreed(%s)", [file_id])
        return bool(cursor.fetchone()[0])


def _end(request: ErasureRequest, state: ErasureState, using: str) -> None:
    done_at = clock.now() if state == ErasureState.DONE else None
    rows = ErasureRequest.objects.using(using).filter(pk=request.pk)
    rows.update(state=state, done_at=done_at)
