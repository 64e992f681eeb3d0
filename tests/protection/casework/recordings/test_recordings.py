"""Recordings are added, changed, put on a newer consent and erased; each with its entry in the log."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.recordings import actions
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.vocabulary import SpeakerAgreement
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from tests import filled
from tests.desk import cast
from tests.factories import agencies, children, rights, teams
from tests.participation.test_voice import said
from tests.protection.casework.documents import papers
from tests.protection.casework.recordings import sounds, voices
from tests.protection.identification.portraits import photos
from tests.reading import address, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST, NEW, SHOW = (
    "recordings:list_recordings",
    "recordings:add_recording",
    "recordings:show_recording",
)
CHANGE, CONSENT, ERASE = (
    "recordings:change_recording",
    "recordings:renew_recording_basis",
    "recordings:remove_recording",
)


def path_of(name: str, recording: VoiceRecording) -> str:
    return reverse(name, args=[recording.file_id, recording.pk])


def sent(client: Any, path: str, data: bytes, **fields: object) -> Any:
    form = filled.form(client.get(path).content.decode(), **voices.typed(**fields))
    return client.post(path, form | {"sound": papers.sent(voices.NAME, data)})


def test_recording_is_added_by_its_form(child: Child, worker: Staff) -> None:
    client, path = signed_in(worker), address(NEW, child)
    page = client.get(path).content.decode()
    assert "There is no consent to a picture or recording yet." in page
    begun = filled.form(page)
    for name in ("speaker", "origin", "purpose", "audience", "agreement", "text_kind"):
        assert begun.get(name, [""])[0] == "", name  # nothing is chosen beforehand
    consent = photos.consent(child, worker)
    answer = sent(
        client, path, sounds.webm(), consent=consent.pk, language="ne", words=voices.WORDS,
        text_kind="transcript", text_language="ne",
    )  # fmt: skip
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        recording = VoiceRecording.objects.get()
    assert recording.media_type == "audio/webm"
    assert (recording.basis, recording.consented_on) == ("consent", consent.given_on)
    page = read(worker, answer.headers["Location"])
    for text in (voices.TITLE, voices.WORDS, "Transcript, word for word", "Nepali", "The child"):
        assert text in page
    entries = cast.entries(kind="wrote", file_id=child.file_id)
    assert any(recording.pk in entry.objects_seen for entry in entries)


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (papers.photo(), {}, "Browsers cannot play this file"),
        (sounds.mp4(film=True), {}, "Browsers cannot play this file"),
        (b"", {}, "empty"),
        (sounds.ogg(), {"consent": ""}, "Choose a consent or legal basis"),
        (sounds.ogg(), {"words": "A text"}, "Choose whether the text is a summary"),
        (sounds.ogg(), {"audience": "named"}, "Choose the people"),
        (sounds.ogg(), {"speaker": "family"}, "Choose whether the person who speaks agreed."),
        (sounds.ogg(), {"speaker": "family", "agreement": "not_asked"}, "Ask before you record."),
    ],
)
def test_refused_recording_leaves_nothing_and_says_why(
    child: Child, worker: Staff, data: bytes, fields: dict[str, object], said: str
) -> None:
    client, path = signed_in(worker), address(NEW, child)
    consent = photos.consent(child, worker)
    answer = sent(client, path, data, **{"consent": consent.pk, **fields})
    assert answer.status_code == 200
    assert said in words(answer.content)
    assert voices.TITLE in words(answer.content) or voices.TITLE in answer.content.decode()
    with role("maintenance"):
        assert not VoiceRecording.objects.exists()
        assert not StoredFile.objects.exists()


def test_consent_to_something_else_or_of_another_child_allows_no_recording(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        health = rights.consent(child, worker, scopes=("health",))
    with pytest.raises(access.NotAllowed):
        voices.add(child, worker, allowed_by=health)
    other = photos.consent(children.case(worker, "Rokeya").child, worker)
    with pytest.raises(access.NotAllowed):
        voices.add(child, worker, allowed_by=other)


def test_threat_that_was_received_is_kept_without_consent_of_the_caller(
    child: Child, worker: Staff
) -> None:
    recording = voices.add(
        child, worker, speaker="unknown", origin="received", agreement="not_asked", purpose="safety"
    )
    page = read(worker, path_of(SHOW, recording))
    assert "Not asked: it was received as evidence" in page
    assert "Evidence of a threat or danger" in page


def test_text_is_added_later_and_the_sound_stays(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker, text_kind="", text_language="")
    client = signed_in(worker)
    assert "No text yet." in words(client.get(path_of(SHOW, recording)).content)
    form = filled.form(
        client.get(path_of(CHANGE, recording)).content.decode(),
        words=voices.WORDS, text_kind="summary", text_language="en",
    )  # fmt: skip
    assert client.post(path_of(CHANGE, recording), form).status_code == 302
    assert voices.WORDS in read(worker, path_of(SHOW, recording))
    with role("maintenance"):
        assert VoiceRecording.objects.get().original == recording.original


def test_audience_is_changed_only_by_who_added_the_recording(child: Child, worker: Staff) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.CASE_WORKER)
    recording = voices.add(child, worker, audience="named", readers=[colleague.pk])
    client = signed_in(colleague)
    page = client.get(path_of(CHANGE, recording)).content.decode()
    assert 'name="audience"' not in page
    form = filled.form(page, title="Another title")
    assert client.post(path_of(CHANGE, recording), form | {"audience": "team"}).status_code == 302
    with role("maintenance"):
        recording.refresh_from_db()
    assert (recording.audience, recording.readers) == ("named", [colleague.pk])
    with acting(colleague), pytest.raises(access.NotAllowed):
        actions.change_recording(
            recording=recording, columns={"audience": "team"}, version=2, actor=colleague
        )
    assert 'name="audience"' in signed_in(worker).get(path_of(CHANGE, recording)).content.decode()


def test_ended_consent_is_followed_by_a_newer_one(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    with role("maintenance"):
        VoiceRecording.objects.update(usable_until=voices.DAY)
    play = path_of("recordings:play_recording", recording)
    client = signed_in(worker)
    assert client.get(play).status_code == 404
    newer = photos.consent(child, worker, given_on=voices.DAY + dt.timedelta(days=2))
    form = filled.form(client.get(path_of(CONSENT, recording)).content.decode(), consent=newer.pk)
    assert client.post(path_of(CONSENT, recording), form).status_code == 302
    assert client.get(play).status_code == 200
    with acting(worker), pytest.raises(actions.RecordingRefused, match="consent"):
        actions.renew_basis(
            recording=VoiceRecording.objects.select_related("child").get(),
            consent=None, agreement=SpeakerAgreement.AGREED, version=2, actor=worker,
        )  # fmt: skip


def test_recording_goes_with_a_statement_for_those_who_read_both(
    child: Child, worker: Staff
) -> None:
    statement = said(child, worker)
    recording = voices.add(child, worker, statement=statement)
    page = reverse("participation:show_statement", args=[child.file_id, statement.pk])
    client = signed_in(worker)
    assert path_of(SHOW, recording) in client.get(page).content.decode()
    assert page in client.get(path_of(SHOW, recording)).content.decode()
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    own = said(child, worker, audience="worker")
    hidden = voices.add(child, worker, statement=own)
    shown = signed_in(mother).get(path_of(SHOW, hidden)).content.decode()
    assert voices.TITLE in shown
    assert str(own.pk) not in shown
    with pytest.raises(access.NotAllowed):
        voices.add(child, mother, speaker="family", agreement="agreed", statement=own)


def test_erased_recording_leaves_its_facts_and_the_reason(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    recording = voices.add(child, worker)
    client = signed_in(worker)
    path = path_of(ERASE, recording)
    form = filled.form(client.get(path).content.decode(), reason="asked")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, form).status_code == 302
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(recording.original))
    assert client.get(path_of("recordings:play_recording", recording)).status_code == 404
    page = read(worker, path_of(SHOW, recording))
    assert "The child or guardian asked for it" in page
    assert voices.WORDS in page
    [entry] = cast.entries(kind="file_removed", file_id=child.file_id)
    assert entry.detail["reason"] == "asked"
    with acting(worker), pytest.raises(actions.RecordingRefused):
        actions.change_recording(
            recording=VoiceRecording.objects.select_related("child").get(),
            columns={}, version=2, actor=worker,
        )  # fmt: skip
