"""Makes contacts: those that became a report, those that asked for something, those that were silent."""

from typing import NamedTuple

from saathi.agencies import sections
from saathi.simulation import lists
from saathi.simulation.chunk import Chunk, array, iso
from saathi.simulation.draws import DISTRICTS
from saathi.simulation.identity import OWNER, grant, keep_key
from saathi.simulation.nation import HOME, Place, Worker
from saathi.simulation.tables import NULL
from saathi.vault.keys import NewKey

# The ways on which somebody calls or is met, so that a contact stands before the report.
BY_CONTACT = frozenset({"helpline", "outreach", "committee"})
# Invented shares; that most calls to a helpline are no report is what helplines say of themselves.
_KINDS = (
    *(("silent",) * 6 + ("hung_up",) * 4 + ("joke",) * 4 + ("information",) * 5),
    *("wrong_number", "wrong_number", "talk", "talk", "outreach", "outreach"),
    *("insults", "asks_after", "other"),
)
_BARE = frozenset({"silent", "hung_up", "joke", "wrong_number"})
_WAYS = ("helpline", "helpline", "helpline", "in_person", "outreach")
_ABOUT = ("rights", "school", "papers", "moving", "health", "law", "feelings", "services")
_GIVEN = ("listened", "information", "number", "safe_moving", "advice", "call_again")
_WHO = ("child", "parent", "community", "teacher", "relative", "anonymous", "")
_LANGUAGES = ("ne", "mai", "bho", "bn", "")
_REFERRALS = ("livelihood", "livelihood", "health", "school", "legal", "service")
_STATES = ("agreed", "agreed", "helped", "declined", "offered", "not_helped")
TEAM = str(int(sections.TEAM))


class Told(NamedTuple):
    """A report that began as a contact: its file, its id, the way it came, the day."""

    file: str
    report: str
    channel: str
    on: int


class Where(NamedTuple):
    """Who was called or met, where and on which day."""

    office: Place
    by: Worker
    on: int


def add_of_report(chunk: Chunk, office: Place, by: Worker, told: Told) -> None:
    """The contact before a report, in the report's own file."""
    at = chunk.moment(min(told.on, chunk.today - 1))
    chunk.sheets.add(
        "intake_contact", chunk.id(), told.file, at, by.id.hex, "2", at, told.channel, "concern",
        chunk.pick(_WHO), chunk.pick(_LANGUAGES), chunk.pick(("now", "today", "soon", "not_known")),
        office.agency.country, office.district, "{}", array([chunk.pick(_GIVEN)]), "f", told.report,
        NULL,
    )  # fmt: skip


def add_bare(chunk: Chunk, number: int) -> None:
    """Contacts of which nothing is kept but that they were: no key, no word."""
    for place in range(number):
        where = _where(chunk, place)
        file = _file(chunk, chunk.id(), where)
        _contact(chunk, file, where, chunk.pick(_KINDS))


def add_with_referral(chunk: Chunk, keys: list[NewKey]) -> None:
    """Families who asked for help: what they said is sealed, and they were referred to somebody."""
    texts = lists.texts()["contact"]
    for place, key in enumerate(keys):
        where = _where(chunk, place)
        by, on = where.by, where.on
        file = _file(chunk, key.file_id.hex, where)
        keep_key(chunk, key, chunk.moment(on))
        row = _contact(chunk, file, where, "help", key)
        referral, at = chunk.id(), chunk.moment(on)
        payload = {"to": chunk.pick(texts["to"]), "what": chunk.pick(texts["needs"])}
        state = chunk.pick(_STATES)
        answered = iso(min(on + 20, chunk.today - 1)) if state.endswith("helped") else NULL
        chunk.sheets.add(
            "intake_contactreferral", referral, file, at, by.id.hex, "1", row,
            chunk.pick(_REFERRALS), state, at, answered,
            chunk.seal_text(key, "intake.referral", referral, payload),
        )  # fmt: skip


def _where(chunk: Chunk, place: int) -> Where:
    """Office, member of staff and day; the first of the load are those of the demo's own officer."""
    if chunk.number == 0 and place < 9:
        office = chunk.nation.holders[HOME][0]
        by = chunk.nation.demo["intake_officer"]
        return Where(office, by, chunk.today - 1 - place // 3)
    code = DISTRICTS[chunk.between(0, len(DISTRICTS) - 1)]
    office = chunk.pick(chunk.nation.holders[code])
    return Where(office, chunk.pick(office.intake), chunk.today - chunk.between(1, 1200))


def _file(chunk: Chunk, file: str, where: Where) -> str:
    office, by, on = where
    at = chunk.moment(on)
    chunk.sheets.add(
        "agencies_file", file, "report", office.agency.id.hex, office.id.hex, "f", at, by.id.hex
    )
    grant(chunk, file, office.id.hex, "owner", OWNER, OWNER, at, by.id.hex)
    grant(chunk, file, by.id.hex, "team", TEAM, TEAM, at, by.id.hex)
    return file


def _contact(chunk: Chunk, file: str, where: Where, kind: str, key: NewKey | None = None) -> str:
    (office, by, on), row = where, chunk.id()
    is_bare, way = kind in _BARE, chunk.pick(_WAYS)
    sealed = NULL
    if key is not None:
        payload = {"what": chunk.pick(lists.texts()["contact"]["asked"])}
        sealed = chunk.seal_text(key, "intake.contact", row, payload)
    is_paper = way == "outreach" and chunk.chance(0.6)
    written = min(on + chunk.between(1, 10), chunk.today - 1) if is_paper else on
    chunk.sheets.add(
        "intake_contact", row, file, chunk.moment(written), by.id.hex, "1", chunk.moment(on), way,
        kind, "" if is_bare else chunk.pick(_WHO), chunk.pick(_LANGUAGES), "not_known",
        office.agency.country, office.district, "{}" if is_bare else array([chunk.pick(_ABOUT)]),
        "{}" if is_bare else array([chunk.pick(_GIVEN)]), "t" if is_paper else "f", NULL, sealed,
    )  # fmt: skip
    return row
