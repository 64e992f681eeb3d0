"""Draws the papers of the simulated nation: each says in large letters that it is invented."""

import io
from functools import cache
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from saathi.vault.accepted_media import SHOWN_SIDE, THUMBNAIL_SIDE, MediaType

SIZE: Final = (900, 1200)
NOTICE: Final = "INVENTED - NOT A REAL DOCUMENT"


class SimulatedPaper(NamedTuple):
    """A file as it would be stored: the original and, for a picture, the copies shown of it."""

    media_type: MediaType
    original: bytes
    shown: bytes | None = None
    thumbnail: bytes | None = None


@cache
def draw_paper(title: str) -> SimulatedPaper:
    """A photo of a paper with this title."""
    paper = Image.new("RGB", SIZE, (250, 247, 238))
    pen = ImageDraw.Draw(paper)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=(70, 90, 80), width=4)
    pen.text((90, 110), title, fill=(40, 40, 40), font=ImageFont.load_default(40))
    for place in range(6):
        top = 260 + place * 110
        pen.rectangle((90, top, 780 - place * 60, top + 18), fill=(205, 200, 188))
    pen.text((90, 1060), NOTICE, fill=(150, 40, 40), font=ImageFont.load_default(38))
    return SimulatedPaper(
        MediaType.PNG,
        _png(paper),
        _png(_bounded(paper, SHOWN_SIDE)),
        _png(_bounded(paper, THUMBNAIL_SIDE)),
    )


@cache
def write_pdf(title: str) -> SimulatedPaper:
    """A one-page PDF of such a paper."""
    text = f"BT /F1 22 Tf 60 760 Td ({title}) Tj 0 -60 Td ({NOTICE}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    end = f"xref\n0 6\n0000000000 65535 f \n{table}{trailer}"
    return SimulatedPaper(MediaType.PDF, (body + end).encode("ascii"))


def _bounded(paper: Image.Image, side: int) -> Image.Image:
    smaller = paper.copy()
    smaller.thumbnail((side, side))
    return smaller


def _png(paper: Image.Image) -> bytes:
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
