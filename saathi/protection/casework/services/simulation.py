"""Generates a simulated child's support: referrals, a course, sessions, livelihood."""

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.casework.services.simulated_network import add_network_rows, build_network
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.nation import DEMO_DISTRICT
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

REFERRED, AGAIN, IN_COURSE, IN_SESSIONS, LIVELIHOOD = 0.62, 0.3, 0.1, 0.28, 0.07
_STATES = ("offered", "accepted", "attended", "attended", "ended", "ended", "ended", "declined",
           "child_declined")  # fmt: skip
_WHY = ("full", "full", "full", "too_far", "too_far", "age", "not_offered", "gender", "papers",
        "language", "disability")  # fmt: skip
_OUTCOMES = ("helped", "helped", "partly", "partly", "not_helped", "left")
_COUNTED = ("agreed", "agreed", "agreed", "refused", "")
_VIEWS = ("good", "good", "mixed", "bad", "chose_not", "not_asked", "not_asked")
_URGENCY = ("planned", "planned", "soon", "soon", "now")
_ANSWER_DAYS = {"planned": 7, "soon": 3, "now": 1}
_SEND_DAYS = {"planned": 3, "soon": 1, "now": 0}
_SESSIONS = (("counselling", "counsellor"), ("counselling", "counsellor"), ("group", "counsellor"),
             ("peer", "trained_peer"), ("family", "social_worker"),
             ("information", "social_worker"))  # fmt: skip
_CAME = ("came", "came", "came", "part", "excused", "away")
_ACCESS = ("{}",) * 12 + ("{step_free}", "{sign}", "{learning}")
_PAPERS = ("not_known", "", "yes", "no")


