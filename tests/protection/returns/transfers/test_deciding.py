"""A submission is taken back, and what is authorised is not edited."""

import pytest

from saathi.audit.models import AuditEntry
from saathi.protection.returns.transfers.actions import deciding, preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from tests.desk import cast
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.tracing.walking import follow, press
from tests.protection.returns.transfers import prepared
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def take_back(around: TransferCast, transfer: Transfer, by: object) -> set[str]:
    """The codes with which it is refused; empty if it is taken back."""
    with acting(by):  # type: ignore[arg-type]
        found = Transfer.objects.get(pk=transfer.pk)
        try:
            deciding.take_back_submission(transfer=found, version=found.version, actor=by)  # type: ignore[arg-type]
        except TransferRefused as refused:
            return {reason.code for reason in refused.reasons}
    return set()


@pytest.mark.requirement("XBR-005")
def test_a_supervisor_who_submits_by_mistake_takes_it_back_and_authorises_later(
    around: TransferCast,
) -> None:
    transfer = transfers.prepared(around)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        deciding.submit_transfer(transfer=found, version=found.version, actor=around.supervisor)
    another = agencies.staff("supervisor", around.worker.office)
    assert take_back(around, transfer, another) == {"own"}
    assert take_back(around, transfer, around.supervisor) == set()
    kept = transfers.stored(transfer)
    assert (kept.state, kept.submitted_by) == ("accepted", None)
    with role("auditor"):
        backs = AuditEntry.objects.filter(kind="sent_back", objects_seen__contains=[transfer.pk])
        assert backs.count() == 1
    assert take_back(around, transfer, around.supervisor) == {"state"}
    again = transfers.submitted(around, kept)
    assert transfers.authorised(around, again).state == "authorised"


@pytest.mark.parametrize("is_authorised", [False, True])
def test_what_was_submitted_or_authorised_is_not_edited(
    around: TransferCast, *, is_authorised: bool
) -> None:
    transfer = transfers.submitted(around)
    if is_authorised:
        transfer = transfers.authorised(around, transfer)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            preparing.change_transfer(
                transfer=found, columns={}, version=found.version, actor=around.worker
            )
    [reason] = refused.value.reasons
    assert ("Withdraw the authorisation" in reason.text) is is_authorised


def test_pages_offer_to_take_back_and_to_withdraw_first() -> None:
    around = cast.around()
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    page = f"{around.url}transfers/{transfer.pk}/"
    assert signed_in(around.outsider).post(f"{page}take-back/").status_code == 404
    taken = press(around.worker, page, f"{page}take-back/")
    assert "Submit for authorisation" in taken
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    edited = follow(signed_in(around.worker), f"{page}edit/", kind="relatives")
    assert "Withdraw the authorisation first" in edited
    prepared.say(around, transfer, "does_not")
    shown = signed_in(around.worker).get(page).content.decode()
    assert "The child does not want to go" in shown
    assert f"{page}withdraw/" in shown
    assert f"{page}departure/" not in shown
