"""A second person confirms an order before anything rests on it."""

import pytest

from saathi.audit.models import AuditEntry
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.models import Order
from tests.desk import cast
from tests.factories.orders import record_order
from tests.protection.returns.tracing.walking import press
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_confirmed", "is_author", "count"),
    [(False, False, 0), (False, True, 1), (True, False, 1)],
)
def test_who_confirms(*, is_confirmed: bool, is_author: bool, count: int) -> None:
    reasons = rules.reasons_against_confirming(is_confirmed=is_confirmed, is_author=is_author)
    assert len(reasons) == count


def test_an_order_is_confirmed_on_its_page() -> None:
    around = cast.around()
    with acting(around.worker):
        order = record_order(around.case.child, around.worker, around.worker.office.today())
    page = f"{around.url}orders/"
    address = f"{page}{order.pk}/confirm/"
    for person in (around.outsider, around.worker):
        assert signed_in(person).post(address).status_code == 404
    assert address not in signed_in(around.worker).get(page).content.decode()
    assert "not yet" in signed_in(around.supervisor).get(page).content.decode()
    shown = press(around.supervisor, page, address)
    assert address not in shown
    with role("maintenance"):
        assert Order.objects.get(pk=order.pk).confirmed_by == around.supervisor.pk
    with role("auditor"):
        entries = AuditEntry.objects.filter(kind="approved", objects_seen__contains=[order.pk])
        assert entries.count() == 1
