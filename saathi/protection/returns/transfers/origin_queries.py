"""Whether the country to which a transfer leads is verified as the child's own."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers import origin_rules
from saathi.protection.returns.transfers.authorisation_rules import OriginFinding
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.verifications.models import OriginVerification
from saathi.protection.returns.verifications.vocabulary import VerificationSubject

SUBJECTS = [VerificationSubject.NATIONALITY.value, VerificationSubject.ADDRESS.value]


def origin_findings(transfers: Collection[Transfer], reader: Staff) -> dict[UUID, OriginFinding]:
    """For each transfer what its country answered on the child's nationality or address. One query.

    A denial counts until it is replaced (`origin_rules`). In SQL `transfers_origin_found`.
    """
    verifications = access.visible(reader, OriginVerification, by_row=True).filter(
        child__in={transfer.child_id for transfer in transfers},
        answer__in=[answer.value for answer in origin_rules.FOUND],
        subjects__overlap=SUBJECTS,
    )
    said = defaultdict[tuple[UUID, str], list[OriginVerification]](list)
    for verification in verifications.order_by("answered_on", "recorded_at"):
        said[verification.child_id, verification.country].append(verification)
    return {
        transfer.pk: origin_rules.counting_origin(
            said[transfer.child_id, transfer.to_country],
            ZoneInfo(transfer.file.office.time_zone),
        )
        for transfer in transfers
    }
