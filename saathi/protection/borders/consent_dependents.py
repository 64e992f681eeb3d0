"""What stops when a consent is taken back: each question across a border that rests on it alone."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.dependents import ConsentDependent, register_finder
from saathi.infra.countries import Country
from saathi.protection.borders import actions
from saathi.protection.borders.models import CrossBorderEnquiry
from saathi.protection.borders.vocabulary import CrossBorderEnquiryState


@register_finder
def find_dependent_enquiries(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The open questions, in words."""
    found = access.visible(actor, CrossBorderEnquiry).filter(
        consent=consent_id, state=CrossBorderEnquiryState.OPEN
    )
    return [
        ConsentDependent(_describe(one), partial(_withdraw, one, actor))
        for one in found.order_by("asked_on", "pk")
    ]


def _withdraw(enquiry: CrossBorderEnquiry, actor: Staff, on: dt.date) -> None:
    actions.withdraw_enquiry(enquiry=enquiry, on=on, actor=actor)


def _describe(enquiry: CrossBorderEnquiry) -> str:
    words = gettext("Question to another country: %(country)s")
    return words % {"country": Country(enquiry.country).label}
