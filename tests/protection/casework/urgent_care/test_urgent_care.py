"""Time-critical care: steps and times of the procedure, the clock, who is told, who reads it."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Configuration, Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.cases.actions import assessing
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import RiskLevel, SelfHarmSigns
from saathi.protection.casework.urgent_care import actions, rules
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.steps import list_steps, shipped_steps, step_text
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome, CareReason
from tests import counting, filled, sending
from tests.factories import agencies, plans, teams
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def begin(
    case: Case, actor: Staff, reason: CareReason = CareReason.SEXUAL_VIOLENCE, hours_ago: int = 40
) -> UrgentCare:
    with acting(actor):
        return actions.begin_care(
            child=case.child,
            reason=reason,
            happened_at=clock.now() - dt.timedelta(hours=hours_ago, minutes=-5),
            note="At the market",
            actor=actor,
        )


def address(name: str, case: Case, *ids: object) -> str:
    return reverse(f"urgent_care:{name}", args=[case.file_id, *ids])


# --- steps and rules ------------------------------------------------------------------------------


def test_shipped_steps_have_a_source_and_are_unverified() -> None:
    steps = shipped_steps()
    assert {step.starts for step in steps} == set(CareReason.values)
    hours = {step.code: step.hours for step in steps if step.starts == "sexual_violence"}
    assert (hours["hiv"], hours["pregnancy"]) == (72, 120)
    for step in steps:
        assert step.source
        assert not step.is_verified
        assert step_text(step)


def test_procedure_replaces_a_step_and_adds_another() -> None:
    body = {
        "care_hiv": "sexual_violence; 48; PEP at the district hospital; Guideline 2024",
        "care_helpline": "self_harm; 1; Call the helpline; Guideline 2024",
        "care_pregnancy": "nonsense",
    }
    steps = {step.code: step for step in list_steps(body)}
    assert (steps["hiv"].hours, steps["hiv"].is_verified) == (48, True)
    assert step_text(steps["helpline"]) == "Call the helpline"
    assert steps["pregnancy"].hours == 120, "a mistake removes no step"


@pytest.mark.parametrize(
    ("hours_ago", "taken", "left"),
    [
        (10, set(), 62),
        (80, set(), 40),  # the time of the first step has passed
        (10, {"hiv"}, 110),
        (500, set(), None),
        (None, set(), None),
    ],
)
def test_clock_counts_to_the_next_deadline(
    hours_ago: int | None, taken: set[str], left: int | None
) -> None:
    steps = [step for step in shipped_steps() if step.starts == "sexual_violence"]
    happened = NOW - dt.timedelta(hours=hours_ago) if hours_ago is not None else None
    deadline = rules.next_deadline(rules.open_steps(steps, taken), happened, now=NOW)
    assert (rules.hours_left(deadline, now=NOW) if deadline else None) == left


@pytest.mark.parametrize(
    ("outcome", "open_count", "codes"),
    [
        (CareOutcome.STEPS_TAKEN, 0, []),
        (CareOutcome.STEPS_TAKEN, 1, ["outcome"]),
        (CareOutcome.PASSED_ON, 3, []),
        (CareOutcome.NOT_RECORDED, 0, ["outcome"]),
    ],
)
def test_care_ends_with_an_outcome(outcome: CareOutcome, open_count: int, codes: list[str]) -> None:
    reasons = rules.reasons_against_end(outcome, open_count=open_count)
    assert [reason.code for reason in reasons] == codes


# --- screens --------------------------------------------------------------------------------------


def test_clock_is_shown_in_the_file_and_on_my_day(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    begin(case, worker)
    with role("maintenance"):
        assert Notice.objects.filter(staff=supervisor, kind="urgent_care").count() == 1
    client = signed_in(worker)
    file = read(client.get(reverse("desk:child_file", args=[case.file_id])))[0]
    assert "Time-critical care: 32 hours left" in file
    for person in (worker, supervisor):
        day = read(signed_in(person).get("/"))[0]
        assert f"{case.child.code}: time-critical care, 32 hours left" in day
        assert "sexual" not in day.lower(), "My day shows no label"
    with counting.at_most(15):
        page = read(client.get(address("list_urgent_care", case)))[0]
    for shown in ("HIV post-exposure prophylaxis (PEP)", "32 hours left", "80 hours left", "Unverified",
                  "At the market", "within 72 hours", "immediately"):  # fmt: skip
        assert shown in page
    assert page.count("Unverified") == page.count("Sources of the steps") == 1
    assert "person the child trusts immediately" not in page, "the limit is not part of the step"


def test_open_care_is_in_the_head_of_every_page_and_first_in_the_case_list(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    begin(case, worker, CareReason.SELF_HARM)
    _plan, approval = plans.asked(case, worker)
    for person, page in (
        (worker, reverse("care_plans:show_newest_plan", args=[case.file_id])),
        (worker, reverse("cases:list_visits", args=[case.file_id])),
        (supervisor, reverse("desk:show_approval", args=[approval.pk])),
        (worker, reverse("desk:list_cases")),
    ):
        shown = read(signed_in(person).get(page))[0]
        assert "Time-critical care:" in shown, page
    decision = signed_in(supervisor).get(reverse("desk:show_approval", args=[approval.pk]))
    assert f'href="{reverse("child_file", args=[case.file_id])}"' in decision.content.decode()


def test_care_is_begun_stepped_through_and_ended(case: Case, worker: Staff) -> None:
    client, path = signed_in(worker), address("begin_urgent_care", case)
    page = client.get(path).content.decode()
    assert "reason" not in {k for k in filled.form(page) if k == "reason"}, "nothing is chosen"
    answer = client.post(path, filled.form(page, reason="self_harm", note="Said so at school"))
    assert answer["Location"] == address("list_urgent_care", case)
    with acting(worker):
        care = UrgentCare.objects.get()
        assert b"school" not in bytes(care.sealed or b"")
        assert care.happened_at is None
    end = address("end_urgent_care", case, care.pk)
    early = client.post(end, filled.form(client.get(end).content.decode(), outcome="steps_taken"))
    assert "Record the result of each step first" in read(early)[0]
    for step in shipped_steps():
        if step.starts == "self_harm":
            at = address("record_care_step", case, care.pk, step.code)
            sent = filled.form(client.get(at).content.decode(), state="done", note="By me")
            assert client.post(at, sent).status_code == 302
            assert client.get(at).status_code == 404, "a step is recorded once"
    assert client.post(end, filled.form(client.get(end).content.decode(), outcome="steps_taken"))
    with acting(worker):
        care.refresh_from_db()
        assert (care.outcome, care.ended_on) == ("steps_taken", worker.office.today())
    assert client.get(end).status_code == 404
    assert "every step" not in read(client.get("/"))[0]
    assert "Every step is done or decided" in read(client.get(address("list_urgent_care", case)))[0]


def test_sign_of_self_harm_in_an_assessment_opens_the_protocol(case: Case, worker: Staff) -> None:
    new = assessing.AssessmentInput(
        case.office.today(), RiskLevel.HIGH, self_harm=SelfHarmSigns.SIGNS
    )
    for _time in range(2):
        with acting(worker):
            assessment = assessing.record_assessment(case=case, new=new, actor=worker)
    with acting(worker):
        assert [care.reason for care in UrgentCare.objects.all()] == ["self_harm"]
    page = signed_in(worker).get(
        reverse("cases:show_assessment", args=[case.file_id, assessment.pk])
    )
    assert address("list_urgent_care", case) in page.content.decode()


def test_country_sets_its_own_hours(case: Case, worker: Staff) -> None:
    line = "sexual_violence; 48; PEP at the district hospital; Guideline 2024"
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure", country="NPL", name="standard", version=1,
            body={"care_hiv": line}, valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    begin(case, worker)
    page = read(signed_in(worker).get(address("list_urgent_care", case)))[0]
    assert "PEP at the district hospital" in page
    assert "8 hours left" in page
    procedure = read(signed_in(worker).get(reverse("desk:show_procedure")))[0]
    assert "PEP at the district hospital" in procedure
    assert "Unverified" in procedure


# --- who may not ----------------------------------------------------------------------------------


def test_care_is_hidden_from_strangers_and_from_roles_without_the_section(
    case: Case, worker: Staff
) -> None:
    care = begin(case, worker)
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.HOUSE_MOTHER)
    pages = [
        address("list_urgent_care", case),
        address("begin_urgent_care", case),
        address("record_care_step", case, care.pk, "hiv"),
        address("end_urgent_care", case, care.pk),
    ]
    for person in (mother, agencies.staff(), agencies.staff("supervisor")):
        client = signed_in(person)
        for page in pages:
            assert client.get(page).status_code == 404
            assert client.post(page, sending.key()).status_code in {404, 405}
    file = signed_in(mother).get(reverse("desk:child_file", args=[case.file_id]))
    assert "ime-critical" not in file.content.decode()
    with acting(worker):
        assert not UrgentCareStep.objects.exists()


def test_unknown_step_is_not_found(case: Case, worker: Staff) -> None:
    care = begin(case, worker)
    for code in ("stay", "nothing"):  # a step of another reason, and none
        assert (
            signed_in(worker).get(address("record_care_step", case, care.pk, code)).status_code
            == 404
        )
