"""Which recordings are kept, on which consent, and when one may be played."""

import datetime as dt

import pytest

from saathi.consent.rules import ConsentDates
from saathi.consent.vocabulary import ChildAnswer, ConsentState, LegalBasis
from saathi.protection.casework.recordings import rules
from saathi.protection.casework.recordings.rules import RecordingBasis
from saathi.protection.casework.recordings.vocabulary import (
    RecordedSpeaker,
    RecordingAudience,
    RecordingOrigin,
    RecordingState,
    RecordingText,
    SpeakerAgreement,
)

DAY = dt.date(2026, 3, 3)
NEXT = DAY + dt.timedelta(days=1)
FAMILY, CHILD = RecordedSpeaker.FAMILY, RecordedSpeaker.CHILD
MADE, RECEIVED = RecordingOrigin.MADE, RecordingOrigin.RECEIVED
BLANK = SpeakerAgreement.NOT_RECORDED
AGREED, NOT_ASKED = SpeakerAgreement.AGREED, SpeakerAgreement.NOT_ASKED


def basis(
    of: str = "consent", answer: str = "yes", scope: str = "picture", state: str = "stands"
) -> RecordingBasis:
    return RecordingBasis(LegalBasis(of), ChildAnswer(answer), [scope], ConsentState(state))


@pytest.mark.parametrize(
    ("speaker", "origin", "agreement", "chosen", "field"),
    [
        (CHILD, MADE, BLANK, None, "consent"),
        (CHILD, MADE, AGREED, None, "consent"),  # an adult's word is no consent on record
        (CHILD, MADE, BLANK, basis(), ""),
        (CHILD, MADE, BLANK, basis("assent"), ""),
        (CHILD, MADE, BLANK, basis("guardian", "not_asked"), ""),
        (CHILD, MADE, BLANK, basis("guardian", "no"), "consent"),
        (CHILD, MADE, BLANK, basis(scope="health"), "consent"),
        (CHILD, MADE, BLANK, basis(state="ended"), "consent"),
        (CHILD, MADE, BLANK, basis(state="ask_anew"), "consent"),
        (CHILD, MADE, BLANK, basis("duty", "not_asked"), "consent"),
        (CHILD, MADE, BLANK, basis("vital", "not_asked"), "consent"),
        (CHILD, RECEIVED, BLANK, basis("vital", "not_asked"), ""),  # a message for help
        (CHILD, RECEIVED, BLANK, basis("order", "no"), ""),
        (CHILD, RECEIVED, BLANK, basis("consent", "no"), "consent"),
        (CHILD, RECEIVED, BLANK, None, "consent"),
        (FAMILY, MADE, BLANK, None, "agreement"),
        (FAMILY, MADE, NOT_ASKED, None, "agreement"),
        (FAMILY, MADE, AGREED, None, ""),
        (RecordedSpeaker.UNKNOWN, MADE, NOT_ASKED, None, "agreement"),
        (RecordedSpeaker.UNKNOWN, RECEIVED, NOT_ASKED, None, ""),  # a threat by telephone
        (RecordedSpeaker.UNKNOWN, RECEIVED, BLANK, None, "agreement"),
    ],
)
def test_voice_is_kept_on_a_consent_or_an_agreement(
    speaker: RecordedSpeaker,
    origin: RecordingOrigin,
    agreement: SpeakerAgreement,
    chosen: RecordingBasis | None,
    field: str,
) -> None:
    reasons = rules.reasons_against_basis(speaker, origin, agreement, chosen)
    assert {reason.code for reason in reasons} == ({field} if field else set())


@pytest.mark.parametrize(
    ("state", "dates", "adult_from", "today", "plays"),
    [
        ("kept", None, None, DAY, True),
        ("removed", None, None, DAY, False),
        ("withdrawn", None, None, DAY, False),
        ("kept", ConsentDates(LegalBasis.CONSENT, DAY), None, NEXT, True),
        ("kept", ConsentDates(LegalBasis.CONSENT, DAY, DAY), None, DAY, True),
        ("kept", ConsentDates(LegalBasis.CONSENT, DAY, DAY), None, NEXT, False),
        ("kept", ConsentDates(LegalBasis.ASSENT, DAY), NEXT, NEXT, False),  # now 18
        ("kept", ConsentDates(LegalBasis.CONSENT, NEXT), NEXT, NEXT, True),  # asked at 18
        ("kept", ConsentDates(LegalBasis.ORDER, DAY), NEXT, NEXT, True),
    ],
)
def test_recording_is_played_as_long_as_its_consent_lets_it(
    state: str, dates: ConsentDates | None, adult_from: dt.date | None, today: dt.date, plays: bool
) -> None:
    for is_refused in (False, True):
        may = rules.may_play(
            RecordingState(state),
            dates,
            adult_from=adult_from,
            is_refused=is_refused,
            today=today,
        )
        assert may is (plays and not is_refused)


@pytest.mark.parametrize(
    ("kind", "has_words", "has_language", "fields"),
    [
        ("", False, False, set()),
        ("summary", True, True, set()),
        ("transcript", True, True, set()),
        ("", True, True, {"text_kind"}),
        ("summary", True, False, {"text_language"}),
        ("transcript", False, True, {"words"}),
    ],
)
def test_typed_text_says_what_it_is_and_in_which_language(
    kind: str, has_words: bool, has_language: bool, fields: set[str]
) -> None:
    reasons = rules.reasons_against_text(
        RecordingText(kind), has_words=has_words, has_language=has_language
    )
    assert {reason.code for reason in reasons} == fields


def test_named_listeners_are_named_and_no_one_spoke_tomorrow() -> None:
    named = RecordingAudience.NAMED
    assert rules.reasons_against_audience(named, [])
    assert not rules.reasons_against_audience(named, ["one"])
    assert not rules.reasons_against_audience(RecordingAudience.TEAM, [])
    assert rules.reasons_against_day(NEXT, DAY)
    assert not rules.reasons_against_day(DAY, DAY)
    assert rules.reasons_against_removal(RecordingState.WITHDRAWN)
    assert not rules.reasons_against_removal(RecordingState.KEPT)
