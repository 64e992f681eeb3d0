"""Tables of cases: which service fits, deadlines for answers, referral transitions."""

import datetime as dt
import inspect

import pytest

from saathi.protection.casework.services import rules, sharing_rules
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.rules import ChildServiceNeeds, ServiceEligibility
from saathi.protection.casework.services.vocabulary import (
    ReferralDeclineReason,
    ReferralState,
    ReferralUrgency,
    ServedGender,
)

DAY = dt.date(2026, 3, 2)
EVERYBODY = ServiceEligibility()
GIRLS = ServiceEligibility(serves=["girls"])


@pytest.mark.requirement("SRV-013")
@pytest.mark.parametrize(
    ("offers", "needs", "expected"),
    [
        (EVERYBODY, ChildServiceNeeds(14, 15, "girls", ["mai"]), []),
        (
            ServiceEligibility(age_low=10, age_high=14),
            ChildServiceNeeds(14, 15),
            [],
        ),  # the child may be fourteen
        (ServiceEligibility(age_low=16), ChildServiceNeeds(14, 15), ["age"]),
        (ServiceEligibility(age_high=12), ChildServiceNeeds(14, 15), ["age"]),
        (
            ServiceEligibility(age_low=16),
            ChildServiceNeeds(),
            [],
        ),  # an unknown age rules nothing out
        (GIRLS, ChildServiceNeeds(serves="girls"), []),
        (GIRLS, ChildServiceNeeds(serves="boys"), ["serves"]),
        (GIRLS, ChildServiceNeeds(serves=""), []),
        (ServiceEligibility(languages=["ne"]), ChildServiceNeeds(languages=["mai"]), ["languages"]),
        (ServiceEligibility(languages=["ne", "mai"]), ChildServiceNeeds(languages=["mai"]), []),
        (EVERYBODY, ChildServiceNeeds(accessible=["sign"]), ["accessible"]),
        (ServiceEligibility(accessible=["sign"]), ChildServiceNeeds(accessible=["sign"]), []),
    ],
)
def test_service_mismatches_are_listed(
    offers: ServiceEligibility, needs: ChildServiceNeeds, expected: list[str]
) -> None:
    assert [reason.code for reason in rules.service_mismatches(offers, needs)] == expected


@pytest.mark.requirement("SRV-011")
@pytest.mark.requirement("RTS-003")
@pytest.mark.requirement("RTS-006")
@pytest.mark.requirement("IDN-003")
def test_no_rule_can_be_asked_about_nationality_papers_or_trafficking() -> None:
    """A condition without a field or argument cannot be set by anyone."""
    words = {
        name
        for kind in (ServiceEligibility, ChildServiceNeeds)
        for name in kind.__dataclass_fields__
    }
    words |= {field.name for field in Service._meta.get_fields()}
    for rule in (rules.service_mismatches, rules.is_allowed_transition, sharing_rules.reasons_against_sharing,
                 rules.reasons_against_referral_state, rules.reasons_against_access,
                 sharing_rules.reasons_against_basis, sharing_rules.reasons_against_new_basis):  # fmt: skip
        words |= set(inspect.signature(rule).parameters)
    unwanted = ("national", "citizen", "resid", "paper", "document", "traffick", "victim",
                "status", "finding", "origin", "caste", "religion", "ethnic", "cooperat")  # fmt: skip
    assert [word for word in words for part in unwanted if part in word] == []
    # The papers recorded with a referral are only counted: no rule uses them.
    assert "papers" in {field.name for field in Referral._meta.get_fields()}


@pytest.mark.requirement("RTS-008")
@pytest.mark.parametrize(
    ("serves", "leaves_out"),
    [([], False), (["girls"], True), (["girls", "boys"], True), (list(ServedGender.values), False)],
)
def test_service_that_excludes_a_gender(serves: list[str], leaves_out: bool) -> None:
    assert rules.excludes_a_gender(serves) == leaves_out


@pytest.mark.requirement("RTS-008")
def test_sex_disability_origin_papers_and_story_are_no_reasons_to_refuse() -> None:
    assert {
        ReferralDeclineReason.GENDER, ReferralDeclineReason.DISABILITY, ReferralDeclineReason.ORIGIN, ReferralDeclineReason.PAPERS,
        ReferralDeclineReason.COMMUNITY, ReferralDeclineReason.HISTORY, ReferralDeclineReason.COOPERATION,
    } == rules.DISCRIMINATORY_REASONS  # fmt: skip


@pytest.mark.parametrize(
    ("verified", "stale"),
    [(None, True), (DAY, False), (DAY - dt.timedelta(183), False), (DAY - dt.timedelta(184), True)],
)
def test_service_unverified_for_half_a_year_is_stale(verified: dt.date | None, stale: bool) -> None:
    assert rules.is_stale(verified, today=DAY) == stale


