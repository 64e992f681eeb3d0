"""On what a request to the other country is based, and what it still lacks."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ConsentScope
from saathi.infra.reasons import Reason
from saathi.people.models import Child
from saathi.protection.returns.borders.queries import active_contact_consents
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.transfers import queries, request_rules
from saathi.protection.returns.transfers.crossing_texts import TEXTS_OF_REQUEST
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.vocabulary import TransferDirection, TransferState

# Consent to tracing alone is no basis for a transfer.
SCOPES = frozenset({ConsentScope.ORIGIN, ConsentScope.TRANSFER})


def bases_of(actor: Staff, child: Child) -> list[tuple[Consent, str]]:
    """The consents and other legal bases, active today, on which a request can go, each in words."""
    return active_contact_consents(actor, child, SCOPES)


def lacks_of_request(
    transfer: UUID, consent: UUID | None, facts: Collection[str] = ()
) -> Collection[str]:
    """What a request lacks: codes of `request_rules.REQUEST_LACKS`; for readers of the legal records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT transfers_request_lacks(%s, %s, %s)", [transfer, consent, [*facts]])
        return tuple(cursor.fetchone()[0])


def missing_before_request(transfer: Transfer) -> tuple[Reason, ...]:
    """What a request to the other country still needs, before anyone fills in its form."""
    lacks = set(lacks_of_request(transfer.pk, None)) - {"basis", "old_basis"}
    facts = request_rules.RequestFacts(
        state=TransferState(transfer.state),
        direction=TransferDirection(transfer.direction),
        facts=(),
        may_go=None,
        has_basis=True,
        gate=ask_gate(transfer.file_id).gate,
        is_to_origin=transfer.pk in queries.leading_to_origin([transfer.pk]),
        lacks=lacks,
    )
    return request_rules.reasons_against_request(facts)


def is_repeated(request: TransferRequest, receiver: Staff | None, actor: Staff) -> bool:
    """Whether the same request was sent, to the same receiver, and waits for its answer."""
    transfer = request.transfer
    earlier = queries.newest_request(transfer, actor)
    if earlier is None or transfer.state != TransferState.REQUESTED:
        return False
    is_same = all(getattr(earlier, name) == getattr(request, name) for name in _COMPARED)
    receiver_id = receiver.pk if receiver else transfer.receiver_id
    return (
        is_same and transfer.receiver_id == receiver_id and set(earlier.facts) == set(request.facts)
    )


_COMPARED = ("channel", *TEXTS_OF_REQUEST)
