"""Makes every file of a release from its protected tables."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from saathi.evidence.releases import release_report
from saathi.evidence.releases.files import dcat, frictionless, hxl, sdmx, standards, workbook
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile, ReleaseTable


def make_files(about: Mapping[str, Any], tables: Sequence[ReleaseTable]) -> list[ReleaseFile]:
    """The files in all formats; the data package and the catalogue entry contain the others' hashes."""
    book = ReleaseContents(about, tables)
    data_files = [
        *sdmx.sdmx_files(book),
        *hxl.hxl_files(book),
        *standards.standard_files(book),
        workbook.workbook_file(book),
        ReleaseFile("report.pdf", "application/pdf", release_report.render_release_report(book)),
    ]
    made = [
        *frictionless.csv_files(book),
        frictionless.data_package_file(book, data_files),
        *data_files,
    ]
    return [*made, dcat.catalogue_file(book, made)]


def file_sha256(body: bytes) -> str:
    """The hash of a file."""
    return hashlib.sha256(body).hexdigest()
