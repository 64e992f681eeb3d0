"""The key of unsent forms: its owner's only, signed in, and replaced when a device is lost."""

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from django.test import Client

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import sealing
from saathi.vault.errors import VaultError
from tests import filled
from tests.factories import agencies
from tests.roles import role
from tests.sending import key
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
OPEN = "/unsent/open/"


def half(client: Client) -> bytes:
    return base64.b64decode(client.post(OPEN).json()["key"])


def public_of(private: bytes) -> bytes:
    loaded = serialization.load_der_private_key(private, None)
    return loaded.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def reloaded(staff: Staff) -> Staff:
    with role("maintenance"):
        return Staff.objects.get(pk=staff.pk)


def test_sealing_key_is_on_page_and_private_key_only_for_owner() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    page = client.get("/unsent/").content.decode()
    public = reloaded(worker).unsent_public
    assert f'data-seal="{public}"' in page
    assert public_of(half(client)) == base64.b64decode(public)
    assert client.get("/").headers["Cache-Control"] == "no-store, private"
    answer = client.post(OPEN)
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_unsent_key_survives_sign_out_and_is_unique() -> None:
    worker, other = agencies.staff(), agencies.staff()
    first = half(signed_in(worker))
    assert half(signed_in(worker)) == first
    assert half(signed_in(other)) != first


def test_unsent_key_needs_sign_in_and_unlocked_screen() -> None:
    assert Client().post(OPEN).status_code == 302
    worker = agencies.staff(pin="x")
    client = signed_in(worker)
    assert client.post("/lock").status_code == 302
    answer = client.post(OPEN)
    assert (answer.status_code, answer["Location"]) == (302, "/unlock")
    assert signed_in(agencies.staff()).get(OPEN).status_code == 405


def test_unsent_key_is_sealed_for_its_own_row() -> None:
    worker, other = agencies.staff(), agencies.staff()
    private = half(signed_in(worker))
    sealed = reloaded(worker).unsent_private
    assert base64.b64encode(private).decode() not in sealed
    with pytest.raises(VaultError):
        sealing.open_sealed(sealed, purpose="unsent", row=str(other.pk))


def test_lost_device_key_is_replaced() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    before, sealed = half(client), reloaded(worker).unsent_private
    assert client.post("/unsent/lost/", key()).status_code == 302
    after = half(client)
    assert after != before
    assert reloaded(worker).unsent_private != sealed
    assert public_of(after) == base64.b64decode(reloaded(worker).unsent_public)


def test_ended_account_loses_unsent_key() -> None:
    administrator = agencies.staff("administrator")
    worker = agencies.staff("case_worker", administrator.office)
    browser_of_worker = signed_in(worker)
    assert half(browser_of_worker)
    ended = just_confirmed(administrator).post(f"/agency/staff/{worker.pk}/end/", key())
    assert ended.status_code == 302
    assert (reloaded(worker).unsent_public, reloaded(worker).unsent_private) == ("", "")
    assert browser_of_worker.post(OPEN).status_code in {302, 404}


def test_saved_form_response_is_marked_on_resubmission_too() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    opened = client.get("/reports/new/").content.decode()
    sent = filled.form(
        opened, channel="border_post", reporter_kind="police", urgency="today", what="A child alone"
    )
    first = client.post("/reports/new/", sent, headers={"X-Saathi-Send": "1"})
    second = client.post("/reports/new/", sent, headers={"X-Saathi-Send": "1"})
    assert (first.status_code, second.status_code) == (204, 204)
    assert (first["X-Saathi-Saved"], second["X-Saathi-Saved"]) == ("1", "1")
    assert first["X-Saathi-To"] == second["X-Saathi-To"]
    out = Client().post("/reports/new/", sent, headers={"X-Saathi-Send": "1"})
    assert out.status_code == 204
    assert "X-Saathi-Saved" not in out, "the user is signed out: it is not saved"
