"""Makes every file of a release from its protected tables."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from saathi.evidence.releases import paper
from saathi.evidence.releases.files import dcat, frictionless, hxl, sdmx, standards, workbook
from saathi.evidence.releases.files.book import Book, Made, TableOf


def make(about: Mapping[str, Any], tables: Sequence[TableOf]) -> list[Made]:
    """The files in all forms; the data package and the catalogue entry hold the others' hashes."""
    book = Book(about, tables)
    others = [
        *sdmx.files(book),
        *hxl.tables(book),
        *standards.tables(book),
        workbook.workbook(book),
        Made("report.pdf", "application/pdf", paper.report(book)),
    ]
    made = [*frictionless.tables(book), frictionless.package(book, others), *others]
    return [*made, dcat.entry(book, made)]


def sha256(body: bytes) -> str:
    """The hash of a file."""
    return hashlib.sha256(body).hexdigest()
