"""Queries of legal bases for sharing a child's data with a service."""

import datetime as dt

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.rules import ConsentDates, consent_state
from saathi.consent.vocabulary import ConsentScope, ConsentState, LegalBasis
from saathi.infra.join_words import join_words
from saathi.people.models import Child
from saathi.people.queries import coming_of_age_day
from saathi.protection.casework.services import sharing_rules
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries.support import format_day
from saathi.protection.casework.services.vocabulary import ServiceKind

MAX_BASES = 50


def is_active_consent(consent: Consent, child: Child, staff: Staff) -> bool:
    """Whether a legal basis of this child is active today, by the evidence of age that `staff` reads."""
    adult = coming_of_age_day(child, staff)
    return _is_active(consent, adult_from=adult, today=staff.office.today())


def _is_active(consent: Consent, *, adult_from: dt.date | None, today: dt.date) -> bool:
    dates = ConsentDates(
        LegalBasis(consent.basis), consent.given_on, consent.ends_on, consent.withdrawn_on
    )
    return consent_state(dates, adult_from=adult_from, today=today) == ConsentState.STANDS


def list_covering_bases(
    staff: Staff, child: Child, service: Service | None
) -> list[tuple[Consent, str]]:
    """The active legal bases `staff` may read that cover this type of service, with labels.

    Without a directory service the type is not known yet: those that cover any type.
    """
    kinds = [ServiceKind(kind) for kind in service.kinds] if service else list(ServiceKind)
    today, adult = staff.office.today(), coming_of_age_day(child, staff)
    consents = access.visible(staff, Consent).filter(child=child, withdrawn_on=None)
    return [
        (consent, _basis_label(consent))
        for consent in consents.order_by("-given_on")[:MAX_BASES]
        if _is_active(consent, adult_from=adult, today=today)
        and any(sharing_rules.covers_service(consent.basis, consent.scopes, kind) for kind in kinds)
    ]


def _basis_label(consent: Consent) -> str:
    scopes = [scope for scope in consent.scopes if scope in ConsentScope.values]
    words = join_words([str(ConsentScope(scope).label) for scope in scopes])
    return f"{LegalBasis(consent.basis).label} · {words} · {format_day(consent.given_on)}"
