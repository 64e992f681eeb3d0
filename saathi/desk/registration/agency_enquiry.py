"""Asks other agencies whether they know a child who was registered here."""

from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.vocabulary import SearchPurpose


def ask_other_agencies(*, terms: EnquiryPayload, actor: Staff) -> UUID | None:
    """Sends an enquiry to agencies that may know a registered child; returns its id.

    None if too little is known for an enquiry, or the hourly limit of searches is reached: neither
    is a reason not to register the child.
    """
    try:
        enquiry = intake.create_enquiry(
            purpose=SearchPurpose.NEW_REPORT, payload=terms, actor=actor
        )
    except (intake.SearchFactsMissing, intake.TooManySearches, access.NotAllowed):
        return None
    return enquiry.pk
