"""A case is not closed over a child whom another country expects, or who is on the way there."""

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saathi.desk import actions as desk
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.closing_rules import ClosingFacts, reasons_not_to_close
from saathi.protection.casework.cases.models import Closing
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import ClosingReason, EvaluationState
from saathi.protection.returns.transfers.models import Transfer
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

OURS = {"transfer_open", "transfer_under_way", "transfer_unvisited"}


def matters(around: TransferCast) -> set[str]:
    with acting(around.worker):
        return {reason.code for reason in desk.list_open_matters(around.case)} & OURS


@pytest.mark.parametrize(
    ("reason", "evaluation", "expected"),
    [
        ("moved_away", "refused", OURS),
        ("lost_contact", "lost", {"transfer_open", "transfer_under_way"}),
        ("informed_request", "refused", {"transfer_open", "transfer_under_way"}),
        ("duplicate", None, {"transfer_open", "transfer_under_way"}),
        ("opened_in_error", None, {"transfer_open", "transfer_under_way"}),
        ("died", "died", set()),
    ],
)
def test_which_closures_an_open_transfer_prevents(
    reason: str, evaluation: str | None, expected: set[str]
) -> None:
    state = EvaluationState(evaluation) if evaluation else None
    facts = ClosingFacts(
        ClosingReason(reason), state, outcome_recorded=True, knows_what_it_means=True,
        other_case_named=True,
    )  # fmt: skip
    found = reasons_not_to_close(
        facts,
        open_matters=[Reason(code, "Open.") for code in sorted(OURS)],
        procedure=Procedure(contact_attempts=0),
        today=dt.date(2026, 3, 1),
    )
    assert {each.code for each in found} & OURS == expected


@pytest.mark.django_db
@pytest.mark.requirement("XBR-012")
def test_a_case_of_a_child_on_the_way_is_not_closed() -> None:
    around = transfers.cast()
    transfers.screened(around)
    transfer = transfers.opened(around)
    assert matters(around) == set()  # only considered: no other country expects the child
    transfers.requested(around, transfer)
    assert matters(around) == {"transfer_open"}
    page = signed_in(around.worker).get(reverse("desk:request_closing", args=[around.case.file_id]))
    assert "A transfer to or from another country is open." in words(page.content)
    link = reverse("transfers:show_transfers", args=[around.case.file_id])
    assert f'href="{link}"' in page.content.decode()
    with acting(around.worker):
        approval = closings.request_closing(
            case=around.case,
            new=closings.ClosingInput("opened_in_error", summary="-", evaluation="refused"),
            version=around.case.version,
            actor=around.worker,
        )
    for state, code in (("travelling", "transfer_under_way"), ("requested", "transfer_open")):
        with role("maintenance"):
            departed = {"departed_at": dt.datetime.now(dt.UTC)}
            proof = {"submitted_by": around.sender.pk, "decided_by": around.supervisor.pk}
            on = {"decided_on": around.today()}
            Transfer.objects.filter(pk=transfer.pk).update(state=state, **departed, **proof, **on)
        assert matters(around) == {code}
        with acting(around.supervisor):
            closing = Closing.objects.select_related("case__office").get(pk=approval.subject_id)
            close = partial(
                closings.close_case, case=closing.case, closing=closing, actor=around.supervisor
            )
            with pytest.raises(ApprovalRefused) as refused, transaction.atomic():
                close(open_matters=desk.list_open_matters(closing.case))
            assert code in {reason.code for reason in refused.value.reasons}
            with (
                pytest.raises(IntegrityError, match="a transfer abroad is open"),
                transaction.atomic(),
            ):
                close(open_matters=())
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(
            state="stopped", stopped_by="child", ended_on=around.today()
        )
    assert matters(around) == set()
    with acting(around.supervisor):
        assert close(open_matters=()).status == "closed"


@pytest.mark.django_db
def test_a_child_who_arrived_and_was_not_seen_is_an_open_matter() -> None:
    around = transfers.cast()
    transfer = transfers.handed_over(around)
    assert matters(around) == {"transfer_under_way"}
    transfers.received(around, transfer)
    assert matters(around) == {"transfer_unvisited"}
    transfers.reported(around, transfer, "first_visit")
    assert matters(around) == set()