def add_support(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds referrals and support as the work proceeds; none for a child at an early stage."""
    if child.stage < 2 and not child.is_demo:
        return
    case = child.result(SimulatedCase)
    if child.is_demo or chunk.chance(REFERRED):
        _referral(chunk, child, case)
        if child.is_demo or chunk.chance(AGAIN):
            _referral(chunk, child, case)
    if child.age >= 10 and ((child.is_demo and child.index % 3 == 0) or chunk.chance(IN_COURSE)):
        _course_place(chunk, child)
    if child.is_demo or chunk.chance(IN_SESSIONS):
        _session(chunk, child)
    if (child.is_demo and child.index % 5 == 0) or chunk.chance(LIVELIHOOD):
        _livelihood(chunk, child)


def _referral(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    district = child.office.district or DEMO_DISTRICT
    _, service = chunk.pick(build_network(chunk.nation).services[district])
    urgency, kind, state = chunk.pick(_URGENCY), chunk.pick(service.kinds), chunk.pick(_STATES)
    latest = (case.closed or chunk.today) - 1
    offered = chunk.between(child.opened, min(child.opened + 90, latest))
    state = _possible_state(kind, state, is_closed=bool(case.closed))
    if state == "offered":
        offered = max(offered, latest - 12)
    answer_by = offered + _ANSWER_DAYS[urgency]
    # Longer for girls far from a shelter that accepts them, and where no one answers, as in
    # reality.
    answered = min(offered + chunk.between(0, 9), latest)
    began = min(answered + chunk.between(0, 24), latest)
    has_begun = state in {"attended", "ended"}
    ended = min(began + chunk.between(5, 200), latest) if state == "ended" else 0
    texts = name_lists.texts_beside(__file__)["support"]
    base = scoped_fields(chunk, child, on=offered)
    sent = _sent(base[0], state, offered)
    due = NULL
    if state == "offered" and not case.closed:
        is_sent = sent[0] != NULL
        on = answer_by if is_sent else min(offered + _SEND_DAYS[urgency], answer_by)
        due = _due(chunk, child, case, "referral" if is_sent else "send_referral", on)
    chunk.rows.add_row(
        "services_referral", *base, child.id, service.id, kind, urgency, state,
        iso_date(offered), iso_date(answer_by), *sent,
        NULL if state == "offered" else iso_date(answered),
        iso_date(began) if has_begun else NULL, iso_date(ended) if ended else NULL,
        "no" if state == "child_declined" else chunk.pick(("yes", "yes", "unsure", "chose_not")),
        chunk.pick(_WHY) if state == "declined" else "",
        chunk.pick(_OUTCOMES) if ended else "", "", NULL, "{code,need}", chunk.pick(_ACCESS),
        chunk.pick(_PAPERS), due, NULL, NULL, NULL,
        chunk.seal_text(
            child.key, "services.referral", base[0], {"need": chunk.pick(texts["needs"])}
        ),
    )  # fmt: skip
    if has_begun:
        _opinion(chunk, child, base[0], ended or latest)


def _possible_state(kind: str, state: str, *, is_closed: bool) -> str:
    """The state of a referral: nothing waits in a closed case, and a stay is a placement."""
    if is_closed and state in {"offered", "accepted"}:
        state = "ended"
    if kind == "shelter" and state in {"attended", "ended"}:
        return "declined" if is_closed else "accepted"
    return state


def _sent(referral: str, state: str, offered: int) -> tuple[str, str]:
    """When and how the service was informed; empty for some that await a response."""
    if state == "child_declined" or (state == "offered" and int(referral[:2], 16) % 4 == 0):
        return NULL, ""
    return iso_date(offered), ("letter", "telephone", "in_person")[int(referral[2:4], 16) % 3]


def _opinion(chunk: LoadChunk, child: SimulatedChild, referral: str, on: int) -> None:
    """Adds the child's view of the service: most choose a face and allow use in statistics."""
    view = chunk.pick(_VIEWS)
    if view == "not_asked":
        return
    counted = "not_asked" if view == "chose_not" else chunk.pick(_COUNTED)
    chunk.rows.add_row(
        "services_opinion", *scoped_fields(chunk, child, on=on), referral, child.id, view, iso_date(on), "",
        "team", counted, NULL,
    )  # fmt: skip


def _due(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, duty: str, on: int) -> str:
    base = scoped_fields(chunk, child, on=chunk.today - 1)
    chunk.rows.add_row("cases_due", *base, case.id, child.worker_id, duty, iso_date(on), NULL, "0")
    return base[0]


def _course_place(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a place in a course of the agency, and the meetings since then."""
    place = child.office.agency.id, child.office.district or DEMO_DISTRICT
    _, course = chunk.pick(build_network(chunk.nation).courses[place])
    began = max(chunk.today - course.began_days_ago, child.opened)
    base = scoped_fields(chunk, child, on=began)
    has_ended = chunk.chance(0.3) and began < chunk.today - 30
    payload = {"wish": chunk.pick(name_lists.texts_beside(__file__)["support"]["wishes"])}
    chunk.rows.add_row(
        "services_enrolment", *base, child.id, course.id, course.kind, iso_date(began),
        iso_date(chunk.today - 2) if has_ended else NULL,
        chunk.pick(("completed", "completed", "own_wish", "moved")) if has_ended else "",
        chunk.pick(_VIEWS) if has_ended else "",
        chunk.seal_text(child.key, "services.enrolment", base[0], payload),
    )  # fmt: skip
    for meeting, ago, module in course.meetings:
        meeting_day = chunk.today - ago
        if meeting_day >= began:
            row = scoped_fields(chunk, child, on=meeting_day)
            chunk.rows.add_row(
                "services_attendance", *row, base[0], meeting, iso_date(meeting_day), "{" + module + "}",
                chunk.pick(_CAME),
            )  # fmt: skip


def _session(chunk: LoadChunk, child: SimulatedChild) -> None:
    kind, provider = chunk.pick(_SESSIONS)
    session_day = chunk.between(child.opened, chunk.today - 1)
    base = scoped_fields(chunk, child, on=session_day)
    chunk.rows.add_row(
        "services_supportsession", *base, child.id, kind, provider, iso_date(session_day),
        chunk.pick(("30", "45", "60", "90")), chunk.pick(_CAME), child.language,
        chunk.pick(("{stress}", "{safety,rights}", "{anger}", "{}")),
        chunk.pick(("better", "same", "worse", "")), NULL, NULL,
    )  # fmt: skip
    if not child.is_demo and not chunk.chance(0.4):
        return
    note = scoped_fields(chunk, child, on=session_day)
    payload = {"note": chunk.pick(name_lists.texts_beside(__file__)["support"]["notes"])}
    chunk.rows.add_row(
        "services_sessionnote", *note, base[0], chunk.pick(("self", "team")),
        chunk.seal_text(child.key, "services.session_note", note[0], payload),
    )  # fmt: skip


def _livelihood(chunk: LoadChunk, child: SimulatedChild) -> None:
    requested = chunk.between(child.opened, chunk.today - 1)
    provided = min(requested + chunk.between(5, 70), chunk.today - 1)
    is_given = chunk.chance(0.7)
    base = scoped_fields(chunk, child, on=requested)
    payload = {"plan": chunk.pick(name_lists.texts_beside(__file__)["support"]["livelihoods"])}
    chunk.rows.add_row(
        "services_livelihood", *base, child.id, chunk.pick(("family", "family", "carer")),
        chunk.pick(("{tools,training}", "{animals}", "{cash}", "{scheme}")) if is_given else "{}",
        "given" if is_given else "asked", iso_date(requested), iso_date(provided) if is_given else NULL,
        iso_date(provided + 90), NULL, "", NULL,
        chunk.seal_text(child.key, "services.livelihood", base[0], payload),
        ("own", "ngo", "government")[child.index % 3], ("month", "quarter", "not_known")[child.index % 3],
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "services_service": "id agency_id run_by_id name organisation kinds about age_low age_high "
        "serves languages accessible respects friendly country district area is_place_secret "
        "address phone contact opening cost verified_on verified_by withdrawn_on why_withdrawn "
        "recorded_at recorded_by version state changed_by changed_at proposed_by proposed_at "
        "why_returned published_by published_at review_on facility_id",
        "services_course": "id agency_id office_id service_id name kind led_by language modules "
        "about age_low age_high starts_on ends_on recorded_at recorded_by version",
        "services_coursesession": "id course_id agency_id held_on modules topic minutes "
        "recorded_at recorded_by version",
        "services_referral": f"{SCOPED_COLUMNS} child_id service_id kind urgency state offered_on "
        "answer_by sent_on sent_how answered_on began_on ended_on child_answer why_declined outcome basis "
        "consent shared needs_access papers due receiver access access_until sealed",
        "services_opinion": f"{SCOPED_COLUMNS} referral_id child_id experience said_on language "
        "audience counted sealed",
        "services_enrolment": f"{SCOPED_COLUMNS} child_id course_id kind starts_on ended_on "
        "why_ended child_view sealed",
        "services_attendance": f"{SCOPED_COLUMNS} enrolment_id session_id held_on modules presence",
        "services_supportsession": f"{SCOPED_COLUMNS} child_id kind provider held_on minutes "
        "presence language topics change next_on sealed",
        "services_sessionnote": f"{SCOPED_COLUMNS} session_id audience sealed",
        "services_livelihood": f"{SCOPED_COLUMNS} child_id for_whom given state asked_on given_on "
        "follow_up_on looked_on lasting ended_on sealed provider cost",
    },
    nation=add_network_rows,
    for_child=(
        SimulationStep("services", add_support, after=("orders",), before=("supplements",)),
    ),
)
