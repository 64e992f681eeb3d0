"""A child's file: without access, with access, and what it shows to each reader."""

import datetime as dt
import re

import pytest
from django.test import Client

from saathi import audit
from saathi.agencies import access_purposes
from saathi.agencies.models import Grant, Hidden
from saathi.infra import clock
from saathi.participation.models import Statement
from saathi.protection.casework.care_plans.actions import goals
from saathi.protection.casework.care_plans.models import Plan, Step
from saathi.protection.casework.care_plans.vocabulary import StepState
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.actions.assessing import AssessmentInput, record_assessment
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.protection.exchange.vocabulary import ExportPurpose
from saathi.protection.identification.intake.vocabulary import SearchPurpose
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, PHONE, ChildFileCast, entries
from tests.factories import agencies, plans
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_child_file_redirects_to_sign_in(around: ChildFileCast) -> None:
    assert Client().get(around.url).status_code == 302


@pytest.mark.requirement("PRI-006")
def test_colleagues_and_outsiders_get_404_and_it_is_on_record(around: ChildFileCast) -> None:
    for person in (around.stranger, around.outsider):
        for page in ("", "access-log/"):
            response = signed_in(person).get(around.url + page)
            assert response.status_code == 404
            assert NAME not in response.content.decode()
        assert entries(kind="refused", by=person.id)
        assert not entries(kind="looked", by=person.id)


@pytest.mark.requirement("PRI-006")
def test_hidden_file_gives_404_on_every_page(
    around: ChildFileCast,
) -> None:
    with role("maintenance"):
        Hidden.objects.create(
            file=around.case.file, principal=around.supervisor.id, hidden_by=around.worker.id
        )
    client = signed_in(around.supervisor)
    for page in ("", "access-log/", "team/", "hidden/"):
        assert client.get(around.url + page).status_code == 404
    day = client.get("/")
    assert NAME not in day.content.decode()
    assert around.case.child.code not in day.content.decode()


@pytest.mark.requirement("PRI-007")
def test_file_access_is_logged_with_purpose(around: ChildFileCast) -> None:
    for person in (around.worker, around.supervisor, around.house_mother):
        response = signed_in(person).get(around.url)
        assert response.status_code == 200
        assert NAME in response.content.decode()
        [look] = entries(kind="looked", by=person.id)
        assert (look.file_id, look.purpose) == (around.file_id, "own_case")


def test_address_and_title_name_no_child(around: ChildFileCast) -> None:
    page = signed_in(around.worker).get(around.url).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert around.case.child.code in title
    assert NAME not in title
    assert "data-leave" in page
    words, _tables = read(signed_in(around.worker).get(around.url + "access-log/"))
    assert words.startswith(f"Access log · {around.case.child.code} · Saathi")


@pytest.mark.requirement("PRI-006")
def test_house_parent_gets_no_link_to_situation(around: ChildFileCast) -> None:
    cast.plan(around.case, around.worker)
    words, _tables = read(signed_in(around.house_mother).get(around.url))
    assert "Sewing course 1" in words
    assert "Visits" in words
    for unsaid in (
        "Incidents",
        "Needs and health",
        "Access log",
        "Edit team",
    ):
        assert unsaid not in words
    worker_words, _tables = read(signed_in(around.worker).get(around.url))
    assert "Incidents" in worker_words


@pytest.mark.requirement("RTS-011")
def test_file_shows_child_before_due_tasks(
    around: ChildFileCast,
) -> None:
    cast.plan(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to learn sewing.")
    cast.due(around.case, around.worker, dt.date(2026, 4, 1))
    page = signed_in(around.worker).get(around.url).content.decode()
    order = [NAME, "Needs and health", "Decisions about the child", "In the child’s own words",
             "I want to learn sewing.", "Sewing course 1", "<h2>Due</h2>"]  # fmt: skip
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    # The file is not organised by agency, suspect or prosecution.
    headings = " ".join(re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)).lower()
    for word in ("prosecution", "suspect", "offender", "charge", around.worker.agency.name.lower()):
        assert word not in headings


