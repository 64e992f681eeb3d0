"""Makes the rows of the nation itself and of one chunk of the load, from all domains."""

from datetime import date, timedelta

from saathi.synthetic import agencies, parts
from saathi.synthetic.child_draws import draw_children
from saathi.synthetic.children import make_child
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.tables import CopyRows


def nation_rows(nation: SimulatedNation, today: date) -> CopyRows:
    """The rows that belong to no child: agencies, offices, staff and the domains' additions."""
    rows = agencies.agency_rows(nation, today)
    for part in parts.all_parts():
        if part.nation:
            part.nation(rows, nation, lambda ago: (today - timedelta(days=ago)).isoformat())
    return rows


def fill_chunk(chunk: LoadChunk, size: int) -> None:
    """Adds the rows of `size` children, with all related records, to the chunk's sheets."""
    chunk.drawn = draw_children(chunk.columns, size)
    children = []
    for index, key in enumerate(chunk.new_keys(size)):
        child = make_child(chunk, index, key)
        children.append(child)
        for child_step in parts.child_steps():
            child_step.add(chunk, child)
    for chunk_step in parts.chunk_steps():
        chunk_step.add(chunk, children)
    if chunk.number == 0:
        agencies.hide_one_file(chunk, children)
