"""Runs jobs that act for a member of staff, in their name and only with their rights.

Only the carrier's process can do this: it signs in as the web role and signs contexts as the web
does. Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, context, row_proofs
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.refusal_log import REFUSALS_CONNECTION
from saathi.vault import store as vault


@contextmanager
def run_as(staff_id: UUID) -> Iterator[Staff]:
    """One transaction in this person's name, committed as a whole. NotAllowed if they have left."""
    with transaction.atomic(), vault.open_keyring(), audit.gather_entries():
        staff = Staff.objects.get(pk=staff_id)
        staff.acts_as = context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
        if not staff.is_active:
            raise access.NotAllowed
        yield staff
        audit.write_gathered_entries()
        context.leave_context_at_end()


def renew_context(staff: Staff) -> None:
    """Writes the log so far and renews the context, which long work outlives.

    The person's principals are queried again, so the work stops if a right has ended in the
    meantime.
    """
    audit.write_gathered_entries()
    staff.acts_as = context.enter_staff_context(staff=staff.id, agency=staff.agency_id)


def publish_progress(record: Scoped, *, staff: Staff, **fields: Any) -> None:
    """Publishes the progress of uncommitted work, on the connection with its own commits."""
    with transaction.atomic(using=REFUSALS_CONNECTION):
        context.enter_staff_context(
            staff=staff.id, agency=staff.agency_id, using=REFUSALS_CONNECTION
        )
        model = type(record)
        row_proofs.prove_changes(
            model, [(record.pk, fields)], by=staff.pk, using=REFUSALS_CONNECTION
        )
        rows = model._default_manager.using(REFUSALS_CONNECTION).filter(pk=record.pk)
        rows.update(**fields)
