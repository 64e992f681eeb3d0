"""Rules of the legal basis on which a child's data are shared with a service.

Only sharing needs one: a referral that shares only the case ID and the need is possible without
any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.agencies.sections import Section
from saathi.consent.rules import BASES_OVER_REFUSAL
from saathi.consent.vocabulary import ChildAnswer, ConsentScope
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ServiceKind,
    SharedInformation,
)

# The scope of a consent for a service of this type; for others, the work on the case.
SCOPE_BY_SERVICE: Final[Mapping[ServiceKind, ConsentScope]] = {
    ServiceKind.SHELTER: ConsentScope.SHELTER,
    ServiceKind.HEALTH: ConsentScope.HEALTH,
    ServiceKind.PSYCHOSOCIAL: ConsentScope.PSYCHOSOCIAL,
    ServiceKind.PEER: ConsentScope.PSYCHOSOCIAL,
    ServiceKind.LEGAL: ConsentScope.LEGAL,
    ServiceKind.DOCUMENTS: ConsentScope.LEGAL,
    ServiceKind.EDUCATION: ConsentScope.EDUCATION,
    ServiceKind.VOCATIONAL: ConsentScope.EDUCATION,
    ServiceKind.LIFE_SKILLS: ConsentScope.EDUCATION,
    ServiceKind.LIVELIHOOD: ConsentScope.LIVELIHOOD,
    ServiceKind.PROTECTION: ConsentScope.SECURITY,
}


def reasons_against_sharing(*, has_basis: bool, shared: Collection[str]) -> tuple[Reason, ...]:
    """Why a child's data may not be shared with a service (GDN-001, domain C).

    Sharing needs a legal basis: the child's consent, or another one on record. The offer itself
    needs none; sharing the case ID alone shares no data about the child.
    """
    if has_basis or set(shared) <= {SharedInformation.CODE, SharedInformation.NEED}:
        return ()
    text = _("Choose a legal basis for sharing, or share only the case ID and the need.")
    return (Reason("consent", text),)


def service_scope(kind: ServiceKind) -> ConsentScope:
    """The scope that a consent needs for sharing with a service of this type."""
    return SCOPE_BY_SERVICE.get(kind, ConsentScope.CASE)


@dataclass(frozen=True, slots=True)
class SharingBasis:
    """A recorded legal basis, as far as it decides whether data may be shared with a service."""

    basis: str
    scopes: Collection[str]
    is_active: bool  # of this child, and neither withdrawn nor ended nor outgrown
    is_refused: bool = False  # the child refuses, and it does not override that


def covers_service(basis: str, scopes: Collection[str], kind: ServiceKind) -> bool:
    """Whether a legal basis permits sharing with a service of this type (GDN-001).

    Consent covers only what its scope says; a law, an order or a danger has no such limit.
    """
    return basis in BASES_OVER_REFUSAL or service_scope(kind) in scopes


def reasons_against_basis(
    basis: SharingBasis, *, kind: ServiceKind, response: ChildReferralAnswer
) -> tuple[Reason, ...]:
    """Why a legal basis does not permit sharing with this service; empty if it does.

    None is needed for a referral that shares only the case ID and the need.
    """
    if not basis.is_active:
        return (
            Reason("consent", _("This legal basis is not active. Choose another legal basis.")),
        )
    if not covers_service(basis.basis, basis.scopes, kind):
        text = _(
            "This consent does not cover this type of service. Choose another legal basis, "
            "or choose none and share only the case ID and the need."
        )
        return (Reason("consent", text),)
    if basis.is_refused:
        text = _(
            "The child refused this type of service or sharing, and this consent does not override "
            "the refusal. Ask the child again and record the answer, choose a legal basis that "
            "applies although the child refused, or choose none and share only the case ID and the "
            "need."
        )
        return (Reason("consent", text),)
    if response == ChildReferralAnswer.NO and basis.basis not in BASES_OVER_REFUSAL:
        text = _(
            "The child does not want this service. Choose a legal basis that applies "
            "although the child refused, or choose none and share only the case ID and the "
            "need."
        )
        return (Reason("consent", text),)
    return ()


def reasons_against_new_basis(
    answer: ChildAnswer, *, response: ChildReferralAnswer
) -> tuple[Reason, ...]:
    """Why the child's answer in a consent contradicts the response recorded in its referral."""
    not_agreed = {ChildReferralAnswer.NO, ChildReferralAnswer.NOT_ASKED}
    if answer != ChildAnswer.YES or response not in not_agreed:
        return ()
    text = _(
        "The consent says that the child agreed, and the child’s response says that the child does not want"
        " the service or was not asked. Correct one of them."
    )
    return (Reason("consent", text),)


# The sections of the file that open to a service, by the item agreed to be shared.
SECTIONS_BY_SHARED_ITEM: Mapping[str, Section] = {
    SharedInformation.NAME: Section.IDENTITY | Section.SUPPORT,
    SharedInformation.HEALTH: Section.NEEDS,
    SharedInformation.HAPPENED: Section.SITUATION,
}


def sections_for_shared_items(shared: Collection[str]) -> Section:
    """The sections that a service may read; none if the name is not shared."""
    if SharedInformation.NAME not in shared:
        return Section(0)
    sections = Section(0)
    for item in shared:
        sections |= SECTIONS_BY_SHARED_ITEM.get(item, Section(0))
    return sections
