"""Closing a case: the child's evaluation, open matters, the supervisor; and later records."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import HttpResponse
from django.urls import reverse

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk import actions
from saathi.infra import clock
from saathi.participation.models import Statement
from saathi.protection.casework.care_plans.actions import approving
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Approval, Case, Closing, Due, Visit
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.vault import store as vault
from tests.counting import at_most
from tests.desk.closings import (
    EVALUATION,
    ask,
    assess_as_well,
    case,
    closed,
    form,
    place,
)
from tests.factories import agencies, children, plans, teams
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["case", "closed"]


def test_closure_page_gives_404_to_stranger(case: Case, worker: Staff) -> None:
    for person in (agencies.staff("case_worker", worker.office), agencies.staff("supervisor")):
        client = signed_in(person)
        for name in ("show_closing", "request_closing", "withdraw_closing", "reopen_case"):
            assert client.get(place(name, case)).status_code == 404
            assert client.post(place(name, case), form(why="x")).status_code == 404


def test_counsellor_reads_closure_and_cannot_request_it(case: Case, worker: Staff) -> None:
    counsellor = agencies.staff("counsellor", worker.office)
    client = signed_in(teams.join(case.file_id, counsellor, TeamRole.COUNSELLOR))
    assert client.get(place("show_closing", case)).status_code == 200
    for name in ("request_closing", "reopen_case"):
        assert client.post(place(name, case), form(why="x")).status_code == 404


def test_closure_is_not_approved_by_requesting_worker(case: Case, worker: Staff) -> None:
    closing, _approval = ask(case, worker)
    with acting(worker), pytest.raises(access.NotAllowed):
        actions.close_case(case=case, closing=closing, actor=worker)
    with acting(worker):
        assert Case.objects.get(pk=case.pk).status == "closing_asked"


def test_file_says_since_when_closure_is_requested(case: Case, worker: Staff) -> None:
    today = worker.office.today()
    with role("maintenance"):
        long_ago = today - dt.timedelta(days=70)
        Case.objects.filter(pk=case.pk).update(opened_on=long_ago)
    ask(case, worker)
    with role("maintenance"):
        asked_on = today - dt.timedelta(days=1)
        Closing.objects.filter(case=case).update(asked_on=asked_on)
    page = signed_in(worker).get(reverse("desk:child_file", args=[case.file_id])).context["page"]
    facts = {str(fact.term): str(fact.text) for fact in page.summary.facts}
    assert facts["Status"] == "Closure requested since yesterday"


def test_closure_is_not_approved_by_requesting_supervisor(supervisor: Staff) -> None:
    case = children.case(supervisor)
    closing, _approval = ask(case, supervisor, reason="duplicate", other_case="NP-7K3F-92")
    with acting(supervisor), pytest.raises(ApprovalRefused, match="own_request"):
        actions.close_case(case=case, closing=closing, actor=supervisor)


@pytest.mark.requirement("CHP-011")
def test_case_closes_with_evaluation_by_the_child(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    client = signed_in(worker)
    with at_most(15):
        assert client.get(place("request_closing", case)).status_code == 200
    sent = form(version=case.version)
    for _ in range(2):  # a double tap
        assert client.post(place("request_closing", case), sent).status_code == 302
    with acting(worker):
        statement = Statement.objects.get(topics__contains=["evaluation"])
        assert vault.open(statement)["words"] == EVALUATION
        closing = Closing.objects.get(case=case)
        assert closing.statement == statement.pk
        approval = Approval.objects.get(subject_id=closing.pk)
    address = reverse("desk:show_approval", args=[approval.pk])
    client = signed_in(supervisor)
    with at_most(16):  # one of them for the answer to the four principles
        assert client.get(address).status_code == 200
    answer = {"form_key": plans.key(), "answer": "approve"}
    assert client.post(address, answer).status_code == 302
    with acting(worker):
        closed = Case.objects.get(pk=case.pk)
        assert (closed.status, closed.closing_reason) == ("closed", "recovery")
        assert closed.closed_on == case.office.today()
    client = signed_in(worker)
    with at_most(15):
        assert client.get(place("show_closing", case)).status_code == 200


def test_closure_evaluation_needs_words(case: Case, worker: Staff) -> None:
    page = signed_in(worker).post(
        place("request_closing", case), form(version=case.version, words="")
    )
    assert page.status_code == 200
    assert "choose why there is no evaluation" in page.content.decode()
    with acting(worker):
        assert not Closing.objects.filter(case=case).exists()


def test_closure_evaluation_needs_its_form_and_keeps_its_date(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    said_on = case.office.today() - dt.timedelta(days=3)
    sent = form(version=case.version, **day("said_on", said_on))
    page = client.post(place("request_closing", case), sent | {"form": ""}).content
    assert "Choose whether these are the child’s own words." in page.decode()
    page = client.post(place("request_closing", case), sent | {"said_on_2": said_on.year + 1})
    assert "Enter today’s date or an earlier date." in page.content.decode()
    with acting(worker):
        assert not Statement.objects.exists()
    assert (
        client.post(place("request_closing", case), sent | {"form": "paraphrase"}).status_code
        == 302
    )
    with acting(worker):
        statement = Statement.objects.get(topics__contains=["evaluation"])
    assert (statement.form, statement.said_on) == ("paraphrase", said_on)


@pytest.mark.parametrize("evaluation", ["refused", "too_young", "lost"])
def test_words_of_the_child_are_kept_also_where_there_is_no_evaluation(
    case: Case, worker: Staff, evaluation: str
) -> None:
    client, address = signed_in(worker), place("request_closing", case)
    sent = form(version=case.version, evaluation=evaluation, reason="lost_contact", anyway="on")
    unsaid = client.post(address, sent | {"form": ""})
    assert "Choose whether these are the child’s own words." in unsaid.content.decode()
    assert client.post(address, sent).status_code == 302
    with acting(worker):
        closing = Closing.objects.get(case=case)
        statement = Statement.objects.get(topics__contains=["evaluation"])
        assert (closing.evaluation, closing.statement) == (evaluation, statement.pk)
        assert vault.open(statement)["words"] == EVALUATION


def test_no_statement_is_recorded_without_words(case: Case, worker: Staff) -> None:
    sent = form(version=case.version, evaluation="refused", words="", form="", anyway="on")
    assert signed_in(worker).post(place("request_closing", case), sent).status_code == 302
    with acting(worker):
        assert not Statement.objects.exists()


def approve(approval: Approval, supervisor: Staff) -> HttpResponse:
    address = reverse("desk:show_approval", args=[approval.pk])
    sent = {"form_key": plans.key(), "answer": "approve"}
    return signed_in(supervisor).post(address, sent)


@pytest.mark.requirement("CAS-011")
def test_closure_after_first_help_alone_is_refused_until_an_outcome_is_recorded(
    worker: Staff, supervisor: Staff
) -> None:
    case = children.case(worker)
    closing, approval = ask(case, worker)
    page = approve(approval, supervisor)
    assert page.status_code == 409
    assert (
        "Record the child’s current situation in a final assessment first." in page.content.decode()
    )
    with acting(worker):
        assert Case.objects.get(pk=case.pk).status == "closing_asked"
        assert Closing.objects.get(pk=closing.pk).reason == "recovery"
    assess_as_well(case, worker)
    assert approve(approval, supervisor).status_code == 302
    with acting(worker):
        assert Case.objects.get(pk=case.pk).status == "closed"


@pytest.mark.requirement("CAS-011")
def test_closure_without_an_outcome_needs_its_recorded_reason(
    worker: Staff, supervisor: Staff
) -> None:
    case = children.case(worker)
    sent = form(version=case.version, reason="")
    page = signed_in(worker).post(place("request_closing", case), sent)
    assert page.status_code == 200
    assert "This field is required" in page.content.decode()
    with acting(worker):
        assert not Closing.objects.exists()
    _closing, approval = ask(case, worker, reason="duplicate", other_case="NP-7K3F-92")
    assert approve(approval, supervisor).status_code == 302
    assert "NP-7K3F-92" in signed_in(worker).get(place("show_closing", case)).content.decode()


@pytest.mark.requirement("CAS-011")
def test_transfer_and_repatriation_are_no_closure_reasons(case: Case, worker: Staff) -> None:
    for reason in ("transferred", "repatriated", "turned_18"):
        page = signed_in(worker).post(
            place("request_closing", case), form(version=case.version, reason=reason)
        )
        assert page.status_code == 200
    with acting(worker):
        assert not Closing.objects.filter(case=case).exists()


def test_stale_closure_request_is_refused(case: Case, worker: Staff) -> None:
    page = signed_in(worker).post(place("request_closing", case), form(version=case.version - 1))
    assert page.status_code == 409
    assert EVALUATION in page.content.decode()
    with acting(worker):
        assert not Statement.objects.exists()  # nothing is half done


def test_open_matters_block_closure_even_if_hidden(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        EnquiryMatch.objects.create(
            file_id=case.file_id,
            enquiry=case.pk,
            asker=worker.pk,
            asker_agency=worker.agency_id,
            purpose="missing_child",
            asked_at=clock.now(),
            recorded_by=worker.pk,
        )
    plan, approval = plans.asked(case, worker)
    with acting(worker):
        assert not access.visible(worker, EnquiryMatch).exists()  # not a section of this worker
        codes = {reason.code for reason in actions.list_open_matters(case)}
    assert codes == {"waiting_enquiry", "waiting_approval"}
    closing, _approval = ask(case, worker)
    with acting(supervisor):
        with pytest.raises(ApprovalRefused, match="waiting_enquiry"):
            actions.close_case(case=case, closing=closing, actor=supervisor)
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
        with role("maintenance"):
            Due.objects.filter(case=case).update(due_on=dt.date(2020, 1, 1))
        codes = {reason.code for reason in actions.list_open_matters(case)}
        assert codes == {"waiting_enquiry", "open_goals", "late_dues"}
        assert Case.objects.get(pk=case.pk).status == "closing_asked"


def test_open_matters_function_reveals_nothing_to_stranger(case: Case) -> None:
    stranger = agencies.staff("supervisor")
    answers = []
    for case_id in (case.pk, case.file_id):  # one is a case, the other is none
        with acting(stranger), connection.cursor() as cursor:
            with pytest.raises(ProgrammingError) as raised, transaction.atomic():
                cursor.execute("SELECT complete_open_matters(%s)", [case_id])
            answers.append(str(raised.value).splitlines()[0])
    assert answers == ["no such case", "no such case"]


def test_who_may_not_know_the_risk_reads_the_same_of_a_child_in_danger(
    case: Case, worker: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)

    def codes(person: Staff) -> set[str]:
        with acting(person):
            return {reason.code for reason in actions.list_open_matters(case)}

    before = codes(mother)
    assert "risk_not_readable" in before
    assert "risk_not_readable" not in codes(worker)
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=clock.now())
    assert codes(mother) == before
    assert "danger_reported" in codes(worker)


def test_closure_for_lost_contact_needs_attempts_and_allows_overdue_visits(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    closing, _approval = ask(case, worker, reason="lost_contact", evaluation="lost")
    with role("maintenance"):
        Due.objects.filter(case=case).update(due_on=dt.date(2020, 1, 1))
    with acting(supervisor), pytest.raises(ApprovalRefused, match="attempts_missing") as refused:
        actions.close_case(case=case, closing=closing, actor=supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["attempts_missing"]
    for days in (30, 20, 10):
        with acting(worker):
            attempt = Visit(
                file_id=case.file_id,
                case=case,
                happened_at=clock.now() - dt.timedelta(days=days),
                kind="home",
                outcome="not_met",
            )
            writing.add(attempt, actor=worker)
    with acting(supervisor):
        actions.close_case(case=case, closing=closing, actor=supervisor)
        assert Case.objects.get(pk=case.pk).status == "closed"


def test_closure_request_is_withdrawn_by_worker(case: Case, worker: Staff) -> None:
    ask(case, worker)
    answer = signed_in(worker).post(place("withdraw_closing", case), {"form_key": plans.key()})
    assert answer.status_code == 302
    with acting(worker):
        assert Case.objects.get(pk=case.pk).status == "open"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("approved", "The request was already approved. It can no longer be withdrawn."),
        ("sent_back", "The request was already returned for revision. Nothing was withdrawn."),
        ("withdrawn", "This request was already withdrawn."),
    ],
)
def test_withdrawing_a_closure_request_says_what_was_decided_meanwhile(
    case: Case, worker: Staff, decision: str, said: str
) -> None:
    _closing, approval = ask(case, worker)
    with role("maintenance"):
        Approval.objects.filter(pk=approval.pk).update(decision=decision)
    sent = {"form_key": plans.key()}
    shown = words(
        signed_in(worker).post(place("withdraw_closing", case), sent, follow=True).content
    )
    assert said in shown
    assert "Saved." not in shown


def test_returned_closure_request_continues_the_case(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _closing, approval = ask(case, worker)
    client = signed_in(supervisor)
    question = "What does her aunt say?"
    answer = {"form_key": plans.key(), "answer": "send_back", "question": question}
    assert client.post(reverse("desk:show_approval", args=[approval.pk]), answer).status_code == 302
    page = signed_in(worker).get(place("show_closing", case)).content.decode()
    assert question in page
    with acting(worker):
        again = Case.objects.get(pk=case.pk)
    assert (again.status, again.stage) == ("open", case.stage), "the stage is as it was"


def test_failed_closure_changes_nothing(
    case: Case, worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing, approval = ask(case, worker)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(closings.writing, "change", broken)
    with acting(supervisor), pytest.raises(RuntimeError):
        actions.close_case(case=case, closing=closing, actor=supervisor)
    monkeypatch.undo()
    with acting(supervisor):
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"
        assert Case.objects.get(pk=case.pk).status == "closing_asked"
