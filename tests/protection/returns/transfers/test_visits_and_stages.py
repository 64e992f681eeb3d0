"""Visits at which the child was not seen, dates of reports and stages, and the day of who receives."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.returns.transfers import after_queries, pages
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import deciding
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferAnswer,
    TransferHandover,
    TransferReport,
    TransferRequest,
)
from tests.factories import transfers
from tests.factories.transfers import TransferCast, fill
from tests.protection.returns.transfers.test_after import around, report
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

__all__ = ["around"]


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
def test_a_first_visit_at_which_the_child_was_not_seen_stays_due_and_is_escalated(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    due = transfers.duties(around, "transfer_visit")
    for by in (around.receiver, around.worker):  # both sides of the border
        report(around, transfer, by, kind="first_visit", situation="not_seen")
        assert transfers.fresh(transfer, around.worker).state == "received"
        assert transfers.duties(around, "transfer_visit") == due
    with role("maintenance"):
        notices = Notice.objects.filter(kind="transfer_uns", record=around.case.file_id)
        told = set(notices.values_list("staff_id", flat=True))
    assert {around.worker.pk, around.supervisor.pk} <= told
    form = signed_in(around.receiver).get(reverse("transfers:report_received", args=[transfer.pk]))
    assert form.context["form"].initial["kind"] == "first_visit"
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    assert transfers.fresh(transfer, around.worker).state == "followed_up"
    assert transfers.duties(around, "transfer_visit") == []


@pytest.mark.django_db
def test_a_later_visit_at_which_the_child_was_not_seen_is_not_the_report_that_is_due(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    transfers.receive_earlier(around, transfer, days=370)
    report(around, transfer, around.receiver, kind="month_6", situation="well")
    [due] = transfers.duties(around, "transfer_report")
    report(around, transfer, around.receiver, kind="month_12", situation="not_seen")
    assert transfers.duties(around, "transfer_report") == [due]
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        facts = after_queries.follow_up_facts(found, around.supervisor)
        assert set(facts.kinds) == {"month_6", "first_visit"}
        with pytest.raises(IntegrityError, match="no report after 12 months"), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="ended", ended_on=around.today())


@pytest.mark.django_db
def test_the_database_refuses_a_report_before_the_handover_and_a_visit_before_the_receipt(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    with acting(around.worker):
        for kind, match in (("other", "before the handover"), ("first_visit", "before the ")):
            values = {"kind": kind, "situation": "well", "seen_on": around.today(-1)}
            row = fill(
                TransferReport(transfer=transfer, **around.common), **values, reporter="A",
                needs="", said="",
            )  # fmt: skip
            with pytest.raises(IntegrityError, match=match), transaction.atomic():
                writing.add(row, actor=around.worker)
    with role("maintenance"):
        TransferHandover.objects.filter(transfer=transfer).update(handed_over_at=around.at(-3, 9))
    report(around, transfer, around.receiver, kind="arrival", seen_on=around.today(-1))
    with pytest.raises(TransferRefused) as refused:
        report(around, transfer, around.receiver, kind="first_visit", seen_on=around.today(-1))
    assert [reason.code for reason in refused.value.reasons] == ["seen_on"]


@pytest.mark.django_db
def test_before_the_receipt_no_first_visit_is_filled_in(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    address = reverse("transfers:record_report", args=[around.case.file_id, transfer.pk])
    form = signed_in(around.worker).get(address)
    assert "kind" not in form.context["form"].initial
    report(around, transfer, around.worker, kind="first_visit", situation="well")
    transfers.received(around, transfer)  # the visit took place: none is due
    assert transfers.duties(around, "transfer_visit") == []


@pytest.mark.django_db
def test_each_stage_is_dated_by_what_happened(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    with role("maintenance"):
        TransferHandover.objects.filter(transfer=transfer).update(handed_over_at=around.at(-4, 9))
    on = around.today(-3)
    transfer = transfers.received(around, transfer, received_on=on, first_visit_on=on)
    assert (transfer.state, transfer.state_since) == ("received", on)
    report(around, transfer, around.receiver, kind="first_visit", seen_on=around.today(-2))
    transfer = transfers.fresh(transfer, around.worker)
    assert (transfer.state, transfer.state_since) == ("followed_up", around.today(-2))


@pytest.mark.django_db
def test_a_submission_does_not_move_the_day_of_the_acceptance(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(sent_on=around.today(-9))
        TransferAnswer.objects.filter(transfer=transfer).update(answered_on=around.today(-5))
    transfer = transfers.fresh(transfer, around.worker)
    reached = {codes.TransferState.ACCEPTED: around.today(-5)}
    line = pages.stage_line(transfer, reached, around.today())
    [step] = [each for each in line if each.state == "now"]
    assert str(step.when) == str(format_day(around.today(-5)))
    assert "Awaiting authorisation" in str(step.tag)
    with acting(around.worker):
        found = deciding.take_back_submission(
            transfer=transfer, version=transfer.version, actor=around.worker
        )
    assert (found.state, found.state_since) == ("accepted", around.today(-5))


# --- what waits for the receiving side ------------------------------------------------------------


@pytest.mark.django_db
def test_my_day_of_the_receiver_shows_requests_overdue_ones_and_children_on_the_way(
    around: TransferCast,
) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    request = transfers.requested(around, transfer)
    assert "1 transfer to you waits for your answer or receipt" in day_of(around.receiver)
    assert "1 overdue" not in day_of(around.receiver)
    with role("maintenance"):
        type(request).objects.filter(pk=request.pk).update(
            sent_on=around.today(-20), answer_by=around.today(-1)
        )
    assert "1 overdue" in day_of(around.receiver)
    listed = signed_in(around.receiver).get(f"{reverse('transfers:list_transfers')}?q=")
    assert "Transfers abroad to us (1)" in listed.content.decode()
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(
            state="travelling", departed_at=around.at(0, 1), submitted_by=around.worker.pk,
            decided_by=around.supervisor.pk, decided_on=around.today(),
        )  # fmt: skip
    assert "1 child is travelling to you" in day_of(around.receiver)


def day_of(person: Staff) -> str:
    return whole(signed_in(person).get("/").content)
