"""Who may be asked in an enquiry, where, and what is disclosed there. Pure functions.

They refuse only what our own agency is about to do; what others did is recorded in any case.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening import rules as screening_rules
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.tracing.consulate_words import names_consulate
from saathi.protection.returns.tracing.enquiry_vocabulary import (
    CONTACT_OFFICIALS,
    OFFICIAL_ADDRESSEES,
    AskedParty,
    ContactOfficial,
)
from saathi.protection.returns.tracing.vocabulary import DisclosedFact, EnquiryWay

# Here everyone learns what one person learns: never where the child is.
OPEN_WAYS: Final = (EnquiryWay.VILLAGE_HEAD, EnquiryWay.SCHOOL, EnquiryWay.RADIO)
OPEN_PARTIES: Final = (
    AskedParty.NEIGHBOURS,
    AskedParty.VILLAGE_HEAD,
    AskedParty.SCHOOL,
    AskedParty.PUBLIC,
)


@dataclass(frozen=True, slots=True)
class EnquiryTarget:
    """How an enquiry is made, who is asked and where, and what is disclosed."""

    way: str
    asked: str
    country: str
    home_country: str  # of the office
    facts: Collection[str] = field(default_factory=tuple)
    has_name_reason: bool = False

    @property
    def is_official(self) -> bool:
        """Whether a consulate or an authority of the country of origin is asked."""
        return self.asked in OFFICIAL_ADDRESSEES

    @property
    def is_foreign(self) -> bool:
        """Whether someone in another country, or an authority of it, is asked."""
        return self.is_official or (bool(self.country) and self.country != self.home_country)


def reasons_against_target(target: EnquiryTarget) -> tuple[Reason, ...]:
    """Why we must not make this enquiry: it does not say who is asked, or discloses too much there."""
    reasons = []
    if not target.asked or target.asked == AskedParty.NOT_KNOWN:
        reasons.append(Reason("asked", _("Choose who is asked.")))
    if not target.country:
        reasons.append(Reason("country", _("Choose the country.")))
    return (*reasons, *_reasons_against_facts(target))


def reasons_against_consulate(target: EnquiryTarget, to_whom: str) -> tuple[Reason, ...]:
    """Why an embassy or a consulate is not asked as another body: the screening comes before it."""
    if target.is_official or not names_consulate(to_whom):
        return ()
    text = _(
        "This names an embassy or consulate. Choose “Embassy or consulate of the country of origin” "
        "under who is asked; contact needs the international protection screening first."
    )
    return (Reason("asked", text),)


def _reasons_against_facts(target: EnquiryTarget) -> list[Reason]:
    reasons = []
    is_open = target.way in OPEN_WAYS or target.asked in OPEN_PARTIES
    if DisclosedFact.WHEREABOUTS in target.facts and is_open:
        text = _("Do not tell a village head, school, neighbours or the public where the child is.")
        reasons.append(Reason("facts", text))
    if DisclosedFact.PHOTO in target.facts and target.way != EnquiryWay.PHOTO:
        text = _(
            "Show a photo only to a vetted person: choose the method “Photo shown to a vetted "
            "person”, or do not show it."
        )
        reasons.append(Reason("facts", text))
    if DisclosedFact.NAME in target.facts and not target.has_name_reason:
        text = _("Enter why the child’s name is necessary, or do not tell it.")
        reasons.append(Reason("why_name", text))
    return reasons


def reasons_against_foreign(
    target: EnquiryTarget, gate: ContactGate, *, is_permitted: bool, is_outgoing: bool
) -> tuple[Reason, ...]:
    """Why we must not ask in another country, or an authority of it, by whatever method.

    `is_permitted`: a supervisor permitted this contact with a body of that country on that day.
    `is_outgoing`: the enquiry has a request of the file that we sent and did not withdraw. For a
    child who may be stateless, people abroad are asked only with one of the two.
    """
    if not target.is_foreign:
        return ()
    is_represented = is_permitted or (is_outgoing and not target.is_official)
    reasons = screening_rules.reasons_against_contact(gate, "asked", is_represented=is_represented)
    if target.is_official and not is_permitted:
        text = _(
            "A consulate or an authority of the country of origin is asked only with a permission "
            "for that country and body. Request it under “International protection”."
        )
        return (*reasons, Reason("asked", text))
    return reasons


def reasons_against_unsaid_officials(officials: str, country: str) -> tuple[Reason, ...]:
    """Why we must not arrange a contact with the family: it does not say which office takes part."""
    if officials in {"", ContactOfficial.NOT_KNOWN}:
        text = _("Choose whether a consulate or an authority of the country of origin takes part.")
        return (Reason("officials", text),)
    if officials in CONTACT_OFFICIALS and not country:
        return (Reason("origin_country", _("Choose the country.")),)
    return ()


def reasons_against_officials(
    officials: str, gate: ContactGate, *, is_permitted: bool
) -> tuple[Reason, ...]:
    """Why an office of the country of origin must not take part in a contact with the family.

    `is_permitted`: a supervisor permitted a contact with this body of that country on that day.
    """
    if officials not in CONTACT_OFFICIALS:
        return ()
    reasons = screening_rules.reasons_against_contact(
        gate, "officials", is_represented=is_permitted
    )
    if not is_permitted:
        text = _(
            "A consulate or an authority of the country of origin takes part only with a permission "
            "for that country and body. Request it under “International protection”."
        )
        return (*reasons, Reason("officials", text))
    return reasons
