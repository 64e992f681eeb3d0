"""Pictures with what a telephone writes into them, and a PDF with its author. Needs no Django."""

import io

from PIL import Image

GPS, DESCRIPTION = 0x8825, 0x010E
SECRET = b"Ayesha at school"
PDF = b"%PDF-1.7\n1 0 obj\n<</Author (Ayesha at school)>>\n%%EOF\n"


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture with the place where it was taken."""
    exif = Image.Exif()
    exif[DESCRIPTION] = SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (27.0, 42.0, 0.0), 3: "E", 4: (85.0, 19.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", size, (180, 60, 60)).save(out, kind, exif=exif)
    return out.getvalue()
