"""Photos that are given for the search, added as a worker adds them."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.protection.identification.missing.actions import photos
from saathi.protection.identification.missing.models import MissingReport, SearchPhoto
from tests.protection.casework.documents.pictures import photo as picture
from tests.roles import acting

NOTE = "The mother of Sunita agreed on the telephone"


def add(
    report: MissingReport, actor: Staff, *, has_read: bool = True, data: bytes = b"", **fields: Any
) -> SearchPhoto:
    """A photo that the mother gave."""
    values = {
        "consent_by": "mother",
        "consent_on": dt.date(2026, 2, 3),
        "until": actor.office.today() + dt.timedelta(days=30),
    } | fields
    given = SearchPhoto(file_id=report.file_id, report=report, **values)
    given.consent_note = NOTE
    with acting(actor):
        return photos.add_search_photo(
            photo=given, data=data or picture(), has_read=has_read, actor=actor
        )
