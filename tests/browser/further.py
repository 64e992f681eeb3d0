"""Further steps of a child's way, beside those from the report to the closing (`story`)."""

import datetime as dt
from typing import Any

from saathi.infra import clock
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from saathi.web.downloads import XLSX
from tests.browser.story import HER_WORDS
from tests.browser.walk import Walk
from tests.protection.casework.documents import pictures


def fill_in(worker: Walk, file: str) -> Walk:
    """The agency's own form: first what is asked next, then it is kept."""
    worker.open(f"{file}forms/").enter("/new/back_at_home/")
    worker.fill(q_lives_with="other", q_safe="no", q_people_at_home="७")
    worker.go_on("next", until="q_lives_other")
    return worker.fill(q_lives_other="A neighbour", q_why_not_safe=HER_WORDS).press("yes")


def read_in(administrator: Walk) -> Walk:
    """The next version of the form that comes as an example, as a draft."""
    data = SAMPLE_WORKBOOK.read_bytes()
    administrator.open("/agency/forms/upload/")
    return administrator.upload("workbook", SAMPLE_WORKBOOK.name, XLSX, data).press()


def offer_case(leader: Walk, file: str) -> Walk:
    """The case offered to another office, which has not answered."""
    leader.open(f"{file}handover/offer/")
    leader.fill(
        to_office=leader.choice("to_office"), why="moved", handed="School begins on Sunday.", child_view="agrees",
        child_informed="yes", basis=leader.choice("basis"),
    )  # fmt: skip
    return leader.press()


def ask_committee(leader: Walk, file: str, of: str) -> Walk:
    """Someone near the child is asked to look after her."""
    leader.open(f"{file}committee/ask/")
    leader.fill(
        asked_of=leader.choice("asked_of", of), called="Sunu", where="By the pond",
        look_at=["well", "school"],
    )  # fmt: skip
    return leader.press()


def note(worker: Walk, file: str) -> Walk:
    """A case note of today, which its author may still correct."""
    worker.open(f"{file}notes/").follow("/notes/new/")
    return worker.fill(contact="school", text="He comes every day.", judgement="It helps.").press()


def conference(worker: Walk, file: str) -> Walk:
    """A case conference with one decision of someone outside."""
    worker.open(f"{file}conferences/new/")
    worker.fill(purpose="School", discussed="The fees.", child_part="heard_before").press()
    return worker.fill(text="Ask for a bursary", other="The head teacher").press()


def safety_plan(worker: Walk, file: str) -> Walk:
    """A safety plan to be reviewed in a month."""
    worker.open(f"{file}safety-plan/new/").fill(child_does="Go to the neighbour.")
    review = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=30)
    return worker.day("review_on", review.year, review.month, review.day).press()


def operation(worker: Walk) -> Walk:
    """An operation with one child in it, decided for alone."""
    worker.open("/operations/new/").fill(name="Kiln in the north", kind="removal", led_by="labour")
    worker.press().fill(
        urgency="today",
        what="Found carrying bricks.",
        step="shelter",
        rationale="He has a fever.",
        child_participation="in_person",
    )
    return worker.press()


def complain(worker: Walk, file: str) -> Walk:
    """What she complains of, in her words."""
    worker.open(f"{file}complaints/new/").fill(
        kind="complaint", child_words="Nobody knocks at our door.", about="care_home",
        wants="That they knock.",
    )  # fmt: skip
    return worker.press()


def review(worker: Walk, file: str) -> Walk:
    """The plan reviewed with the child."""
    worker.open(f"{file}reviews/new/").fill(
        kind="review", capacities="more", weighed="Chooses her school alone.", child_participation="in_person",
        child_words="I go by bus now.", agreement="agrees", result="stays",
    )  # fmt: skip
    return worker.press()


def recorded_as(worker: Walk, file: str, kind: str = "unaccompanied") -> Walk:
    """The border post recorded her as alone: a screening is prompted."""
    worker.open(f"{file}screening/recorded/new/").fill(kind=kind, by_whom="border")
    return worker.day("happened_on", 2026, 3, 1).press()


