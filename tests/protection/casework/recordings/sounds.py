"""Recordings as telephones and browsers write them, made here: a container with a little sound."""

import io
import struct
import wave

SECRET = b"GPS 27.7172 85.3240 Sunita's phone"
HTML = b"<script>fetch('/account/')</script>"


def wav(seconds: float = 0.1) -> bytes:
    """A wave file of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * int(8000 * seconds)))
    return out.getvalue()


def ogg(first: bytes = b"OpusHead\x01\x01", comment: bytes = SECRET) -> bytes:
    """An Ogg file: the header of a codec, its comments, a page of sound."""
    pages = [(2, first.ljust(19, b"\0")), (0, b"OpusTags" + comment), (4, bytes(40))]
    return b"".join(
        b"OggS\0" + bytes([flags]) + bytes(20) + b"\x01" + bytes([len(packet)]) + packet
        for flags, packet in pages
    )


def mp3(tag: bytes = SECRET) -> bytes:
    """Frames of MP3 after an ID3 tag."""
    size = bytes((len(tag) >> 7 * shift) & 0x7F for shift in (3, 2, 1, 0))
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1, 128 kbit/s, 44,100 Hz
    return b"ID3\x04\0\0" + size + tag + frame * 4


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of MP4."""
    inside = b"".join(content)
    return struct.pack(">I", 8 + len(inside)) + kind + inside


def mp4(
    handler: bytes = b"soun", codec: bytes = b"mp4a", *, film: bool = False, cover: bytes = b""
) -> bytes:
    """An M4A file with the place that telephones write into it; with `film` also a track of pictures."""

    def track(kind: bytes, coded: bytes) -> bytes:
        table = box(b"stsd", struct.pack(">III", 0, 1, 16), coded, bytes(8))
        return box(
            b"trak",
            box(
                b"mdia",
                box(b"hdlr", bytes(8), kind, bytes(12)),
                box(b"minf", box(b"stbl", table)),
            ),
        )

    tracks = track(handler, codec) + (track(b"vide", b"avc1") if film else b"")
    tags = [box(b"meta", bytes(4), box(b"ilst", box(b"covr", box(b"data", bytes(8), cover))))]
    place = box(b"udta", box(b"\xa9xyz", SECRET), *(tags if cover else ()))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", tracks, place) + box(b"mdat", bytes(64))


def element(identifier: int, content: bytes, *, is_open: bool = False) -> bytes:
    """An element of WebM; an open one has no length, as in a recording that was streamed."""
    size = b"\x01" + b"\xff" * 7 if is_open else (0x10000000 | len(content)).to_bytes(4)
    return identifier.to_bytes((identifier.bit_length() + 7) // 8) + size + content


def webm(kind: int = 2, codec: bytes = b"A_OPUS", doc: bytes = b"webm") -> bytes:
    """A WebM file as a browser records it: a segment without length, one track, one cluster."""
    tracks = element(0xAE, element(0x83, bytes([kind])) + element(0x86, codec))
    inside = element(0x1549A966, b"") + element(0x1654AE6B, tracks)
    cluster = element(0x1F43B675, bytes(64), is_open=True)
    header = element(0x1A45DFA3, element(0x4282, doc))
    return header + element(0x18538067, inside + cluster, is_open=True)


SOUNDS = {
    "audio/ogg": ogg(),
    "audio/webm": webm(),
    "audio/mp4": mp4(),
    "audio/mpeg": mp3(),
    "audio/wav": wav(),
}
