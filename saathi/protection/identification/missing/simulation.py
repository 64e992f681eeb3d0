"""Makes missing children: some are in another agency's care under another script, some unknown."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from anyascii import anyascii

from saathi.engines.matching import lexicon
from saathi.infra import district_list
from saathi.protection.identification.intake.simulation import add_simulated_file
from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import DISTRICTS
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedOffice, SimulatedWorker
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS
from saathi.vault.keys import NewFileKey

_CIRCUMSTANCES = ("left", "for_work", "with_somebody", "quarrel", "lost", "fled_violence", "marriage",
                  "disaster", "online", "not_known")  # fmt: skip
_TELLERS = ("mother", "mother", "father", "grandparent", "sibling", "relative", "teacher", "police")
_OUTCOMES = ("found", "trafficked", "migrated", "unknown")
_WAYS = ("relatives", "stations", "phone", "hospitals", "border")
PARENTS = ("father", "mother")
MISSING_SHARE = 0.006
UNKNOWN_CHILD_INTERVAL = 3  # one in so many reports is about a child unknown here


def _texts() -> dict[str, Any]:
    return name_lists.texts_beside(__file__)


def transliterate_name(name: str) -> str:
    """A name as written by a clerk of another country: from the list or in Latin letters."""
    words = [_texts()["other_script"].get(word) or _latin(word) for word in name.split()]
    return " ".join(words)


@cache
def _attested() -> dict[str, str]:
    """The first spelling of a name, in Latin letters, for each of its other spellings."""
    return {word: of.words[0] for of in reversed(lexicon.load_spellings()) for word in of.words[1:]}


@cache
def _latin(word: str) -> str:
    if word in _texts()["latin"]:
        return str(_texts()["latin"][word])
    if word in _attested():
        return _attested()[word]
    written = anyascii(word)
    return written.capitalize() if written != word else word.upper()


def add_missing(chunk: LoadChunk, children: list[SimulatedChild]) -> None:
    """Adds reports of missing children; every third is about a child who is not on record."""
    number_of_reports = max(int(len(children) * MISSING_SHARE), 14 if chunk.number == 0 else 0)
    at_home = [
        candidate
        for candidate in children
        if candidate.office.district == DEMO_DISTRICT
        and candidate.is_demo
        and not candidate.is_closed
    ]
    away = [candidate for candidate in children if candidate.office.district != DEMO_DISTRICT]
    for number, key in enumerate(list(chunk.new_keys(number_of_reports))):
        if number % UNKNOWN_CHILD_INTERVAL == 2:
            _add_report(chunk, key, None, *_reporter(chunk, number, None))
            continue
        pool = at_home if chunk.number == 0 and number % 2 == 0 and at_home else away or children
        child = chunk.pick(pool)
        _add_report(chunk, key, child, *_reporter(chunk, number, child))


def _reporter(
    chunk: LoadChunk, number: int, child: SimulatedChild | None
) -> tuple[SimulatedOffice, SimulatedWorker]:
    """An office and worker of an agency other than the child's; for some, the demo's office."""
    is_ours = chunk.number == 0 and (child is None or child.office.district != DEMO_DISTRICT)
    if is_ours and number < 14:
        return chunk.nation.holders[DEMO_DISTRICT][0], chunk.nation.demo["intake_officer"]
    holders = chunk.nation.holders
    offices = [
        office
        for district in ("BD-JAS", "IN-BR-SIT", "NP-PAR", DISTRICTS[0])
        for office in holders[district]
        if child is None or office.agency is not child.office.agency
    ]
    office = chunk.pick(offices)
    return office, chunk.pick(office.intake)


def _add_report(
    chunk: LoadChunk,
    key: NewFileKey,
    child: SimulatedChild | None,
    office: SimulatedOffice,
    by: SimulatedWorker,
) -> None:
    reported = (child.opened if child else chunk.today) - chunk.between(1, 40)
    file = add_simulated_file(chunk, key, "missing", office, by, reported)
    report, at = chunk.new_id(), chunk.working_time(min(reported, chunk.today - 1))
    is_found = child is None and chunk.chance(0.4)
    found_on = min(reported + chunk.between(1, 60), chunk.today - 1) if is_found else 0
    missing_from = reported - chunk.between(0, 9)
    district = office.district
    teller = chunk.pick(_TELLERS)
    urgency = chunk.pick(("now", "today", "today", "soon"))
    outcome_fields = (iso_date(max(found_on, missing_from)), "came_back", "alive", office.agency.country,
                      chunk.pick(_OUTCOMES)) if is_found else (NULL, "", "", "", "")  # fmt: skip
    words = {
        "told": chunk.pick(_texts()["told"]["sentences"]),
        "where": chunk.pick(_texts()["told"]["where"]),
    }
    chunk.rows.add_row(
        "missing_missingreport", report, file, at, by.id.hex, "1", at, "in_person", teller,
        chunk.pick(("safe", "careful", "")), postgres_array(["police", "agencies"]), urgency,
        postgres_array([chunk.pick(_CIRCUMSTANCES)]), iso_date(missing_from), iso_date(missing_from),
        district_list.country_of_district(district), district, "found" if is_found else "open",
        *outcome_fields, NULL, "", NULL, NULL, chunk.seal(key, "missing.report", report, words),
    )  # fmt: skip
    _add_missing_child(chunk, key, (file, report, at, by.id.hex), child, reported)
    _search(chunk, key, (file, report, at, by.id.hex), reported)
    if child is not None and child.office.district == DEMO_DISTRICT:
        _ask_holder(chunk, child, report, office, by, (at, teller, urgency))


type _Of = tuple[str, str, str, str]  # file, report, when, recorder


def _names_by_family(
    chunk: LoadChunk, child: SimulatedChild | None, given_names: Sequence[str]
) -> list[dict[str, str]]:
    """The given name and the parents' names as the family writes them."""
    names_on_record = child.names if child else []
    given_name = next((name["text"] for name in names_on_record if name["kind"] == "given"), "")
    given_name = given_name or chunk.pick(given_names)
    names = [{"kind": "given", "text": transliterate_name(given_name), "language": ""}]
    return names + [
        {"kind": name["kind"], "text": transliterate_name(name["text"]), "language": ""}
        for name in names_on_record
        if name["kind"] in PARENTS
    ]


