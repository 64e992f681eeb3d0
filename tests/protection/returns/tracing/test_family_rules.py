"""A family's part in what happened, and who is heard for a child too young to answer: tables."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.protection.returns.tracing import family_rules, rules
from saathi.protection.returns.tracing.vocabulary import (
    FamilyPart,
    HomeResult,
    TracingWish,
    ViolenceScreen,
)

DAY = dt.date(2026, 3, 10)
HOME = family_rules.HomeFacts(
    DAY, HomeResult.SUITABLE, ViolenceScreen.NONE, FamilyPart.DECEIVED, ["debt"], ["carer"]
)


def wish(code: str, **more: object) -> rules.ChildWish:
    return rules.ChildWish(TracingWish(code), DAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "is_alleged", "may_have_part"),
    [
        ([], False, False),
        ([], True, True),
        ([{}], False, False),
        ([{"family_part": FamilyPart.NONE}], False, False),
        ([{"family_part": FamilyPart.UNAWARE}], False, False),
        ([{"family_part": FamilyPart.PRESSURED}], False, True),
        ([{"family_part": FamilyPart.AGREED}], False, True),
        ([{"family_part": FamilyPart.NONE}, {"family_part": FamilyPart.TOOK_MONEY}], False, True),
        ([{"family_part": FamilyPart.NOT_KNOWN}], False, True),
        ([{"family_part": FamilyPart.NONE}, {"family_part": FamilyPart.NOT_KNOWN}], False, False),
        ([{"violence": ViolenceScreen.PAST}], False, True),
        ([{}, {"violence": ViolenceScreen.PRESENT}], False, True),
    ],
)
def test_part_of_the_family_never_disappears(
    found: list[dict[str, object]],
    is_alleged: bool,
    may_have_part: bool,
) -> None:
    homes = [replace(HOME, **changes) for changes in found]  # type: ignore[arg-type]
    assert family_rules.may_have_part(homes, is_alleged=is_alleged) is may_have_part


@pytest.mark.parametrize(
    ("code", "heard", "has_said", "wrong"),
    [
        ("wants", "", False, []),
        ("wants", "guardian", True, ["heard_for_child"]),
        ("too_young", "", False, ["heard_for_child"]),
        ("too_young", "no_one", False, []),
        ("too_young", "guardian", False, ["said_for_child"]),
        ("too_young", "objection", True, []),
    ],
)
def test_who_was_heard_for_a_young_child(
    code: str,
    heard: str,
    has_said: bool,
    wrong: list[str],
) -> None:
    view = wish(code, heard_for_child=heard)
    reasons = rules.reasons_against_view(view, has_words=False, has_said_for_child=has_said)
    assert [r.code for r in reasons] == wrong
