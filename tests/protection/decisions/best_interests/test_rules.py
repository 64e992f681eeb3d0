"""What a determination and an assessment need: tables without a database."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.protection.decisions.best_interests import (
    assessment_rules,
    panel_rules,
    report_rules,
    rules,
)
from saathi.protection.decisions.best_interests.assessment_rules import AssessmentFacts
from saathi.protection.decisions.best_interests.rules import (
    DeterminationFacts,
    DeterminationStatus,
    MemberFacts,
    OptionFacts,
)
from saathi.protection.decisions.best_interests.vocabulary import KEY_FACTORS

TODAY = dt.date(2026, 3, 10)
VOTER = MemberFacts("health", "none", "for")
LAWYER = replace(VOTER, function="law")
AGAINST = replace(VOTER, vote="against")
UNSIGNED = replace(VOTER, undertaking="not_signed")
HEARD = report_rules.HearingFacts(
    is_view_complete=True,
    guardian="missing",
    parents="heard",
    caregiver="declined",
    is_unheard_explained=False,
)
# With the reasons of a panel that chose the other one.
RETURN = OptionFacts("return", "yes", is_set_aside=True)
FOSTER = OptionFacts("foster", "if", is_set_aside=True)
WHOLE = DeterminationFacts(
    state="listed",
    authors={"worker"},
    case_worker="worker",
    hearing=HEARD,
    authority="court",
    solution="return",
    is_reasoned=True,
    weight="followed",
    weight_why="",
    siblings="none",
    siblings_why="",
    opened_on=TODAY,
    decided_on=TODAY,
    review_on=TODAY + dt.timedelta(days=60),
    under_three=False,
    is_supervised=False,
    has_unexplained=False,
    options=(RETURN, FOSTER),
    panel=(LAWYER, VOTER, VOTER),
    country="IND",
    here="NPL",
)
FAMILY = tuple(
    OptionFacts(option, "no", is_set_aside=True) for option in ("family", "relatives", "foster")
)
INSTITUTION = replace(
    WHOLE,
    solution="institution",
    options=(
        OptionFacts("institution", "yes"),
        OptionFacts("small_home", "if", is_set_aside=True),
        *FAMILY,
    ),
)
ABROAD = {"solution": "relatives", "country": "IND", "here": "NPL"}


def codes(facts: DeterminationFacts, decider: str = "supervisor") -> list[str]:
    return [reason.code for reason in rules.reasons_against_decision(facts, decider=decider)]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"state": "opened"}, ["state"]),
        ({"options": (RETURN, replace(FOSTER, real_today="no"))}, ["options"]),
        ({"options": (OptionFacts("return", "yes"),) * 2}, ["options"]),
        ({"authority": ""}, ["authority"]),
        ({"is_reasoned": False}, ["reasons"]),
        ({"review_on": None}, ["review_on"]),
        ({"review_on": TODAY}, ["review_on"]),
        ({"opened_on": TODAY + dt.timedelta(days=1)}, ["decided_on"]),
        ({"weight": "otherwise"}, ["weight_why"]),
        ({"weight": "no_view", "has_view": True}, ["weight"]),
        ({"weight": "no_view", "weight_why": "Asked twice; the child did not want to say."}, []),
        ({"names_others": True}, ["for_child"]),
        (
            {
                "options": (
                    OptionFacts("return", "yes"),
                    OptionFacts("family", "no", key="a1"),
                    FOSTER,
                )
            },
            ["aside_a1"],
        ),
        ({"weight": "in_part", "weight_why": "Her mother is ill."}, []),
        ({"siblings": ""}, ["siblings"]),
        ({"siblings": "apart"}, ["siblings_why"]),
        ({"siblings": "not_known"}, []),
        ({"panel": (VOTER, VOTER, VOTER)}, ["panel_fields"]),
        ({"panel": (replace(VOTER, function="other"), VOTER, VOTER)}, ["panel_fields"]),
        ({"has_assessment": False}, ["assessment"]),
        ({"meeting_on": TODAY}, []),
        ({"meeting_on": TODAY + dt.timedelta(days=1)}, ["decided_on"]),
        ({"panel": (LAWYER, VOTER, UNSIGNED)}, ["panel_undertaking"]),
        ({"panel": (LAWYER, VOTER, VOTER, replace(UNSIGNED, vote="no_vote"))}, []),
        ({"solution": "stay"}, ["solution"]),
        ({"has_unexplained": True}, ["factors"]),
        ({"panel": (VOTER, VOTER)}, ["panel"]),
        ({"panel": (LAWYER, VOTER, replace(VOTER, vote="absent"))}, ["panel"]),
        ({"panel": (LAWYER, *[replace(VOTER, person="dr rai")] * 2)}, ["panel_twice"]),
        ({"panel": (LAWYER, replace(VOTER, person="a"), replace(VOTER, person="b"))}, []),
        ({"panel": (LAWYER, VOTER, replace(VOTER, has_no_vote=True))}, ["panel_function"]),
        ({"panel": (LAWYER, VOTER, replace(VOTER, function="home"))}, ["panel_function"]),
        ({"panel": (LAWYER, VOTER, replace(VOTER, conflict="declared"))}, ["panel_conflict"]),
        ({"panel": (LAWYER, VOTER, replace(VOTER, conflict="not_declared"))}, ["panel_conflict"]),
        (
            {"panel": (LAWYER, VOTER, VOTER, replace(VOTER, conflict="declared", vote="no_vote"))},
            [],
        ),
        ({"panel": (LAWYER, VOTER, replace(VOTER, is_named=False))}, ["panel_unnamed"]),
        (
            {
                "panel": (
                    LAWYER,
                    VOTER,
                    replace(VOTER, person="maya"),
                    replace(VOTER, person="maya", conflict="declared", vote="no_vote"),
                )
            },
            ["panel_conflict"],
        ),
        # Relatives in another country: as a return.
        ({"solution": "foster", "has_assessment": False}, ["assessment"]),
        ({"solution": "foster", "has_assessment": False, "country": ""}, []),
        ({"solution": "foster", "has_assessment": False, "country": "NPL"}, []),
        ({"panel": (LAWYER, *[AGAINST] * 2), "has_dissent": True}, ["panel_vote"]),
        ({"panel": (LAWYER, VOTER, AGAINST)}, ["dissent"]),
        ({"panel": (LAWYER, VOTER, AGAINST), "has_dissent": True}, []),
    ],
)
def test_what_a_decision_needs(changed: dict[str, object], wrong: list[str]) -> None:
    assert codes(replace(WHOLE, **changed)) == wrong


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"is_view_complete": False}, ["view"]),
        ({"guardian": "not_asked"}, ["guardian"]),
        ({"guardian": "not_reached"}, ["unheard_why"]),
        ({"guardian": "not_reached", "is_unheard_explained": True}, []),
        ({"guardian": "not_asked", "is_unheard_explained": True}, ["guardian"]),
        ({"parents": ""}, ["parents"]),
        ({"parents": "not_safe"}, ["unheard_why"]),
        ({"parents": "not_safe", "is_unheard_explained": True}, []),
        ({"caregiver": "not_asked", "parents": "not_reached"}, ["caregiver", "unheard_why"]),
        ({"guardian": "declined"}, []),
        ({"guardian": "missing", "on_record": {"guardian"}}, ["guardian"]),
        ({"guardian": "missing", "on_record": {"parents", "caregiver"}}, []),
        ({"parents": "missing", "on_record": {"parents"}}, ["parents"]),
        ({"caregiver": "missing", "on_record": {"caregiver"}}, ["caregiver"]),
        ({"guardian": "declined", "on_record": {"guardian"}}, []),
    ],
)
def test_child_and_persons_are_heard_before_the_report_and_the_decision(
    changed: dict[str, object], wrong: list[str]
) -> None:
    hearing = replace(HEARD, **changed)
    assert codes(replace(WHOLE, hearing=hearing)) == wrong
    reasons = report_rules.reasons_against_ready(
        [YES, GIVEN], hearing, has_factors=True, is_lack_explained=False
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("declared", "none", ["conflict"]),
        ("declared", "not_declared", ["conflict"]),
        ("declared", "declared", []),
        ("none", "declared", []),
        ("not_declared", "none", []),
    ],
)
def test_declared_conflict_stays(before: str, after: str, wrong: list[str]) -> None:
    reasons = panel_rules.reasons_against_member_change(before, after)
    assert [reason.code for reason in reasons] == wrong


def test_all_reasons_come_together() -> None:
    unheard = replace(HEARD, is_view_complete=False, guardian="not_asked")
    bare = replace(WHOLE, options=(), panel=(), hearing=unheard)
    assert {"options", "view", "guardian", "panel", "solution"} <= set(codes(bare))


@pytest.mark.parametrize("authors", [{"worker"}, {"other", "supervisor"}])
def test_author_does_not_decide(authors: set[str]) -> None:
    decider = "supervisor" if "supervisor" in authors else "worker"
    assert codes(replace(WHOLE, authors=authors), decider) == ["author"]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("opened", "Choose “Report ready”"),
        ("deferred", "Choose “Report ready”"),
        ("told", "already decided"),
        ("listed", ""),
    ],
)
def test_state_says_what_to_do(state: str, text: str) -> None:
    said = " ".join(reason.text for reason in report_rules.reasons_from_state(state))
    assert text in said
    assert bool(said) == bool(text)


YES, IF = report_rules.ReportOption("return", "yes"), report_rules.ReportOption("foster", "if")
GIVEN = replace(IF, has_condition=True)


@pytest.mark.parametrize(
    ("options", "factors", "explained", "wrong"),
    [
        ([YES], True, False, ["options"]),
        ([YES, replace(GIVEN, real_today="no")], True, False, ["options"]),
        ([YES, IF], True, False, ["condition"]),
        ([YES, GIVEN], False, False, ["no_assessment_why"]),
        ([YES, GIVEN], False, True, []),
        ([YES, GIVEN], True, False, []),
    ],
)
def test_what_a_ready_report_needs(
    options: list[report_rules.ReportOption], *, factors: bool, explained: bool, wrong: list[str]
) -> None:
    reasons = report_rules.reasons_against_ready(
        options, HEARD, has_factors=factors, is_lack_explained=explained
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("state", "is_refused"),
    [("opened", False), ("deferred", False), ("ready", True), ("listed", True), ("told", True)],
)
def test_report_is_submitted_once(state: str, is_refused: bool) -> None:
    assert bool(rules.reasons_against_report(state)) is is_refused


@pytest.mark.parametrize(
    ("extent", "recommended", "days", "counts"),
    [
        ("full", "family", 0, True),
        ("full", "stay", 0, False),
        ("full", "", 0, False),
        ("short", "family", 0, False),
        ("full", "family", 1, False),
    ],
)
def test_which_assessment_counts(extent: str, recommended: str, days: int, counts: bool) -> None:
    since = TODAY + dt.timedelta(days=days)
    found = assessment_rules.recommends(
        extent, recommended, ["family", "relatives"], TODAY, since=since
    )
    assert found is counts


@pytest.mark.parametrize(
    ("authors", "wrong"), [({"worker"}, []), ({"worker", "supervisor"}, ["author"])]
)
def test_whoever_changed_an_assessment_does_not_approve_it(
    authors: set[str], wrong: list[str]
) -> None:
    facts = replace(FULL, state="submitted")
    reasons = assessment_rules.reasons_against_agreement(
        facts, authors=authors, approver="supervisor"
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"options": INSTITUTION.options[:-1]}, ["set_aside"]),
        ({"options": (*INSTITUTION.options, OptionFacts("kafala", "if"))}, ["aside_", "set_aside"]),
        ({"review_on": TODAY + dt.timedelta(days=100)}, ["review_on"]),
        ({"under_three": True}, ["supervisor_reasons"]),
        ({"under_three": None}, ["supervisor_reasons"]),
        ({"under_three": True, "is_supervised": True}, []),
    ],
)
def test_institution_is_the_last_resort(changed: dict[str, object], wrong: list[str]) -> None:
    assert codes(replace(INSTITUTION, **changed)) == wrong


@pytest.mark.parametrize(
    ("changed", "solutions", "counts"),
    [
        ({}, {"return"}, True),
        ({"state": "decided"}, {"return"}, True),
        ({"state": "ended"}, {"return"}, False),
        ({"state": "listed"}, {"return"}, False),
        ({}, {"stay"}, False),
        ({"has_unread_fact": True}, {"return"}, False),
        ({"decided_on": dt.date(2025, 3, 10)}, {"return"}, True),
        ({"decided_on": dt.date(2025, 3, 9)}, {"return"}, False),
        ({"decided_on": dt.date(2024, 3, 9), "solution": "foster"}, {"foster"}, True),
        ({"decided_on": dt.date(2026, 3, 11)}, {"return"}, False),
        (ABROAD | {"decided_on": dt.date(2025, 3, 10)}, {"relatives"}, True),
        (ABROAD | {"decided_on": dt.date(2025, 3, 9)}, {"relatives"}, False),
        (ABROAD | {"decided_on": dt.date(2025, 3, 9), "country": "NPL"}, {"relatives"}, True),
    ],
)
def test_which_determination_counts(
    changed: dict[str, object], solutions: set[str], counts: bool
) -> None:
    status = DeterminationStatus("told", "return", dt.date(2026, 1, 5), has_unread_fact=False)
    assert rules.counts_for(replace(status, **changed), solutions, today=TODAY) is counts


IN_4_DAYS = TODAY + dt.timedelta(days=assessment_rules.REMOVAL_REVIEW_DAYS + 1)
SHORT = AssessmentFacts(
    extent="short",
    state="draft",
    is_view_complete=True,
    is_recommended=False,
    place="With the aunt",
    safety="She is alone",
    sources="",
    assessed_on=TODAY,
    review_on=TODAY + dt.timedelta(days=1),
)
FULL = replace(SHORT, extent="full", is_recommended=True, place="", safety="", sources="A\nB")


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        (SHORT, []),
        (replace(SHORT, place=" "), ["place"]),
        (replace(SHORT, safety=""), ["safety"]),
        (replace(SHORT, is_view_complete=False), ["view"]),
        (replace(SHORT, review_on=None), ["review_on"]),
        (replace(SHORT, review_on=TODAY), ["review_on"]),
        (replace(SHORT, review_on=IN_4_DAYS), []),
        (replace(SHORT, occasion="removal", review_on=IN_4_DAYS), ["review_on"]),
        (replace(SHORT, occasion="removal", review_on=IN_4_DAYS - dt.timedelta(days=1)), []),
        (replace(FULL, occasion="removal", review_on=IN_4_DAYS), []),
        (replace(SHORT, has_options=False, is_answered=False), []),
        (FULL, []),
        (replace(FULL, sources="A\n \n"), ["sources"]),
        (replace(FULL, is_recommended=False), ["recommendation"]),
        (replace(FULL, has_options=False), ["options"]),
        (replace(FULL, is_answered=False), ["factors"]),
    ],
)
def test_what_an_assessment_needs(facts: AssessmentFacts, wrong: list[str]) -> None:
    assert [reason.code for reason in assessment_rules.reasons_against_submission(facts)] == wrong


@pytest.mark.parametrize(
    ("missing", "is_explained", "is_open"),
    [("wish", False, True), ("wish", True, False), ("", False, False)],
)
def test_unknown_key_factor_is_explained(missing: str, is_explained: bool, is_open: bool) -> None:
    known = {*KEY_FACTORS, "means"} - {missing}
    assert assessment_rules.is_unexplained(known, is_explained=is_explained) is is_open
    assert assessment_rules.is_answered(known, is_explained=is_explained) is not is_open
    assert assessment_rules.is_answered([*known, missing], is_explained=False)


@pytest.mark.parametrize(
    ("state", "days", "wrong"),
    [
        ("ready", 30, []),
        ("ready", 31, ["deferred_until"]),
        ("ready", 0, ["deferred_until"]),
        ("told", 5, ["state"]),
    ],
)
def test_deferral_has_an_end(state: str, days: int, wrong: list[str]) -> None:
    until = TODAY + dt.timedelta(days=days)
    reasons = rules.reasons_against_deferral(state, until, TODAY)
    assert [reason.code for reason in reasons] == wrong
