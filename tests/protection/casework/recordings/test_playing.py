"""Sound of recordings: who hears it, what the browser gets, and what stays of it where."""

import re
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access, record_history, records
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent import actions as consents
from saathi.people.models import Child
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault import actions as vault_actions
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from saathi.vault.vocabulary import ErasureReason
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, children, teams
from tests.protection.casework.recordings import sounds, voices
from tests.protection.identification.portraits import photos
from tests.reading import address, read
from tests.roles import acting, role
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
LIST, SHOW = "recordings:list_recordings", "recordings:show_recording"
PLAY, ORIGINAL = "recordings:play_recording", "recordings:download_recording"
POLICY = "sandbox; default-src 'none'; media-src 'self'; frame-ancestors 'none'"


def path_of(name: str, recording: VoiceRecording) -> str:
    return reverse(name, args=[recording.file_id, recording.pk])


def is_stored(stored_id: UUID) -> bool:
    with role("maintenance"):
        return StoredFile.objects.filter(pk=stored_id).exists()


# --- who may not ----------------------------------------------------------------------------------


def test_strangers_hear_and_find_nothing(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = just_confirmed(stranger)
        for name in (
            SHOW,
            PLAY,
            ORIGINAL,
            "recordings:change_recording",
            "recordings:remove_recording",
        ):
            assert client.get(path_of(name, recording)).status_code == 404, name
        assert client.get(address(LIST, child)).status_code == 404
        assert client.post(path_of(ORIGINAL, recording), {"purpose": "child"}).status_code == 404
        erase = path_of("recordings:remove_recording", recording)
        assert client.post(erase, {"reason": "asked", "version": 1}).status_code == 404
        with acting(stranger):
            assert not VoiceRecording.objects.exists()
            assert not StoredFile.objects.exists()
    assert cast.entries(kind="file_opened") == []
    assert is_stored(recording.original)


@pytest.mark.parametrize("audience", ["recorder", "named"])
def test_who_is_not_in_the_audience_hears_nothing(
    child: Child, worker: Staff, audience: str
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    teams.join(child.file_id, colleague, TeamRole.CASE_WORKER)
    readers = [colleague.pk] if audience == "named" else []
    recording = voices.add(child, worker, audience=audience, readers=readers)
    for person, hears in ((mother, False), (colleague, audience == "named"), (worker, True)):
        client = just_confirmed(person)
        for name in (SHOW, PLAY, ORIGINAL):
            status = 200 if hears else 404
            assert client.get(path_of(name, recording)).status_code == status, (
                name,
                person.role_kind,
            )
        assert (voices.TITLE in client.get(address(LIST, child)).content.decode()) is hears
        with acting(person):
            assert StoredFile.objects.filter(pk=recording.original).exists() is hears
    with role("maintenance"), pytest.raises(access.NotAllowed):  # the first lock alone
        record_history.stored_file(mother, recording, "original")


def test_person_outside_the_team_cannot_be_named(child: Child, worker: Staff) -> None:
    stranger = agencies.staff("case_worker", worker.office)
    with pytest.raises(Exception, match="readers"):
        voices.add(child, worker, audience="named", readers=[stranger.pk])


def test_recording_is_not_found_below_another_child(child: Child, worker: Staff) -> None:
    other = children.case(worker, "Rokeya").child
    recording = voices.add(child, worker)
    client = just_confirmed(worker)
    for name in (SHOW, PLAY, ORIGINAL):
        for ids in ([other.file_id, recording.pk], [child.file_id, uuid4()]):
            assert client.get(reverse(name, args=ids)).status_code == 404


# --- what the browser gets ------------------------------------------------------------------------


@pytest.mark.parametrize("media_type", sounds.SOUNDS)
def test_sound_is_played_as_what_it_is_and_kept_by_no_browser(
    child: Child, worker: Staff, media_type: str
) -> None:
    recording = voices.add(child, worker, sounds.SOUNDS[media_type])
    answer = signed_in(worker).get(path_of(PLAY, recording))
    assert answer.content == sounds.SOUNDS[media_type]
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers
    [entry] = cast.entries(kind="file_opened", file_id=child.file_id)
    assert entry.detail == {"section": 64, "format": "played"}
    assert recording.pk in entry.objects_seen


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-1", 206, 0, 2),
        ("bytes=0-", 206, 0, None),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=10-999999999", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=999999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=9-3", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=a-b", 200, 0, None),
        ("lines=0-1", 200, 0, None),
    ],
)
def test_browser_gets_the_part_that_it_asks_for_and_each_part_is_logged(
    child: Child, worker: Staff, asked: str, status: int, begin: int, end: int | None
) -> None:
    data = sounds.mp3()
    recording = voices.add(child, worker, data)
    answer = signed_in(worker).get(path_of(PLAY, recording), headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == data[begin:end]
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == POLICY
    if status == 206:
        first = begin % len(data)
        last = first + len(answer.content) - 1
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(data)}"
    elif status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(data)}"
    assert len(cast.entries(kind="file_opened", file_id=child.file_id)) == 1


