"""Time-critical care: steps and times of the procedure, the clock, who is notified, who reads it."""

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
from saathi.vault.models import OldSealedValue
from tests import counting, filled, sending
from tests.factories import agencies, children, plans, teams
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def begin(
    case: Case, actor: Staff, reason: CareReason = CareReason.SEXUAL_VIOLENCE, hours_ago: int = 40
) -> UrgentCare:
    with acting(actor):
        return actions.begin_urgent_care(
            child=case.child,
            reason=reason,
            event=actions.CareEvent(
                clock.now() - dt.timedelta(hours=hours_ago, minutes=-5),
                is_hour_known=True,
                note="At the market",
            ),
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
    open_steps, times = rules.open_steps(steps, taken), rules.CareTimes(happened, NOW)
    deadline = rules.next_deadline(open_steps, times, now=NOW)
    assert (rules.hours_left(deadline, now=NOW) if deadline else None) == left


@pytest.mark.parametrize(
    ("happened_hours_ago", "begun_hours_ago", "taken", "left", "overdue"),
    [
        (None, 0, set(), 24, 0),  # nothing has happened: from when care was begun
        (None, 9, set(), 15, 4),  # the steps to be done at once are overdue
        (None, 25, set(), None, 7),
        (None, 25, {"clinician", "safety_plan", "seen_again"}, None, 4),
        (5, 0, set(), 19, 0),  # something happened: from then
    ],
)
def test_clock_of_self_harm_counts_from_the_event_or_from_when_care_began(
    happened_hours_ago: int | None,
    begun_hours_ago: int,
    taken: set[str],
    left: int | None,
    overdue: int,
) -> None:
    steps = [step for step in shipped_steps() if step.starts == "self_harm"]
    happened = NOW - dt.timedelta(hours=happened_hours_ago) if happened_hours_ago else None
    times = rules.care_times("self_harm", happened, NOW - dt.timedelta(hours=begun_hours_ago))
    unfinished = rules.open_steps(steps, taken)
    deadline = rules.next_deadline(unfinished, times, now=NOW)
    assert (rules.hours_left(deadline, now=NOW) if deadline else None) == left
    assert rules.count_overdue(unfinished, times, now=NOW) == overdue


def test_clock_after_sexual_violence_at_an_unknown_time_shows_no_time_left() -> None:
    assert rules.care_times("sexual_violence", None, NOW).start is None


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


def test_act_now_lists_children_in_danger_then_every_clock_by_the_time_left(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    hours = {"A": 40, "B": 10, "C": 60, "D": 80, "E": 20, "F": 30}  # since the event
    names = {}
    for name, since in hours.items():
        of_child = children.case(worker, name)
        names[of_child.child.code] = name
        begin(of_child, worker, hours_ago=since)
    self_harm = children.case(worker, "Self-harm")
    begin(self_harm, worker, CareReason.SELF_HARM, hours_ago=40)
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=clock.now())
    for staff in (worker, supervisor):
        block = signed_in(staff).get("/").context["page"].urgent
        codes = [str(line.alert.title).partition(":")[0] for line in block.lines]
        assert codes[0] == case.child.code
        shown = [names.get(code, "Self-harm") for code in codes[1:]]
        # Self-harm is past its 24 hours; D is past the 72 hours of the prophylaxis, and its next limit counts.
        assert shown == ["Self-harm", "C", "A", "D", "F", "E", "B"]
        assert not block.more


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


def test_clock_of_self_harm_is_shown(case: Case, worker: Staff) -> None:
    client, begin = signed_in(worker), actions.begin_urgent_care
    with acting(worker):
        care = begin(child=case.child, reason=CareReason.SELF_HARM, actor=worker)
    page = read(client.get(address("list_urgent_care", case)))[0]
    assert page.count("23 hours left") == 4, "three steps and the alert"
    with role("maintenance"):
        UrgentCare.objects.filter(pk=care.pk).update(begun_at=clock.now() - dt.timedelta(hours=25))
    file = read(client.get(reverse("desk:child_file", args=[case.file_id])))[0]
    assert "Time-critical care: 7 steps overdue" in file


def test_unknown_hour_counts_from_the_start_of_the_day(case: Case, worker: Staff) -> None:
    client, path = signed_in(worker), address("begin_urgent_care", case)
    yesterday = case.office.today() - dt.timedelta(days=1)
    day = {f"happened_on_{part}": getattr(yesterday, name)
           for part, name in (("0", "day"), ("1", "month"), ("2", "year"))}  # fmt: skip
    sent = filled.form(client.get(path).content.decode(), reason="sexual_violence", **day)
    assert client.post(path, sent).status_code == 302
    with acting(worker):
        care = UrgentCare.objects.get()
    assert care.happened_at is not None
    assert case.office.local(care.happened_at).time() == dt.time()
    assert care.is_hour_known is False
    page = read(client.get(address("list_urgent_care", case)))[0]
    assert "hour not known: time limits count from the start of the day" in page


def test_unknown_time_of_sexual_violence_is_said(case: Case, worker: Staff) -> None:
    with acting(worker):
        actions.begin_urgent_care(child=case.child, reason=CareReason.SEXUAL_VIOLENCE, actor=worker)
    client = signed_in(worker)
    page = read(client.get(address("list_urgent_care", case)))[0]
    assert page.count("as soon as possible: time of the event not known") == 4
    assert "hours left" not in page
    assert "time of the event not known, 7 steps open" in read(client.get("/"))[0]


def test_missed_step_is_shown_with_the_time_left_for_the_next(case: Case, worker: Staff) -> None:
    begin(case, worker, hours_ago=80)
    day = read(signed_in(worker).get("/"))[0]
    assert "1 step overdue, 40 hours left" in day


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
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    pages = [
        address("list_urgent_care", case),
        address("begin_urgent_care", case),
        address("record_care_step", case, care.pk, "hiv"),
        address("end_urgent_care", case, care.pk),
        address("correct_urgent_care", case, care.pk),
        address("list_care_versions", case, care.pk),
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


# --- another event, a wrong time ------------------------------------------------------------------


def test_second_care_for_the_same_reason_is_a_new_event_or_refused(
    case: Case, worker: Staff
) -> None:
    begin(case, worker)
    client, path = signed_in(worker), address("begin_urgent_care", case)
    form = client.get(path).content.decode()
    refused = client.post(path, filled.form(form, reason="sexual_violence"))
    assert "Time-critical care for this reason has been open since" in read(refused)[0]
    other = client.post(path, filled.form(form, reason="self_harm"))
    assert other.status_code == 302
    again = filled.form(client.get(path).content.decode(), reason="sexual_violence")
    assert client.post(path, again | {"is_new_event": "on"}).status_code == 302
    with acting(worker):
        reasons = sorted(UrgentCare.objects.values_list("reason", flat=True))
        assert reasons == ["self_harm", "sexual_violence", "sexual_violence"]
        with pytest.raises(actions.UrgentCareRefused):
            actions.begin_urgent_care(child=case.child, reason=CareReason.SELF_HARM, actor=worker)


def test_wrong_time_is_corrected_and_the_earlier_one_is_kept(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    care = begin(case, worker)
    assert care.happened_at is not None
    client, path = signed_in(worker), address("correct_urgent_care", case, care.pk)
    earlier = case.office.local(care.happened_at)
    with counting.at_most(20):
        form = client.get(path).content.decode()
    sent = filled.form(form)
    assert sent["happened_time"] == [f"{earlier:%H:%M}"]
    assert sent["note"] == ["At the market"]
    with counting.at_most(20):
        answer = client.post(path, filled.form(form, happened_time="", note="On the way home"))
    assert answer.status_code == 302
    page = read(client.get(address("list_urgent_care", case)))[0]
    assert "hour not known" in page
    assert "On the way home" in page
    versions = read(client.get(address("list_care_versions", case, care.pk)))[0]
    assert "At the market" in versions
    assert f"{earlier:%H:%M}" in versions
    stale = filled.form(form, note="x") | sending.key()
    assert client.post(path, stale).status_code == 409
    with acting(worker):
        care.refresh_from_db()
        assert b"market" not in bytes(OldSealedValue.objects.get(row_id=care.pk).sealed)
    with acting(supervisor):
        actions.end_urgent_care(
            care=care, version=care.version, outcome=CareOutcome.MISTAKE, actor=supervisor
        )
    assert client.get(path).status_code == 404


def test_correction_to_a_moment_to_come_is_refused(case: Case, worker: Staff) -> None:
    care = begin(case, worker)
    tomorrow = actions.CareEvent(clock.now() + dt.timedelta(days=1), is_hour_known=True)
    with acting(worker), pytest.raises(actions.UrgentCareRefused):
        actions.correct_urgent_care(care=care, event=tomorrow, version=care.version, actor=worker)


def test_unknown_step_is_not_found(case: Case, worker: Staff) -> None:
    care = begin(case, worker)
    for code in ("stay", "nothing"):  # a step of another reason, and none
        assert (
            signed_in(worker).get(address("record_care_step", case, care.pk, code)).status_code
            == 404
        )
