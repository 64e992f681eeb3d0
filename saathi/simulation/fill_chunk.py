"""Makes all rows of one chunk of the load."""

import uuid
from collections.abc import Iterator

from saathi.simulation import (
    case_history,
    casework,
    contacts,
    episodes,
    forms,
    identity,
    interviews,
    legal,
    missing,
    plans,
    relations,
    reports,
    statements,
    support,
)
from saathi.simulation.child_draws import draw_children
from saathi.simulation.chunk import LoadChunk
from saathi.vault import store as vault
from saathi.vault.keys import NewFileKey

REPORTED_SHARE = 0.78  # the share of children whose case began with a report
LOOSE_REPORT_SHARE = 0.05
ENQUIRY_SHARE = 0.004
MISSING_SHARE = 0.006
ANONYMOUS_CONTACT_SHARE = 0.12
REFERRED_SHARE = 0.03


def fill_chunk(chunk: LoadChunk, size: int) -> None:
    """Adds the rows of `size` children, with all related records, to the sheets of the chunk."""
    drawn = draw_children(chunk.columns, size)
    loose = max(int(size * LOOSE_REPORT_SHARE), 12 if chunk.number == 0 else 0)
    enquiries = max(int(size * ENQUIRY_SHARE), 10 if chunk.number == 0 else 0)
    keys = _keys(chunk, size)
    children = []
    reported: list[identity.SimulatedChild] = []
    for index in range(size):
        child = identity.make_child(chunk, drawn, index, next(keys))
        children.append(child)
        relations.add_relations(chunk, child)
        episodes.add_episodes(chunk, drawn, child)
        if chunk.chance(REPORTED_SHARE):
            reported.append(child)
        case = casework.add_case(chunk, drawn, child)
        plans.add_plan(chunk, child, case)
        legal.add_legal(chunk, child)
        interviews.add_interviews(chunk, child)
        support.add_support(chunk, child, case)
        forms.add_form(chunk, child)
        casework.add_closing(chunk, child, case, statements.add_statements(chunk, child, case))
        case_history.add_case_history(chunk, child, case)
    for child, key in zip(reported, _keys(chunk, len(reported)), strict=True):
        reports.add_report(chunk, child, key)
    reports.add_loose_reports(chunk, list(_keys(chunk, loose)))
    contacts.add_anonymous_contacts(chunk, max(int(size * ANONYMOUS_CONTACT_SHARE), 12))
    contacts.add_referred_contacts(chunk, list(_keys(chunk, max(int(size * REFERRED_SHARE), 4))))
    reports.add_enquiries(chunk, drawn, children, list(_keys(chunk, enquiries)))
    looked_for = max(int(size * MISSING_SHARE), 14 if chunk.number == 0 else 0)
    missing.add_missing(chunk, children, list(_keys(chunk, looked_for)))
    if chunk.number == 0:
        reports.hide_one_file(chunk, children)


def _keys(chunk: LoadChunk, number: int) -> Iterator[NewFileKey]:
    return vault.generate_file_keys([uuid.UUID(hex=chunk.new_id()) for _ in range(number)])
