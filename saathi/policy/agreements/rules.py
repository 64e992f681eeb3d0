"""When an agreement is verified, what its time limits are, and when a focal point is tested again.

Pure functions.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from saathi.infra.digits import to_ascii_digits
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementVerification,
    OfficeContactStatus,
)

TEST_EVERY_DAYS = 90  # after a focal point was reached
TEST_AGAIN_DAYS = 7  # after it was not
REVIEW_BEFORE_END_DAYS = 182
MAX_STEPS = 30
MAX_DAYS = 3650


@dataclass(frozen=True, slots=True)
class AgreementEntryFacts:
    """The facts of an agreement that must fit together."""

    kind: str
    verification: str
    has_source: bool
    protocol: str
    signed_on: dt.date | None = None
    in_force_from: dt.date | None = None
    ends_on: dt.date | None = None


def reasons_against_agreement(facts: AgreementEntryFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Why the facts of an agreement do not fit together; empty if they do."""
    reasons = []
    if facts.verification == AgreementVerification.VERIFIED and not facts.has_source:
        text = _("Name the source that the entry was compared with, or choose “Unverified”.")
        reasons.append(Reason("source", text))
    if facts.protocol and facts.kind != AgreementKind.INFORMATION:
        text = _(
            "Only an information-sharing protocol can be the basis for sharing information about "
            "a child. Choose this type, or no protocol."
        )
        reasons.append(Reason("protocol", text))
    if facts.protocol and (facts.in_force_from or facts.ends_on):
        text = _("Leave this blank: the dates of the protocol apply.")
        reasons.append(Reason("in_force_from" if facts.in_force_from else "ends_on", text))
    return (*reasons, *_reasons_against_days(facts, today))


def _reasons_against_days(facts: AgreementEntryFacts, today: dt.date) -> list[Reason]:
    reasons = []
    if facts.signed_on and facts.signed_on > today:
        reasons.append(Reason("signed_on", _("Enter a date that is not in the future.")))
    if facts.ends_on and facts.in_force_from and facts.ends_on < facts.in_force_from:
        reasons.append(Reason("ends_on", _("Enter an end that is not before the start.")))
    return reasons


def agreement_review_day(review_on: dt.date | None, ends_on: dt.date | None) -> dt.date | None:
    """When an agreement is checked again: on the day entered, or half a year before its end."""
    if review_on is not None or ends_on is None:
        return review_on
    return ends_on - dt.timedelta(days=REVIEW_BEFORE_END_DAYS)


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """A stage of an agreement with its time limit in days; None if it names none."""

    name: str
    days: int | None


def parse_steps(text: str) -> Sequence[AgreedStep] | None:
    """The stages with their time limits, one “stage; days” on each line; None if a line is wrong.

    The semicolon may be that of Arabic script.
    """
    steps = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, _semicolon, number = (part.strip() for part in line.replace("؛", ";").partition(";"))
        digits = to_ascii_digits(number)
        if not name or (number and not (digits.isdecimal() and 0 < int(digits) <= MAX_DAYS)):
            return None
        steps.append(AgreedStep(name, int(digits) if number else None))
    return steps if len(steps) <= MAX_STEPS else None


def reasons_against_contact(
    *, is_newest: bool, is_own: bool, is_same: bool = True
) -> tuple[Reason, ...]:
    """Why this person cannot publish the contact of an office; empty if they can.

    `is_same`: the person saw this contact, and not another one that was proposed meanwhile.
    """
    if not is_newest or not is_same:
        text = _("Another contact was entered or published meanwhile. Check it again.")
        return (Reason("seen", text),)
    if is_own:
        text = _("You entered this contact. Another member of your agency publishes it.")
        return (Reason("seen", text),)
    return ()


@dataclass(frozen=True, slots=True)
class ContactTest:
    """The result of a test of a focal point's contact."""

    tested_on: dt.date
    is_reached: bool


@dataclass(frozen=True, slots=True)
class OfficeContactFacts:
    """Whether a focal point could be reached, as far as it was tested."""

    state: OfficeContactStatus
    tested_on: dt.date | None
    unreachable_since: dt.date | None = None


def reasons_against_test(
    contact: OfficeContactFacts, test: ContactTest, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a test of the contact cannot have taken place like this; empty if it can."""
    if test.tested_on > today:
        return (Reason("tested_on", _("Enter a date that is not in the future.")),)
    if contact.tested_on is not None and test.tested_on < contact.tested_on:
        return (Reason("tested_on", _("Enter a date that is not before the last test.")),)
    return ()


def contact_after_test(contact: OfficeContactFacts, test: ContactTest) -> OfficeContactFacts:
    """What is known of the contact after a test; it is unreachable since the first failed test."""
    if test.is_reached:
        return OfficeContactFacts(OfficeContactStatus.REACHED, test.tested_on)
    since = contact.unreachable_since or test.tested_on
    return OfficeContactFacts(OfficeContactStatus.NOT_REACHED, test.tested_on, since)


def next_test_on(test: ContactTest) -> dt.date:
    """The day by which the contact is tested again."""
    days = TEST_EVERY_DAYS if test.is_reached else TEST_AGAIN_DAYS
    return test.tested_on + dt.timedelta(days=days)
