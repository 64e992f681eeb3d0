"""Rules of proceedings, as tables; no database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.protection.justice.proceedings import charge_rules, rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes

D = dt.date
STAGE, KIND, ANSWER = codes.ProceedingStage, codes.ProceedingKind, codes.TestimonyAnswer
TODAY = D(2026, 12, 1)


def reached(*steps: tuple[str, D]) -> list[rules.StageReached]:
    return [rules.StageReached(STAGE(stage), on) for stage, on in steps]


@pytest.mark.requirement("JUS-004")
def test_each_stage_lasts_until_the_next_and_the_current_one_until_today() -> None:
    steps = reached(("trial", D(2026, 11, 1)), ("charge", D(2026, 3, 1)))
    times = rules.stage_times(steps, today=TODAY)
    assert [(time.stage, time.days, time.is_current) for time in times] == [
        (STAGE.CHARGE, 245, False),
        (STAGE.TRIAL, 30, True),
    ]
    assert rules.total_days(steps, today=TODAY) == 275
    ended = [*steps, *reached(("ended", D(2026, 11, 11)))]
    assert rules.total_days(ended, today=TODAY) == 255
    assert rules.stage_times(ended, today=TODAY)[-1].days == 0
    assert rules.total_days([], today=TODAY) is None
    assert rules.current_stage([]) is None


LIMITS = {"investigation_days": 90, "evidence_days": 30, "trial_days": 365}
# Stages; the day the child was heard; the parts that are prolonged, and whether they still run.
PROLONGED = [
    ([("investigation", D(2026, 11, 1))], None, []),
    ([("investigation", D(2026, 8, 1))], None, [("investigation_days", True)]),
    ([("complaint", D(2026, 1, 1)), ("charge", D(2026, 11, 20))], None, [("investigation_days", False)]),
    ([("charge", D(2026, 10, 1))], None, [("evidence_days", True)]),
    ([("charge", D(2026, 10, 1))], D(2026, 10, 20), []),
    ([("charge", D(2026, 10, 1))], D(2026, 11, 20), [("evidence_days", False)]),
    ([("charge", D(2025, 10, 1))], D(2025, 10, 20), [("trial_days", True)]),
    (
        [("charge", D(2025, 10, 1)), ("judgment", D(2026, 11, 1))],
        D(2025, 10, 20),
        [("trial_days", False)],
    ),
    ([("judgment", D(2026, 11, 1))], None, []),
]  # fmt: skip


@pytest.mark.requirement("JUS-004")
@pytest.mark.parametrize(("steps", "heard_on", "expected"), PROLONGED)
def test_prolonged_parts_count_from_what_happened(
    steps: list[tuple[str, D]], heard_on: D | None, expected: list[tuple[str, bool]]
) -> None:
    found = rules.prolonged_parts(reached(*steps), heard_on, LIMITS, today=TODAY)
    assert [(part.code, part.is_running) for part in found] == expected


@given(
    st.lists(
        st.tuples(st.sampled_from(list(STAGE)), st.dates(min_value=D(2020, 1, 1), max_value=TODAY)),
        min_size=1,
        max_size=8,
    )
)
def test_days_of_the_stages_add_up_to_the_total(
    steps: list[tuple[codes.ProceedingStage, D]],
) -> None:
    stages = [rules.StageReached(stage, on) for stage, on in steps]
    times = rules.stage_times(stages, today=TODAY)
    assert sum(time.days for time in times) == rules.total_days(stages, today=TODAY)
    assert [time.is_current for time in times].count(True) == 1


@pytest.mark.parametrize(
    ("stage", "result", "wrong"),
    [
        ("trial", "", []),
        ("trial", "convicted", ["result"]),
        ("judgment", "", ["result"]),
        ("judgment", "convicted", []),
        ("appeal", "", []),
        ("ended", "", ["result"]),
        ("ended", "settled", []),
    ],
)
def test_a_result_belongs_to_judgment_appeal_or_end(
    stage: str, result: str, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_step(STAGE(stage), codes.ProceedingResult(result))
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.requirement("JUS-020")
def test_child_is_victim_of_a_crime_or_party_and_never_accused() -> None:
    victim = {kind for kind in KIND if rules.is_victim(kind)}
    assert victim == {KIND.CRIMINAL, KIND.COMPENSATION}
    words = {str(label).lower() for _code, label in KIND.choices}
    assert not any("offender" in word or "accused" in word for word in words)


@pytest.mark.parametrize(
    ("is_linked", "name", "wrong"),
    [(True, "", []), (False, "Raju", []), (True, "Raju", ["name"]), (False, " ", ["name"])],
)
def test_accused_person_is_named_once(is_linked: bool, name: str, wrong: list[str]) -> None:
    reasons = charge_rules.reasons_against_accused(is_linked=is_linked, name=name)
    assert [reason.code for reason in reasons] == wrong


def charge(**fields: object) -> charge_rules.ChargeFacts:
    usual = {"charged_on": D(2026, 1, 1), "outcome": codes.ChargeOutcome.PENDING,
             "decided_on": None, "sentence": [], "prison_months": None,
             "appeal": codes.ChargeAppeal.NOT_RECORDED}  # fmt: skip
    return charge_rules.ChargeFacts(**(usual | fields))  # type: ignore[arg-type]


CONVICTED = {"outcome": codes.ChargeOutcome.CONVICTED, "decided_on": D(2026, 2, 1)}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"decided_on": D(2026, 2, 1)}, ["decided_on"]),
        ({"outcome": codes.ChargeOutcome.DROPPED}, ["decided_on"]),
        (CONVICTED | {"decided_on": D(2025, 2, 1)}, ["decided_on"]),
        (CONVICTED | {"sentence": ["fine"]}, []),
        ({"sentence": ["fine"]}, ["sentence"]),
        (CONVICTED | {"sentence": ["fine"], "prison_months": 6}, ["prison_months"]),
        (CONVICTED | {"sentence": ["prison"], "prison_months": 6}, []),
        ({"appeal": codes.ChargeAppeal.LODGED}, ["appeal"]),
        (CONVICTED | {"appeal": codes.ChargeAppeal.LODGED}, []),
        ({"appeal": codes.ChargeAppeal.NONE}, []),
    ],
)
def test_charge_must_not_contradict_itself(fields: dict[str, object], wrong: list[str]) -> None:
    assert [r.code for r in charge_rules.reasons_against_charge(charge(**fields))] == wrong


@pytest.mark.requirement("JUS-015")
@pytest.mark.parametrize(
    ("sentence", "months", "severity"),
    [
        ([], None, "none"),
        (["fine"], None, "light"),
        (["community", "compensation"], None, "light"),
        (["prison"], 6, "under_year"),
        (["prison", "fine"], 12, "under_five"),
        (["prison"], 60, "under_ten"),
        (["prison"], 120, "over_ten"),
        (["prison"], None, "unknown_term"),
        (["life", "fine"], None, "life"),
        (["death", "prison"], 6, "death"),
    ],
)
def test_severity_is_that_of_the_heaviest_part(
    sentence: list[str], months: int | None, severity: str
) -> None:
    assert charge_rules.sentence_severity(sentence, months) == severity


@pytest.mark.parametrize(
    ("outcomes", "term"),
    [
        ([], "Alleged perpetrator, not charged"),
        (["pending"], "Accused"),
        (["pending", "acquitted"], "Accused"),
        (["convicted", "acquitted"], "Convicted person"),
        (["acquitted"], "Acquitted"),
        (["dropped", "acquitted"], "No longer charged"),
    ],
)
def test_term_for_a_person_follows_the_charges(outcomes: list[str], term: str) -> None:
    assert charge_rules.accused_term(map(codes.ChargeOutcome, outcomes)) == term


@pytest.mark.parametrize(
    ("answer", "earlier", "on", "is_refused"),
    [
        ("wants", None, D(2026, 3, 1), False),
        ("conditions", None, D(2026, 4, 1), False),
        ("wants", None, D(2026, 2, 1), True),
        ("wants", D(2026, 3, 2), D(2026, 4, 1), True),
        ("does_not_want", None, D(2026, 4, 1), True),
    ],
)
def test_consent_to_testify_can_be_withdrawn_on_any_later_day(
    answer: str, earlier: D | None, on: D, is_refused: bool
) -> None:
    reasons = testimony_rules.reasons_against_withdrawal(
        ANSWER(answer), decided_on=D(2026, 3, 1), earlier=earlier, withdrawn_on=on
    )
    assert bool(reasons) is is_refused


def presentation(**fields: object) -> testimony_rules.PresentationFacts:
    usual = {"answer": ANSWER.WANTS, "is_withdrawn": False, "pressure": ["none"],
             "told_before": 0, "reason_code": codes.RepeatedAccountReason.NONE}  # fmt: skip
    return testimony_rules.PresentationFacts(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"answer": ANSWER.CONDITIONS, "told_before": 1}, []),
        ({"answer": None}, ["state"]),
        ({"answer": ANSWER.DOES_NOT_WANT}, ["state"]),
        ({"answer": ANSWER.UNDECIDED}, ["state"]),
        ({"answer": ANSWER.NOT_ASKED}, ["state"]),
        ({"is_withdrawn": True}, ["state"]),
        ({"pressure": ["our_staff"]}, ["state"]),
        ({"pressure": ["not_known"]}, []),
        ({"told_before": 2}, ["reason_code"]),
        ({"told_before": 2, "reason_code": codes.RepeatedAccountReason.CHILD_ASKS}, []),
        ({"is_own": True}, ["state"]),
        ({"state": codes.PresentationState.REFUSED}, ["state"]),
    ],
)
def test_child_is_presented_only_by_their_own_free_decision(
    fields: dict[str, object], wrong: list[str]
) -> None:
    assert [
        r.code for r in testimony_rules.reasons_against_presentation(presentation(**fields))
    ] == wrong


@pytest.mark.requirement("JUS-007")
def test_age_is_no_code_of_testimony_or_comprehension() -> None:
    for vocabulary in (
        codes.TestimonyAnswer, codes.ComprehensionGround, codes.AnswerQuality, codes.RepeatedAccountReason,
    ):  # fmt: skip
        for code, label in vocabulary.choices:
            assert not {"age", "young", "minor", "old"} & set(f"{code} {label}".lower().split())


def held(**fields: object) -> rules.HeldFacts:
    usual = {"child_part": "present", "public": "in_camera", "mode": "screen",
             "faced_accused": "no", "in_room": []}  # fmt: skip
    return rules.HeldFacts(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"child_part": "not_present"}, ["mode"]),
        ({"child_part": "not_present", "mode": "not_heard"}, []),
        ({"child_part": "recorded", "mode": "recorded"}, []),
        ({"mode": "open_court"}, ["mode"]),
        ({"mode": "open_court", "public": "open"}, []),
        ({"child_part": "not_present", "mode": "not_heard", "faced_accused": "yes"}, ["faced_accused"]),
        ({"faced_accused": "yes"}, []),
    ],
)  # fmt: skip
def test_record_of_a_hearing_must_not_contradict_itself(
    fields: dict[str, object], wrong: list[str]
) -> None:
    assert [r.code for r in rules.reasons_against_held(held(**fields))] == wrong


@pytest.mark.requirement("JUS-002")
@pytest.mark.parametrize(
    ("part", "public", "in_room", "is_violation"),
    [
        ("present", "open", [], True),
        ("video", "open", [], True),
        ("recorded", "open", [], True),
        ("not_present", "open", [], False),
        ("not_known", "open", [], False),
        ("present", "in_camera", ["judge", "accused", "parent"], False),
        ("present", "partly", [], False),
        ("present", "not_known", [], False),
        ("present", "in_camera", ["judge", "press"], True),
        ("video", "in_camera", ["public"], True),
        ("present", "not_known", ["accused_side"], True),
        ("not_present", "in_camera", ["press"], False),
        ("present", "partly", ["press"], False),  # they left while the child was heard
    ],
)
def test_open_hearing_with_the_child_is_a_violation(
    part: str, public: str, in_room: list[str], *, is_violation: bool
) -> None:
    assert rules.is_open_with_child(part, public, in_room) is is_violation


@pytest.mark.parametrize(
    ("hearings", "accounts"),
    [
        ([], 0),
        ([("held", "video_link", None), ("held", "screen", None)], 2),
        ([("held", "recorded", None), ("held", "not_heard", None)], 0),
        ([("adjourned", "video_link", None)], 0),
        ([("held", "screen", 5), ("held", "screen", None)], 5),
    ],
)
def test_tellings_are_counted_or_as_recorded(
    hearings: list[tuple[str, str, int | None]], accounts: int
) -> None:
    assert rules.accounts_given(hearings) == accounts


@pytest.mark.parametrize(
    ("state", "listed_on", "next_on", "is_refused"),
    [
        ("listed", D(2026, 3, 1), None, False),
        ("listed", D(2026, 3, 1), D(2026, 4, 1), False),
        ("listed", D(2026, 3, 1), D(2026, 3, 1), True),
        ("held", D(2026, 3, 1), D(2026, 4, 1), True),
        ("adjourned", D(2026, 3, 1), D(2026, 4, 1), False),
    ],
)
def test_next_date_is_after_the_adjourned_hearing(
    state: str, listed_on: D, next_on: D | None, is_refused: bool
) -> None:
    reasons = rules.reasons_against_adjournment(codes.HearingState(state), listed_on, next_on)
    assert bool(reasons) is is_refused


def test_arrangements_are_complete_if_each_is_confirmed_or_not_needed() -> None:
    assert rules.is_arranged(["confirmed", "not_needed", "confirmed"])
    assert not rules.is_arranged(["confirmed", "", "confirmed"])
    assert not rules.is_arranged(["confirmed", "not_arranged", "confirmed"])
