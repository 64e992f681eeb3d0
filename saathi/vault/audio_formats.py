"""Recognises sound recordings by content: the container, holding only sound. Pure.

A file's name and the browser's claim do not count. Accepted are the formats that browsers play and
telephones record: Opus or Vorbis in Ogg or WebM, AAC or Opus in MP4, MP3, and WAV. A picture or
film in one of these containers is not accepted, nor a cover picture in its tags, nor data after the
sound of a wave file. Nothing is decoded; data after the sound of other formats is not checked.
"""

from collections.abc import Iterator
from typing import Final

from saathi.vault.accepted_media import MediaType

OGG_CODECS: Final = (b"OpusHead", b"\x01vorbis")
WEBM_CODECS: Final = frozenset({b"A_OPUS", b"A_VORBIS"})
MP4_CODECS: Final = frozenset({b"mp4a", b"Opus"})
# Allowed beside sound: titles, chapters, a clock. Pictures and films have another handler.
MP4_HANDLERS: Final = frozenset({b"soun", b"text", b"meta", b"tmcd"})
WAV_CODINGS: Final = frozenset({1, 3, 6, 7, 0xFFFE})  # PCM, float, A-law, µ-law, extensible
MP3_FRAMES: Final = 3  # consecutive frames: fewer also occur by chance
MP3_PADDING: Final = 4096  # zeros between a tag and the first frame
# Kilobits per second by the number in a frame's header, for MPEG 1 and for MPEG 2 and 2.5.
MP3_RATES: Final = (
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
# Samples per second by the version in the header.
MP3_SAMPLES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
# Frames of an ID3 tag that hold a picture or a file; the last one in version 2.2.
MP3_FILES: Final = (b"APIC", b"GEOB")
MP3_FILES_OLD: Final = (b"PIC", b"GEO")
MP4_COVER: Final = b"covr"
# What may follow the sound of a wave file: texts and marks.
WAV_LATER: Final = frozenset(
    {b"LIST", b"fact", b"cue ", b"plst", b"smpl", b"inst", b"bext", b"iXML"}
)
MAX_PARTS: Final = 50_000  # checked per level: a hostile file soon ends
# Identifiers of WebM elements.
EBML, DOC_TYPE, SEGMENT, CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675
TRACKS, TRACK, TRACK_TYPE, CODEC = 0x1654AE6B, 0xAE, 0x83, 0x86
SOUND_TRACK: Final = b"\x02"

type Part = tuple[int, int, int]  # identifier, start and end of the content


def detect_audio_type(data: bytes) -> MediaType | None:
    """The kind of recording; None for everything else, including films."""
    if data.startswith(b"OggS"):
        return MediaType.OGG if _is_ogg_sound(data) else None
    if data.startswith(b"\x1aE\xdf\xa3"):
        return MediaType.WEBM if _is_webm_sound(data) else None
    if data[4:8] == b"ftyp":
        return MediaType.MP4 if _is_mp4_sound(data) else None
    if data.startswith(b"RIFF"):
        return MediaType.WAV if _is_wav_sound(data) else None
    return MediaType.MP3 if _is_mp3_sound(data) else None


def _is_ogg_sound(data: bytes) -> bool:
    """Whether each stream begins with a sound codec's header and pages of sound follow."""
    at, first, later = 0, [], 0
    while data[at : at + 4] == b"OggS" and len(data) > at + 27:
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        begin = at + 27 + data[at + 26]
        if data[at + 5] & 2:
            first.append(data[begin : begin + 8].startswith(OGG_CODECS))
        else:
            later += 1
        at = begin + sum(lacing)
    return bool(first) and all(first) and later > 0


def _is_webm_sound(data: bytes) -> bool:
    """Whether the document type is WebM and every track has a sound codec."""
    top = {kind: (begin, end) for kind, begin, end in _elements(data, 0, len(data), SEGMENT)}
    if EBML not in top or SEGMENT not in top:
        return False
    header = {kind: data[begin:end] for kind, begin, end in _elements(data, *top[EBML])}
    if header.get(DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        return False
    tracks = [
        {kind: data[begin:end] for kind, begin, end in _elements(data, *track[1:])}
        for part in _elements(data, *top[SEGMENT], CLUSTER)
        if part[0] == TRACKS
        for track in _elements(data, *part[1:])
        if track[0] == TRACK
    ]
    return bool(tracks) and all(
        track.get(TRACK_TYPE) == SOUND_TRACK and track.get(CODEC, b"").rstrip(b"\0") in WEBM_CODECS
        for track in tracks
    )


def _elements(data: bytes, at: int, end: int, last: int = 0) -> Iterator[Part]:
    """The WebM elements in a range, up to the first one of the kind `last`."""
    for _part in range(MAX_PARTS):
        if at >= end:
            return
        width = 9 - data[at].bit_length()
        kind = int.from_bytes(data[at : at + width])
        at += width
        if width > 4 or at >= end:
            return
        width = 9 - data[at].bit_length()
        if width > 8:
            return
        size = int.from_bytes(data[at : at + width]) & ((1 << 7 * width) - 1)
        is_open = size == (1 << 7 * width) - 1  # of unknown length: a streamed recording
        at += width
        stop = end if is_open else min(end, at + size)
        yield kind, at, stop
        if kind == last:
            return
        at = stop


def _is_mp4_sound(data: bytes) -> bool:
    """Whether at least one track is sound in a known codec, and none is pictures."""
    codecs: list[bytes] = []
    for movie in _inside(data, (0, len(data)), b"moov"):
        if MP4_COVER in data[slice(*movie)]:
            return False
        for track in _inside(data, movie, b"trak"):
            handlers = [
                data[begin + 8 : begin + 12]
                for begin, _end in _inside(data, track, b"mdia", b"hdlr")
            ]
            if len(handlers) != 1 or handlers[0] not in MP4_HANDLERS:
                return False
            if handlers == [b"soun"]:
                tables = _inside(data, track, b"mdia", b"minf", b"stbl", b"stsd")
                codecs += [data[begin + 12 : begin + 16] for begin, _end in tables]
    return bool(codecs) and set(codecs) <= MP4_CODECS


def _inside(data: bytes, box: tuple[int, int], *path: bytes) -> list[tuple[int, int]]:
    """The contents of all MP4 boxes at the end of a path below a box."""
    inside = [(begin, end) for kind, begin, end in _boxes(data, *box) if kind == path[0]]
    if len(path) == 1:
        return inside
    return [deeper for each in inside for deeper in _inside(data, each, *path[1:])]


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _part in range(MAX_PARTS):
        if at + 8 > end:
            return
        size, kind, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif size == 0:  # up to the end
            size = end - at
        if size < head:
            return
        yield kind, at + head, min(end, at + size)
        at += size


def _is_wav_sound(data: bytes) -> bool:
    """Whether it is a wave file with sound, in a coding that browsers play."""
    if data[8:12] != b"WAVE":
        return False
    coding, at = 0, 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        match data[at : at + 4]:
            case b"fmt ":
                coding = int.from_bytes(data[at + 8 : at + 10], "little")
            case b"data":
                is_sound = coding in WAV_CODINGS and len(data) > at + 8
                return is_sound and _ends_as_wave(data, at + 8 + size + size % 2)
        at += 8 + size + size % 2
    return False


def _ends_as_wave(data: bytes, at: int) -> bool:
    """Whether only texts and marks, or zeros, follow the sound of a wave file."""
    for _part in range(MAX_PARTS):
        if not data[at:].strip(b"\0"):
            return True
        if data[at : at + 4] not in WAV_LATER:
            return False
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
        if at > len(data) + 1:
            return False
    return False


def _is_mp3_sound(data: bytes) -> bool:
    """Whether several MP3 frames follow each other, after a tag if there is one."""
    at = 0
    if data.startswith(b"ID3") and len(data) > 10:
        footer = 10 if data[5] & 0x10 else 0
        at = 10 + footer + sum(byte << 7 * (3 - place) for place, byte in enumerate(data[6:10]))
        files = MP3_FILES_OLD if data[3] == 2 else MP3_FILES
        if any(frame in data[10:at] for frame in files):
            return False
        padding = data[at : at + MP3_PADDING]
        at += len(padding) - len(padding.lstrip(b"\0"))
    for _frame in range(MP3_FRAMES):
        length = _mp3_frame_length(data[at : at + 4])
        if not length:
            return False
        at += length
    return True


def _mp3_frame_length(header: bytes) -> int:
    """The length of a frame in bytes, from its header; 0 if it is not layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in MP3_SAMPLES or rate in {0, 15} or samples == 3:
        return 0
    bits = MP3_RATES[version != 3][rate - 1] * 1000
    factor = 144 if version == 3 else 72
    return factor * bits // MP3_SAMPLES[version][samples] + (header[2] >> 1 & 1)