@pytest.mark.requirement("CHP-011")
def test_file_shows_statements_only_to_allowed_readers(around: ChildFileCast) -> None:
    cast.plan(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to learn sewing.")
    cast.said(around.case, around.worker, "Only Maya knows.", "named", around.house_mother)
    mother = signed_in(around.house_mother).get(around.url).content.decode()
    assert mother.index("I want to learn sewing.") < mother.index("Sewing course 1")
    assert "Only Maya knows." in mother
    supervisor = signed_in(around.supervisor).get(around.url).content.decode()
    assert "I want to learn sewing." in supervisor
    assert "Only Maya knows." not in supervisor


def test_words_before_many_statements_without_are_shown_and_all_are_counted(
    around: ChildFileCast,
) -> None:
    case, said_on = around.case, around.worker.office.today()
    cast.said(case, around.worker, "I want to learn sewing.")
    silent = {
        "file_id": case.file_id,
        "child": case.child,
        "state": "chose_not_to_say",
        "said_on": said_on,
        "audience": "team",
        "recorded_by": around.worker.pk,
    }
    with role("maintenance"):
        Statement.objects.bulk_create(Statement(**silent) for _ in range(24))
    page = signed_in(around.worker).get(around.url).content.decode()
    assert "I want to learn sewing." in page
    assert "All statements (25)" in page


def test_file_shows_plan_goals_with_decider_and_progress(around: ChildFileCast) -> None:
    cast.plan(around.case, around.worker)
    words, _tables = read(signed_in(around.worker).get(around.url))
    assert "decided by: the child" in words
    assert "1 of 2 steps done" in words


def test_danger_alert_is_shown_first(around: ChildFileCast) -> None:
    with role("maintenance"):
        around.case.risk = "high"
        around.case.save()
    page = signed_in(around.worker).get(around.url).content.decode()
    assert page.index("High risk") < page.index(NAME)
    assert "High risk" not in signed_in(around.house_mother).get(around.url).content.decode()


def test_the_file_takes_at_most_seventeen_queries(around: ChildFileCast) -> None:
    cast.plan(around.case, around.worker, goals=6)
    for number in range(6):
        cast.said(around.case, around.worker, f"Words {number}")
        cast.due(around.case, around.worker, dt.date(2026, 4, 1 + number))
        cast.visit(around.case, around.worker)
    client = signed_in(around.worker)
    with at_most(17):
        assert client.get(around.url).status_code == 200


def test_discreet_file_names_no_one_and_opens_no_envelope(around: ChildFileCast) -> None:
    cast.plan(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to learn sewing.")
    cast.due(around.case, around.worker, dt.date(2026, 3, 4))
    phone = signed_in(around.worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    page = phone.get(around.url).content.decode()
    assert around.case.child.code in page
    assert "Visit" in page
    for private in (NAME, "Sunita", "sewing", "Sewing"):
        assert private not in page
    phone.post("/view", {"discreet": "0", "next": around.url})
    assert NAME in phone.get(around.url).content.decode()


def test_access_log_shows_readers_without_oversight(around: ChildFileCast) -> None:
    signed_in(around.supervisor).get(around.url)
    overseer = agencies.staff("oversight", around.worker.office)
    with role("maintenance"):
        audit.record(
            audit.AuditKind.LOOKED,
            by=overseer.id,
            agency=overseer.agency_id,
            file_id=around.case.file_id,
        )
    client = signed_in(around.worker)
    words, _tables = read(client.get(around.url))
    assert "2 people in 30 days" in words
    words, _tables = read(client.get(around.url + "access-log/"))
    assert around.supervisor.name in words
    assert "Works on the case" in words
    assert overseer.name not in words
    assert signed_in(around.house_mother).get(around.url + "access-log/").status_code == 404


@pytest.mark.requirement("PRI-006")
@pytest.mark.parametrize(
    ("kind", "purpose", "words"),
    [
        *(
            (audit.AuditKind.LOOKED, purpose_code.value, purpose_code.label)
            for purpose_code in access_purposes.FileAccessPurpose
        ),
        *(
            (audit.AuditKind.LOOKED, purpose_code.value, purpose_code.label)
            for purpose_code in SearchPurpose
        ),
        *(
            (audit.AuditKind.EXPORTED, purpose_code.value, purpose_code.label)
            for purpose_code in ExportPurpose
        ),
        (
            audit.AuditKind.LOOKED,
            "import",
            "Check whether a child in an import is already registered",
        ),
        (audit.AuditKind.LOOKED, "", "Works on the case"),
    ],
)
def test_access_log_gives_purposes_in_words(
    around: ChildFileCast, kind: audit.AuditKind, purpose: str, words: str
) -> None:
    by = around.supervisor
    with role("maintenance"):
        audit.record(
            kind, by=by.id, agency=by.agency_id, file_id=around.case.file_id, purpose=purpose
        )
    page = signed_in(around.worker).get(around.url + "access-log/")
    _words, [table] = read(page)
    assert table.cell(by.name, "Reason") == words


@pytest.mark.requirement("PRI-006")
def test_file_outside_own_cases_asks_for_purpose(around: ChildFileCast) -> None:
    with role("maintenance"):
        Grant.objects.create(
            file=around.case.file,
            principal=around.outsider.id,
            kind="referral",
            reads=1 | 16,
            starts_at=clock.now() - dt.timedelta(days=1),
            ends_at=clock.now() + dt.timedelta(days=10),
            given_by=around.worker.id,
        )
    client = signed_in(around.outsider)
    page = client.get(around.url).content.decode()
    assert "Purpose of opening this file" in page
    assert NAME not in page
    assert not entries(kind="looked", by=around.outsider.id)
    assert client.post(around.url + "purpose/", {"purpose": "curiosity"}).status_code == 200
    client.post(around.url + "purpose/", {"purpose": "service"})
    assert NAME in client.get(around.url).content.decode()
    assert NAME in client.get(around.url).content.decode()
    assert {e.purpose for e in entries(kind="looked", by=around.outsider.id)} == {"service"}


@pytest.mark.parametrize(
    ("stage", "present"),
    [
        ("registration", "Registration"),
        ("implementation", "Case plan implementation"),
        ("closing", "Follow-up and review"),  # other systems' data may have it before the end
    ],
)
def test_request_for_closure_leaves_the_stage_and_is_a_tag_on_it(
    around: ChildFileCast, stage: str, present: str
) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(status="closing_asked", stage=stage)
    steps = {
        str(step.label): step for step in signed_in(around.worker).get(around.url).context["steps"]
    }
    tags = {label: str(step.tag) for label, step in steps.items() if step.tag}
    assert tags == {present: "Closure requested"}
    assert steps[present].state == "now"
    assert steps["Case closure"].state == "ahead"
    assert steps["Follow-up and review"].state != "done", "there was no review"


def test_closed_case_ticks_no_stage_without_its_records(around: ChildFileCast) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(
            status="closed",
            stage="closing",
            closing_reason="lost_contact",
            closed_on=around.case.office.today(),
        )
    steps = {
        str(step.label): step for step in signed_in(around.worker).get(around.url).context["steps"]
    }
    assert steps["Registration"].state == "done"
    assert steps["Case closure"].state == "done"
    for label in ("Assessment", "Planning", "Case plan implementation", "Follow-up and review"):
        assert (steps[label].state, steps[label].when) == ("ahead", "Not recorded")
    theirs = signed_in(around.house_mother).get(around.url).context["steps"]
    assert next(step for step in theirs if str(step.label) == "Assessment").state == "done", (
        "who reads no assessment is not shown that there is none"
    )


def test_words_of_assessment_and_plan_and_open_steps_are_shown(around: ChildFileCast) -> None:
    with acting(around.worker):
        new = AssessmentInput(
            around.case.office.today(), RiskLevel.LOW, wishes="I want to see my sister"
        )
        record_assessment(case=around.case, new=new, actor=around.worker)
    plan, _approval = plans.asked(around.case, around.worker, child_words="I will be a nurse")
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(stage="review")
        Plan.objects.filter(pk=plan.pk).update(approved_on=around.case.office.today())
    page = signed_in(around.worker).get(around.url)
    text = page.content.decode()
    assert "I want to see my sister" in text
    assert "I will be a nurse" in text
    assert "No statements to show yet" not in text
    steps = {str(step.label): step for step in page.context["steps"]}
    assert steps["Case plan implementation"].state == "ahead"
    assert "0 of 1 step done" in steps["Case plan implementation"].when
    assert steps["Follow-up and review"].state == "now", "as in the list of cases"
    assert (
        "I want to see my sister"
        not in signed_in(around.house_mother).get(around.url).content.decode()
    )
    with acting(around.worker):
        step = Step.objects.get(goal__plan=plan)
        goals.mark_step(
            step=step,
            state=StepState.DONE,
            done_on=around.case.office.today(),
            version=step.version,
            actor=around.worker,
        )
    page = signed_in(around.worker).get(around.url)
    steps = {str(step.label): step for step in page.context["steps"]}
    assert steps["Case plan implementation"].state == "done"
    assert steps["Follow-up and review"].state == "now"


def test_case_that_another_agency_continues_is_over(around: ChildFileCast) -> None:
    cast.due(around.case, around.worker, dt.date(2026, 1, 5))
    client = signed_in(around.worker)
    assert "Record a visit" in read(client.get(around.url))[0]
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(status="transferred")
    words, _tables = read(client.get(around.url))
    assert "Record a visit" not in words
    assert "Continued by another agency since" not in words, "no day of it is recorded"
    with acting(around.worker):
        case = Case.objects.select_related("office").get(pk=around.case.pk)
        assert duties.renew_duties(case=case, actor=around.worker) == []
        assert Due.objects.filter(case=case, done_on=None).exists()
