"""Whether the country to which a transfer leads is verified as the child's own."""

from collections.abc import Collection
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.authorisation_rules import OriginFinding
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.verifications.models import OriginVerification
from saathi.protection.returns.verifications.vocabulary import (
    VerificationAnswer,
    VerificationSubject,
)

FOUND = {
    VerificationAnswer.CONFIRMED: OriginFinding.VERIFIED,
    VerificationAnswer.DENIED: OriginFinding.DENIED,
    VerificationAnswer.REFUSED: OriginFinding.DENIED,  # an earlier record: denied or declined
}
SUBJECTS = [VerificationSubject.NATIONALITY.value, VerificationSubject.ADDRESS.value]


def origin_findings(transfers: Collection[Transfer], reader: Staff) -> dict[UUID, OriginFinding]:
    """For each transfer what its country answered on the child's nationality or address. One query.

    The newest answer that says yes or no counts. In SQL `transfers_origin_found`.
    """
    verifications = access.visible(reader, OriginVerification).filter(
        child__in={transfer.child_id for transfer in transfers},
        answer__in=[answer.value for answer in FOUND],
        subjects__overlap=SUBJECTS,
    )
    rows = verifications.order_by("answered_on", "recorded_at").values_list(
        "child_id", "country", "answer"
    )
    newest = {
        (child, country): FOUND[VerificationAnswer(answer)] for child, country, answer in rows
    }
    return {
        transfer.pk: newest.get(
            (transfer.child_id, transfer.to_country), OriginFinding.NOT_VERIFIED
        )
        for transfer in transfers
    }
