"""What an edit never takes back: what a home assessment found, and the warning signs of a claim."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.protection.returns.tracing import change_rules, queries
from saathi.protection.returns.tracing.actions import families
from saathi.protection.returns.tracing.actions.searches import TracingRefused
from saathi.protection.returns.tracing.family_rules import HomeFacts
from saathi.protection.returns.tracing.models import FamilyClaim, HomeAssessment
from saathi.protection.returns.tracing.vocabulary import (
    ClaimSign,
    FamilyPart,
    HomeResult,
    ViolenceScreen,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.test_claims import claim, lines
from tests.protection.returns.tracing.walking import fill
from tests.reading import read
from tests.roles import acting, role

HOME = HomeFacts(
    dt.date(2026, 3, 10),
    HomeResult.NOT_CONCLUDED,
    ViolenceScreen.PAST,
    FamilyPart.NOT_KNOWN,
    ["debt"],
    ["carer"],
    is_alleged_near=True,
)
NOT_ASSESSED = replace(
    HOME,
    violence=ViolenceScreen.NOT_SCREENED,
    family_part=FamilyPart.NOT_ASSESSED,
    is_alleged_near=False,
)


@pytest.mark.parametrize(
    ("before", "changes", "wrong"),
    [
        (HOME, {}, []),
        (HOME, {"violence": "present", "family_part": "took_money"}, []),
        (NOT_ASSESSED, {"violence": "none", "family_part": "none"}, []),
        (NOT_ASSESSED, {"is_alleged_near": True}, []),
        (HOME, {"violence": "none"}, ["violence"]),
        (HOME, {"violence": "not_screened"}, ["violence"]),
        (HOME, {"family_part": "deceived"}, ["family_part"]),
        (HOME, {"family_part": "not_assessed"}, ["family_part"]),
        (HOME, {"is_alleged_near": False}, ["alleged_near"]),
        (HOME, {"visited_on": dt.date(2026, 3, 11)}, ["visited_on"]),
    ],
)
def test_finding_is_not_edited_to_a_better_one(
    before: HomeFacts, changes: dict[str, Any], wrong: list[str]
) -> None:
    after = replace(before, **changes)
    found = change_rules.reasons_against_home_change(before, after)
    assert [reason.code for reason in found] == wrong


def test_warning_signs_are_added_and_not_removed() -> None:
    def codes(*after: ClaimSign) -> list[str]:
        found = change_rules.reasons_against_fewer_signs([ClaimSign.MONEY], after)
        return [reason.code for reason in found]

    assert codes(ClaimSign.MONEY, ClaimSign.HASTE) == []
    assert codes(ClaimSign.HASTE) == codes() == ["signs"]


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def change_home(around: ChildFileCast, home: HomeAssessment, **columns: Any) -> HomeAssessment:
    with acting(around.worker):
        opened = HomeAssessment.objects.get(pk=home.pk)
        records.open_texts(opened)
        return families.save_home(
            home=opened, columns=columns, version=opened.version, actor=around.worker
        )


@pytest.mark.requirement("TRC-004")
@pytest.mark.requirement("TRC-008")
def test_home_assessment_keeps_what_it_found(around: ChildFileCast) -> None:
    verification = steps.verify(around, steps.seek(around))
    found = {"family_part": "took_money", "violence": "present", "alleged_near": "yes"}
    home = steps.assess(around, verification, result="contact_only", **found)
    better: dict[str, Any] = {"family_part": "none", "violence": "none", "alleged_near": "no"}
    for name, value in better.items():
        with pytest.raises(TracingRefused) as refused:
            change_home(around, home, **{name: value})
        assert [reason.code for reason in refused.value.reasons] == [name]
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="stays as it was recorded"),
            transaction.atomic(),
        ):
            writing.change(steps.stored(home), actor=around.worker, **{name: value})
    yesterday = steps.today(around, -1)
    with pytest.raises(TracingRefused):
        change_home(around, home, visited_on=yesterday)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="it stays as it was recorded"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(home), actor=around.worker, visited_on=yesterday)
    page = f"homes/{home.pk}/"
    assert "Record a new home assessment if" in fill(around, page, violence="none")
    fill(around, page, visits=3)
    assert steps.stored(home).visits == 3
    assert "visited_on" not in read(around.worker, f"{around.url}tracing/{page}")


@pytest.mark.requirement("TRC-004")
def test_a_part_found_before_counts_in_a_new_verification(around: ChildFileCast) -> None:
    first = steps.verify(around, steps.seek(around))
    steps.assess(around, first, family_part="took_money", result="conditions")
    second = steps.verify(around, steps.seek(around))
    steps.assess(around, second, family_part="none")
    steps.assess(around, first, family_part="none", visited_on=steps.today(around))
    with acting(around.worker):
        assert queries.may_have_part(first, around.worker)
        assert queries.may_have_part(second, around.worker)
    assert in_database(around, first)
    assert in_database(around, second)


def in_database(around: ChildFileCast, verification: Any) -> bool:

    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tracing_may_have_part(%s, %s)", [verification.pk, verification.file_id]
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.requirement("TRC-009")
def test_edit_removes_no_warning_sign_and_no_alarm(around: ChildFileCast) -> None:
    record = claim(around, "money", "haste")
    path = f"claims/{record.pk}/"
    for signs, assessed in (([], "none"), (["money"], "seen")):
        shown = fill(around, path, assessed=assessed, signs=signs)
        assert "Recorded warning signs stay" in shown
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="warning signs stay"),
            transaction.atomic(),
        ):
            writing.change(
                steps.stored(record), actor=around.worker, signs=signs, assessed=assessed
            )
    assert lines(around.worker) == 1
    fill(around, path, signs=["money", "haste", "threatens"])
    assert steps.stored(record).signs == ["money", "haste", "threatens"]
    fill(around, path, state="withdrawn")
    assert steps.stored(record).state == "withdrawn"
    assert lines(around.worker) == 1, "not verified and not refused"


@pytest.mark.requirement("TRC-009")
def test_claim_is_refused_one_click_from_its_page(around: ChildFileCast) -> None:
    record = claim(around, "money")
    path = f"claims/{record.pk}/refuse/"
    page = f"{around.url}tracing/"
    assert "Refuse the claim" in read(around.worker, page)
    assert "There is a problem" in fill(around, path, refusal="")
    shown = fill(around, path, refusal="The child does not know this person.")
    assert "The child does not know this person." in shown
    assert "Refuse the claim" not in shown
    assert steps.stored(record).state == "refused"
    assert lines(around.worker) == 0
    with acting(around.worker):
        refused = FamilyClaim.objects.get(pk=record.pk)
    assert steps.duties(around, "family_claim") == []
    assert refused.signs == ["money"]
