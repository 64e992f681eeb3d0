"""Safety plans: made with the child, superseded by new versions, reviewed, printed only where safe."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team.actions import add_seat
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.safety_plans import rules
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SafeToKeep
from saathi.protection.casework.urgent_care.actions import begin_urgent_care
from saathi.protection.casework.urgent_care.models import UrgentCareStep
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)
TEXTS = {
    "warning_signs": "He begins to shout.",
    "child_does": "Go to the neighbour.",
    "safe_people": "Ms Thapa, teacher, at school only",
}

PROTOCOL = {"safe_places": "The neighbour's shop", "emergency_numbers": "1098"}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def make(around: ChildFileCast, days: int = 30, **typed: object) -> SafetyPlan:
    client, path = signed_in(around.worker), f"{around.url}safety-plan/new/"
    with at_most(20):
        form = client.get(path).content.decode()
    sent = filled.form(form, **day("review_on", in_days(around.worker, days)) | typed)
    with at_most(24):
        answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        return SafetyPlan.objects.get(state="current")


def open_reviews(around: ChildFileCast) -> list[dt.date]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, duty="safety_plan", done_on=None)
        return list(dues.values_list("due_on", flat=True))


def test_plan_with_empty_parts_is_saved_with_a_warning(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}safety-plan/new/"
    form = client.get(path).content.decode()
    sent = filled.form(form, **day("review_on", in_days(around.worker, 30)) | TEXTS)
    page = client.post(path, sent, follow=True).content.decode()
    assert "These parts are still empty: Places and times of danger" in page


@pytest.mark.parametrize(("more", "steps"), [({}, 0), (PROTOCOL, 1)])
def test_complete_plan_with_the_child_is_a_step_of_the_self_harm_protocol(
    around: ChildFileCast, more: dict[str, str], steps: int
) -> None:
    with acting(around.worker):
        child = Child.objects.get(file=around.file_id)
        begin_urgent_care(child=child, reason=CareReason.SELF_HARM, actor=around.worker)
    make(around, made_with="child", **TEXTS, **more)
    with role("maintenance"):
        taken = UrgentCareStep.objects.filter(code="safety_plan", state="done")
        assert taken.count() == steps


def test_plan_of_a_day_before_care_began_is_no_step_of_it(around: ChildFileCast) -> None:
    with acting(around.worker):
        child = Child.objects.get(file=around.file_id)
        begin_urgent_care(child=child, reason=CareReason.SELF_HARM, actor=around.worker)
    yesterday = day("made_on", in_days(around.worker, -1))
    make(around, made_with="child", **TEXTS, **PROTOCOL, **yesterday)
    with role("maintenance"):
        assert not UrgentCareStep.objects.exists()


def test_safety_plan_is_sealed_and_read_by_those_who_care_for_the_child(
    around: ChildFileCast,
) -> None:
    plan = make(around, made_with="child", **TEXTS)
    for text in TEXTS.values():
        assert text.encode() not in bytes(plan.sealed)
    client = signed_in(around.house_mother)
    with at_most(20):
        page = words(client.get(f"{around.url}safety-plan/").content)
    for text in (*TEXTS.values(), "With the child"):
        assert text in page
    assert "New version" not in page
    assert open_reviews(around) == [in_days(around.worker, 30)]
    assert "A safety plan was made" in words(client.get(f"{around.url}timeline/").content)


def test_team_is_notified_of_each_version_once_and_finds_the_plan_from_the_notice(
    around: ChildFileCast,
) -> None:
    office, case, supervisor = around.worker.office, around.case, around.supervisor
    interpreter = agencies.staff("counsellor", office)
    with acting(supervisor):
        for person, in_team in (
            (around.house_mother, TeamRole.RESIDENTIAL_WORKER),
            (interpreter, TeamRole.INTERPRETER),
        ):
            add_seat(case=case, role=in_team, colleague=person, actor=supervisor)
    make(around, made_with="child", **TEXTS)
    assert notices(around.house_mother) == 1
    assert not notices(around.worker), "their own plan"
    assert not notices(interpreter), "who does not read plans"
    page = signed_in(around.house_mother).get("/").content.decode()
    assert "A child has a new safety plan to read" in page
    with role("maintenance"):
        notice = Notice.objects.get(staff=around.house_mother, kind="safety_plan_made")
    sent = {"form_key": idempotency.new_form_key()}
    opened = reverse("desk:open_notice", args=[notice.pk])
    read = signed_in(around.house_mother).post(opened, sent, follow=True)
    assert TEXTS["child_does"] in words(read.content)
    make(around, made_with="child", **TEXTS)
    assert notices(around.house_mother) == 2


def notices(staff: Staff, kind: str = "safety_plan_made") -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=staff, kind=kind).count()


def test_supervisor_is_notified_of_the_plan_of_a_child_in_danger_only(
    around: ChildFileCast,
) -> None:
    above = agencies.staff("supervisor", agencies.office(around.worker.agency))
    make(around, made_with="child", **TEXTS)
    assert not notices(around.supervisor, "safety_plan_danger"), "no danger is known"
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(danger_reported_at=clock.now())
    make(around, made_with="child", **TEXTS)
    assert notices(around.supervisor, "safety_plan_danger") == 1
    assert not notices(above, "safety_plan_danger"), "of another office"
    client = signed_in(around.supervisor)
    assert "A child who may be in danger has a new safety plan" in client.get("/").content.decode()
    with role("maintenance"):
        notice = Notice.objects.get(staff=around.supervisor, kind="safety_plan_danger")
    sent = {"form_key": idempotency.new_form_key()}
    opened = client.post(reverse("desk:open_notice", args=[notice.pk]), sent, follow=True)
    assert TEXTS["child_does"] in words(opened.content)


def test_new_version_begins_with_the_words_of_the_current_plan_and_supersedes_it(
    around: ChildFileCast,
) -> None:
    first = make(around, made_with="child", **TEXTS)
    form = signed_in(around.worker).get(f"{around.url}safety-plan/new/").content.decode()
    begun = filled.form(form)
    assert begun["safe_people"] == [TEXTS["safe_people"]]
    assert begun.get("made_with", [""]) == [""]
    suggested = in_days(around.worker, 30)
    assert begun["review_on_2"] == [str(suggested.year)], "suggested, not copied"
    second = make(around, 20, child_does="Telephone the aunt.")
    assert second.pk != first.pk
    page = words(signed_in(around.worker).get(f"{around.url}safety-plan/").content)
    assert page.index("Telephone the aunt.") < page.index("Earlier plans")
    assert page.index("Earlier plans") < page.index("Go to the neighbour.")
    assert open_reviews(around) == [in_days(around.worker, 20)]


def test_plan_does_not_replace_one_that_its_author_has_not_seen(around: ChildFileCast) -> None:
    make(around, **TEXTS)
    client, path = signed_in(around.worker), f"{around.url}safety-plan/new/"
    old = filled.form(
        client.get(path).content.decode(), **day("review_on", in_days(around.worker, 9))
    )
    make(around, child_does="Telephone the aunt.")
    answer = client.post(path, old | {"child_does": "Run."})
    assert answer.status_code == 409
    assert "Run." in answer.content.decode()
    with role("maintenance"):
        assert SafetyPlan.objects.count() == 2


def test_review_without_changes_sets_the_next_one(around: ChildFileCast) -> None:
    plan = make(around, **TEXTS)
    client, path = signed_in(around.worker), f"{around.url}safety-plan/review/"
    form = client.get(path).content.decode()
    days = day("reviewed_on", in_days(around.worker, 0)) | day(
        "review_on", in_days(around.worker, 60)
    )
    assert client.post(path, filled.form(form, **days)).status_code == 302
    assert open_reviews(around) == [in_days(around.worker, 60)]
    with role("maintenance"):
        plan.refresh_from_db()
        assert plan.reviewed_on == in_days(around.worker, 0)
    before = day("reviewed_on", in_days(around.worker, -1))
    early = client.post(path, filled.form(client.get(path).content.decode(), **days | before))
    assert "not before the plan was made or last reviewed" in early.content.decode()
    late = filled.form(client.get(path).content.decode(), **days | {"review_on_2": "2099"})
    assert "within the next 92 days" in client.post(path, late).content.decode()


def test_review_without_a_plan_gives_404(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}safety-plan/review/"
    days = day("reviewed_on") | day("review_on", in_days(around.worker, 60))
    sent = filled.form(client.get(path).content.decode(), **days)
    assert client.post(path, sent).status_code == 404


@pytest.mark.parametrize(("days", "may"), [(0, True), (92, True), (-1, False), (93, False)])
def test_days_on_which_the_next_review_can_be(days: int, may: bool) -> None:
    reasons = rules.reasons_against_review_date(TODAY + dt.timedelta(days=days), TODAY)
    assert (not reasons) is may


@pytest.mark.parametrize(
    ("reviewed", "last", "may"),
    [(0, None, True), (-1, None, False), (3, 3, True), (2, 3, False), (4, 3, True)],
)
def test_review_is_not_before_the_plan_or_its_last_review(
    reviewed: int, last: int | None, may: bool
) -> None:
    last_on = None if last is None else TODAY + dt.timedelta(days=last)
    day_of_review = TODAY + dt.timedelta(days=reviewed)
    assert (not rules.reasons_against_reviewed_day(day_of_review, TODAY, last_on)) is may


@pytest.mark.parametrize("answer", SafeToKeep)
def test_plan_is_printed_for_the_child_only_where_it_is_safe(answer: SafeToKeep) -> None:
    assert (not rules.reasons_against_print_for_child(answer)) is (answer == SafeToKeep.YES)


def test_plan_that_leaves_the_protocol_open_says_so_and_suggests_a_review(
    around: ChildFileCast,
) -> None:
    with acting(around.worker):
        begin_urgent_care(
            child=Child.objects.get(), reason=CareReason.SELF_HARM, actor=around.worker
        )
    client, path = signed_in(around.worker), f"{around.url}safety-plan/new/"
    form = client.get(path).content.decode()
    sent = filled.form(form, made_with="child", **TEXTS)
    page = client.post(path, sent, follow=True).content.decode()
    assert "remains an open step of time-critical care" in page
    with role("maintenance"):
        assert SafetyPlan.objects.get().review_on == in_days(around.worker, 30)
    form = client.get(path).content.decode()
    sent = filled.form(form, made_with="child", **TEXTS, **PROTOCOL)
    page = client.post(path, sent, follow=True).content.decode()
    assert "remains an open step of time-critical care" not in page


@pytest.mark.parametrize(("risk", "days"), [("high", 7), ("medium", 30), ("", 30)])
def test_next_review_is_suggested_by_the_risk_level(risk: str, days: int) -> None:
    today = dt.date(2026, 11, 29)
    suggested = rules.suggest_review(today, risk, in_danger=False)
    assert suggested == today + dt.timedelta(days=days)
    assert rules.suggest_review(today, risk, in_danger=True) is None
