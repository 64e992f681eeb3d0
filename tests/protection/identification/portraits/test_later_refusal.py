"""A photo is not shown while the child has refused since the consent that allows it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.consent import actions as consents
from saathi.consent.models import Consent
from saathi.consent.queries import is_refused_since
from saathi.consent.vocabulary import ConsentScope
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.identification.portraits.models import Portrait
from saathi.vault.models import StoredFile
from tests import filled
from tests.factories import agencies, children, rights
from tests.protection.casework.documents import papers
from tests.protection.identification.portraits import photos
from tests.protection.identification.portraits.test_portraits import LIST, is_stored, picture
from tests.reading import address, day, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_photo_is_not_shown_while_the_child_has_refused_since(child: Child, worker: Staff) -> None:
    portrait, client = photos.add(child, worker), signed_in(worker)
    assert client.get(picture(portrait)).status_code == 200
    photos.refusal(child, worker)
    page = f"{address(LIST, child)}?show={portrait.pk}"
    shown = client.get(page).content.decode()
    assert picture(portrait) not in shown
    assert "Not shown: the child refused." in shown
    withdraw = reverse("consent:withdraw_consent", args=[child.file_id, portrait.consent_id])
    assert withdraw in shown
    assert client.get(withdraw).status_code == 200
    assert client.get(picture(portrait)).status_code == 404
    with acting(worker):
        assert Portrait.objects.filter(pk=portrait.pk).exists()
        assert not StoredFile.objects.filter(pk=portrait.picture).exists()
        # An earlier consent allows no new photo either.
        earlier = Consent.objects.get(pk=portrait.consent_id)
    with pytest.raises(Refused, match="consent"):
        photos.add(child, worker, allowed_by=earlier)
    # The child is asked again, and agrees: the latest answer counts.
    photos.consent(child, worker)
    assert client.get(picture(portrait)).status_code == 200
    assert is_stored(portrait.picture)


@pytest.mark.parametrize(
    "asked",
    [{"answer": "not_asked"}, {"given_on": rights.DAY - dt.timedelta(days=1)}],
)
def test_answer_that_is_no_later_refusal_leaves_the_photo(
    child: Child, worker: Staff, asked: dict[str, Any]
) -> None:
    portrait = photos.add(child, worker)
    photos.refusal(child, worker, **asked)
    with acting(worker):  # about something else
        rights.consent(child, worker, answer="no", basis="duty", reason="The law on reports.")
    assert signed_in(worker).get(picture(portrait)).status_code == 200


@pytest.mark.parametrize("basis", ["refused", "duty"])
def test_refusal_stays_when_its_legal_basis_is_withdrawn(
    child: Child, worker: Staff, basis: str
) -> None:
    portrait, client = photos.add(child, worker), signed_in(worker)
    refused = photos.refusal(child, worker, basis=basis)
    assert client.get(picture(portrait)).status_code == 404
    withdraw = reverse("consent:withdraw_consent", args=[child.file_id, refused.pk])
    page = client.get(reverse("consent:show_consent", args=[child.file_id])).content.decode()
    assert (withdraw in page) == (basis == "duty")  # there is nothing to withdraw in a refusal
    with acting(worker):
        consents.withdraw_consent(consent=refused, version=refused.version, actor=worker)
    assert client.get(picture(portrait)).status_code == 404
    photos.consent(child, worker)
    assert client.get(picture(portrait)).status_code == 200


def test_refusal_is_recorded_on_the_consent_form_and_shown_as_refused(
    child: Child, worker: Staff
) -> None:
    portrait, client = photos.add(child, worker), signed_in(worker)
    path = address("consent:record_consent", child)
    page = client.get(path).content.decode()
    typed = {"scopes": ["picture"], "basis": "refused", "answer": "no", "capacity": "full"}
    typed |= day("given_on", rights.DAY)
    answer = client.post(path, filled.form(page, to=path, **typed))
    assert answer.status_code == 302, words(answer.content)
    listed = words(client.get(answer["Location"]).content)
    assert "Refused by the child" in listed
    assert client.get(picture(portrait)).status_code == 404


def test_refusal_is_shown_only_for_files_that_the_person_may_see(
    child: Child, worker: Staff
) -> None:
    given = photos.consent(child, worker)
    stranger = agencies.staff("case_worker")
    for person, expected in ((worker, False), (stranger, True)):
        with acting(person):
            assert is_refused_since(given.pk, ConsentScope.PICTURE_OR_RECORDING) is expected


def test_refusal_of_one_child_leaves_the_photo_of_another(child: Child, worker: Staff) -> None:
    portrait, other = photos.add(child, worker), children.case(worker).child
    photos.refusal(other, worker)
    assert signed_in(worker).get(picture(portrait)).status_code == 200


EARLIER = rights.DAY - dt.timedelta(days=1)


def guardians_consent(child: Child, worker: Staff) -> Consent:
    """A consent of the guardian to photos, after which the child was not asked."""
    with acting(worker):
        return rights.guardians_consent(child, worker, scopes=("picture",))


def test_guardians_later_consent_allows_no_photo_against_the_childs_refusal(
    child: Child, worker: Staff
) -> None:
    photos.refusal(child, worker, given_on=EARLIER)
    allowed_by = guardians_consent(child, worker)
    with pytest.raises(Refused, match="consent"):
        photos.add(child, worker, allowed_by=allowed_by)
    with role("maintenance"):
        assert not Portrait.objects.exists()
    photos.consent(child, worker)  # the child is asked again, and agrees
    photos.add(child, worker, allowed_by=allowed_by)


def test_photo_form_names_the_refusal_and_what_to_do(child: Child, worker: Staff) -> None:
    photos.refusal(child, worker, given_on=EARLIER)
    allowed_by, client = guardians_consent(child, worker), signed_in(worker)
    path = address("portraits:add_portrait", child)
    page = client.get(path).content.decode()
    assert "consent only (does not hold: the child refused on 1 March 2026)" in page
    typed = {"consent": str(allowed_by.pk), "purposes": ["recognise"], "has_read": "on"}
    typed |= {"taken_by": "Rina Thapa"} | day("taken_on", rights.DAY)
    sent = filled.form(page, **typed) | {"photo": papers.sent("a.jpg", papers.photo())}
    answer = client.post(path, sent)
    assert answer.status_code == 200
    text = words(answer.content)
    assert "The child refused this on 1 March 2026, and this consent does not override" in text
    assert "Ask the child again and record the answer." in text
    with role("maintenance"):
        assert not Portrait.objects.exists()


def test_photo_on_a_guardians_consent_is_hidden_by_a_refusal_of_any_date(
    child: Child, worker: Staff
) -> None:
    portrait = photos.add(child, worker, allowed_by=guardians_consent(child, worker))
    client = signed_in(worker)
    assert client.get(picture(portrait)).status_code == 200
    photos.refusal(child, worker, given_on=EARLIER)
    assert client.get(picture(portrait)).status_code == 404
    with acting(worker):
        assert not StoredFile.objects.filter(pk=portrait.picture).exists()
    photos.consent(child, worker)
    assert client.get(picture(portrait)).status_code == 200


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (rights.guardians_consent, {"scopes": ("picture",)}),
        (rights.consent, {"scopes": ("picture",), "basis": "duty", "reason": "The law."}),
        (rights.consent, {"scopes": ("health",)}),
    ],
    ids=["refused", "no consent", "another scope"],
)
def test_database_adds_no_photo_without_a_consent_that_holds(
    child: Child, worker: Staff, record: Callable[..., Consent], asked: dict[str, Any]
) -> None:
    earlier = photos.consent(child, worker, given_on=EARLIER)
    portrait = photos.add(child, worker, allowed_by=earlier)
    photos.refusal(child, worker)
    with acting(worker):
        consent = record(child, worker, **asked)
    with role("maintenance"):
        row = Portrait.objects.get(pk=portrait.pk)
        Portrait.objects.update(state="earlier")
    with role(
        "warden"
    ):  # an insert of the web needs a proof first, and maintenance restores backups
        row.pk, row.consent = None, consent
        row._state.adding = True
        with (
            pytest.raises(IntegrityError, match="no active consent to a photo"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)
