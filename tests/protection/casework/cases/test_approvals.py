"""Who may approve, that no one approves their own request, and what follows."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import access, row_proofs
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.casework.care_plans.actions import approving
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.cases.actions import approvals
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Approval, Case, Due
from saathi.vault import store as vault
from tests.factories import agencies, children, plans, teams
from tests.roles import acting, role, with_proof
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_worker_cannot_approve_own_or_other_plans(case: Case, worker: Staff) -> None:
    plan, approval = plans.asked(case, worker)
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, counsellor, TeamRole.COUNSELLOR)
    other = agencies.staff("case_worker", worker.office)
    teams.join(case.file_id, other, TeamRole.CASE_WORKER)
    stranger = agencies.staff("supervisor")
    for person in (worker, counsellor, other, stranger):
        with acting(person), pytest.raises(access.NotAllowed):
            approving.approve_plan(approval=approval, plan=plan, actor=person)
        with acting(person), pytest.raises(access.NotAllowed):
            approvals.return_for_revision(approval=approval, question="Reason", actor=person)
    with acting(worker):
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"


def test_supervisor_cannot_approve_own_request(supervisor: Staff) -> None:
    case = children.case(supervisor)
    plan, approval = plans.asked(case, supervisor)
    with acting(supervisor), pytest.raises(ApprovalRefused, match="own_request"):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)


def test_the_database_refuses_ones_own_approval_too(case: Case, worker: Staff) -> None:
    _plan, approval = plans.asked(case, worker)
    with acting(worker), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("saathi_app",)
        now = clock.now()
        states = [(approval.pk, {"decision": "approved", "decided_at": now})]
        row_proofs.prove_changes(Approval, states, by=worker.pk)
        with pytest.raises(IntegrityError, match="never_ones_own"), transaction.atomic():
            cursor.execute(
                "UPDATE cases_approval SET decision = 'approved', decided_by = %s, "
                "decided_at = %s WHERE id = %s",
                [worker.pk, now, approval.pk],
            )


def test_supervisor_and_then_worker_are_notified(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    officer = agencies.staff("data_officer", worker.office)
    above = agencies.staff("supervisor")
    plan, approval = plans.asked(case, worker)
    with role("maintenance"):
        told = list(Notice.objects.values_list("staff_id", "kind", "record"))
    assert told == [(supervisor.pk, "approval_asked", approval.pk)]
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
    with role("maintenance"):
        given = Notice.objects.get(kind="approval_given")
        assert (given.staff_id, given.record) == (worker.pk, approval.pk)
        assert not Notice.objects.filter(staff__in=[officer, above]).exists()


def test_no_notice_of_hidden_file_or_from_stranger(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    stranger = agencies.staff("case_worker")
    sql = "SELECT access_notify_leaders(%s, 'approval_asked', %s)"
    refused = []
    for file_id in (case.file_id, case.pk):  # one exists, the other does not
        with acting(stranger), connection.cursor() as cursor:
            refuses = pytest.raises(Exception, match="no such file")
            with refuses as raised, transaction.atomic(), with_proof(sql):
                cursor.execute(sql, [file_id, case.pk])
            refused.append(str(raised.value).splitlines()[0])
    assert refused[0] == refused[1]
    other, _third = (agencies.staff("supervisor", worker.office) for _each in range(2))
    with acting(other), with_proof("access_hide("), connection.cursor() as cursor:
        cursor.execute("SELECT access_hide(%s, %s, true)", [case.file_id, supervisor.pk])
    plans.asked(case, worker)
    with role("maintenance"):
        assert not Notice.objects.filter(staff=supervisor).exists()


def test_an_approved_plan_is_on_record_and_what_is_due_follows(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
        now = Plan.objects.get(pk=plan.pk)
        today = case.office.today()
        assert (now.state, now.approved_on) == ("approved", today)
        assert now.review_on == today + dt.timedelta(days=30)  # no risk judged yet: as at high risk
        duties = set(Due.objects.filter(case=case, done_on=None).values_list("duty", flat=True))
        assert "review" in duties
        assert "plan" not in duties
        assert Case.objects.get(pk=case.pk).stage == "implementation"
    with role("auditor"):
        entry = AuditEntry.objects.get(kind="approved")
        assert (entry.by, entry.file_id) == (supervisor.pk, case.file_id)
        assert set(entry.objects_seen) == {approval.pk, plan.pk}


def test_plan_changed_after_request_is_not_approved(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    plans.goal(plan, worker, text="Another goal")
    with acting(supervisor), pytest.raises(ApprovalRefused, match="changed_since"):
        approving.approve_plan(
            approval=approval, plan=Plan.objects.get(pk=plan.pk), actor=supervisor
        )
    with acting(worker):
        again = approving.ask_for_approval(
            plan=Plan.objects.get(pk=plan.pk), version=plan.version, actor=worker
        )
        assert Approval.objects.get(pk=approval.pk).decision == "replaced"
    timeline = signed_in(worker).get(f"/child/{case.file_id}/timeline/").content.decode()
    assert "A request for approval was replaced by a changed version" in timeline
    assert "was withdrawn" not in timeline
    with acting(supervisor):
        approving.approve_plan(approval=again, plan=Plan.objects.get(pk=plan.pk), actor=supervisor)


def test_a_plan_goes_back_with_a_sealed_question(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    with acting(supervisor):
        approving.return_for_revision(
            approval=approval, plan=plan, question="What does she say of school?", actor=supervisor
        )
    with acting(worker):
        back = Approval.objects.get(pk=approval.pk)
        assert back.decision == "sent_back"
        assert vault.open(back)["question"] == "What does she say of school?"
        assert Plan.objects.get(pk=plan.pk).state == "draft"
        assert (
            Notice.objects.filter(staff=supervisor).count() == 0
        )  # notices of other staff are not readable
    with role("maintenance"):
        assert Notice.objects.get(kind="sent_back").staff_id == worker.pk


def test_worker_withdraws_approval_request(case: Case, worker: Staff) -> None:
    plan, approval = plans.asked(case, worker)
    with acting(worker):
        approving.withdraw_approval_request(approval=approval, plan=plan, actor=worker)
        assert Approval.objects.get(pk=approval.pk).decision == "withdrawn"
        assert Plan.objects.get(pk=plan.pk).state == "draft"


def test_nothing_is_approved_when_the_log_fails(
    case: Case, worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, approval = plans.asked(case, worker)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(approvals, "_log", broken)
    with acting(supervisor), pytest.raises(RuntimeError):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
    with acting(supervisor):
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"
