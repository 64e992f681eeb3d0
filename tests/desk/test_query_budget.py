"""From report to closure and back: no page and no form needs more than seventeen queries.

Registration and the overview of a file need a few more.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

import pytest
from django.http import HttpResponse

from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.models import Approval, Case, Seat
from tests import filled
from tests.clients import StaffClient
from tests.counting import at_most
from tests.factories import agencies, children
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
BUDGET = 17
WORKERS_DAY = 12  # all work that waits is asked for in one
SUPERVISORS_DAY = 15  # the same, the dashboard of the office, and who is on duty tonight
OWN_CASES = 17  # the same, and the work of a case worker
# With the child's wishes in an assessment, and the entry that they were read.
OVERVIEW = 19
# With the assessment, what to consider before approval, the four principles, and the request that comes next.
APPROVAL = 19
# One save writes the file, the case, concerns, allegations, the report and the first dates; it reads who went to
# the child before.
REGISTRATION = 22


@dataclass
class BudgetedUser:
    """A person who opens pages and submits their forms; each request within the budget."""

    staff: Staff
    client: StaffClient

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls(staff, signed_in(staff))

    def open(self, path: str, *, most: int = BUDGET) -> str:
        with at_most(most):
            page = self.client.get(path)
        assert page.status_code == 200, (path, page.status_code)
        return page.content.decode()

    def send(
        self, path: str, on: str = "", *, most: int = BUDGET, shown: int = BUDGET, **typed: object
    ) -> str:
        """The redirect; `on` is the page with the form, if not at its own address."""
        sent = filled.form(self.open(on or path, most=shown), to=path, **typed)
        with at_most(most):
            answer = self.client.post(path, sent)
        assert answer.status_code == 302, (path, _errors(answer))
        return str(answer["Location"])


def _errors(answer: HttpResponse) -> list[str]:
    errors = re.findall(
        r'class="[^"]*(?:error|alert)[^"]*"[^>]*>(.*?)</', answer.content.decode(), re.DOTALL
    )
    return [str(answer.status_code), *(" ".join(error.split()) for error in errors)]


@dataclass
class BudgetedOffice:
    worker: BudgetedUser
    second: BudgetedUser
    counsellor: BudgetedUser
    leader: BudgetedUser


@pytest.fixture
def office() -> BudgetedOffice:
    worker = agencies.staff("case_worker")
    colleagues = (
        agencies.staff(role_kind, worker.office)
        for role_kind in ("case_worker", "counsellor", "supervisor")
    )
    return BudgetedOffice(
        BudgetedUser.of(worker), *(BudgetedUser.of(person) for person in colleagues)
    )


def report_to_file(worker: BudgetedUser) -> str:
    """A report, a search, a file with two ages and names in two scripts."""
    report = worker.send(
        "/reports/new/", what="Brought back at the border.", channel="border_post", urgency="today",
        concerns=["trafficking"], child_names="Sunita", child_gender="girl", age_low="14",
        reporter_kind="police", district="NP-DHA", country="NPL",
    )  # fmt: skip
    worker.open(report)
    number = report.rstrip("/").rpartition("/")[2]
    answer = worker.send(f"/find/report/{number}/", purpose="new_report", district="NP-DHA")
    worker.open(answer)
    file = worker.send(
        f"{answer}open/", most=REGISTRATION, name_1="सुनिता", kind_1="given", name_2="Ram", kind_2="father",
        spoken_0="mai", spoken_1="ne", location="By the pond", phones="9841000000", home_district="NP-DHA",
        basis="stated", age_low="14", age_high="15", born_1="3", born_2="2011",
    )  # fmt: skip
    assert re.fullmatch(r"/child/[0-9a-f-]{36}/", file)
    return file


def a_plan(worker: BudgetedUser, file: str, **typed: object) -> str:
    plan = worker.send(
        f"{file}plan/new/", child_words="I want to sew.", language="mai", contribution="given",
        agreement="agrees", **typed,
    )  # fmt: skip
    for text in ("She has learnt tailoring", "She is at school again"):
        worker.send(
            f"{plan}goals/new/", facet="vocational", text=text, decided_by="child",
            step_text="Ask at the sewing centre", responsible=worker.staff.pk,
        )  # fmt: skip
    worker.open(plan)
    return plan


def approve(leader: BudgetedUser, actor: Staff) -> str:
    leader.open("/approvals/")
    with acting(leader.staff):
        waiting = Approval.objects.filter(decision="waiting").latest("asked_at")
    return leader.send(f"/approvals/{waiting.pk}/", shown=APPROVAL, answer="approve")


def assess(worker: BudgetedUser, file: str, risk: str) -> str:
    return worker.send(
        f"{file}needs/new/", risk=risk, danger="Seen today.", wishes="I want to sew.",
        language="mai",
        state_vocational="need", text_vocational="A trade.",
    )  # fmt: skip


def visit(person: BudgetedUser, file: str, on: dt.date) -> None:
    person.send(
        f"{file}visits/new/", outcome="met_alone", kind="home", note="She was well.",
        happened_on_0=on.day, happened_on_1=on.month, happened_on_2=on.year,
    )  # fmt: skip


def ask_closing(worker: BudgetedUser, file: str, **typed: object) -> None:
    worker.send(
        f"{file}closing/ask/", reason="recovery", evaluation="given", words="I was listened to.",
        language="mai", form="verbatim", summary="She sews.", where_to_get_help="1098",
        knows_what_it_means="on", **typed,
    )  # fmt: skip


def test_report_to_closure_stays_within_query_budget(office: BudgetedOffice) -> None:
    worker, leader = office.worker, office.leader
    yesterday = worker.staff.office.today() - dt.timedelta(days=1)
    worker.open("/", most=WORKERS_DAY)
    file = report_to_file(worker)
    worker.open(file)
    worker.send(f"{file}voice/limits/", language="mai", understood="yes")
    worker.send(
        f"{file}voice/new/", state="said", form="verbatim", words="I want to sew.", language="mai",
        topics=["needs_and_wishes"], was_read_back="on",
    )  # fmt: skip
    worker.send(
        f"{file}happened/new/", known="stated", account="She was promised work.",
        acts=["recruitment", "transportation"], purposes=["prostitution"],
        **{"leg1-from_country": "NPL", "leg1-to_country": "IND", "leg2-from_country": "IND",
           "leg2-to_country": "IND"},
    )  # fmt: skip
    assess(worker, file, "medium")
    plan = a_plan(worker, file)
    visit(worker, file, yesterday)
    worker.send(f"{plan}ask/", on=plan)
    approve(leader, worker.staff)
    mark_all(worker, file)

    second = a_plan(worker, file, take_over="on")
    worker.send(f"{second}ask/", on=second)
    approve(leader, worker.staff)
    with acting(worker.staff):
        assert set(Plan.objects.values_list("state", flat=True)) == {"approved", "replaced"}
    mark_all(worker, file)

    assess(worker, file, "low")
    ask_closing(worker, file)
    ask_closing(worker, file, anyway="on")  # in other words
    worker.open(f"{file}closing/")
    approve(leader, worker.staff)
    with acting(worker.staff):
        assert Case.objects.get().status == "closed"
    visit(worker, file, yesterday)
    worker.send(f"{file}closing/reopen/", reason="came_back", why="She came back for help.")
    with acting(worker.staff):
        assert Case.objects.get().status == "open"
    for page in (
        "",
        "voice/",
        "happened/",
        "needs/",
        "plan/",
        "visits/",
        "closing/",
        "access-log/",
    ):
        worker.open(file + page, most=OVERVIEW if not page else BUDGET)
    worker.open("/", most=WORKERS_DAY)
    leader.open("/", most=SUPERVISORS_DAY)


def mark_all(worker: BudgetedUser, file: str) -> None:
    """Every step is done and every goal achieved."""
    with acting(worker.staff):
        steps = list(Step.objects.filter(state="to_do").select_related("goal"))
        goals = list(Goal.objects.filter(state="open"))
    for step in steps:
        plan = f"{file}plan/{step.goal.plan_id}/"
        worker.send(f"{file}plan/steps/{step.pk}/mark/", on=plan)
    for goal in goals:
        worker.send(f"{file}plan/goals/{goal.pk}/mark/", state="reached")


def test_returned_and_withdrawn_requests_stay_within_query_budget(office: BudgetedOffice) -> None:
    worker, leader = office.worker, office.leader
    file = report_to_file(worker)
    assess(worker, file, "low")
    plan = a_plan(worker, file)
    worker.send(f"{plan}ask/", on=plan)
    with acting(leader.staff):
        approval = Approval.objects.get(decision="waiting")
    leader.send(f"/approvals/{approval.pk}/", answer="send_back", question="Decided by it?")
    worker.send(f"{plan}ask/", on=plan)
    worker.send(f"{plan}withdraw/", on=plan)
    ask_closing(worker, file, anyway="on")
    worker.send(f"{file}closing/withdraw/", on=f"{file}closing/")


def test_team_changes_stay_within_query_budget(office: BudgetedOffice) -> None:
    worker, leader = office.worker, office.leader
    file = report_to_file(worker)
    team = f"{file}team/"
    with acting(worker.staff):
        empty = Seat.objects.get(role="counsellor")
    leader.send(team, do="fill", seat=empty.pk, staff=office.counsellor.staff.pk)
    leader.send(team, do="add", role="counsellor", staff=office.second.staff.pk, seat=None)
    leader.send(team, do="end", seat=empty.pk)
    visit(office.second, file, worker.staff.office.today() - dt.timedelta(days=1))
    # It asks also which documents the new worker may not see, and whether the child may be in danger.
    leader.send(
        team, most=BUDGET + 2, do="hand_over", staff=office.second.staff.pk, seat=None, why="too_many",
        handed="Her exams begin.", child_view="agrees", child_informed="yes",
    )  # fmt: skip
    with acting(office.second.staff):
        assert Case.objects.get().worker_id == office.second.staff.pk
    office.second.open(file)
    leader.send(f"{file}hidden/", colleague=worker.staff.pk, do="hide")


def test_day_of_a_supervisor_with_own_cases_stays_within_its_budget(office: BudgetedOffice) -> None:
    leader = office.leader
    children.case(leader.staff, "Asha")
    report_to_file(office.worker)
    leader.open("/", most=OWN_CASES)