def screen(worker: Walk, file: str, **answers: Any) -> Walk:
    """A first look: an act, long hours, dangerous work; she does not want to speak of violence."""
    hers = {"act": "yes", "ex1": "yes", "ex3": "yes", "note": "Her hands are burnt."}
    worker.open(f"{file}screening/").follow("/screening/new/first_look/")
    return worker.fill(**(hers | answers)).press()


def interview(worker: Walk, file: str, **fields: Any) -> Walk:
    """An interview by the police, which she stopped."""
    hers = {"by_whom": "police", "interviewer": "Officer Rana", "ended": "stopped"}
    worker.open(f"{file}screening/interviews/new/").fill(**(hers | fields))
    return worker.day("on", 2026, 3, 2).press()


def clue(worker: Walk, file: str, **fields: Any) -> Walk:
    """A piece of what she remembers of home."""
    hers = {"kind": "landmark", "told": "पहाड़ और पुल", "language": "mai", "confidence": "low"}
    return worker.open(f"{file}screening/clues/new/").fill(**(hers | fields)).press()


def moved(worker: Walk, file: str, **fields: Any) -> Walk:
    """How she moved, apart from what happened."""
    hers = {"moved": "across", "from_country": "NPL", "papers": "no_need", "why": ["work"]}
    return worker.open(f"{file}screening/moved/new/").fill(**(hers | fields)).press()


def protocol(administrator: Walk) -> Walk:
    """A protocol agreed with India, as lines; first what it changes, then it is kept."""
    lines = (
        "with = IND\npartner = Focal point in Patna (invented)\nagreed_on = 2026-01-15\n"
        "may_ask = who, family\nmay_go = age, languages, clues"
    )
    administrator.open("/agency/rules/add/").fill(
        kind="protocol", name="patna", valid_from="2026-01-15", body=lines
    )
    return administrator.press().press("yes")


def ask_abroad(worker: Walk, file: str, **fields: Any) -> Walk:
    """India is asked who she is, with what she agreed to, resting on her consent."""
    worker.open(f"{file}abroad/ask/")
    worker.fill(**{name: worker.choice(name) for name in ("protocol", "consent")})
    hers = {
        "asks": ["who", "family"], "facts": ["age", "clues"], "fear": "none", "child_view": "agrees",
        "clues": "A white temple above the river.", "child_words": "Find my aunt.",
        "best": "Her aunt may look for her.", "route": "direct",
    }  # fmt: skip
    return worker.fill(**(hers | fields)).day("asked_on", 2026, 3, 2).press()


def asked_by_them(worker: Walk, file: str) -> Walk:
    """India asks about the child; it is written down as it came."""
    worker.open(f"{file}abroad/received/").fill(
        country="IND", partner="Focal point in Patna (invented)", asks=["who"]
    )
    return worker.fill(protocol=worker.choice("protocol")).day("asked_on", 2026, 3, 2).press()


def order(worker: Walk, file: str, **said: Any) -> Walk:
    """An order of a committee, as its paper says."""
    worker.open(f"{file}orders/new/").fill(
        **(
            {
                "authority": "welfare_committee",
                "body": "Committee",
                "kind": "placement",
                "child_heard": "yes",
            }
            | said
        )
    )
    return worker.day("made_on", 2026, 3, 1).press()


def happened(worker: Walk, file: str, happening: str = "apprehended", country: str = "IND") -> Walk:
    """What starts a time limit."""
    worker.open(f"{file}orders/limits/new/").fill(happening=happening, country=country)
    return worker.day("on", 2026, 3, 2).press()


def broken(worker: Walk, file: str, **fact: Any) -> Walk:
    """A safeguard that was broken, and who is to be notified."""
    told = {
        "safeguard": "detained", "done_by": "police", "what": "A night in the cell.",
        "authority": "commission", "body": "Rights commission",
    }  # fmt: skip
    worker.open(f"{file}orders/safeguards/new/").fill(**(told | fact))
    return worker.day("happened_on", 2026, 3, 2).press()


