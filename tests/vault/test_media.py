"""Uploaded files: camera metadata is removed, unsupported files are refused in plain words."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from saathi.vault import accepted_media
from saathi.vault.accepted_media import MediaType
from saathi.vault.errors import UploadRefused

GPS, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E


def photograph(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture with everything a telephone writes into it."""
    picture = Image.new("RGB", size, (180, 60, 60))
    picture.paste((20, 20, 200), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[MAKE], exif[DESCRIPTION], exif[ORIENTATION] = "SecretPhone", "Ayesha at school", 6
    exif.get_ifd(GPS).update({1: "N", 2: (27.0, 42.0, 0.0), 3: "E", 4: (85.0, 19.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    extra: dict[str, object] = {"exif": exif, "icc_profile": profile}
    if kind == "JPEG":
        extra["comment"] = b"Ayesha, class 4"
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "Ayesha, class 4")
        extra["pnginfo"] = text
    if kind == "WEBP":
        extra["xmp"] = b"<x>Ayesha, class 4</x>"
    picture.save(out, kind, **extra)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_keeps_no_place_no_camera_and_no_comment(kind: str) -> None:
    original = photograph(kind)
    before = Image.open(io.BytesIO(original))
    assert before.getexif().get_ifd(GPS)  # the test would mean nothing without it

    upload = accepted_media.check_upload(original)

    after = Image.open(io.BytesIO(upload.data))
    assert dict(after.getexif()) == {}
    assert not after.getexif().get_ifd(GPS)
    for word in (b"Ayesha", b"SecretPhone", b"Exif", b"EXIF", b"eXIf", b"ICC", b"iCCP", b"XMP"):
        assert word not in upload.data
    assert not {"icc_profile", "comment", "exif", "xmp", "Comment"} & set(after.info)


def test_sideways_photograph_is_stored_upright() -> None:
    upload = accepted_media.check_upload(photograph(size=(60, 40)))

    assert Image.open(io.BytesIO(upload.data)).size == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_pictures_of_every_kind_are_kept(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")

    assert accepted_media.check_upload(out.getvalue()).media_type is MediaType.PNG


def test_a_cmyk_photograph_is_kept_in_common_colours() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(out, "JPEG")

    assert Image.open(io.BytesIO(accepted_media.check_upload(out.getvalue()).data)).mode == "RGB"


def with_erased_text(mode: str, *, kind: str = "PNG") -> bytes:
    """A picture with a visible mark, and a text that is erased: transparent, its colours still there."""
    options: dict[str, object] = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    picture = Image.new("RGBA", (120, 60), "white")
    drawn = Image.new("RGBA", (120, 30), "white")
    ImageDraw.Draw(drawn).text((5, 5), "Village Rampur", fill="black")
    drawn.putalpha(0)
    picture.paste(drawn, (0, 30))
    picture.paste((0, 0, 0, 255), (10, 10, 20, 20))
    if mode in {"P", "L", "RGB"}:  # a transparent value in place of an alpha channel
        values = picture.convert("RGB").convert("L").point(lambda value: 7 if value < 128 else 255)
        values.paste(3, (10, 10, 20, 20))
        ready = values.convert(mode) if mode != "P" else values.copy()
        if mode == "P":
            ready.putpalette([value for value in range(256) for _band in range(3)])
        options["transparency"] = (7, 7, 7) if mode == "RGB" else 7
    else:
        ready = picture.convert(mode)
    out = io.BytesIO()
    ready.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(mode, "PNG") for mode in ("RGBA", "LA", "P", "L", "RGB")] + [("RGBA", "WEBP")],
)
def test_copy_has_nothing_that_was_hidden_by_transparency(mode: str, kind: str) -> None:
    data = with_erased_text(mode, kind=kind)
    assert min(Image.open(io.BytesIO(data)).convert("L").crop((0, 30, 120, 60)).tobytes()) < 128
    evidence = accepted_media.check_evidence(data)
    assert evidence.shown is not None
    assert evidence.thumbnail is not None
    assert evidence.original == data
    for copy in (evidence.shown, evidence.thumbnail, accepted_media.check_upload(data).data):
        shown = Image.open(io.BytesIO(copy))
        assert shown.mode == "RGB"
        assert "transparency" not in shown.info
        assert min(shown.convert("L").crop((0, 32, 120, 60)).tobytes()) >= 250
        assert shown.convert("L").getpixel((15, 15)) < 20  # type: ignore[operator]


def test_a_pdf_is_kept_as_it_came() -> None:
    data = b"%PDF-1.7\n1 0 obj\n"

    assert accepted_media.check_upload(data) == accepted_media.AcceptedFile(MediaType.PDF, data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "larger than 20 MB"),
        (b"MZ\x90\x00", "This file type is not accepted"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This file type is not accepted"),
        (b"GIF89a" + bytes(30), "This file type is not accepted"),
        (b"\xff\xd8\xff\xe0 not a picture", "The image is damaged and cannot be opened"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "The image is damaged and cannot be opened"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "The image is damaged and cannot be opened"),
        (photograph()[:400], "The image is damaged and cannot be opened"),
    ],
    ids=[
        "empty",
        "large",
        "program",
        "svg",
        "gif",
        "jpeg in name",
        "png in name",
        "webp in name",
        "cut",
    ],
)
def test_unsupported_upload_is_refused_in_plain_words(data: bytes, sentence: str) -> None:
    with pytest.raises(UploadRefused, match=sentence):
        accepted_media.check_upload(data)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few dozen bytes that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_100, 10_000, 20_000, 60_000])
