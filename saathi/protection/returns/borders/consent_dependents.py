"""Cross-border enquiries based on a consent alone, which stop when it is withdrawn."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.infra.countries import Country
from saathi.protection.returns.borders import actions
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import CrossBorderEnquiryState


@register_dependent_finder
def find_dependent_enquiries(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The open enquiries, described in words."""
    enquiries = access.visible(actor, CrossBorderEnquiry).filter(
        consent=consent_id, state=CrossBorderEnquiryState.OPEN
    )
    return [
        ConsentDependent(_describe(enquiry), partial(_withdraw, enquiry, actor))
        for enquiry in enquiries.order_by("asked_on", "pk")
    ]


def _withdraw(enquiry: CrossBorderEnquiry, actor: Staff, on: dt.date) -> None:
    actions.withdraw_enquiry(enquiry=enquiry, on=on, actor=actor)


def _describe(enquiry: CrossBorderEnquiry) -> str:
    template = gettext("Request to another country: %(country)s")
    return template % {"country": Country(enquiry.country).label}
