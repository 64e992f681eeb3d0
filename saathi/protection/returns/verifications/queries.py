"""Queries of verifications: those of an office, with the days they wait."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.queries import code_of_file
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import EnquiryDirection
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.protection.returns.verifications.models import OriginVerification
from saathi.protection.returns.verifications.rules import days_waiting


def verifications_with_child_codes(staff: Staff) -> QuerySet[OriginVerification]:
    """The verifications of files that the reader may see, with `child_code`."""
    return access.visible(staff, OriginVerification).annotate(child_code=code_of_file(staff))


def went_abroad(staff: Staff, file_id: UUID) -> bool:
    """Whether a request of ours or a contact with the country of origin is on record in a file."""
    asked = access.visible(staff, CrossBorderEnquiry).filter(
        file=file_id, direction=EnquiryDirection.WE_ASK
    )
    contacts = access.visible(staff, OriginContact).filter(file=file_id)
    return asked.exists() or contacts.exists()


def days_of(verification: OriginVerification, today: dt.date) -> int:
    """The days that a verification waited or waits."""
    return days_waiting(verification.asked_on, verification.answered_on, today)