def _add_missing_child(
    chunk: LoadChunk, key: NewFileKey, of: _Of, child: SimulatedChild | None, reported: int
) -> None:
    """Adds the child as the family describes them: the same child, otherwise remembered."""
    group = chunk.pick(name_lists.load_communities())
    is_girl = child.is_girl if child else chunk.chance(0.5)
    names = _names_by_family(chunk, child, group.girls if is_girl else group.boys)
    age = max((child.age if child else chunk.between(5, 17)) - chunk.between(0, 1), 0)
    home = child.home if child else chunk.pick(DISTRICTS)
    year = int(iso_date(reported)[:4])
    kind = chunk.pick(tuple(_texts()["clues"]))
    clue = {"kind": kind, "words": chunk.pick(_texts()["clues"][kind])}
    village = transliterate_name(chunk.pick(group.villages))
    payload = {
        "names": names,
        "siblings": [],
        "clues": [clue],
        "places": [{"text": village, "also": []}],
        "age_note": "",
    }
    file, report, at, by = of
    row = chunk.new_id()
    years = (year - age - 2, year - max(age - 1, 0))
    country = district_list.country_of_district(home)
    chunk.rows.add_row(
        "missing_missingchild", row, file, at, by, "1", report, "girl" if is_girl else "boy",
        str(max(age - 1, 0)), str(age + 1), "stated", str(years[0]), str(years[1]),
        country if chunk.chance(0.8) else "", country, home,
        postgres_array([child.language if child else group.language]), postgres_array([kind]),
        chunk.seal(key, "missing.child", row, payload),
    )  # fmt: skip
    for token, kind in chunk.slots.child_tokens(names, years, home, [village]):
        chunk.rows.add_row("people_token", file, f"\\\\x{token}", kind)


def _search(chunk: LoadChunk, key: NewFileKey, of: _Of, reported: int) -> None:
    """Adds the family's own search, and in some cases a reported sighting."""
    file, report, at, by = of
    row, day = chunk.new_id(), iso_date(min(reported + 1, chunk.today - 1))
    chunk.rows.add_row(
        "missing_search", row, file, at, by, "1", report, "family", chunk.pick(_WAYS), day, "", "",
        "nothing", chunk.seal(key, "missing.search", row, {"who": "", "where": "", "words": ""}),
    )  # fmt: skip
    if chunk.chance(0.3):
        row = chunk.new_id()
        words = {"words": chunk.pick(_texts()["told"]["heard"]), "teller": ""}
        chunk.rows.add_row(
            "missing_sighting", row, file, at, by, "1", report, "heard", day, NULL, "", "",
            "unconfirmed", NULL, chunk.seal(key, "missing.sighting", row, words),
        )  # fmt: skip


def _ask_holder(  # noqa: PLR0913, PLR0917 - the columns of two rows
    chunk: LoadChunk,
    child: SimulatedChild,
    report: str,
    office: SimulatedOffice,
    by: SimulatedWorker,
    report_fields: tuple[str, str, str],
) -> None:
    """Adds the possible match that the matcher would have put into the demo child's file."""
    at, teller, urgency = report_fields
    match = chunk.new_id()
    officer = chunk.nation.demo["data_officer"].id.hex
    chunk.rows.add_row(
        "agencies_notice", chunk.new_id(), officer, "enquiry_waits", match, at, NULL, NULL
    )
    chunk.rows.add_row(
        "intake_enquirymatch", match, child.file, at, by.id.hex, "1", report, by.id.hex,
        office.agency.id.hex, "missing_child", at, "waiting", "missing", "tracing", teller, urgency,
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "missing_missingreport": f"{SCOPED_COLUMNS} reported_at channel relation contact_back "
        "may_tell urgency circumstances missing_from missing_to country district state found_on "
        "found_how found_life found_country outcome closed_on why_closed child_file_id case_opened_on "
        "sealed",
        "missing_missingchild": f"{SCOPED_COLUMNS} report_id gender age_low age_high age_basis "
        "birth_year_low birth_year_high nationality home_country home_district languages clues "
        "sealed",
        "missing_search": f"{SCOPED_COLUMNS} report_id by_whom way searched_on country district "
        "result sealed",
        "missing_sighting": f"{SCOPED_COLUMNS} report_id heard_from reported_on seen_on country "
        "district state settled_on sealed",
    },
    for_chunk=(SimulationStep("missing", add_missing, after=("intake",)),),
)
