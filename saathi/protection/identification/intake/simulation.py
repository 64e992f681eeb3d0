"""Makes reports of a concern, contacts, and enquiries about a child."""

from dataclasses import dataclass

from saathi.protection.identification.intake import simulated_contacts, simulated_queue
from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import DISTRICTS, PREVENTED, TRAFFICKED
from saathi.synthetic.children import (
    OWNER_SECTIONS,
    TEAM_SECTION,
    SimulatedChild,
    add_file_key,
    add_file_right,
    child_community,
)
from saathi.synthetic.chunk import LoadChunk, postgres_array
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedOffice, SimulatedWorker
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS
from saathi.vault.keys import NewFileKey

_CHANNELS = ("helpline", "helpline", "police", "border_post", "committee", "in_person", "school",
             "referral", "outreach", "health", "court", "letter")  # fmt: skip
_REPORTERS = ("community", "teacher", "police", "relative", "parent", "child", "social_worker",
              "organisation", "committee_member", "anonymous", "another_child")  # fmt: skip
_CONCERNS = ("neglect", "physical_violence", "child_labour", "child_marriage", "missing", "street",
             "separated", "sexual_abuse", "on_the_move", "emotional_violence", "online")  # fmt: skip
_OTHER_OUTCOMES = ("advice_given", "passed_on", "child_not_found", "no_concern_found",
                   "same_as_earlier", "", "")  # fmt: skip
_TIMINGS = ("going_on", "going_on", "past", "past", "feared", "")
_KNOWN = ("saw", "was_told", "suspects", "child", "not_said", "")
_BACK = ("not_asked", "", "safe", "careful", "never")

_WAITING = {0: "now", 1: "today", 2: "now", 3: "soon"}  # of the demo office's newest reports
_TRACED = ("missing_child", "family_tracing")
REPORTED_SHARE = 0.78  # the share of children whose case began with a report
LOOSE_REPORT_SHARE = 0.05
ENQUIRY_SHARE = 0.004
ANONYMOUS_CONTACT_SHARE = 0.12
REFERRED_SHARE = 0.03


@dataclass(frozen=True)
class CaseOrigin:
    """How the case of a child began."""

    is_reported: bool


@dataclass(frozen=True)
class SimulatedReport:
    """The report from which a child's case was opened, as recorded in the child's file."""

    id: str
    received_at: str
    received: int
    concerns: tuple[str, ...]
    urgency: str
    channel: str
    reporter: str
    timing: str
    known_from: str
    texts: dict[str, str]