def guardian(worker: Walk, file: str, **said: Any) -> Walk:
    """Who represents the child."""
    hers = {"name": "Phul Maya Mahato", "kind": "relative"}
    worker.open(f"{file}consent/guardian/new/").fill(**(hers | said))
    return worker.day("starts_on", 2026, 1, 2).press()


def consent(worker: Walk, file: str, **said: Any) -> Walk:
    """The basis of a step: what the child agreed to."""
    hers = {
        "scopes": ["health", "education"],
        "basis": "consent",
        "answer": "yes",
        "capacity": "full",
    }
    worker.open(f"{file}consent/new/").fill(**(hers | said))
    return worker.day("given_on", 2026, 3, 2).press()


def decision(worker: Walk, file: str, **made: Any) -> Walk:
    """A decision about the child, answered for in plain words."""
    hers = {
        "kind": "placement",
        "what": "She lives with her aunt.",
        "decided_by": "together",
        "child_participation": "in_person",
        "views": "She wants to be with her aunt.",
        "weight": "followed",
        "best": "Her aunt listens to her.",
        "equal": "Yes.",
        "develop": "The school is near.",
        "harm": "None that we know.",
        "agreement": "agrees",
    }
    worker.open(f"{file}consent/decisions/new/").fill(**(hers | made))
    return worker.day("decided_on", 2026, 3, 2).press()


def service(keeper: Walk, second: Walk | None, **said: Any) -> Walk:
    """An entry of the directory, whose people use Saathi; published by the second person."""
    hers = {"name": "Sewing centre", "organisation": "Demo centre", "kinds": ["vocational"]}
    keeper.open("/services/new/").fill(**(hers | said))
    keeper.fill(run_by=keeper.choice("run_by")).press()
    if second is not None:
        second.open(f"{keeper.path}publish/").press()
    return keeper


def shelter(keeper: Walk, second: Walk, name: str) -> Walk:
    """A shelter of the register that the directory offers; both published by the second person."""
    keeper.open("/facilities/new/").fill(
        name=name, kind="shelter", operator="Demo centre", operator_kind="civil", mixed_places="9"
    ).press()
    facility = keeper.path
    second.open(f"{facility}publish/").press()
    keeper.open("/services/facility/").fill(facility=facility.split("/")[2], phone="041-5").press()
    second.open(f"{keeper.path}publish/").press()
    return keeper


def offer(worker: Walk, file: str, service: str, **said: Any) -> Walk:
    """A service offered to the child, resting on the consent that she gave."""
    worker.open(f"{file}support/offer/{service}/").fill(consent=worker.choice("consent"))
    if worker.choices("kind"):  # only where the service has several
        worker.fill(kind=worker.choice("kind"))
    hers = {
        "urgency": "planned", "child_answer": "yes", "need": "A place to learn tailoring",
        "shared": ["name", "need"],
    }  # fmt: skip
    return worker.fill(**(hers | said)).press()


def ask_how_it_was(worker: Walk) -> Walk:
    """On the page of a referral: she found the help good, and lets that be counted."""
    return (
        worker.follow("/found/").fill(experience="good", own_words="Fun.", counted="agreed").press()
    )


def course(worker: Walk, **said: Any) -> Walk:
    """A course of the agency."""
    hers = {
        "name": "Strong together", "kind": "life_skills", "led_by": "teacher",
        "modules": ["decisions"],
    }  # fmt: skip
    worker.open("/services/courses/new/").fill(**(hers | said))
    return worker.day("starts_on", 2026, 3, 2).press()


def shape(worker: Walk, course: str) -> Walk:
    """What children propose for a course."""
    worker.open(f"/services/courses/{course}/children/").fill(
        how="children_led", took_part="6", about=["way_home"], proposed="Come before we go home."
    )
    return worker.press()


def join_course(worker: Walk, file: str, course: str) -> Walk:
    """Her place in a course."""
    worker.open(f"{file}support/courses/new/").fill(course=course, wish="I want to speak up")
    return worker.press()


