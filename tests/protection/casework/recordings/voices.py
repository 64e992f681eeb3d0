"""Voice recordings of a child, made as a worker adds them."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.people.models import Child
from saathi.protection.casework.recordings import actions
from saathi.protection.casework.recordings.models import VoiceRecording
from tests.protection.casework.recordings import sounds
from tests.protection.identification.portraits import photos
from tests.roles import acting

DAY = dt.date(2026, 3, 3)
TITLE = "What Sunita says about the factory"
WORDS = "Sunita says that the owner locked the door."
NAME = "sunita <img src=x onerror=alert(1)>.ogg"


def add(
    child: Child,
    actor: Staff,
    data: bytes | None = None,
    allowed_by: Consent | None = None,
    **fields: Any,
) -> VoiceRecording:
    """A recording of the child by staff; with a new consent where none is given."""
    values: dict[str, Any] = {
        "speaker": "child",
        "origin": "made",
        "spoken_on": DAY,
        "language": "ne",
        "purpose": "statement",
        "audience": "team",
        "text_kind": "summary",
        "text_language": "en",
    } | fields
    if values["speaker"] == "child":
        values["consent"] = allowed_by or photos.consent(child, actor)
    recording = VoiceRecording(file_id=child.file_id, child=child, **values)
    recording.title, recording.words = TITLE, WORDS if values["text_kind"] else ""
    with acting(actor):
        return actions.add_recording(
            recording=recording, data=data or sounds.ogg(), name=NAME, actor=actor
        )


def typed(**fields: object) -> dict[str, object]:
    """The form of a recording as it is typed, without its consent and its file."""
    return {
        "title": TITLE,
        "speaker": "child",
        "origin": "made",
        "spoken_on_0": "3",
        "spoken_on_1": "3",
        "spoken_on_2": "2026",
        "purpose": "statement",
        "audience": "team",
    } | fields
