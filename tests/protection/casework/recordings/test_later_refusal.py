"""A recording is silent while the child has refused since the consent that allows it."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.consent.actions import withdraw_consent
from saathi.consent.models import Consent
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault.models import StoredFile
from tests import filled
from tests.factories import rights
from tests.protection.casework.recordings import voices
from tests.protection.casework.recordings.test_playing import (
    ORIGINAL,
    PLAY,
    SHOW,
    is_stored,
    path_of,
)
from tests.protection.identification.portraits import photos
from tests.reading import address, words
from tests.roles import acting, role
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db
EARLIER = rights.DAY - dt.timedelta(days=1)


def test_recording_is_not_played_while_the_child_has_refused_since(
    child: Child, worker: Staff
) -> None:
    recording, client = voices.add(child, worker), just_confirmed(worker)
    assert client.get(path_of(PLAY, recording)).status_code == 200
    photos.refusal(child, worker)
    for name in (PLAY, ORIGINAL):
        assert client.get(path_of(name, recording)).status_code == 404
    page = client.get(f"{path_of(SHOW, recording)}?play=yes").content.decode()
    assert "Not played: the child refused." in page
    assert path_of(PLAY, recording) not in page
    withdraw = reverse("consent:withdraw_consent", args=[child.file_id, recording.consent_id])
    assert withdraw in page
    with acting(worker):
        assert VoiceRecording.objects.filter(pk=recording.pk).exists()
        assert not StoredFile.objects.filter(pk=recording.original).exists()
    photos.consent(child, worker)
    assert client.get(path_of(PLAY, recording)).status_code == 200
    assert is_stored(recording.original)


def test_recording_on_another_basis_does_not_depend_on_the_answer(
    child: Child, worker: Staff
) -> None:
    duty = photos.consent(child, worker, basis="duty", reason="The law on reports.")
    recording = voices.add(child, worker, allowed_by=duty, origin="received")
    photos.refusal(child, worker)
    assert just_confirmed(worker).get(path_of(PLAY, recording)).status_code == 200


def test_guardians_later_consent_allows_no_recording_against_the_childs_refusal(
    child: Child, worker: Staff
) -> None:
    photos.refusal(child, worker, given_on=EARLIER)
    with acting(worker):
        allowed_by = rights.guardians_consent(child, worker, scopes=("picture",))
    for origin in ("made", "received"):
        with pytest.raises(Refused, match="consent"):
            voices.add(child, worker, allowed_by=allowed_by, origin=origin)
    page = just_confirmed(worker).get(address("recordings:add_recording", child)).content.decode()
    assert "consent only (does not hold: the child refused on 1 March 2026)" in page
    photos.consent(child, worker)  # the child is asked again, and agrees
    voices.add(child, worker, allowed_by=allowed_by)


def test_newer_consent_of_a_recording_names_the_refusal(child: Child, worker: Staff) -> None:
    recording, client = voices.add(child, worker), just_confirmed(worker)
    photos.refusal(child, worker)
    with acting(worker):
        allowed_by = rights.guardians_consent(child, worker, scopes=("picture",))
    path = path_of("recordings:renew_recording_basis", recording)
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page, to=path, consent=str(allowed_by.pk)))
    assert "The child refused this on 2 March 2026" in words(answer.content)
    with acting(worker):
        assert VoiceRecording.objects.get(pk=recording.pk).consent_id == recording.consent_id


def test_database_bases_no_recording_on_a_refused_consent(child: Child, worker: Staff) -> None:
    recording = voices.add(
        child, worker, allowed_by=photos.consent(child, worker, given_on=EARLIER)
    )
    photos.refusal(child, worker)
    with acting(worker):
        allowed_by = rights.guardians_consent(child, worker, scopes=("picture",))
    rows = VoiceRecording.objects.filter(pk=recording.pk)
    refused = pytest.raises(IntegrityError, match="no active consent to a recording")
    with role("warden"), refused, transaction.atomic():  # maintenance restores backups
        rows.update(consent=allowed_by)


@pytest.mark.parametrize("ended_by", ["refusal", "withdrawal"])
def test_restore_brings_back_a_recording_that_was_refused_or_withdrawn_since(
    child: Child, worker: Staff, ended_by: str
) -> None:
    allowed_by = photos.consent(child, worker, given_on=EARLIER)
    recording = voices.add(child, worker, allowed_by=allowed_by)
    if ended_by == "refusal":
        photos.refusal(child, worker)
    else:
        with acting(worker):
            consent = Consent.objects.get(pk=allowed_by.pk)
            records.open_texts(consent)
            withdraw_consent(consent=consent, version=consent.version, actor=worker)
    # A restore copies the rows as this role, while triggers are active.
    with role("maintenance"):
        row = VoiceRecording.objects.get(pk=recording.pk)
        VoiceRecording.objects.filter(pk=recording.pk)._raw_delete("default")
        row.save(force_insert=True)
        assert VoiceRecording.objects.get(pk=recording.pk).state == row.state
