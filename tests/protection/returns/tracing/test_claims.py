"""A claim of a family member is decided: verified, or refused with reasons, and not forgotten."""

import datetime as dt

import pytest

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.returns.tracing import family_rules
from saathi.protection.returns.tracing.actions import families
from saathi.protection.returns.tracing.actions.searches import TracingRefused
from saathi.protection.returns.tracing.claim_alerts import claims_boxes
from saathi.protection.returns.tracing.models import FamilyClaim, RelationshipVerification
from saathi.protection.returns.tracing.vocabulary import ClaimSign, ClaimState, SignsAssessed
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in
from tests.waiting import boxes_of


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def claim(around: ChildFileCast, *signs: str, days: int = 0) -> FamilyClaim:
    """An uncle who claims the child."""
    record = FamilyClaim(
        file_id=around.file_id,
        child_id=around.case.child_id,
        claimed_on=steps.today(around, days),
        relation="aunt_uncle",
        brought_by="unrelated",
        assessed="seen" if signs else "none",
        signs=list(signs),
        explained="explained",
    )
    steps.with_texts(record, name="Ram Mahato")
    with acting(around.worker):
        return families.save_claim(claim=record, actor=around.worker)


def decide(around: ChildFileCast, record: FamilyClaim, state: str, refusal: str = "") -> None:
    with acting(around.worker):
        records.open_texts(record)
        record.refusal = refusal
        families.save_claim(
            claim=record, columns={"state": state}, version=record.version, actor=around.worker
        )


def verify(around: ChildFileCast, record: FamilyClaim) -> RelationshipVerification:
    verification = RelationshipVerification(
        file_id=around.file_id,
        request=steps.seek(around, relation="aunt_uncle"),
        claim=record,
        relation="aunt_uncle",
        began_on=steps.today(around),
        methods=["questions"],
        recognises="not_asked",
    )
    steps.with_texts(verification, name="Ram Mahato")
    with acting(around.worker):
        return families.save_verification(verification=verification, actor=around.worker)


def lines(person: Staff) -> int:
    with acting(person):
        return len(boxes_of(claims_boxes, person))


def page(person: Staff, url: str) -> str:
    return words(signed_in(person).get(url).content)


@pytest.mark.requirement("TRC-009")
def test_claim_with_warning_signs_is_in_act_now_until_its_verification(
    around: ChildFileCast,
) -> None:
    record = claim(around, "third_person")
    for person in (around.stranger, around.outsider, around.house_mother):
        assert lines(person) == 0
    for person in (around.worker, around.supervisor):
        assert lines(person) == 1
    text = page(around.worker, "/")
    assert text.index("Act now") < text.index("claim of a family member")
    verify(around, record)
    assert lines(around.worker) == lines(around.supervisor) == 0


@pytest.mark.requirement("TRC-009")
def test_claim_leaves_act_now_by_a_refusal_with_reasons(around: ChildFileCast) -> None:
    record = claim(around, "before_asked")
    with pytest.raises(TracingRefused) as refused:
        decide(around, record, "refused")
    assert [reason.code for reason in refused.value.reasons] == ["refusal"]
    assert lines(around.worker) == 1
    decide(around, steps.latest(FamilyClaim), "refused", "The child does not know this person.")
    assert lines(around.worker) == 0
    shown = page(around.worker, f"{around.url}tracing/")
    assert "The child does not know this person." in shown
    assert "Verification due" not in shown


@pytest.mark.django_db
def test_claim_without_warning_signs_is_a_duty_alone(around: ChildFileCast) -> None:
    claim(around)
    assert lines(around.worker) == 0
    due = steps.today(around, family_rules.CLAIM_DAYS)
    assert steps.duties(around, "family_claim") == [due]


@pytest.mark.requirement("TRC-009")
def test_each_open_claim_is_due_until_it_is_decided(around: ChildFileCast) -> None:
    later = claim(around, "money")
    first = claim(around, days=-30)
    assert steps.duties(around, "family_claim") == [steps.today(around, -16)]
    decide(around, first, "withdrawn")
    assert steps.duties(around, "family_claim") == [steps.today(around, 14)]
    verify(around, later)
    assert steps.duties(around, "family_claim") == [steps.today(around, 14)], "not decided yet"
    decide(around, later, "refused", "No one of the family knows this person.")
    assert steps.duties(around, "family_claim") == []


def test_claim_links_to_its_next_step(around: ChildFileCast) -> None:
    record = claim(around, "haste")
    url = f"{around.url}tracing/"
    before = page(around.worker, url)
    assert "Verification due" in before
    assert "Verify the relationship" not in before, "no one is sought yet"
    sought = steps.seek(around, relation="aunt_uncle")
    html = signed_in(around.worker).get(url).content.decode()
    assert "Verify the relationship" in html
    assert html.count(f"tracing/{sought.pk}/verifications/new/") > 1, "of the claim as well"
    verify(around, record)
    assert "Verify the relationship" not in page(around.worker, url)


def test_refusal_needs_reasons_and_reasons_a_refusal() -> None:
    def codes(state: ClaimState, refusal: str) -> list[str]:
        found = family_rules.reasons_against_claim(
            SignsAssessed.SEEN, [ClaimSign.MONEY], state=state, refusal=refusal
        )
        return [reason.code for reason in found]

    assert codes(ClaimState.REFUSED, " ") == ["refusal"]
    assert codes(ClaimState.REFUSED, "No one knows him.") == []
    assert codes(ClaimState.OPEN, "No one knows him.") == ["state"]
    assert family_rules.claim_due_on(dt.date(2026, 3, 2)) == dt.date(2026, 3, 16)
