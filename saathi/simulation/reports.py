"""Makes reports of a concern, enquiries after a child, and a file that is hidden from someone."""

from saathi.agencies import sections
from saathi.simulation import contacts, lists
from saathi.simulation.chunk import Chunk, array
from saathi.simulation.draws import DISTRICTS, PREVENTED, TRAFFICKED, Drawn
from saathi.simulation.identity import OWNER, Child, grant, keep_key
from saathi.simulation.nation import HOME, Place, Worker
from saathi.simulation.tables import NULL
from saathi.vault.keys import NewKey

_CHANNELS = ("helpline", "helpline", "police", "border_post", "committee", "in_person", "school",
             "referral", "outreach", "health", "court", "letter")  # fmt: skip
_REPORTERS = ("community", "teacher", "police", "relative", "parent", "child", "social_worker",
              "organisation", "committee_member", "anonymous", "another_child")  # fmt: skip
_CONCERNS = ("neglect", "physical_violence", "child_labour", "child_marriage", "missing", "street",
             "separated", "sexual_abuse", "on_the_move", "emotional_violence", "online")  # fmt: skip
_OTHER_OUTCOMES = ("advice_given", "passed_on", "child_not_found", "no_concern_found",
                   "same_as_earlier", "", "")  # fmt: skip
_TIMINGS = ("going_on", "going_on", "past", "past", "feared", "not_known")
_KNOWN = ("saw", "was_told", "suspects", "child", "not_said", "not_said")
_BACK = ("not_asked", "not_asked", "safe", "careful", "never")

_TRACED = ("missing_child", "family_tracing")
TEAM = str(int(sections.TEAM))


def add_report(chunk: Chunk, child: Child, key: NewKey) -> None:
    """The report that led to her case, in a file of its own."""
    office = child.office
    by = child.worker if chunk.chance(0.5) else chunk.pick(office.intake)
    received = child.opened - chunk.between(0, 2)
    file = open_file(chunk, key, "report", office, by, max(received, child.recorded))
    if by is not child.worker:
        at = chunk.moment(child.recorded)
        grant(chunk, file, child.by, "team", TEAM, TEAM, at, by.id.hex)
    concerns = [chunk.pick(_CONCERNS)]
    if child.what in {TRAFFICKED, PREVENTED} and chunk.chance(0.7):
        concerns.insert(0, "trafficking")
    gender = "girl" if child.is_girl else "boy"
    about = (file, "case_opened", child.file, received, concerns, gender, child.age)
    row, channel = _report(chunk, key, office, by, about)
    if channel in contacts.BY_CONTACT:
        contacts.add_of_report(chunk, office, by, contacts.Told(file, row, channel, received))


