"""A simulated child, and the rows of their file: key, and rights of office and team."""

from dataclasses import dataclass, field
from typing import cast

from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS
from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import DISTRICTS
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedOffice, SimulatedWorker
from saathi.synthetic.tables import NULL
from saathi.vault.keys import NewFileKey

OWNER_SECTIONS = str(int(ALL_SECTIONS))
TEAM_SECTION = str(int(TEAM_MEMBER_SECTIONS))
DEMO_OPEN, DEMO_CLOSED = 26, 6  # cases of the demo's own case worker: the first ones of the load


@dataclass
class SimulatedChild:
    """A child while the rows are being made. Days are ordinals."""

    index: int  # position in the chunk
    key: NewFileKey
    file: str
    id: str
    office: SimulatedOffice
    worker: SimulatedWorker
    is_girl: bool
    age: int
    opened: int
    recorded: int
    trafficking: int
    language: str
    is_demo: bool
    home: str
    home_country: str
    stage: int = 0
    is_closed: bool = False
    seats: list[tuple[str, SimulatedWorker]] = field(default_factory=list)
    names: list[dict[str, str]] = field(default_factory=list)
    attached: dict[type, object] = field(default_factory=dict)

    @property
    def worker_id(self) -> str:
        """The id of the child's worker."""
        return self.worker.id.hex

    def attach(self, result: object) -> None:
        """Stores the result of a step for later steps; one object of each class."""
        self.attached[type(result)] = result

    def result[Result](self, kind: type[Result]) -> Result:
        """What an earlier step attached; KeyError if that step has not run."""
        return cast("Result", self.attached[kind])


def scoped_fields(
    chunk: LoadChunk, child: SimulatedChild, *, on: int, by: str = ""
) -> tuple[str, str, str, str, str]:
    """The first five fields of a record in the file, recorded on that day or with the file."""
    at = chunk.working_time(min(max(on, child.recorded), chunk.today - 1))
    return chunk.new_id(), child.file, at, by or child.worker_id, "1"


def child_community(chunk: LoadChunk, index: int) -> name_lists.NameCommunity:
    """The community from which the names of the child at `index` are drawn."""
    return name_lists.load_communities()[chunk.drawn.group[index]]


def day_after_opening(chunk: LoadChunk, child: SimulatedChild, within: int) -> int:
    """A random day at most `within` days after the case's opening, and before today."""
    return chunk.between(child.opened, min(child.opened + within, chunk.today - 1))


def make_child(chunk: LoadChunk, index: int, key: NewFileKey) -> SimulatedChild:
    """The child at `index`; adds the rows of their file, its key and the rights to it."""
    drawn, number = chunk.drawn, chunk.child_number(index)
    is_demo = number < DEMO_OPEN + DEMO_CLOSED
    district = DEMO_DISTRICT if is_demo else DISTRICTS[drawn.district[index]]
    office, worker = _holder(chunk, district, is_demo=is_demo)
    opened = chunk.today - max(drawn.days_ago[index], 1)
    is_closed = number >= DEMO_OPEN if is_demo else bool(drawn.is_closed[index])
    if is_demo:
        opened = chunk.today - (200 + 37 * index if is_closed else 2 + 9 * index)
    home = _home(chunk, district)
    if is_demo and not is_closed and index % 4 == 3:  # from across the border: they may return
        home = "IN-BR-SIT"
    child = SimulatedChild(
        index=index,
        key=key,
        file=key.file_id.hex,
        id=chunk.new_id(),
        office=office,
        worker=worker,
        is_girl=bool(drawn.is_girl[index]),
        age=drawn.age[index],
        opened=opened,
        recorded=min(opened + (0 if is_demo else drawn.late_days[index]), chunk.today - 1),
        trafficking=drawn.trafficking[index],
        language=child_community(chunk, index).language,
        is_demo=is_demo,
        home=home,
        home_country={"NP": "NPL", "IN": "IND", "BD": "BGD", "PK": "PAK"}[home[:2]],
        stage=drawn.stage[index],
        is_closed=is_closed,
    )
    if is_demo:
        child.stage = 5 if is_closed else (0, 1, 1, 2, 3, 3, 4, 3, 5)[index % 9]
    _file(chunk, child)
    return child


def _holder(
    chunk: LoadChunk, district: str, *, is_demo: bool
) -> tuple[SimulatedOffice, SimulatedWorker]:
    offices = chunk.nation.holders[district]
    office = offices[0] if is_demo else chunk.pick(offices)
    worker = chunk.nation.demo["case_worker"] if is_demo else chunk.pick(office.workers)
    return office, worker


def _home(chunk: LoadChunk, district: str) -> str:
    """The home district: usually where help is given; less often in the city and at borders."""
    far = 0.6 if district in {"NP-KTM", "NP-PAR"} else 0.2
    if not chunk.chance(far):
        return district
    near = {"IN": ("IN-BR-SIT", "IN-JH-RAN", "IN-WB-KOL"), "BD": ("BD-JAS", "BD-SAT", "BD-KHU")}
    nepal = ("NP-SIN", "NP-NUW", "NP-MAK", "NP-DHA", "NP-KAI", "NP-BAN", "IN-BR-SIT", "BD-SAT")
    return chunk.pick(near.get(district[:2], nepal))


def _file(chunk: LoadChunk, child: SimulatedChild) -> None:
    add, at = chunk.rows.add_row, chunk.working_time(child.recorded)
    agency, office = child.office.agency.id.hex, child.office.id.hex
    is_protected = "t" if chunk.chance(0.01) and not child.is_demo else "f"
    add("agencies_file", child.file, "child", agency, office, is_protected, at, child.worker_id)
    add_file_key(chunk, child.key, at)
    add_file_right(
        chunk, child.file, office, "owner", OWNER_SECTIONS, OWNER_SECTIONS, at, child.worker_id
    )
    add_team_member(chunk, child, "case_worker", child.worker, at)


def add_file_key(chunk: LoadChunk, key: NewFileKey, at: str) -> None:
    """Adds the row of a file's wrapped key."""
    chunk.rows.add_row("vault_key", key.file_id.hex, f"\\\\x{key.wrapped.hex()}", key.kek_id, at)


def add_file_right(  # noqa: PLR0913, PLR0917 - the columns of the table, in their order
    chunk: LoadChunk, file: str, to: str, kind: str, reads: str, writes: str, at: str, by: str
) -> None:
    """Adds a right to a file, as the trigger does when a file is opened in the application."""
    chunk.rows.add_row(
        "agencies_grant", chunk.new_id(), file, to, kind, reads, writes, at, NULL, by
    )


def add_team_member(
    chunk: LoadChunk, child: SimulatedChild, role: str, worker: SimulatedWorker, at: str
) -> None:
    """Adds a member of the child's team, with the right that the role needs."""
    child.seats.append((role, worker))
    reads, writes = str(int(TEAM_READS[role])), str(int(TEAM_WRITES[role]))
    add_file_right(chunk, child.file, worker.id.hex, "team", reads, writes, at, child.worker_id)
