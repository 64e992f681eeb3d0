"""Photos of a child, as far as the reader's rights and the consent allow."""

from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.queries import is_refused_since
from saathi.consent.rules import ConsentDates, consent_state
from saathi.consent.vocabulary import ChildAnswer, ConsentScope, LegalBasis
from saathi.people.models import Child
from saathi.people.queries import coming_of_age_day
from saathi.protection.identification.portraits import rules
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.rules import PictureConsent, PortraitFacts
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose, PortraitState


def list_portraits(staff: Staff, child: Child) -> list[Portrait]:
    """The photos on record with their texts, the current one first, including erased ones."""
    listed = records.list_opened(staff, Portrait, "-recorded_at", "-pk", child=child)
    return sorted(listed, key=lambda portrait: portrait.state != PortraitState.CURRENT)


def get_portrait(staff: Staff, file_id: UUID, portrait_id: UUID) -> Portrait:
    """One photo with its child, not logged; 404 for those who may not see it."""
    found = access.visible(staff, Portrait).filter(pk=portrait_id, file=file_id)
    portrait = found.select_related("child").first()
    if portrait is None:
        raise access.NotAllowed
    return portrait


def may_show_today(
    staff: Staff, portrait: Portrait, purpose: PortraitPurpose = PortraitPurpose.RECOGNISE
) -> bool:
    """Whether the photo may be shown today for this purpose."""
    facts = PortraitFacts(
        PortraitState(portrait.state),
        portrait.purposes,
        portrait.consented_on,
        portrait.shown_until,
    )
    adult_from = coming_of_age_day(portrait.child, staff)
    return rules.may_show_portrait(
        facts,
        purpose,
        adult_from=adult_from,
        is_refused=is_refused(portrait),
        today=staff.office.today(),
    )


def is_refused(portrait: Portrait) -> bool:
    """Whether the child has refused photos since the consent to this one."""
    return is_refused_since(portrait.consent_id, ConsentScope.PICTURE_OR_RECORDING)


def current_portrait(staff: Staff, file_id: UUID, purpose: PortraitPurpose) -> Portrait | None:
    """The current photo of a file that may be shown for this purpose; None if there is none."""
    portraits = access.visible(staff, Portrait).filter(file=file_id, state=PortraitState.CURRENT)
    portrait = portraits.select_related("child").first()
    return portrait if portrait is not None and may_show_today(staff, portrait, purpose) else None


def picture_consents(staff: Staff, child: Child) -> list[Consent]:
    """Consents to a photo that were not withdrawn, latest first, for readers of consents."""
    result = access.visible(staff, Consent).filter(
        child=child, scopes__contains=[ConsentScope.PICTURE_OR_RECORDING], withdrawn_on=None
    )
    return list(result.order_by("-given_on", "-recorded_at"))


def picture_consent(staff: Staff, consent: Consent, child: Child) -> PictureConsent:
    """What decides whether this consent allows a photo today."""
    adult_from = coming_of_age_day(child, staff)
    basis, today = LegalBasis(consent.basis), staff.office.today()
    dates = ConsentDates(basis, consent.given_on, consent.ends_on, consent.withdrawn_on)
    state = consent_state(dates, adult_from=adult_from, today=today)
    is_refused = is_refused_since(consent.pk, ConsentScope.PICTURE_OR_RECORDING)
    answer = ChildAnswer.NO if is_refused else ChildAnswer(consent.answer)
    return PictureConsent(basis, answer, consent.scopes, state)


def consents_queryset(staff: Staff, consents: list[Consent]) -> QuerySet[Consent]:
    """The same consents as a query, for a field that offers them as choices."""
    return access.visible(staff, Consent).filter(pk__in=[consent.pk for consent in consents])