def test_page_has_no_sound_until_the_reader_asks_for_it(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    client = signed_in(worker)
    with at_most(20):
        answer = client.get(path_of(SHOW, recording))
    page = answer.content.decode()
    assert voices.WORDS in page
    assert "<audio" not in page
    assert path_of(PLAY, recording) not in page
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    asked = client.get(path_of(SHOW, recording) + "?play=yes").content.decode()
    assert re.search(rf'<audio\s[^>]*preload="none"[^>]*src="{path_of(PLAY, recording)}"', asked)
    assert "The original is played" in asked
    assert cast.entries(kind="file_opened") == []  # shown is not played
    seen = cast.entries(kind="viewed", file_id=child.file_id) or cast.entries(file_id=child.file_id)
    assert any(recording.pk in entry.objects_seen for entry in seen)


def test_discreet_view_has_neither_words_nor_sound(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    client = signed_in(worker)
    for path in (path_of(SHOW, recording) + "?play=yes", address(LIST, child)):
        page = client.get(path, HTTP_USER_AGENT=cast.PHONE).content.decode()
        for hidden in (voices.TITLE, voices.WORDS, "<audio", path_of(PLAY, recording)):
            assert hidden not in page, (path, hidden)


def test_no_list_has_a_sound_and_no_other_page_may_play(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    client = signed_in(worker)
    timeline = f"/child/{child.file_id}/timeline/"
    for path in ("/", "/cases/", f"/child/{child.file_id}/", timeline, address(LIST, child)):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert "<audio" not in page
        assert path_of(PLAY, recording) not in page
        assert "media-src" not in answer.headers["Content-Security-Policy"]
    assert "A voice recording was made" in read(worker, timeline)


def test_original_is_given_unchanged_for_a_purpose_that_is_logged(
    child: Child, worker: Staff
) -> None:
    data = sounds.mp4()
    recording = voices.add(child, worker, data)
    path = path_of(ORIGINAL, recording)
    assert signed_in(worker).get(path).status_code == 302  # to confirm who it is
    client = just_confirmed(worker)
    client.get(path)
    assert client.post(path, {}).headers["Content-Type"].startswith("text/html")  # no purpose
    assert cast.entries(kind="file_opened") == []
    answer = client.post(path, {"purpose": "proceedings"})
    assert answer.content == data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recording.m4a"'
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    [entry] = cast.entries(kind="file_opened")
    assert entry.detail == {"section": 64, "format": "original", "reason": "proceedings"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(sounds.ogg(comment=sounds.HTML), id="in the comments"),
        pytest.param(sounds.mp3(tag=sounds.HTML), id="in a tag"),
        pytest.param(sounds.mp4() + sounds.box(b"free", sounds.HTML), id="in a free box"),
    ],
)
def test_page_inside_a_recording_is_nothing_but_sound(
    child: Child, worker: Staff, data: bytes
) -> None:
    recording = voices.add(child, worker, data)
    client = just_confirmed(worker)
    for answer in (
        client.get(path_of(PLAY, recording)),
        client.post(path_of(ORIGINAL, recording), {"purpose": "child"}),
    ):
        assert answer.headers["Content-Type"].startswith("audio/")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_name_of_the_file_is_in_no_page_address_or_header(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    client = just_confirmed(worker)
    page = client.get(path_of(SHOW, recording) + "?play=yes").content.decode()
    answer = client.post(path_of(ORIGINAL, recording), {"purpose": "child"})
    assert "onerror" not in page
    assert "onerror" not in str(answer.headers)
    assert "sunita" not in str(answer.headers).casefold()


# --- the consent ----------------------------------------------------------------------------------


def test_withdrawn_consent_erases_the_sound_and_leaves_the_text(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    consent = photos.consent(child, worker)
    recording, other = voices.add(child, worker, allowed_by=consent), voices.add(child, worker)
    with acting(worker), django_capture_on_commit_callbacks(execute=True):
        records.open_texts(consent)
        stopped = consents.withdraw_consent(consent=consent, version=1, actor=worker)
    assert [text for text in stopped if "the audio is erased" in text]
    assert not is_stored(recording.original)
    assert is_stored(other.original)
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(recording.original))
    client = just_confirmed(worker)
    assert client.get(path_of(PLAY, recording)).status_code == 404
    assert client.get(path_of(ORIGINAL, recording)).status_code == 404
    assert client.get(path_of(PLAY, other)).status_code == 200
    page = read(worker, path_of(SHOW, recording) + "?play=yes")
    assert "Erased: consent withdrawn" in page
    assert voices.WORDS in page
    assert "Download the original" not in page
    [entry] = cast.entries(kind="file_removed", file_id=child.file_id)
    assert entry.detail["reason"] == "withdrawn"


def test_database_erases_the_sound_whatever_withdraws_the_consent(
    child: Child, worker: Staff
) -> None:
    recording = voices.add(child, worker, audience="recorder")
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE consent_consent SET withdrawn_on = '2026-03-09'")
    assert not is_stored(recording.original)
    with role("maintenance"):
        recording.refresh_from_db()
    assert (recording.state, str(recording.removed_on)) == ("withdrawn", "2026-03-09")


def test_recording_is_silent_once_the_consent_ended(child: Child, worker: Staff) -> None:
    recording = voices.add(child, worker)
    client = just_confirmed(worker)
    with role("maintenance"):
        VoiceRecording.objects.update(usable_until=voices.DAY)
    for name in (PLAY, ORIGINAL):
        assert client.get(path_of(name, recording)).status_code == 404
    page = client.get(path_of(SHOW, recording) + "?play=yes").content.decode()
    assert "Not played: the consent no longer covers it." in page
    assert "<audio" not in page


# --- what stays where -----------------------------------------------------------------------------


def test_storage_and_rows_hold_nothing_in_clear(child: Child, worker: Staff) -> None:
    data = sounds.mp3()
    recording = voices.add(child, worker, data)
    with role("maintenance"):
        [stored] = StoredFile.objects.filter(file_id=child.file_id)
        row = VoiceRecording.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT r::text FROM recordings_voicerecording r")
            dumped = str(cursor.fetchall()).casefold()
    sealed = b"".join(attachments.open_storage().read(stored.pk))
    assert not {part for part in (sounds.SECRET, b"ID3", bytes(200)) if part in sealed}
    digest = sha256(data)
    assert bytes(stored.sha256) != digest.digest()
    for text in ("sunita", "factory", "locked", digest.hexdigest()):
        assert text.encode().hex() not in dumped
        assert text not in dumped
    assert b"sunita" not in bytes(row.sealed).lower()
    with acting(worker):
        records.open_texts(recording)
    assert recording.sha256 == digest.hexdigest()


def test_erased_child_leaves_no_sound(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    recording = voices.add(child, worker)
    with role("maintenance"), django_capture_on_commit_callbacks(execute=True):
        vault_actions.erase_file(file_id=child.file_id, by=worker.pk, reason=ErasureReason.ASKED)
    assert not is_stored(recording.original)
    with pytest.raises(Exception, match="is missing"):
        list(attachments.open_storage().read(recording.original))
    client = just_confirmed(worker)
    for name in (PLAY, ORIGINAL):
        assert client.get(path_of(name, recording)).status_code in {302, 404}
    assert voices.TITLE not in client.get(path_of(SHOW, recording)).content.decode()


def test_request_log_has_ids_alone(
    child: Child, worker: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    recording = voices.add(child, worker)
    client = just_confirmed(worker)
    with caplog.at_level("DEBUG"):
        client.get(path_of(SHOW, recording))
        client.get(path_of(PLAY, recording))
        client.post(path_of(ORIGINAL, recording), {"purpose": "child"})
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for text in (voices.TITLE, voices.WORDS, "onerror"):
        assert text not in logged
