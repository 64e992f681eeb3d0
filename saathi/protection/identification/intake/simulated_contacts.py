"""Makes contacts: those that became a report, requests for help, and anonymous ones."""

from typing import NamedTuple

from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import DISTRICTS
from saathi.synthetic.children import OWNER_SECTIONS, TEAM_SECTION, add_file_key, add_file_right
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedOffice, SimulatedWorker
from saathi.synthetic.tables import NULL
from saathi.vault.keys import NewFileKey

# The channels of calls and meetings, where a contact comes before the report.
CONTACT_CHANNELS = frozenset({"helpline", "outreach", "committee"})
# Invented shares; helplines report that most calls are not reports.
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


class ReportOrigin(NamedTuple):
    """A report that began as a contact: its file, its id, its channel, its day."""

    file: str
    report: str
    channel: str
    on: int


class ContactPlace(NamedTuple):
    """The office, worker and day of a contact."""

    office: SimulatedOffice
    by: SimulatedWorker
    on: int


def add_report_contact(
    chunk: LoadChunk, office: SimulatedOffice, by: SimulatedWorker, origin: ReportOrigin
) -> None:
    """Adds the contact before a report, in the report's own file."""
    at = chunk.working_time(min(origin.on, chunk.today - 1))
    chunk.rows.add_row(
        "intake_contact",
        chunk.new_id(),
        origin.file,
        at,
        by.id.hex,
        "2",
        at,
        origin.channel,
        "concern",
        chunk.pick(_WHO),
        chunk.pick(_LANGUAGES),
        chunk.pick(("now", "today", "soon", "not_known")),
        office.agency.country,
        office.district,
        "{}",
        postgres_array([chunk.pick(_GIVEN)]),
        "f",
        origin.report,
        NULL,
    )


def add_anonymous_contacts(chunk: LoadChunk, number: int) -> None:
    """Adds anonymous contacts: only their occurrence is kept, without key or text."""
    for place in range(number):
        where = _contact_place(chunk, place)
        file = _file(chunk, chunk.new_id(), where)
        _contact(chunk, file, where, chunk.pick(_KINDS))


def add_referred_contacts(chunk: LoadChunk, keys: list[NewFileKey]) -> None:
    """Adds families' requests for help: the account is sealed, and the family was referred."""
    texts = name_lists.texts_beside(__file__)["contact"]
    for place, key in enumerate(keys):
        where = _contact_place(chunk, place)
        by, on = where.by, where.on
        file = _file(chunk, key.file_id.hex, where)
        add_file_key(chunk, key, chunk.working_time(on))
        row = _contact(chunk, file, where, "help", key)
        referral, at = chunk.new_id(), chunk.working_time(on)
        payload = {"to": chunk.pick(texts["to"]), "what": chunk.pick(texts["needs"])}
        state = chunk.pick(_STATES)
        answered = iso_date(min(on + 20, chunk.today - 1)) if state.endswith("helped") else NULL
        chunk.rows.add_row(
            "intake_contactreferral", referral, file, at, by.id.hex, "1", row,
            chunk.pick(_REFERRALS), state, at, answered,
            chunk.seal_text(key, "intake.referral", referral, payload),
        )  # fmt: skip


def _contact_place(chunk: LoadChunk, place: int) -> ContactPlace:
    """The office, worker and day; the first of the load belong to the demo's intake officer."""
    if chunk.number == 0 and place < 9:
        office = chunk.nation.holders[DEMO_DISTRICT][0]
        by = chunk.nation.demo["intake_officer"]
        return ContactPlace(office, by, chunk.today - 1 - place // 3)
    code = DISTRICTS[chunk.between(0, len(DISTRICTS) - 1)]
    office = chunk.pick(chunk.nation.holders[code])
    return ContactPlace(office, chunk.pick(office.intake), chunk.today - chunk.between(1, 1200))


def _file(chunk: LoadChunk, file: str, where: ContactPlace) -> str:
    office, by, on = where
    at = chunk.working_time(on)
    chunk.rows.add_row(
        "agencies_file", file, "report", office.agency.id.hex, office.id.hex, "f", at, by.id.hex
    )
    add_file_right(
        chunk, file, office.id.hex, "owner", OWNER_SECTIONS, OWNER_SECTIONS, at, by.id.hex
    )
    add_file_right(chunk, file, by.id.hex, "team", TEAM_SECTION, TEAM_SECTION, at, by.id.hex)
    return file


def _contact(
    chunk: LoadChunk, file: str, where: ContactPlace, kind: str, key: NewFileKey | None = None
) -> str:
    (office, by, on), row = where, chunk.new_id()
    is_bare, channel = kind in _BARE, chunk.pick(_WAYS)
    sealed = NULL
    if key is not None:
        payload = {"what": chunk.pick(name_lists.texts_beside(__file__)["contact"]["asked"])}
        sealed = chunk.seal_text(key, "intake.contact", row, payload)
    is_paper = channel == "outreach" and chunk.chance(0.6)
    written = min(on + chunk.between(1, 10), chunk.today - 1) if is_paper else on
    chunk.rows.add_row(
        "intake_contact", row, file, chunk.working_time(written), by.id.hex, "1", chunk.working_time(on),
        channel, kind, "" if is_bare else chunk.pick(_WHO), chunk.pick(_LANGUAGES), "not_known",
        office.agency.country, office.district, "{}" if is_bare else postgres_array([chunk.pick(_ABOUT)]),
        "{}" if is_bare else postgres_array([chunk.pick(_GIVEN)]), "t" if is_paper else "f", NULL, sealed,
    )  # fmt: skip
    return row
