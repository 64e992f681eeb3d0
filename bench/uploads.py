"""How long an ordinary upload takes to be read in its confined process and, beside it, in this one.

Run: `python bench/uploads.py`. One run, the same bytes, best and median of several rounds; prints one table.
"""

# ruff: noqa: PLC0415 - what needs Django is imported after it is set up

import base64
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {"SAATHI_PROCESS": "tools", "DJANGO_SETTINGS_MODULE": "saathi.config.settings"}
ROUNDS = 7


def rows(count: int) -> list[tuple[str, ...]]:
    draw = random.Random(7)
    return [
        (f"K-{number}", "Sarita Tamang", draw.choice("FM"), "2012-04-12", "Dhanusha", "A note " * 5)
        for number in range(count)
    ]


def photograph(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def main() -> None:
    import django

    django.setup()
    from saathi.engines.sheets import parsing, reading
    from saathi.engines.sheets.writing import OutputTable, write_csv, write_workbook
    from saathi.engines.xlsform import workbook
    from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
    from saathi.vault import accepted_media, picture_parser

    heading = ("Number", "Name", "Sex", "Born", "District", "Note")
    small, large = (OutputTable("children", heading, rows(count)) for count in (200, 5_000))
    photo, form = photograph(2_000, 1_500), SAMPLE_WORKBOOK.read_bytes()

    def here(data: bytes) -> object:
        return base64.b64decode(picture_parser.parse_picture(data, {"kind": "JPEG"})["picture"])

    cases: list[tuple[str, bytes, Callable[[bytes], object], Callable[[bytes], object]]] = [
        ("CSV, 200 rows", write_csv(small), parsing.parse_sheet, reading.read_sheet),
        ("CSV, 5,000 rows", write_csv(large), parsing.parse_sheet, reading.read_sheet),
        ("Excel, 200 rows", write_workbook([small]), parsing.parse_sheet, reading.read_sheet),
        ("Excel, 5,000 rows", write_workbook([large]), parsing.parse_sheet, reading.read_sheet),
        ("form as XLSForm", form, workbook.parse_workbook, workbook.read_workbook),
        ("photograph, 3 million points", photo, here, accepted_media.check_upload),
    ]
    print(f"{'upload':<30}{'KB':>8}{'here ms':>10}{'confined ms':>13}{'more ms':>9}")
    for name, data, inside, confined in cases:
        before, after = milliseconds(lambda: inside(data)), milliseconds(lambda: confined(data))  # noqa: B023
        print(
            f"{name:<30}{len(data) / 1000:>8.0f}{before:>10.1f}{after:>13.1f}{after - before:>9.1f}"
        )


if __name__ == "__main__":
    main()
