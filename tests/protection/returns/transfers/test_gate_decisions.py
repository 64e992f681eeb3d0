"""Which determination and which order of an authority an authorisation rests on, in action and database."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.models import Order
from saathi.protection.returns.transfers.models import (
    Transfer,
)
from tests.factories import agencies, best_interests, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_gates import (
    another,
    filled,
    refused_by_database,
    refused_codes,
)
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


# --- the decision --------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["", "BGD"])
def test_a_determination_for_another_country_does_not_count(
    around: TransferCast, country: str
) -> None:
    transfer = transfers.submitted(around)
    determination(around, country=country)
    assert refused_codes(around, transfer) == {"best_interests"}
    refused_by_database(around, transfer, "no best interests decision")


def determination(around: TransferCast, **columns: Any) -> None:
    from saathi.protection.decisions.best_interests.models import Determination

    with role("maintenance"):
        Determination.objects.filter(file_id=around.case.file_id).update(**columns)


def test_a_determination_serves_one_transfer(around: TransferCast) -> None:
    first = transfers.submitted(around)
    with role("maintenance"):
        Transfer.objects.filter(pk=first.pk).update(
            state="ended", departed_at=around.at(-400, 9), ended_on=around.today(-30)
        )
    second = transfers.submitted(around, another(around, first))
    assert refused_codes(around, second) == {"best_interests"}
    refused_by_database(around, second, "no best interests decision")


ORDER = {
    "authority": "court",
    "kind": "repatriation",
    "child_heard": "yes",
    "appeal": "none",
}


def ordered(
    around: TransferCast, *, days: int = -5, is_confirmed: bool = True, **more: Any
) -> Order:
    values = ORDER | {"made_on": around.today(days)} | more
    order = Order(child=around.child, **values, **around.common)
    order.body = "District court"
    if more.get("child_heard") == "no":
        order.why_not_heard = "Not said"
    with acting(around.worker):
        orders.record_order(order=order, actor=around.worker)
    if is_confirmed:
        with acting(around.supervisor):
            found = Order.objects.get(pk=order.pk)
            orders.confirm_order(order=found, version=found.version, actor=around.supervisor)
    return order


def of_order(around: TransferCast) -> Transfer:
    """A submitted transfer that an authority ordered, with our assessment and no determination."""
    approver = agencies.staff("supervisor", around.worker.office)
    best_interests.agreed_assessment(
        around.case, around.worker, approver, occasion="other", solution="return"
    )
    transfer = filled(around, transfers.accepted(around, kind="ordered"))
    return transfers.submitted(around, transfer)


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize(
    "wrong",
    [
        {"authority": "consulate"},
        {"authority": "police"},
        {"authority": "immigration"},
        {"authority": "other"},
        {"appeal": "lodged"},
        {"appeal": "changed"},
        {"appeal": ""},
        {"child_heard": "no"},
        {"days": -366},
        {"is_confirmed": False},
    ],
)
def test_an_order_that_is_not_competent_final_and_confirmed_does_not_count(
    around: TransferCast, wrong: dict[str, Any]
) -> None:
    ordered(around, **wrong)
    transfer = of_order(around)
    assert refused_codes(around, transfer) == {"order"}
    refused_by_database(around, transfer, "no order of an authority")


def test_an_order_of_the_last_day_of_its_limit_counts(around: TransferCast) -> None:
    ordered(around, days=-365)
    assert transfers.authorised(around, of_order(around)).state == "authorised"


def test_a_newer_determination_contests_an_order(around: TransferCast) -> None:
    ordered(around)
    transfer = of_order(around)
    transfers.determined(around, "foster", "")
    assert refused_codes(around, transfer) == {"order"}
    refused_by_database(around, transfer, "no order of an authority")


def test_an_ordered_transfer_needs_an_order(around: TransferCast) -> None:
    transfer = transfers.submitted(around, transfers.prepared(around, kind="ordered"))
    assert refused_codes(around, transfer) == {"order"}
    refused_by_database(around, transfer, "no order of an authority")


def opened(order: Order) -> Order:
    found = Order.objects.get(pk=order.pk)
    records.open_texts(found)
    return found


def test_an_order_is_confirmed_by_a_second_person_and_again_after_a_change(
    around: TransferCast,
) -> None:
    order = ordered(around, is_confirmed=False)
    with acting(around.supervisor):
        found = opened(order)
        orders.change_order(
            order=found, columns={"kind": "repatriation"}, version=found.version,
            actor=around.supervisor,
        )  # fmt: skip
        found = Order.objects.get(pk=order.pk)
        with pytest.raises(orders.OrderConfirmationRefused):
            orders.confirm_order(order=found, version=found.version, actor=around.supervisor)
        columns = {"confirmed_by": around.supervisor.pk, "confirmed_on": around.today()}
        with pytest.raises(DatabaseError), transaction.atomic():
            writing.change(found, actor=around.supervisor, **columns)
    assert around.sender is not None
    with acting(around.sender):
        found = Order.objects.get(pk=order.pk)
        orders.confirm_order(order=found, version=found.version, actor=around.sender)
    with acting(around.worker):
        found = opened(order)
        assert found.confirmed_by == around.sender.pk
        changed = orders.change_order(
            order=found, columns={"kind": "repatriation", "appeal": "lodged"},
            version=found.version, actor=around.worker,
        )  # fmt: skip
        assert changed.confirmed_by is None
    with acting(around.sender):
        found = Order.objects.get(pk=order.pk)
        orders.confirm_order(order=found, version=found.version, actor=around.sender)
    with acting(around.worker):
        found = Order.objects.get(pk=order.pk)
        with pytest.raises(IntegrityError, match="confirmed again"), transaction.atomic():
            writing.change(found, actor=around.worker, appeal="none")
