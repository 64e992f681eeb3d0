"""Makes the extract of a request: the protected files of its release and the terms in one archive.

The same request gives the same bytes, so that a copy can be recognised.
"""

import csv
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO

from django.utils.formats import date_format
from django.utils.translation import override

from saathi.evidence.indicators import catalogue
from saathi.evidence.releases.models import Part, Release
from saathi.evidence.releases.published_table import HIGHEST, LOWEST, STATUS
from saathi.evidence.releases.vocabulary import ReleasePartKind, ValueStatus
from saathi.evidence.research import rules
from saathi.evidence.research.models import ResearchRequest
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.infra.reasons import Reason

TERMS_FILE = "TERMS.txt"
ZIP_TIMESTAMP = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest time in a ZIP archive, so that the archive contains no time of creation


@dataclass(frozen=True)
class ResearchExtract:
    """An archive to hand out, or the reasons against it."""

    name: str
    body: bytes
    reasons: tuple[Reason, ...] = ()


def build_extract(request: ResearchRequest) -> ResearchExtract:
    """The archive of a request; each table is checked before it is added."""
    return pack_release(request.release, extract_terms(request))


def pack_release(release: Release, terms: str) -> ResearchExtract:
    """An archive of the protected files of a release and the terms under which they are shared."""
    parts = list(Part.objects.filter(release=release).exclude(kind=ReleasePartKind.ABOUT))
    reasons = [
        reason
        for part in parts
        if part.kind == ReleasePartKind.TABLE
        for reason in _reasons_against_table(release, part)
    ]
    if reasons or not parts:
        return ResearchExtract("", b"", tuple(dict.fromkeys(reasons)))
    files = {part.name: bytes(part.body) for part in parts if part.kind == ReleasePartKind.FILE}
    files[TERMS_FILE] = terms.encode()
    name = f"extract-{release.family.slug}-{release.number}.zip"
    return ResearchExtract(name, _archive(files))


def _reasons_against_table(release: Release, part: Part) -> tuple[Reason, ...]:
    """Why a table cannot be shared, judged by its content and not by its name."""
    indicator = catalogue.find_indicator(release.family.indicator)
    dimensions = {dimension.name for dimension in indicator.by} if indicator else set()
    names, *lines = csv.reader(StringIO(bytes(part.body).decode()))
    # A line that is longer or shorter than the first has no status, and is refused.
    rows = [
        dict(zip(names, line, strict=True)) if len(line) == len(names) else {} for line in lines
    ]
    rounded = [row for row in rows if row.get(STATUS) == ValueStatus.ROUNDED and LOWEST in row]
    return (
        *rules.reasons_against_columns(names, dimensions),
        *rules.reasons_against_statuses(row.get(STATUS, "") for row in rows),
        *rules.reasons_against_ranges((row[LOWEST], row.get(HIGHEST, "")) for row in rounded),
    )


def _archive(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, ZIP_TIMESTAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return out.getvalue()


def extract_terms(request: ResearchRequest) -> str:
    """The terms that the recipient accepted, in English like the files."""
    with override("en"):
        until = date_format(request.until, "j F Y")
        purpose = str(ResearchPurpose(request.purpose).label)
    release = request.release
    return f"""Extract for research, under agreement {request.agreement}
Institute: {request.institute}
Project: {request.title}
Purpose: {purpose}
Release: {release.family.title}, release {release.number}
SHA-256 of the tables: {request.tables_hash}

Protected tables only: no row of any table is a child, and no number leads back to one.

1. No one tries to find out who a number is about, or links it with other data to that end.
2. The extract is used for the purpose above and no other, and is not passed on.
3. Whoever believes to have found a person informs the agency at once and no one else.
4. Results are shown to the agency before they are published, and name the release as their source.
5. On {until} at the latest every copy is destroyed, and the agency is informed.
"""
