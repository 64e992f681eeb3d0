"""Which recordings are kept, on which consent, and when one may be played. Pure functions."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from saathi.consent.rules import CONSENT_BASES, ConsentDates, consent_state
from saathi.consent.vocabulary import ChildAnswer, ConsentScope, ConsentState, LegalBasis
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.recordings.vocabulary import (
    RecordedSpeaker,
    RecordingAudience,
    RecordingOrigin,
    RecordingState,
    RecordingText,
    SpeakerAgreement,
)


@dataclass(frozen=True, slots=True)
class RecordingBasis:
    """The consent or other legal basis that is chosen for a recording of the child."""

    basis: LegalBasis
    answer: ChildAnswer
    scopes: Collection[str]
    state: ConsentState


def reasons_against_basis(
    speaker: RecordedSpeaker,
    origin: RecordingOrigin,
    agreement: SpeakerAgreement,
    chosen: RecordingBasis | None,
) -> tuple[Reason, ...]:
    """Why the speaker's voice cannot be kept; empty if it can.

    Our staff need consent to record the child; a recording that was received, such as a message for
    help, may have another legal basis. Anyone else must have agreed, unless the recording was
    received as evidence.
    """
    if speaker == RecordedSpeaker.CHILD:
        return tuple(_reasons_of_child(origin, chosen))
    if agreement == SpeakerAgreement.NOT_RECORDED:
        return (Reason("agreement", _("Choose whether the person who speaks agreed.")),)
    if origin == RecordingOrigin.MADE and agreement != SpeakerAgreement.AGREED:
        text = _("Ask before you record. Do not record a person who did not agree.")
        return (Reason("agreement", text),)
    return ()


def _reasons_of_child(origin: RecordingOrigin, chosen: RecordingBasis | None) -> list[Reason]:
    if chosen is None or ConsentScope.PICTURE_OR_RECORDING not in chosen.scopes:
        text = _("Choose a consent or legal basis that covers a picture or recording.")
        return [Reason("consent", text)]
    reasons = []
    # Staff need consent to record a child: no duty, order or danger replaces it.
    is_consent = chosen.basis in CONSENT_BASES
    if origin == RecordingOrigin.MADE and not is_consent:
        text = _(
            "A recording of the child by our staff needs the consent of the child or guardian."
        )
        reasons.append(Reason("consent", text))
    if is_consent and chosen.answer == ChildAnswer.NO:
        text = _("The child refused. Do not keep a recording on the basis of this consent.")
        reasons.append(Reason("consent", text))
    if chosen.state != ConsentState.ACTIVE:
        text = _("This consent is no longer active. Ask the child again and record the answer.")
        reasons.append(Reason("consent", text))
    return reasons


def reasons_against_text(
    text_kind: RecordingText, *, has_words: bool, has_language: bool
) -> tuple[Reason, ...]:
    """Why the typed text is incomplete; empty if it is complete, or if there is none."""
    reasons = []
    if has_words and text_kind == RecordingText.NONE:
        text = _("Choose whether the text is a summary or a transcript.")
        reasons.append(Reason("text_kind", text))
    if has_words and not has_language:
        reasons.append(Reason("text_language", _("Choose the language of the text.")))
    if not has_words and text_kind != RecordingText.NONE:
        reasons.append(Reason("words", _("Write the text, or choose that there is none yet.")))
    return tuple(reasons)


def reasons_against_audience(
    audience: RecordingAudience, readers: Collection[object]
) -> tuple[Reason, ...]:
    """Why these people cannot be the listeners; empty if they can."""
    if audience == RecordingAudience.NAMED and not readers:
        return (Reason("readers", _("Choose the people, or choose another answer above.")),)
    return ()


def reasons_against_day(spoken_on: dt.date, today: dt.date) -> tuple[Reason, ...]:
    """Why this cannot be the day of the recording."""
    if spoken_on > today:
        return (Reason("spoken_on", _("Enter today’s date or an earlier date.")),)
    return ()


def may_play(
    state: RecordingState,
    basis: ConsentDates | None,
    *,
    adult_from: dt.date | None,
    is_refused: bool,
    today: dt.date,
) -> bool:
    """Whether a recording may be played or given out on a day; the last day of the consent counts.

    `basis` is the consent of a recording of the child. At 18 the young person is asked again (GDN-007).
    Never while the child has refused since that consent (`is_refused`).
    """
    if state != RecordingState.KEPT or is_refused:
        return False
    if basis is None:
        return True
    return consent_state(basis, adult_from=adult_from, today=today) == ConsentState.ACTIVE


def reasons_against_removal(state: RecordingState) -> tuple[Reason, ...]:
    """Why a recording cannot be erased; empty if it can."""
    if state == RecordingState.KEPT:
        return ()
    return (Reason("state", _("This recording was already erased.")),)
