"""Makes all rows of one piece of the load."""

import uuid
from collections.abc import Iterator

from saathi.simulation import (
    around,
    asked,
    casework,
    contacts,
    forms,
    happened,
    helping,
    identity,
    legal,
    missing,
    plans,
    reports,
    voice,
    years,
)
from saathi.simulation.chunk import Chunk
from saathi.simulation.draws import draw
from saathi.vault import store as vault
from saathi.vault.keys import NewKey

REPORTED = 0.78  # the share of children whose case began with a report
LOOSE_REPORTS = 0.05
ENQUIRIES = 0.004
MISSING = 0.006
BARE_CONTACTS = 0.12
REFERRED = 0.03


def fill(chunk: Chunk, size: int) -> None:
    """Puts the rows of `size` children, with all that belongs to them, on the piece's sheets."""
    drawn = draw(chunk.columns, size)
    loose = max(int(size * LOOSE_REPORTS), 12 if chunk.number == 0 else 0)
    enquiries = max(int(size * ENQUIRIES), 10 if chunk.number == 0 else 0)
    keys = _keys(chunk, size)
    children = []
    reported: list[identity.Child] = []
    for index in range(size):
        child = identity.make(chunk, drawn, index, next(keys))
        children.append(child)
        around.add_around(chunk, child)
        happened.add_episodes(chunk, drawn, child)
        if chunk.chance(REPORTED):
            reported.append(child)
        case = casework.add_case(chunk, drawn, child)
        plans.add_plan(chunk, child, case)
        legal.add_legal(chunk, child)
        asked.add_asked(chunk, child)
        helping.add_help(chunk, child, case)
        forms.add_form(chunk, child)
        casework.add_closing(chunk, child, case, voice.add_voice(chunk, child, case))
        years.add_years(chunk, child, case)
    for child, key in zip(reported, _keys(chunk, len(reported)), strict=True):
        reports.add_report(chunk, child, key)
    reports.add_loose_reports(chunk, list(_keys(chunk, loose)))
    contacts.add_bare(chunk, max(int(size * BARE_CONTACTS), 12))
    contacts.add_with_referral(chunk, list(_keys(chunk, max(int(size * REFERRED), 4))))
    reports.add_enquiries(chunk, drawn, children, list(_keys(chunk, enquiries)))
    looked_for = max(int(size * MISSING), 14 if chunk.number == 0 else 0)
    missing.add_missing(chunk, children, list(_keys(chunk, looked_for)))
    if chunk.number == 0:
        reports.hide_one(chunk, children)


def _keys(chunk: Chunk, number: int) -> Iterator[NewKey]:
    return vault.new_keys([uuid.UUID(hex=chunk.id()) for _ in range(number)])
