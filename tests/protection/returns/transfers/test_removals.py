"""A child that others took out of the country: never a transfer, and the open one is stopped."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.actions import preparing
from saathi.protection.returns.transfers.models import Transfer
from tests.factories import agencies
from tests.protection.decisions.orders.test_screens import address, broken
from tests.reading import post, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def opened(case: Case, worker: Staff) -> Transfer:
    transfer = Transfer(
        file_id=case.file_id, child_id=case.child_id, direction="outgoing", kind="return",
        from_country="NPL", to_country="IND", opened_on=worker.office.today(),
    )  # fmt: skip
    transfer.partner = "Child rights council, Kathmandu"
    with acting(worker):
        return preparing.open_transfer(transfer=transfer, actor=worker)


@pytest.mark.requirement("XBR-014")
@pytest.mark.parametrize("safeguard", [Safeguard.DEPORTED, Safeguard.PUSHED_BACK])
def test_a_deportation_stops_the_open_transfer_and_is_no_return(
    case: Case, worker: Staff, safeguard: Safeguard
) -> None:
    transfer = opened(case, worker)
    page = post(worker, address("record_safeguard", case), broken(safeguard=safeguard.value))
    assert "Secondary victimisation, not a return" in page
    with acting(worker):
        stopped = queries.transfers_of(case.child, worker)[0]
        assert stopped.pk == transfer.pk
        assert (stopped.state, stopped.stopped_by) == ("stopped", "authority")
        assert stopped.ended_on == worker.office.today()
        assert "not a return" in stopped.stop_reason
        assert stopped.next_step
        assert stopped.departed_at is None  # a removal is no departure


@pytest.mark.parametrize("safeguard", [Safeguard.DETAINED, Safeguard.CHARGED, Safeguard.NAMED])
def test_other_violations_leave_the_transfer_as_it_is(
    case: Case, worker: Staff, safeguard: Safeguard
) -> None:
    transfer = opened(case, worker)
    post(worker, address("record_safeguard", case), broken(safeguard=safeguard.value))
    with acting(worker):
        transfer.refresh_from_db()
        assert transfer.state == "considered"
        assert BrokenSafeguard.objects.filter(safeguard=safeguard).exists()


def test_the_transfer_of_another_child_is_not_stopped(case: Case, worker: Staff) -> None:
    from tests.factories import children

    other = opened(children.case(worker, "Maya"), worker)
    post(worker, address("record_safeguard", case), broken())
    with acting(worker):
        other.refresh_from_db()
        assert other.state == "considered"


def test_a_deportation_without_a_transfer_is_recorded_all_the_same(
    case: Case, worker: Staff
) -> None:
    page = post(worker, address("record_safeguard", case), broken())
    assert "Put on a bus at night" in page
    timeline = reverse("desk:show_timeline", args=[case.file_id])
    shown = words(signed_in(worker).get(timeline).content)
    assert "Secondary victimisation: Deported, or sent to another country" in shown
    assert "transfer" not in shown.lower().split("secondary victimisation")[1][:60]


@pytest.mark.requirement("XBR-014")
def test_a_removal_is_shown_on_the_transfer_and_on_my_day_until_the_authority_is_notified(
    case: Case, worker: Staff
) -> None:
    transfer = opened(case, worker)
    leader = agencies.staff("supervisor", worker.office)
    post(worker, address("record_safeguard", case), broken())
    with acting(worker):
        violation = BrokenSafeguard.objects.get(file=case.file_id)
    page = reverse("transfers:show_transfer", args=[case.file_id, transfer.pk])
    notify = reverse("orders:record_alert_outcome", args=[case.file_id, violation.pk])
    shown = signed_in(worker).get(page).content.decode()
    assert "The child was taken out of the country without authorisation" in shown
    assert notify in shown
    for person in (worker, leader):
        day = words(signed_in(person).get("/").content)
        assert "1 child was taken abroad without authorisation; notify the authority" in day
    with role("maintenance"):
        BrokenSafeguard.objects.filter(pk=violation.pk).update(
            alert="told", notified_on=worker.office.today()
        )
    assert notify not in signed_in(worker).get(page).content.decode()
    assert "taken abroad without authorisation" not in words(signed_in(leader).get("/").content)
