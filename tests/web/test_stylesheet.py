"""Properties of the stylesheet that need no browser: contrast, both directions, weight."""

import gzip
import re
from pathlib import Path

import pytest

from saathi.web import assets
from tests.web.gallery import draw

STATIC = Path(assets.__file__).parent / "static" / "web"
SHEET = (STATIC / "saathi.css").read_text(encoding="utf-8")
PRINT_SHEET = (STATIC / "print.css").read_text(encoding="utf-8")
FILE_SHEET = (STATIC / "file.css").read_text(encoding="utf-8")
TEXT = 4.5
EDGE = 3.0
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "soft", "faint", "care", "attend", "danger", "voice")
        for ground in ("card", "paper", "sunk")
    ),
    ("care", "care-wash", TEXT),
    ("attend", "attend-wash", TEXT),
    ("danger", "danger-wash", TEXT),
    ("voice", "voice-wash", TEXT),
    *(
        (ink, f"{wash}-wash", TEXT)
        for ink in ("ink", "soft")
        for wash in ("care", "attend", "danger", "voice")
    ),
    ("on-care", "care", TEXT),
    ("on-danger", "danger", TEXT),
    ("paper", "ink", TEXT),
    ("edge", "card", EDGE),
    ("edge", "sunk", EDGE),
]


def colours(scheme: str) -> dict[str, str]:
    light, dark = SHEET.split("@media (prefers-color-scheme: dark)", 1)
    palette = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        palette |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark.split("@layer", 1)[0]))
    return palette


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_text_contrast_is_sufficient_in_both_schemes(
    scheme: str, ink: str, ground: str, least: float
) -> None:
    palette = colours(scheme)

    assert contrast(palette[ink], palette[ground]) >= least


def test_both_schemes_give_every_colour() -> None:
    assert len(colours("light")) > 20
    assert set(
        re.findall(
            r"--([\w-]+): #",
            SHEET.split("@media (prefers-color-scheme: dark)")[1].split("@layer")[0],
        )
    ) == set(colours("light"))


def test_stylesheet_has_no_physical_directions() -> None:
    physical = re.findall(
        r"[{;\s]((?:margin|padding|border|inset)?-?(?:left|right|top|bottom)|text-align: (?:left|right)|float: (?:left|right)|(?:min-|max-)?(?:width|height)):",
        re.sub(r"@media[^{]*", "", SHEET + FILE_SHEET + PRINT_SHEET),
    )

    assert physical == []


@pytest.mark.parametrize("language", ["en", "ur"])
def test_child_file_first_paint_stays_below_twenty_kilobytes(language: str) -> None:
    fonts = "ur" if language == "ur" else "latn"
    sheets = [
        STATIC / "saathi.css",
        STATIC / "built" / "saathi.js",
        STATIC / "built" / f"fonts-{fonts}.css",
    ]

    frame = sum(len(gzip.compress(file.read_bytes(), 6)) for file in sheets)
    page = len(gzip.compress(draw("file", language).encode(), 6))

    assert frame <= 12 * 1024
    of_file = len(gzip.compress((STATIC / "file.css").read_bytes(), 6))
    assert frame + of_file + page <= 20 * 1024


SCRIPTS = {
    "Devanagari": 0x0915,
    "Bengali": 0x0995,
    "Arabic": 0x0628,
    "Tamil": 0x0B95,
    "Sinhala": 0x0D9A,
    "Thaana": 0x0780,
    "Tibetan": 0x0F40,
    "Gurmukhi": 0x0A15,
    "Telugu": 0x0C15,
}


@pytest.mark.parametrize("sheet", sorted((STATIC / "built").glob("fonts-*.css")), ids=str)
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_shows_in_its_script_on_a_page_of_any_language(sheet: Path, script: str) -> None:
    faces = re.findall(r'"Saathi Names".*?unicode-range:([^}]+)', sheet.read_text())
    ranges = [
        part.strip().removeprefix("U+").split("-") for face in faces for part in face.split(",")
    ]
    assert any(int(item[0], 16) <= SCRIPTS[script] <= int(item[-1], 16) for item in ranges)


def test_each_list_of_fonts_ends_with_those_of_names() -> None:
    lists = re.findall(r"--font: ([^;]+);", (STATIC / "saathi.css").read_text())
    assert lists
    assert all('"Saathi Names", sans-serif' in font_list for font_list in lists)