def choose_origin(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Decides whether the child's case began with a report."""
    child.attach(CaseOrigin(chunk.chance(REPORTED_SHARE)))


def add_intake(chunk: LoadChunk, children: list[SimulatedChild]) -> None:
    """Adds reports with and without a case, contacts, and enquiries."""
    size = len(children)
    reported = [child for child in children if child.result(CaseOrigin).is_reported]
    for child, key in zip(reported, chunk.new_keys(len(reported)), strict=True):
        add_report(chunk, child, key)
    loose = max(int(size * LOOSE_REPORT_SHARE), 12 if chunk.number == 0 else 0)
    add_loose_reports(chunk, list(chunk.new_keys(loose)))
    simulated_contacts.add_anonymous_contacts(chunk, max(int(size * ANONYMOUS_CONTACT_SHARE), 12))
    referred = max(int(size * REFERRED_SHARE), 4)
    simulated_contacts.add_referred_contacts(chunk, list(chunk.new_keys(referred)))
    enquiries = max(int(size * ENQUIRY_SHARE), 10 if chunk.number == 0 else 0)
    add_enquiries(chunk, children, list(chunk.new_keys(enquiries)))


def add_report(chunk: LoadChunk, child: SimulatedChild, key: NewFileKey) -> None:
    """Adds the report that led to the child's case, in its own file."""
    office = child.office
    by = child.worker if chunk.chance(0.5) else chunk.pick(office.intake)
    received = child.opened - chunk.between(0, 2)
    file = add_simulated_file(chunk, key, "report", office, by, max(received, child.recorded))
    if by is not child.worker:
        at = chunk.working_time(child.recorded)
        add_file_right(
            chunk, file, child.worker_id, "team", TEAM_SECTION, TEAM_SECTION, at, by.id.hex
        )
    concerns = [chunk.pick(_CONCERNS)]
    if child.trafficking in {TRAFFICKED, PREVENTED} and chunk.chance(0.7):
        concerns.insert(0, "trafficking")
    gender = "girl" if child.is_girl else "boy"
    about = (file, "case_opened", child.file, received, concerns, gender, child.age)
    report = _report(chunk, key, office, by, about)
    child.attach(report)
    row, channel = report.id, report.channel
    if channel in simulated_contacts.CONTACT_CHANNELS:
        simulated_contacts.add_report_contact(
            chunk, office, by, simulated_contacts.ReportOrigin(file, row, channel, received)
        )


def add_loose_reports(chunk: LoadChunk, keys: list[NewFileKey]) -> None:
    """Adds reports without a case here, and reports that still wait to be handled."""
    for number, key in enumerate(keys):
        is_home = chunk.number == 0 and number < 12
        code = DEMO_DISTRICT if is_home else DISTRICTS[chunk.between(0, len(DISTRICTS) - 1)]
        office = (
            chunk.nation.holders[code][0] if is_home else chunk.pick(chunk.nation.holders[code])
        )
        by = chunk.nation.demo["intake_officer"] if is_home else chunk.pick(office.intake)
        outcome = "" if is_home and number < 7 else chunk.pick(_OTHER_OUTCOMES)
        received = chunk.today - (number // 2 if is_home else chunk.between(1, 600))
        file = add_simulated_file(chunk, key, "report", office, by, received)
        gender = chunk.pick(("girl", "boy", "girl", "boy", ""))
        about = (
            file,
            outcome,
            NULL,
            received,
            [chunk.pick(_CONCERNS)],
            gender,
            chunk.between(2, 17),
        )
        waits = _WAITING.get(number, "") if is_home else ""
        _report(chunk, key, office, by, about, urgency=waits)


def add_simulated_file(  # noqa: PLR0913, PLR0917 - a row has so many columns
    chunk: LoadChunk,
    key: NewFileKey,
    kind: str,
    office: SimulatedOffice,
    by: SimulatedWorker,
    on: int,
) -> str:
    """Adds a file with its key, for its office and the worker who opened it; returns its id."""
    file, at = key.file_id.hex, chunk.working_time(min(on, chunk.today - 1))
    rights = "256" if kind == "enquiry" else TEAM_SECTION
    chunk.rows.add_row(
        "agencies_file", file, kind, office.agency.id.hex, office.id.hex, "f", at, by.id.hex
    )
    add_file_key(chunk, key, at)
    add_file_right(
        chunk, file, office.id.hex, "owner", OWNER_SECTIONS, OWNER_SECTIONS, at, by.id.hex
    )
    add_file_right(chunk, file, by.id.hex, "team", rights, rights, at, by.id.hex)
    return file


type _About = tuple[str, str, str, int, list[str], str, int]


def _report(  # noqa: PLR0913 - a row has so many columns
    chunk: LoadChunk,
    key: NewFileKey,
    office: SimulatedOffice,
    by: SimulatedWorker,
    about: _About,
    *,
    urgency: str = "",
) -> SimulatedReport:
    """The report whose row was added. The urgency is drawn at random, unless it is given."""
    file, outcome, child, received, concerns, gender, age = about
    payload = _report_texts(chunk, gender)
    row = chunk.new_id()
    ages = (str(max(age - 1, 0)), str(age + 1)) if chunk.chance(0.7) else (NULL, NULL)
    on, channel = min(received, chunk.today - 1), chunk.pick(_CHANNELS)
    is_paper = channel in {"outreach", "committee"} and chunk.chance(0.6)
    written = min(on + chunk.between(1, 12), chunk.today - 1) if is_paper else on
    # No report is written before it is received, or decided before it is written.
    received_at, wrote = sorted((chunk.working_time(on), chunk.working_time(written)))
    decided = max(wrote, chunk.working_time(min(written + 1, chunk.today - 1))) if outcome else NULL
    has_suspect = chunk.chance(0.3)
    if has_suspect:
        payload["suspect"] = chunk.pick(name_lists.texts_beside(__file__)["report"]["suspects"])
    reporter, drawn = chunk.pick(_REPORTERS), _urgency(chunk, concerns)
    urgency = urgency or drawn
    language = chunk.pick(("ne", "mai", "bn", ""))
    timing, known, back = chunk.pick(_TIMINGS), chunk.pick(_KNOWN), chunk.pick(_BACK)
    chunk.rows.add_row(
        "intake_report", row, file, wrote, by.id.hex, "1", received_at,
        channel, reporter, "t", urgency, postgres_array(concerns), office.agency.country,
        office.district, language, gender, *ages, child, outcome, decided,
        timing, known, back, "t" if has_suspect else "f",
        "t" if is_paper else "f", chunk.seal(key, "intake.report", row, payload),
    )  # fmt: skip
    queued = simulated_queue.QueuedReport(file, row, wrote, urgency, decided, office, by)
    simulated_queue.add_response(chunk, queued)
    if outcome in _OTHER_OUTCOMES and outcome:
        simulated_queue.add_outcome_note(chunk, key, queued, outcome)
    return SimulatedReport(
        row, received_at, on, tuple(concerns), urgency, channel, reporter, timing, known, payload
    )


def _report_texts(chunk: LoadChunk, gender: str) -> dict[str, str]:
    group = name_lists.load_communities()[chunk.between(0, 4)]
    place = chunk.pick(group.villages)
    sentence = chunk.pick(name_lists.texts_beside(__file__)["report"]["sentences"])
    return {
        "what": sentence.format(place=place),
        "place": place,
        "child_names": chunk.pick(group.girls if gender == "girl" else group.boys),
    }


def _urgency(chunk: LoadChunk, concerns: list[str]) -> str:
    if "trafficking" in concerns:
        return chunk.pick(("now", "now", "today", "today", "soon"))
    return chunk.pick(("now", "today", "soon", "soon", "later", "not_known"))


def add_enquiries(chunk: LoadChunk, children: list[SimulatedChild], keys: list[NewFileKey]) -> None:
    """Adds enquiries of other agencies about this agency's children, some still undecided."""
    askers = [
        office
        for district in ("IN-BR-SIT", "BD-JAS", "NP-PAR")
        for office in chunk.nation.holders[district][-1:]
    ]
    ours = [child for child in children if child.office.agency.country == "NPL"]
    demo = [child for child in ours if child.office.district == DEMO_DISTRICT]
    for number, key in enumerate(keys):
        child = chunk.pick(demo if demo and number % 2 == 0 else ours or children)
        office = askers[number % len(askers)]
        if office.agency is child.office.agency:
            continue
        by = chunk.pick(office.workers)
        received = chunk.today - chunk.between(1, 12)
        file = add_simulated_file(chunk, key, "enquiry", office, by, received)
        row, at = chunk.new_id(), chunk.working_time(received)
        payload = {
            "names": [chunk.pick(child_community(chunk, child.index).girls)],
            "age_low": max(child.age - 1, 0), "age_high": child.age + 1, "district": child.home,
            "gender": "girl" if child.is_girl else "boy", "language": "", "father": "", "mother": "",
            "report": "",
        }  # fmt: skip
        purpose = chunk.pick(("missing_child", "family_tracing", "child_is_with_me", "new_report"))
        facts = postgres_array(["name", "age", "gender", "home_place"])
        chunk.rows.add_row(
            "intake_enquiry", row, file, at, by.id.hex, "1", purpose, facts,
            chunk.seal(key, "intake.enquiry", row, payload),
        )  # fmt: skip
        _add_enquiry_match(chunk, child, office, by, (row, at, purpose))


def _add_enquiry_match(
    chunk: LoadChunk,
    child: SimulatedChild,
    office: SimulatedOffice,
    by: SimulatedWorker,
    enquiry: tuple[str, str, str],
) -> None:
    """Adds the match of an enquiry with a child, and the notice to the demo's data officer."""
    row, at, purpose = enquiry
    match = chunk.new_id()
    if child.office.district == DEMO_DISTRICT:
        officer = chunk.nation.demo["data_officer"].id.hex
        chunk.rows.add_row(
            "agencies_notice", chunk.new_id(), officer, "enquiry_waits", match, at, NULL, NULL
        )
    chunk.rows.add_row(
        "intake_enquirymatch", match, child.file, at, by.id.hex, "1", row, by.id.hex,
        office.agency.id.hex, purpose, at, "waiting", "enquiry",
        "tracing" if purpose in _TRACED else "duplicate", "not_said", "not_known",
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "intake_report": f"{SCOPED_COLUMNS} received_at channel reporter_kind "
        "reporter_is_confidential urgency concerns country district language child_gender "
        "child_age_low child_age_high child_file_id outcome outcome_at timing known_from contact_back "
        "has_suspect is_from_paper sealed",
        "intake_contact": f"{SCOPED_COLUMNS} happened_at channel kind reporter_kind language "
        "urgency country district asked_about given is_from_paper report_id sealed",
        "intake_contactreferral": f"{SCOPED_COLUMNS} contact_id kind state made_at answered_on "
        "sealed",
        "intake_enquiry": f"{SCOPED_COLUMNS} purpose facts sealed",
        "intake_enquirymatch": f"{SCOPED_COLUMNS} enquiry asker asker_agency purpose asked_at "
        "state source use relation urgency",
        **simulated_queue.TABLES,
    },
    nation=simulated_queue.add_roster,
    for_child=(SimulationStep("intake", choose_origin, after=("identity",)),),
    for_chunk=(SimulationStep("intake", add_intake),),
)
