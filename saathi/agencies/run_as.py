"""A job that does what a member of staff asked for, with her rights and no others, in her name.

Only the carrier's process can: it signs in as the web role and signs contexts as the web does. Policy:
changes here are reviewed by those who answer for access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, context
from saathi.agencies.actions.rights import REFUSALS_CONNECTION
from saathi.agencies.models import Scoped, Staff
from saathi.vault import store as vault


@contextmanager
def run_as(staff_id: UUID) -> Iterator[Staff]:
    """One transaction in her name: all of it is kept, or nothing. NotAllowed where she has left."""
    with transaction.atomic(), vault.open_keyring(), audit.gather_entries():
        staff = Staff.objects.get(pk=staff_id)
        staff.acts_as = context.enter_context(staff=staff.id, agency=staff.agency_id)
        if not staff.is_active:
            raise access.NotAllowed
        yield staff
        audit.write_gathered_entries()
        context.leave_context_at_end()


def renew_context(staff: Staff) -> None:
    """Writes the log so far and renews the context, which a long piece of work outlives.

    A right that was taken from her since then ends the work: whom she acts as is asked anew.
    """
    audit.write_gathered_entries()
    staff.acts_as = context.enter_context(staff=staff.id, agency=staff.agency_id)


def publish_progress(record: Scoped, *, staff: Staff, **fields: Any) -> None:
    """Shows how far the work has come, while none of it can be seen: on the connection that commits alone."""
    with transaction.atomic(using=REFUSALS_CONNECTION):
        context.enter_context(staff=staff.id, agency=staff.agency_id, using=REFUSALS_CONNECTION)
        type(record)._default_manager.using(REFUSALS_CONNECTION).filter(pk=record.pk).update(
            **fields
        )
