"""What people see once an import has ended: notices, refused consents, and how long children wait."""

from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.consent.queries import active_consents
from saathi.consent.vocabulary import ConsentScope
from saathi.protection.casework.services.models import Referral
from saathi.protection.exchange.actions import import_children
from tests.protection.exchange import cast, primero_files
from tests.protection.exchange.cast import Desk
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def kinds(of: Staff, path: str) -> list[str]:
    """The kinds of a person's notices about an import, in the order in which they were given."""
    with acting(of):
        notices = Notice.objects.filter(staff=of, record=cast.record_of(path))
        return list(notices.order_by("given_at").values_list("kind", flat=True))


def test_an_ended_import_and_its_undo_give_notice_to_who_imported(desk: Desk) -> None:
    path = cast.checked(desk)
    assert kinds(desk.officer, path) == []
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    cast.carried(path, desk.officer, "run_import")
    assert kinds(desk.officer, path) == ["import_ended"]
    cast.send(desk.client, f"{path}back/")
    cast.carried(path, desk.officer, "run_undo")
    assert kinds(desk.officer, path) == ["import_ended", "import_undo_ended"]
    assert kinds(desk.worker, path) == []
    with acting(desk.officer):
        notice = Notice.objects.filter(staff=desk.officer, kind="import_ended").get()
    address = reverse("desk:open_notice", args=[notice.pk])
    assert desk.client.post(address)["Location"] == path


def test_a_failed_import_gives_notice_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cast.checked(desk)
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)

    def falls(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(import_children, "_hand_over", falls)
    cast.carried(path, desk.officer, "run_import")
    assert cast.state(path, desk.officer).state == "failed"
    assert kinds(desk.officer, path) == ["import_ended"]


REFUSED = {"consent_reporting": "false", "interview_subject": "individual"}


@pytest.mark.parametrize(
    ("data", "page", "words"),
    [
        (REFUSED, "consent/", "Refused by the child"),
        ({"consent_for_services": False}, "", "This file is flagged"),
        ({"consent_for_services": False}, "notes/", "Consent for services: no"),
    ],
)
def test_the_worker_sees_a_refusal_where_it_counts(
    desk: Desk, data: dict[str, Any], page: str, words: str
) -> None:
    path = cast.primero_imported(desk, [primero_files.plain_case(1, **data)])
    child = cast.only_child(path, desk.worker)
    client = signed_in(desk.worker)
    assert words in read(client.get(f"/child/{child.file_id}/{page}"))[0]
    with acting(desk.worker):
        today = desk.office.today()
        for scope in ConsentScope:
            assert not active_consents(desk.worker, scope, today).exists(), scope


def test_an_imported_referral_waits_from_the_day_of_the_import(desk: Desk) -> None:
    service = {
        "service_type": "legal_assistance_service",
        "service_response_day_time": "2024-10-30",
    }
    case = primero_files.plain_case(1, services_section=[service])
    path = cast.primero_imported(desk, [case])
    child = cast.only_child(path, desk.worker)
    with acting(desk.worker):
        [referral] = Referral.objects.filter(child=child)
    client = signed_in(desk.worker)
    for address in ("support/", f"support/referrals/{referral.pk}/"):
        page = " ".join(read(client.get(f"/child/{child.file_id}/{address}"))[0].split())
        assert "Not sent yet" in page, address
        assert "Waiting time 0 days" in page, address
