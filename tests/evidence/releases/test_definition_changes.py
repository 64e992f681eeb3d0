"""A dated change of a definition is on the page of a release and in its files (DAT-005)."""

import io
import json
import zipfile

import pypdf
import pytest
from django.test import Client

from saathi.agencies.models import Staff
from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.releases.models import Part, Release
from tests.factories import releases
from tests.roles import role
from tests.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.requirement("DAT-005")]
WHAT = "“Not yet, but the child is at risk” is now a separate answer and counts as not known."


def release_until(year: int, preparer: Staff, second: Staff) -> Release:
    """A published release of the indicator whose definition changed in November 2026."""
    family = releases.family(preparer, slug="reached", indicator="exploitation_prevented")
    made = releases.designed(
        preparer, family, chosen={"sex-age": 0}, chosen_by=preparer.id, last_year=year
    )
    kept = releases.keep(made, releases.guarded(DisclosureMethod(family.method)))
    return releases.carried_out(kept, preparer, second)


def body_of(release: Release, name: str) -> bytes:
    with role("maintenance"):
        return bytes(Part.objects.get(release=release, name=name).body)


def test_a_release_over_the_change_says_so_on_its_page_and_in_its_files(
    preparer: Staff, second: Staff
) -> None:
    release = release_until(2026, preparer, second)
    for path in ("/published/reached/1/", "/published/reached/1/tables/sex-age/"):
        words, _tables = read(Client().get(path))
        assert f"From Nov. 29, 2026: {WHAT}" in words or f"From 29 November 2026: {WHAT}" in words
        assert "Numbers before and after this date are not comparable." in words
    package = json.loads(body_of(release, "datapackage.json"))
    assert f"Definition changed on 2026-11-29: {WHAT}" in package["description"]
    with role("maintenance"):
        names = list(Part.objects.filter(release=release).values_list("name", flat=True))
    with zipfile.ZipFile(io.BytesIO(body_of(release, "release.xlsx"))) as packed:
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "change of definition" in texts
    assert f"2026-11-29: {WHAT}" in texts
    (report,) = [name for name in names if name.endswith(".pdf")]
    pages = pypdf.PdfReader(io.BytesIO(body_of(release, report))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "From 2026-11-29 on:" in text


def test_a_release_of_earlier_years_marks_no_break_in_its_numbers(
    preparer: Staff, second: Staff
) -> None:
    release_until(2024, preparer, second)
    words, _tables = read(Client().get("/published/reached/1/tables/sex-age/"))
    assert WHAT not in words