def test_decompression_bomb_picture_is_refused(side: int) -> None:
    with pytest.raises(UploadRefused, match="more than 50 million pixels"):
        accepted_media.check_upload(bomb(side, side))


def test_animated_picture_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 99, 199)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    with pytest.raises(UploadRefused, match="Animated images are not accepted"):
        accepted_media.check_upload(out.getvalue())


def test_a_jpeg_with_a_second_picture_inside_keeps_the_first() -> None:
    out = io.BytesIO()
    second = Image.new("RGB", (8, 8), (0, 200, 0))
    Image.new("RGB", (8, 8), (200, 0, 0)).save(out, "MPO", save_all=True, append_images=[second])

    upload = Image.open(io.BytesIO(accepted_media.check_upload(out.getvalue()).data))

    assert getattr(upload, "n_frames", 1) == 1
    assert upload.getpixel((4, 4))[0] > 150  # type: ignore[index]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_original_stays_as_it_came_and_its_copies_have_no_metadata(kind: str) -> None:
    original = photograph(kind)

    evidence = accepted_media.check_evidence(original)

    assert evidence.original == original
    assert Image.open(io.BytesIO(evidence.original)).getexif().get_ifd(GPS)
    for copy in (evidence.shown, evidence.thumbnail):
        assert copy is not None
        assert dict(Image.open(io.BytesIO(copy)).getexif()) == {}
        assert b"Ayesha" not in copy
        assert b"SecretPhone" not in copy


@pytest.mark.parametrize(
    ("size", "shown", "thumbnail"),
    [
        ((2400, 1200), (2400, 1200), (320, 160)),
        ((2401, 1200), (2400, 1200), (320, 160)),
        ((1000, 4800), (500, 2400), (67, 320)),
        ((320, 200), (320, 200), (320, 200)),
        ((5000, 1), (2400, 1), (320, 1)),
    ],
)
def test_copies_are_bounded_and_never_enlarged(
    size: tuple[int, int], shown: tuple[int, int], thumbnail: tuple[int, int]
) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")

    evidence = accepted_media.check_evidence(out.getvalue())

    assert evidence.shown is not None
    assert evidence.thumbnail is not None
    assert Image.open(io.BytesIO(evidence.shown)).size == shown
    assert Image.open(io.BytesIO(evidence.thumbnail)).size == thumbnail


def test_what_hides_behind_a_picture_is_in_no_copy() -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    evidence = accepted_media.check_evidence(photograph() + hidden)

    assert evidence.original.endswith(hidden)
    assert evidence.shown is not None
    assert evidence.thumbnail is not None
    assert b"<script>" not in evidence.shown + evidence.thumbnail
    assert b"PK\x03\x04" not in evidence.shown + evidence.thumbnail


def test_no_page_of_a_pdf_is_drawn() -> None:
    evidence = accepted_media.check_evidence(b"%PDF-1.7\n1 0 obj\n")

    assert evidence.media_type is MediaType.PDF
    assert evidence.shown is None
    assert evidence.thumbnail is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bomb(10_000, 10_000), "more than 50 million pixels"),
        (b"\xff\xd8\xff\xe0 not a picture", "The image is damaged and cannot be opened"),
        (b"<html>", "This file type is not accepted"),
    ],
)
def test_evidence_that_cannot_be_shown_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UploadRefused, match=sentence):
        accepted_media.check_evidence(data)


def test_portrait_is_a_picture_of_bounded_size() -> None:
    upload = accepted_media.check_picture(photograph(size=(600, 400)), side=300)
    assert Image.open(io.BytesIO(upload.data)).size == (200, 300)
    assert b"Ayesha" not in upload.data
    with pytest.raises(UploadRefused, match="Upload a photograph"):
        accepted_media.check_picture(b"%PDF-1.7\n", side=300)
