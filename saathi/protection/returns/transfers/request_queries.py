"""On what a request to the other country is based, and what it still lacks."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ConsentScope
from saathi.people.models import Child
from saathi.protection.returns.borders.queries import active_contact_consents

# Consent to tracing alone is no basis for a transfer.
SCOPES = frozenset({ConsentScope.ORIGIN, ConsentScope.TRANSFER})


def bases_of(actor: Staff, child: Child) -> list[tuple[Consent, str]]:
    """The consents and other legal bases, active today, on which a request can go, each in words."""
    return active_contact_consents(actor, child, SCOPES)


def lacks_of_request(transfer: UUID, consent: UUID | None) -> Collection[str]:
    """What a request lacks: codes of `step_rules.REQUEST_LACKS`; for readers of the legal records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT transfers_request_lacks(%s, %s)", [transfer, consent])
        return tuple(cursor.fetchone()[0])