def meet(worker: Walk, course: str) -> Walk:
    """A meeting of the course to which she came."""
    worker.open(f"/services/courses/{course}/meeting/").fill(topic="Saying no")
    worker.fill(**{worker.fields("place_")[0]: "came"})
    return worker.day("held_on", 2026, 3, 3).press()


def session(worker: Walk, file: str, **said: Any) -> Walk:
    """A session with her, and a note that its writer alone reads."""
    hers = {
        "kind": "counselling", "provider": "counsellor", "presence": "came",
        "note": "We drew the river.",
    }  # fmt: skip
    worker.open(f"{file}support/sessions/new/").fill(**(hers | said))
    return worker.day("held_on", 2026, 3, 3).press()


def livelihood(worker: Walk, file: str, **said: Any) -> Walk:
    """Help so that her family can live."""
    hers = {"for_whom": "family", "state": "asked", "plan": "A tea stall"}
    worker.open(f"{file}support/livelihood/new/").fill(**(hers | said))
    return worker.day("asked_on", 2026, 3, 3).press()


def help_family(worker: Walk, report: str, **said: Any) -> Walk:
    """Help for the family that a report is about."""
    hers = {
        "kind": "livelihood", "urgency": "planned", "to_whom": "Savings group", "country": "NPL",
        "need": "A sewing machine",
    }  # fmt: skip
    return worker.open(f"/services/from-report/{report}/").fill(**(hers | said)).press()


def missing(worker: Walk, **fields: Any) -> Walk:
    """A mother reports that her child is missing."""
    hers = {
        "told": "She went to the market with a friend and did not come back.",
        "missing_from_2": "2026",
        "channel": "in_person",
        "circumstances": ["for_work", "with_somebody"],
        "urgency": "today",
        "relation": "mother",
        "teller_name": "Phulmati Devi",
        "contact_back": "safe",
        "may_tell": ["police", "public"],
        "name_0": "সুনিতা মাহাতো",
        "name_1": "Sunita",
        "gender": "girl",
        "age_low": "13",
        "age_high": "14",
        "home_district": "NP-DHA",
        "clue_0": "scar",
        "words_0": "above the left eye",
    }
    return worker.open("/missing/new/").unfold().fill(**(hers | fields)).press()


def heard(worker: Walk, missing_id: str) -> Walk:
    """Someone reports having seen the child."""
    day = clock.today_in("Asia/Kathmandu") - dt.timedelta(days=1)
    said = {"reported_on_0": day.day, "reported_on_1": day.month, "reported_on_2": day.year}
    page = worker.open(f"/missing/{missing_id}/heard/")
    page.fill(words_told="Seen at the border.", heard_from="saw", **said)
    return worker.press()


def photo_for_search(worker: Walk, missing_id: str) -> Walk:
    """The mother gives a photo for the search."""
    agreed = clock.today_in("Asia/Kathmandu") - dt.timedelta(days=1)
    until = agreed + dt.timedelta(days=20)
    walk = worker.open(f"/missing/{missing_id}/photos/new/")
    walk.fill(consent_by="mother", consent_note="She agreed on the telephone", has_read=True)
    walk.day("consent_on", agreed.year, agreed.month, agreed.day)
    walk.day("until", until.year, until.month, until.day)
    return walk.upload("photo", "face.jpg", "image/jpeg", pictures.photo()).press()


def notice(worker: Walk, missing_id: str) -> Walk:
    """A notice in public is asked for."""
    agreed = clock.today_in("Asia/Kathmandu") - dt.timedelta(days=1)
    until = agreed + dt.timedelta(days=20)
    worker.open(f"/missing/{missing_id}/notice/").fill(
        parts=["name", "age", "marks"],
        consent_by="mother",
        consent_on_0=agreed.day, consent_on_1=agreed.month, consent_on_2=agreed.year,
        until_0=until.day, until_1=until.month, until_2=until.year,
        contact="Helpline 1098",
    )  # fmt: skip
    return worker.press()