@pytest.mark.parametrize(
    ("urgency", "days"),
    [
        (ReferralUrgency.DANGER, 1),
        (ReferralUrgency.NOW, 1),
        (ReferralUrgency.SOON, 3),
        (ReferralUrgency.PLANNED, 10),
        (None, 10),
    ],
)
def test_answer_deadline_by_urgency(urgency: ReferralUrgency | None, days: int) -> None:
    due = rules.answer_deadline(urgency, offered_on=DAY, planned_days=10)
    assert due == DAY + dt.timedelta(days=days)


@pytest.mark.requirement("SRV-014")
@pytest.mark.parametrize(
    ("began", "is_open", "days"),
    [(DAY + dt.timedelta(4), True, 4), (None, True, 9), (None, False, None), (DAY, False, 0)],
)
def test_days_until_help_of_referral(
    began: dt.date | None, is_open: bool, days: int | None
) -> None:
    today = DAY + dt.timedelta(9)
    assert (
        rules.days_until_help(offered_on=DAY, began_on=began, today=today, is_open=is_open) == days
    )


@pytest.mark.parametrize("before", list(ReferralState))
def test_child_may_decline_any_open_referral(
    before: ReferralState,
) -> None:
    if before in rules.OPEN_STATES:
        assert rules.is_allowed_transition(before, ReferralState.CHILD_DECLINED)
        assert rules.is_allowed_transition(before, ReferralState.STOPPED)
    elif before != ReferralState.ENDED:
        assert rules.is_allowed_transition(before, ReferralState.OFFERED)


@pytest.mark.parametrize(
    ("after", "days", "why", "expected"),
    [
        (ReferralState.ACCEPTED, {}, False, ["answered_on"]),
        (ReferralState.ACCEPTED, {"answered_on": DAY}, False, []),
        (ReferralState.DECLINED, {"answered_on": DAY}, False, ["why_declined"]),
        (ReferralState.DECLINED, {"answered_on": DAY}, True, []),
        (ReferralState.ATTENDED, {}, False, ["began_on"]),
        (ReferralState.ENDED, {"ended_on": DAY}, False, ["state"]),  # it never began
        (ReferralState.STOPPED, {}, False, []),
    ],
)
def test_allowed_referral_transitions(
    after: ReferralState, days: dict[str, dt.date], why: bool, expected: list[str]
) -> None:
    reasons = rules.reasons_against_referral_state(
        ReferralState.OFFERED, after, times=rules.ReferralTimes(DAY, **days), has_why=why
    )
    assert [reason.code for reason in reasons] == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"answered_on": DAY}, []),
        ({"answered_on": DAY - dt.timedelta(1)}, ["answered_on"]),
        ({"began_on": DAY + dt.timedelta(2)}, ["began_on"]),
        ({"began_on": DAY + dt.timedelta(1), "ended_on": DAY}, ["ended_on"]),
    ],
)
def test_impossible_referral_dates_are_refused(
    days: dict[str, dt.date], expected: list[str]
) -> None:
    reasons = rules.reasons_against_times(
        rules.ReferralTimes(DAY, **days), today=DAY + dt.timedelta(1)
    )
    assert [reason.code for reason in reasons] == expected


@pytest.mark.parametrize(
    ("shared", "basis", "allowed"),
    [
        (["code", "need"], False, True),
        (["need"], False, True),
        (["code", "name"], False, False),
        (["code", "name"], True, True),
        (["happened"], False, False),
    ],
)
def test_sharing_a_name_needs_legal_basis(shared: list[str], basis: bool, allowed: bool) -> None:
    assert (not sharing_rules.reasons_against_sharing(has_basis=basis, shared=shared)) == allowed


@pytest.mark.parametrize(
    ("is_open", "opens", "basis", "days", "expected"),
    [
        (True, True, True, 90, []),
        (True, True, True, 365, []),
        (True, True, True, 366, ["until"]),
        (True, True, True, -1, ["until"]),
        (False, True, True, 90, ["closed"]),
        (True, False, True, 90, ["shared"]),
        (True, True, False, 90, ["consent"]),
    ],
)
def test_reasons_against_service_access(
    is_open: bool, opens: bool, basis: bool, days: int, expected: list[str]
) -> None:
    reasons = rules.reasons_against_access(
        is_open=is_open,
        opens_anything=opens,
        has_basis=basis,
        until=DAY + dt.timedelta(days),
        today=DAY,
    )
    assert [reason.code for reason in reasons] == expected
