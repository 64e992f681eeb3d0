"""The people who may open each address of `protection.identification.missing`."""

import datetime as dt

from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing.actions import publishing, searching
from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import missing
from tests.protection.identification.missing import search_photos
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A missing child with a sighting, and a pending public notice."""
    worker = world.worker
    missed = missing.report(worker)
    with acting(worker):
        heard = searching.SightingInput("heard", dt.date(2026, 2, 4))
        sighting = searching.record_sighting(report=missed, data=heard, actor=worker)
        day = dt.date(2026, 2, 3)
        new = publishing.PublicNoticeInput(
            ["name"], Seeker.MOTHER, day, worker.office.today(), "1098"
        )
        notice = publishing.ask_for_notice(report=missed, new=new, actor=worker)
    photo = search_photos.add(missed, worker)
    return {
        "photo_id": photo.pk,
        "missing_id": missed.pk,
        "missing_file": missed.file_id,
        "sighting_id": sighting.pk,
        "notice_id": notice.pk,
    }


ROWS = AccessRows(
    file={
        "missing:show_missing": TEAM,
        "missing:change_missing_child": TEAM,
        "missing:change_disappearance": TEAM,
        "missing:add_search": TEAM,
        "missing:add_sighting": TEAM,
        "missing:verify_sighting": TEAM,
        "missing:record_child_found": TEAM,
        "missing:change_report_state": TEAM,
        "missing:close_missing_report": TEAM,
        "missing:request_public_notice": TEAM,
        "missing:show_public_notice": TEAM,
        "missing:list_search_photos": TEAM,
        "missing:add_search_photo": TEAM,
        "missing:erase_search_photo": TEAM,
    },
    without_child={
        "missing:list_missing",
        "missing:report_missing",
    },
    elsewhere={
        "missing:show_photo": "identification/portraits/test_portraits.py",
        "missing:open_search_photo": "identification/missing/test_search_photos.py",
        "missing:report_missing_from_report": "desk/test_registration_matches.py",
        "missing:withdraw_public_notice": "missing/test_public_notices.py",
        "missing:print_public_notice": "missing/test_public_notices.py",
    },
    records=records,
)
