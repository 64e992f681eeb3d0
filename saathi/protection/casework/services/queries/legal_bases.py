"""Queries of legal bases for sharing a child's data with a service."""

import datetime as dt
from collections.abc import Sequence

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.queries import list_known_answers
from saathi.consent.record_facts import answer_of_consent
from saathi.consent.rules import ConsentAnswer, ConsentDates, consent_state, refused_on
from saathi.consent.vocabulary import ConsentScope, ConsentState, LegalBasis
from saathi.infra.join_words import join_words
from saathi.people.models import Child
from saathi.people.queries import coming_of_age_day
from saathi.protection.casework.services import sharing_rules
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries.support import format_day
from saathi.protection.casework.services.vocabulary import ServiceKind

MAX_BASES = 50


def sharing_basis(
    staff: Staff, consent: Consent, child: Child, kind: ServiceKind
) -> sharing_rules.SharingBasis:
    """What decides whether a legal basis permits sharing today, as far as `staff` reads the evidence."""
    adult, today = coming_of_age_day(child, staff), staff.office.today()
    is_of_child = consent.file_id == child.file_id
    is_active = is_of_child and _is_active(consent, adult_from=adult, today=today)
    is_refused = _is_refused(consent, kind, list_known_answers(staff, child))
    return sharing_rules.SharingBasis(consent.basis, consent.scopes, is_active, is_refused)


def _is_active(consent: Consent, *, adult_from: dt.date | None, today: dt.date) -> bool:
    dates = ConsentDates(
        LegalBasis(consent.basis), consent.given_on, consent.ends_on, consent.withdrawn_on
    )
    return consent_state(dates, adult_from=adult_from, today=today) == ConsentState.ACTIVE


def _is_refused(consent: Consent, kind: ServiceKind, answers: Sequence[ConsentAnswer]) -> bool:
    scope = sharing_rules.service_scope(kind)
    return refused_on(answer_of_consent(consent), answers, scope) is not None


def list_covering_bases(
    staff: Staff, child: Child, service: Service | None
) -> list[tuple[Consent, str]]:
    """The active legal bases `staff` may read that cover this type of service, with labels.

    None of a scope that the child refused, unless the basis applies although the child refused.

    Without a directory service the type is not known yet: those that cover any type.
    """
    kinds = [ServiceKind(kind) for kind in service.kinds] if service else list(ServiceKind)
    today, adult = staff.office.today(), coming_of_age_day(child, staff)
    consents = access.visible(staff, Consent).filter(child=child, withdrawn_on=None)
    answers = list_known_answers(staff, child)
    return [
        (consent, _basis_label(consent))
        for consent in consents.order_by("-given_on")[:MAX_BASES]
        if _is_active(consent, adult_from=adult, today=today)
        and any(
            sharing_rules.covers_service(consent.basis, consent.scopes, kind)
            and not _is_refused(consent, kind, answers)
            for kind in kinds
        )
    ]


def _basis_label(consent: Consent) -> str:
    scopes = [scope for scope in consent.scopes if scope in ConsentScope.values]
    words = join_words([str(ConsentScope(scope).label) for scope in scopes])
    return f"{LegalBasis(consent.basis).label} · {words} · {format_day(consent.given_on)}"
