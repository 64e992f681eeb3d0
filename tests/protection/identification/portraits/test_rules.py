"""Which consent allows a photo, and when a photo may be shown."""

import datetime as dt

import pytest

from saathi.consent.vocabulary import ChildAnswer, ConsentState, LegalBasis
from saathi.protection.identification.portraits import rules
from saathi.protection.identification.portraits.rules import PictureConsent, PortraitFacts
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose, PortraitState

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize("basis", LegalBasis)
@pytest.mark.parametrize("answer", ChildAnswer)
@pytest.mark.parametrize("scopes", [["picture"], ["health"]])
def test_photo_needs_consent_to_a_picture(
    basis: LegalBasis, answer: ChildAnswer, scopes: list[str]
) -> None:
    consent = PictureConsent(basis, answer, scopes, ConsentState.ACTIVE)
    reasons = rules.reasons_against_portrait(consent, purposes=["recognise"], has_read=True)
    is_consent = basis in {LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN}
    may = is_consent and answer != ChildAnswer.NO and scopes == ["picture"]
    assert (not reasons) is may


@pytest.mark.parametrize("state", ConsentState)
@pytest.mark.parametrize("purposes", [[], ["missing"]])
@pytest.mark.parametrize("has_read", [True, False])
def test_consent_is_active_its_purpose_named_and_the_rule_read(
    state: ConsentState, purposes: list[str], has_read: bool
) -> None:
    consent = PictureConsent(LegalBasis.CONSENT, ChildAnswer.YES, ["picture"], state)
    reasons = rules.reasons_against_portrait(consent, purposes=purposes, has_read=has_read)
    expected = set() if state == ConsentState.ACTIVE else {"consent"}
    expected |= set() if purposes else {"purposes"}
    expected |= set() if has_read else {"has_read"}
    assert {reason.code for reason in reasons} == expected


@pytest.mark.parametrize(
    ("state", "purposes", "until", "adult_in", "may"),
    [
        ("current", ["recognise"], None, None, True),
        ("earlier", ["recognise"], None, None, True),
        ("erased", ["recognise"], None, None, False),
        ("withdrawn", ["recognise"], None, None, False),
        ("current", ["missing"], None, None, False),
        ("current", ["missing", "recognise"], 0, 1, True),
        ("current", ["recognise"], -1, None, False),
        ("current", ["recognise"], None, 0, False),
        ("current", ["recognise"], None, -30, True),  # the consent was given after 18
    ],
)
def test_when_a_photo_may_be_shown(
    state: str,
    purposes: list[str],
    until: int | None,
    adult_in: int | None,
    may: bool,  # noqa: FBT001, PLR0913, PLR0917, RUF100 - a row
) -> None:
    facts = PortraitFacts(
        PortraitState(state),
        purposes,
        consented_on=TODAY - dt.timedelta(days=20),
        shown_until=None if until is None else TODAY + dt.timedelta(days=until),
    )
    adult_from = None if adult_in is None else TODAY + dt.timedelta(days=adult_in)
    for is_refused in (False, True):
        shown = rules.may_show_portrait(
            facts,
            PortraitPurpose.RECOGNISE,
            adult_from=adult_from,
            is_refused=is_refused,
            today=TODAY,
        )
        assert shown is (may and not is_refused)


@pytest.mark.parametrize("state", PortraitState)
def test_photo_is_erased_once(state: PortraitState) -> None:
    is_kept = state in {PortraitState.CURRENT, PortraitState.EARLIER}
    assert (not rules.reasons_against_erasing(state)) is is_kept
