"""Which consent allows a photo, and when a photo may be shown. Pure functions."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.consent.rules import CONSENT_BASES
from saathi.consent.vocabulary import ChildAnswer, ConsentScope, ConsentState, LegalBasis
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose, PortraitState

KEPT: Final = frozenset({PortraitState.CURRENT, PortraitState.EARLIER})


NOT_ACTIVE: Final = Reason(
    "consent",
    _("This consent is no longer active. Ask the child again and record the answer."),
)


@dataclass(frozen=True, slots=True)
class PictureConsent:
    """What decides whether a consent allows a photo."""

    basis: LegalBasis
    answer: ChildAnswer
    scopes: Collection[str]
    state: ConsentState


def reasons_against_portrait(
    consent: PictureConsent, *, purposes: Collection[str], has_read: bool
) -> tuple[Reason, ...]:
    """Why no photo can be kept on this consent; empty if it can."""
    reasons = []
    # No duty, order or danger justifies a photo of a child who does not want it.
    if (
        consent.basis not in CONSENT_BASES
        or ConsentScope.PICTURE_OR_RECORDING not in consent.scopes
    ):
        text = _("Choose a consent of the child or guardian that covers a picture.")
        reasons.append(Reason("consent", text))
    if consent.answer == ChildAnswer.NO:
        reasons.append(Reason("consent", _("The child refused. Do not keep a photo.")))
    if consent.state != ConsentState.ACTIVE:
        reasons.append(NOT_ACTIVE)
    if not purposes:
        reasons.append(Reason("purposes", _("Choose what the child agreed to.")))
    if not has_read:
        text = _("Read above what must not be uploaded, then confirm.")
        reasons.append(Reason("has_read", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class PortraitFacts:
    """What decides whether a photo may be shown."""

    state: PortraitState
    purposes: Collection[str]
    consented_on: dt.date
    shown_until: dt.date | None


def may_show_portrait(
    portrait: PortraitFacts,
    purpose: PortraitPurpose,
    *,
    adult_from: dt.date | None,
    is_refused: bool,
    today: dt.date,
) -> bool:
    """Whether a photo may be shown for a purpose on a day; the last day of the consent counts.

    Never while the child has refused since (`is_refused`).

    At 18 the young person is asked again (GDN-007). `adult_from` is the first day on which the child
    is 18 by the best evidence; None if not known.
    """
    if portrait.state not in KEPT or purpose not in portrait.purposes or is_refused:
        return False
    if portrait.shown_until is not None and portrait.shown_until < today:
        return False
    return adult_from is None or not portrait.consented_on < adult_from <= today


def reasons_against_erasing(state: PortraitState) -> tuple[Reason, ...]:
    """Why a photo cannot be erased; empty if it can."""
    return () if state in KEPT else (Reason("state", _("This photo was already erased.")),)
