"""Makes photos of children of the demo: drawn faces, with the consent that allows them.

It has its own random numbers, so that the rest of the nation stays the same.
"""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from saathi.agencies.sections import Section
from saathi.protection.identification.portraits.models import PICTURE_FIELD
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.stored_files import STORED_FILE_TABLE, add_stored_file
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS
from saathi.vault.accepted_media import MediaType

_SKINS = ((168, 120, 88), (140, 96, 70), (190, 144, 108))


def add_portrait(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a photo for most demo children whose case is open."""
    own = random.Random(f"portraits {child.file}")  # noqa: S311 - an invented world
    if not child.is_demo or child.is_closed or own.random() > 0.6:
        return
    on = min(child.opened + 1, chunk.today - 1)
    at = f"{iso_date(on)} 11:00:00+00"
    consent, portrait, stored = (f"{own.getrandbits(128):032x}" for _ in range(3))
    base = (child.file, at, child.worker_id, "1")
    chunk.rows.add_row(
        "consent_consent", consent, *base, child.id, "consent", "{picture}", "yes", "full",
        child.language, NULL, iso_date(on), NULL, NULL,
        chunk.seal(child.key, "consent.consent", consent, {}),
    )  # fmt: skip
    add_stored_file(
        chunk,
        child,
        stored_id=stored,
        field_id=PICTURE_FIELD,
        section=Section.IDENTITY,
        media_type=MediaType.PNG,
        data=draw_face(own.choice(_SKINS)),
        at=at,
    )
    purposes = own.choice(("{recognise}", "{recognise,missing}"))
    chunk.rows.add_row(
        "portraits_portrait", portrait, *base, child.id, consent, purposes, iso_date(on),
        iso_date(on), NULL, "current", NULL, stored,
        chunk.seal(child.key, "portraits.portrait", portrait, {"taken_by": "The case worker"}),
    )  # fmt: skip


@cache
def draw_face(skin: tuple[int, int, int]) -> bytes:
    """A PNG of a face as a child might draw it, with a text that it is invented."""
    face = Image.new("RGB", (600, 720), (226, 234, 228))
    pen = ImageDraw.Draw(face)
    pen.ellipse((150, 90, 450, 430), fill=(38, 30, 28))
    pen.ellipse((175, 140, 425, 470), fill=skin)
    for left in (235, 335):
        pen.ellipse((left, 270, left + 30, 300), fill=(30, 30, 30))
    pen.arc((245, 320, 355, 410), 20, 160, fill=(90, 40, 40), width=6)
    pen.rounded_rectangle((120, 470, 480, 640), 60, fill=(64, 110, 92))
    pen.text(
        (150, 665), "INVENTED - NO REAL CHILD", fill=(150, 40, 40), font=ImageFont.load_default(22)
    )
    out = io.BytesIO()
    face.save(out, "PNG")
    return out.getvalue()


SIMULATION = SimulationPart(
    tables=STORED_FILE_TABLE
    | {
        "portraits_portrait": f"{SCOPED_COLUMNS} child_id consent_id purposes taken_on consented_on "
        "shown_until state erased_on picture sealed",
    },
    for_child=(SimulationStep("portraits", add_portrait, after=("consent",)),),
)
