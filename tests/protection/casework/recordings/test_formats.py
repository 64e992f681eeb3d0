"""Recordings are recognised by their content alone; what is no sound, or also a film, is none."""

import pytest

from saathi.protection.casework.recordings.actions import check_recording
from saathi.vault import audio_formats
from saathi.vault.accepted_media import MAX_BYTES
from saathi.vault.errors import UploadRefused
from tests.protection.casework.documents.papers import PDF, photo
from tests.protection.casework.recordings import sounds


@pytest.mark.parametrize("media_type", sounds.SOUNDS)
def test_each_format_is_recognised(media_type: str) -> None:
    assert check_recording(sounds.SOUNDS[media_type]) == media_type


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(photo(), id="jpeg"),
        pytest.param(photo("PNG"), id="png"),
        pytest.param(photo("WEBP"), id="a picture in RIFF"),
        pytest.param(PDF, id="pdf"),
        pytest.param(b"GIF89a" + bytes(40), id="gif"),
        pytest.param(b"<html>" + sounds.HTML, id="html"),
        pytest.param(sounds.HTML + sounds.mp3(), id="html before sound"),
        pytest.param(b"MZ" + bytes(200), id="program"),
        pytest.param(sounds.mp4(film=True), id="a film with sound"),
        pytest.param(sounds.mp4(b"vide", b"avc1"), id="a film"),
        pytest.param(sounds.mp4(codec=b"samr"), id="sound that browsers do not play"),
        pytest.param(sounds.box(b"ftyp", b"heic\0\0\0\0"), id="a picture of a telephone"),
        pytest.param(sounds.webm(1, b"V_VP8"), id="a film in WebM"),
        pytest.param(sounds.webm(doc=b"matroska"), id="matroska"),
        pytest.param(sounds.webm(1), id="pictures that say Opus"),
        pytest.param(sounds.ogg(b"\x80theora"), id="a film in Ogg"),
        pytest.param(sounds.ogg() + sounds.ogg(b"\x80theora"), id="a film after sound"),
        pytest.param(b"OggS" + bytes(23), id="the beginning of Ogg"),
        pytest.param(b"\x1aE\xdf\xa3", id="the beginning of WebM"),
        pytest.param(sounds.wav()[:40], id="a wave file without sound"),
        pytest.param(b"ID3\x04\0\0\0\0\0\x0a" + bytes(10), id="a tag alone"),
        pytest.param(b"\xff\xfb\x90\x00" + bytes(800), id="one frame"),
        pytest.param(sounds.mp3(b"APIC\0\0\0\x09\0\0\0image"), id="MP3 with a cover picture"),
        pytest.param(sounds.mp3(b"GEOB\0\0\0\x09\0\0\0a file"), id="MP3 with a file"),
        pytest.param(sounds.mp4(cover=photo()), id="M4A with a cover picture"),
        pytest.param(sounds.wav() + photo(), id="a picture after a wave file"),
        pytest.param(sounds.wav() + sounds.HTML, id="html after a wave file"),
        pytest.param(b"\xff\xf1\x50\x80" + bytes(800), id="AAC without a container"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UploadRefused, match="Browsers cannot play this file"):
        check_recording(data)


def test_wave_file_may_end_with_texts_marks_or_zeros() -> None:
    texts = b"LIST" + (4).to_bytes(4, "little") + b"INFO"
    for end in (texts, bytes(100), texts + bytes(3)):
        assert check_recording(sounds.wav() + end) == "audio/wav"


def test_size_is_limited_at_twenty_megabytes() -> None:
    assert MAX_BYTES == 20 * 1024 * 1024
    sound = sounds.mp3()
    largest = sound + bytes(MAX_BYTES - len(sound))
    assert check_recording(largest) == "audio/mpeg"
    with pytest.raises(UploadRefused, match="larger than 20 MB"):
        check_recording(largest + b"\0")
    with pytest.raises(UploadRefused, match="empty"):
        check_recording(b"")


@pytest.mark.parametrize("media_type", sounds.SOUNDS)
def test_damaged_file_never_fails_the_reader(media_type: str) -> None:
    data = sounds.SOUNDS[media_type]
    for length in range(min(len(data), 600)):
        audio_formats.detect_audio_type(data[:length])
    for place in range(min(len(data), 400)):
        for byte in (0, 1, 0x7F, 0xFF):
            audio_formats.detect_audio_type(data[:place] + bytes([byte]) + data[place + 1 :])
