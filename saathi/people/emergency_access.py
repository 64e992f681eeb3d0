"""Opens the file of a child in an emergency, by the code on its cover."""

from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from psycopg.errors import ProgramLimitExceeded

from saathi.agencies import access, context, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.refusal_log import REFUSALS_CONNECTION

# The limits of `functions/emergency_access.sql`, which enforces them and gives the reasons.
MAX_FILES_PER_HOUR = 10
MAX_FILES_PER_DAY = 30
MAX_WRONG_CODES = 10  # per hour


class EmergencyAccessLimitReached(Exception):
    """Too many files were opened in emergencies, or too many codes that open nothing were entered."""


def open_in_emergency(*, code: str, reason: str, hours: int, actor: Staff) -> UUID | None:
    """The file, now open to the actor for `hours`; None for any code that opens no file.

    Uses a connection that commits on its own, so the access stays on record whatever happens to the
    request. The database counts, writes the log entry and notifies those who lead the office that
    holds the file; the right is valid from the next request on.
    """
    access.require(actor, Permission.EMERGENCY_ACCESS)
    if not 1 <= hours <= settings.SAATHI_GLASS_HOURS:
        raise ValueError("A file is opened in an emergency for a few hours only.")

    with transaction.atomic(using=REFUSALS_CONNECTION):
        context.enter_staff_context(
            staff=actor.id, agency=actor.agency_id, using=REFUSALS_CONNECTION
        )
        values = [code, hours, str(reason)]
        try:
            file_id = definer_functions.make_change(
                "access_break_glass", values, by=actor.id, using=REFUSALS_CONNECTION
            )
        except OperationalError as error:
            if isinstance(error.__cause__, ProgramLimitExceeded):
                raise EmergencyAccessLimitReached from None
            raise
    return UUID(file_id) if file_id else None
