"""A recording is silent while the child has refused since the consent that allows it."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault.models import StoredFile
from tests.protection.casework.recordings import voices
from tests.protection.casework.recordings.test_playing import (
    ORIGINAL,
    PLAY,
    SHOW,
    is_stored,
    path_of,
)
from tests.protection.identification.portraits import photos
from tests.roles import acting
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db


def test_recording_is_not_played_while_the_child_has_refused_since(
    child: Child, worker: Staff
) -> None:
    recording, client = voices.add(child, worker), just_confirmed(worker)
    assert client.get(path_of(PLAY, recording)).status_code == 200
    photos.refusal(child, worker)
    for name in (PLAY, ORIGINAL):
        assert client.get(path_of(name, recording)).status_code == 404
    page = client.get(f"{path_of(SHOW, recording)}?play=yes").content.decode()
    assert "Not played: the child has since refused." in page
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