def add_loose_reports(chunk: Chunk, keys: list[NewKey]) -> None:
    """Reports that led to no case here, or that still wait for somebody."""
    for number, key in enumerate(keys):
        is_home = chunk.number == 0 and number < 12
        code = HOME if is_home else DISTRICTS[chunk.between(0, len(DISTRICTS) - 1)]
        office = (
            chunk.nation.holders[code][0] if is_home else chunk.pick(chunk.nation.holders[code])
        )
        by = chunk.nation.demo["intake_officer"] if is_home else chunk.pick(office.intake)
        outcome = "" if is_home and number < 7 else chunk.pick(_OTHER_OUTCOMES)
        received = chunk.today - (number // 2 if is_home else chunk.between(1, 600))
        file = open_file(chunk, key, "report", office, by, received)
        gender = chunk.pick(("girl", "boy", "girl", "boy", "not_said"))
        about = (
            file,
            outcome,
            NULL,
            received,
            [chunk.pick(_CONCERNS)],
            gender,
            chunk.between(2, 17),
        )
        _report(chunk, key, office, by, about)


def open_file(chunk: Chunk, key: NewKey, kind: str, office: Place, by: Worker, on: int) -> str:  # noqa: PLR0913, PLR0917
    """A file with its key, for the office that holds it and the one who opened it; its id."""
    file, at = key.file_id.hex, chunk.moment(min(on, chunk.today - 1))
    rights = "256" if kind == "enquiry" else TEAM
    chunk.sheets.add(
        "agencies_file", file, kind, office.agency.id.hex, office.id.hex, "f", at, by.id.hex
    )
    keep_key(chunk, key, at)
    grant(chunk, file, office.id.hex, "owner", OWNER, OWNER, at, by.id.hex)
    grant(chunk, file, by.id.hex, "team", rights, rights, at, by.id.hex)
    return file


type _About = tuple[str, str, str, int, list[str], str, int]


def _report(chunk: Chunk, key: NewKey, office: Place, by: Worker, about: _About) -> tuple[str, str]:
    """The report; its id and the way it came."""
    file, outcome, child, received, concerns, gender, age = about
    group = lists.groups()[chunk.between(0, 4)]
    place = chunk.pick(group.villages)
    payload = {
        "what": chunk.pick(lists.texts()["report"]["sentences"]).format(place=place),
        "place": place,
        "child_names": chunk.pick(group.girls if gender == "girl" else group.boys),
    }
    row = chunk.id()
    ages = (str(max(age - 1, 0)), str(age + 1)) if chunk.chance(0.7) else (NULL, NULL)
    on, channel = min(received, chunk.today - 1), chunk.pick(_CHANNELS)
    is_paper = channel in {"outreach", "committee"} and chunk.chance(0.6)
    written = min(on + chunk.between(1, 12), chunk.today - 1) if is_paper else on
    # Nothing is written before it is told, nor decided before it is written.
    told, wrote = sorted((chunk.moment(on), chunk.moment(written)))
    decided = max(wrote, chunk.moment(min(written + 1, chunk.today - 1))) if outcome else NULL
    has_suspect = chunk.chance(0.3)
    if has_suspect:
        payload["suspect"] = chunk.pick(lists.texts()["report"]["suspects"])
    chunk.sheets.add(
        "intake_report", row, file, wrote, by.id.hex, "1", told,
        channel, chunk.pick(_REPORTERS), "t", _urgency(chunk, concerns),
        array(concerns), office.agency.country, office.district, chunk.pick(("ne", "mai", "bn", "")),
        gender, *ages, child, outcome, decided,
        chunk.pick(_TIMINGS), chunk.pick(_KNOWN), chunk.pick(_BACK), "t" if has_suspect else "f",
        "t" if is_paper else "f", chunk.seal(key, "intake.report", row, payload),
    )  # fmt: skip
    return row, channel


def _urgency(chunk: Chunk, concerns: list[str]) -> str:
    if "trafficking" in concerns:
        return chunk.pick(("now", "now", "today", "today", "soon"))
    return chunk.pick(("now", "today", "soon", "soon", "later", "not_known"))


def add_enquiries(chunk: Chunk, drawn: Drawn, children: list[Child], keys: list[NewKey]) -> None:
    """Questions of other agencies after children held here, some of them still to be decided."""
    askers = [
        office
        for district in ("IN-BR-SIT", "BD-JAS", "NP-PAR")
        for office in chunk.nation.holders[district][-1:]
    ]
    ours = [c for c in children if c.office.agency.country == "NPL"]
    demo = [c for c in ours if c.office.district == HOME]
    for number, key in enumerate(keys):
        child = chunk.pick(demo if demo and number % 2 == 0 else ours or children)
        office = askers[number % len(askers)]
        if office.agency is child.office.agency:
            continue
        by = chunk.pick(office.workers)
        asked = chunk.today - chunk.between(1, 12)
        file = open_file(chunk, key, "enquiry", office, by, asked)
        row, at = chunk.id(), chunk.moment(asked)
        payload = {
            "names": [chunk.pick(lists.groups()[drawn.group[child.index]].girls)],
            "age_low": max(child.age - 1, 0), "age_high": child.age + 1, "district": child.home,
            "gender": "girl" if child.is_girl else "boy", "language": "", "father": "", "mother": "",
            "report": "",
        }  # fmt: skip
        purpose = chunk.pick(("missing_child", "family_tracing", "child_is_with_me", "new_report"))
        facts = array(["name", "age", "gender", "home_place"])
        chunk.sheets.add(
            "intake_enquiry", row, file, at, by.id.hex, "1", purpose, facts,
            chunk.seal(key, "intake.enquiry", row, payload),
        )  # fmt: skip
        match = chunk.id()
        if child.office.district == HOME:
            officer = chunk.nation.demo["data_officer"].id.hex
            chunk.sheets.add(
                "agencies_notice", chunk.id(), officer, "enquiry_waits", match, at, NULL, NULL
            )
        chunk.sheets.add(
            "intake_enquirymatch", match, child.file, at, by.id.hex, "1", row, by.id.hex,
            office.agency.id.hex, purpose, at, "waiting", "enquiry",
            "tracing" if purpose in _TRACED else "duplicate", "not_said", "not_known",
        )  # fmt: skip


def hide_one(chunk: Chunk, children: list[Child]) -> None:
    """One file of the demo's office is hidden from a case worker, who is a neighbour of the family."""
    office = chunk.nation.holders[HOME][0]
    hidden = next((c for c in children if c.office is office and not c.is_demo), None)
    if hidden is not None:
        chunk.sheets.add(
            "agencies_hidden", chunk.id(), hidden.file, chunk.nation.demo["case_worker"].id.hex,
            chunk.moment(hidden.recorded), chunk.nation.demo["supervisor"].id.hex,
        )  # fmt: skip
