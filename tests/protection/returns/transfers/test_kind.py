"""A transfer keeps the kind that the other country was asked about; each kind has the conditions of its own."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.returns.transfers.actions import preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.verifications.models import OriginVerification
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_gates import (
    filled,
    refused_by_database,
    refused_codes,
)
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def change_kind(around: TransferCast, transfer: Transfer, kind: str) -> Transfer:
    found = transfers.fresh(transfer, around.worker)
    with acting(around.worker):
        records.open_texts(found)
        return preparing.change_transfer(
            transfer=found, columns={"kind": kind}, version=found.version, actor=around.worker
        )


@pytest.mark.requirement("XBR-005")
def test_a_return_does_not_become_a_move_to_relatives_once_the_country_was_asked(
    around: TransferCast,
) -> None:
    """The attacker's way: the move to relatives has fewer conditions than the return."""
    transfers.screened(around)
    transfer = change_kind(around, transfers.opened(around), "relatives")
    transfer = change_kind(around, transfer, "return")
    transfers.requested(around, transfer)
    for accepts in (False, True):
        if accepts:
            transfers.answered(around, transfers.fresh(transfer, around.receiver))
        with pytest.raises(TransferRefused) as refused:
            change_kind(around, transfer, "relatives")
        assert {reason.code for reason in refused.value.reasons} == {"kind"}
        found = transfers.fresh(transfer, around.worker)
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="the kind stays"),
            transaction.atomic(),
        ):
            writing.change(found, actor=around.worker, kind="relatives")
    assert transfers.stored(transfer).kind == "return"


def to_relatives(around: TransferCast) -> Transfer:
    """A move to relatives for which nothing is missing, submitted."""
    transfer = transfers.accepted(around, kind="relatives")
    transfers.verified(around, "IND")
    transfers.determined(around)
    with role("maintenance"):
        Determination.objects.filter(file=around.case.file_id).update(solution="relatives")
    return transfers.submitted(around, filled(around, transfer))


@pytest.mark.requirement("XBR-005")
def test_a_denial_by_the_country_counts_for_relatives_too(around: TransferCast) -> None:
    transfer = to_relatives(around)
    with role("maintenance"):
        OriginVerification.objects.filter(file=around.case.file_id).update(answer="denied")
    assert refused_codes(around, transfer) == {"origin"}
    refused_by_database(around, transfer, "denied")


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize(("days", "is_recent"), [(365, True), (367, False)])
def test_a_decision_for_relatives_counts_for_12_months(
    around: TransferCast, days: int, *, is_recent: bool
) -> None:
    transfer = to_relatives(around)
    decided_on = around.today() - dt.timedelta(days=days)
    with role("maintenance"):
        Determination.objects.filter(file=around.case.file_id).update(decided_on=decided_on)
    if is_recent:
        assert transfers.authorised(around, transfer).state == "authorised"
    else:
        assert refused_codes(around, transfer) == {"best_interests"}
        refused_by_database(around, transfer, "no best interests decision")
