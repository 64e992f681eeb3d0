"""One child's way from the report of a concern to the closing of her case, in steps.

The steps are the same with a script and without, in English and in Urdu; the tests say who takes
them, what happens in another story than hers, and what the pages must show.
"""

import datetime as dt
import re
from typing import Any

from saathi.infra import clock
from tests.browser.browser_walk import BrowserWalk
from tests.browser.walk import Walk
from tests.protection.casework.documents import pictures
from tests.protection.casework.recordings import sounds

APPROVAL = re.compile(r"/approvals/[0-9a-f-]{36}/$")
HER_WORDS = "म घर जान डराउँछु। I want to learn tailoring."
HER_END = "I was listened to. The sewing helped most."
TOLD = "A girl of fourteen was brought back at the border with a man she does not know."


def report(worker: Walk, name: str, **fields: Any) -> Walk:
    """The report of a concern, as it is received."""
    hers = {
        "what": TOLD,
        "concerns": ["trafficking", "on_the_move"],
        "urgency": "today",
        "channel": "border_post",
        "reporter_kind": "police",
        "child_names": name,
        "child_gender": "girl",
        "language": "mai",
        "district": "NP-DHA",
        "age_low": "१४",
    }
    return worker.open("/reports/new/").fill(**(hers | fields)).press()


def contact(worker: Walk, **fields: Any) -> Walk:
    """A call: someone asks for help and is afraid for a child."""
    worker.open("/reports/contacts/new/").fill(kind="concern", channel="helpline").unfold()
    hers = {"urgency": "today", "reporter_kind": "relative", "what": TOLD}
    return worker.fill(**(hers | fields)).press()


def refer(worker: Walk, **said: Any) -> Walk:
    """The family is referred to someone who helps with its livelihood."""
    told = {"kind": "livelihood", "to": "Cooperative", "whom": "The family", "state": "agreed"}
    return worker.enter("/refer/").fill(**(told | said)).press()


def search(worker: Walk, **asked: Any) -> Walk:
    """Search before create: a purpose and two facts beyond the name come from the report."""
    report = worker.path.rstrip("/").rpartition("/")[2]
    worker.follow(f"/find/report/{report}/")
    return worker.fill(**({"purpose": "new_report", "district": "NP-DHA"} | asked)).press()


def open_file(worker: Walk, **known: Any) -> str:
    """A child's file and her case; the path of the file."""
    worker.follow("/open/").fill(**({"basis": "stated"} | known)).press()
    found = re.fullmatch(r"/child/[0-9a-f-]{36}/", worker.path)
    assert found, worker.path
    return found[0]


def new_file(worker: Walk, name: str, **fields: Any) -> str:
    """Report, search and opening in one, for a story that begins later; the path of the file."""
    report(worker, name, **fields)
    search(worker)
    return open_file(worker)


def explain(worker: Walk, file: str) -> Walk:
    """The limits of confidentiality, before the first talk."""
    worker.open(file).follow("/voice/").follow("/voice/new/").follow("/voice/limits/")
    return worker.fill(language="mai", understood="yes").press()


def listen(worker: Walk, file: str, reader: str = "", **said: Any) -> Walk:
    """What she said, word for word, for the one she named or, unnamed, for her team."""
    hers = {"state": "said", "form": "verbatim", "words": HER_WORDS, "language": "mai"}
    worker.open(f"{file}voice/new/").fill(**(hers | {"topics": ["needs_and_wishes"]} | said))
    if reader:
        named = worker.choice("readers", reader)
        worker.fill(was_read_back=True, audience="named", readers=named)
    return worker.press()


def add_document(worker: Walk, file: str) -> Walk:
    """A certificate with a photo of it."""
    walk = worker.open(f"{file}documents/new/")
    facts = {
        "kind": "birth",
        "title": "Birth certificate",
        "original_with": "family",
        "source": "family",
    }
    walk.fill(**facts, received_on_0="9", received_on_1="3", received_on_2="2026")
    walk.fill(purpose="identity", audience="team", has_read=True)
    return walk.upload("uploads", "page.jpg", "image/jpeg", pictures.photo()).press()


def add_photo(worker: Walk, file: str) -> Walk:
    """A photo, on a consent to a picture that is on record."""
    walk = worker.open(f"{file}photo/new/")
    walk.fill(
        consent=walk.choice("consent"),
        purposes=["recognise", "missing"],
        taken_by="Rina Thapa",
        has_read=True,
    )
    walk.day("taken_on", 2026, 3, 1)
    return walk.upload("photo", "face.jpg", "image/jpeg", pictures.photo()).press()


def add_recording(worker: Walk, file: str) -> Walk:
    """A recording of the child, on a consent to a picture or recording that is on record."""
    walk = worker.open(f"{file}recordings/new/")
    walk.fill(
        title="What the child says about the factory",
        speaker="child",
        origin="made",
        consent=walk.choice("consent"),
        purpose="statement",
        audience="team",
    )
    walk.day("spoken_on", 2026, 3, 3)
    return walk.upload("sound", "voice.ogg", "audio/ogg", sounds.ogg()).press()


def what_happened(
    worker: Walk,
    file: str,
    legs: tuple[tuple[str, str], ...] = (("NPL", "IND"), ("IND", "IND")),
    *,
    exploited_at: int | None = None,
    **known: Any,
) -> Walk:
    """One episode and its legs; `exploited_at` is the leg that led to exploitation."""
    hers = {
        "known": "stated",
        "account": "She was promised work in a beauty parlour.",
        "acts": ["recruitment", "transportation"],
        "purposes": ["prostitution"],
        "exploitation_occurred": "no",
        "recruited_district": "NP-DHA",
        "age_low": "14",
        "ended": "intercepted",
    }
    worker.open(f"{file}happened/new/").fill(**(hers | known))
    for leg, (start, end) in enumerate(legs, 1):
        if not worker.fields(f"leg{leg}-from_country"):
            worker.go_on("add-leg", until=f"leg{leg}-from_country")
        worker.fill(**{f"leg{leg}-from_country": start, f"leg{leg}-to_country": end})
        if exploited_at == leg:
            worker.fill(**{f"leg{leg}-for_exploitation": "yes"})
    return worker.press()


def assess(worker: Walk, file: str, *, risk: str = "medium") -> Walk:
    """Her needs, her strengths, her wishes."""
    worker.open(f"{file}needs/").follow("/needs/new/")
    worker.fill(
        wishes="I want to sew.",
        language="mai",
        risk=risk,
        danger="What was seen at the last visit.",
    )
    worker.fill(state_vocational="need", text_vocational="She wants to learn a trade.")
    return worker.fill(state_psychological="strength").press()


def begin_urgent_care(worker: Walk, file: str) -> Walk:
    """Time-critical care after sexual violence."""
    return worker.open(f"{file}urgent-care/new/").fill(reason="sexual_violence").press()


def plan(worker: Walk, file: str) -> Walk:
    """A plan with her words, a goal she decided, and its first step."""
    worker.open(f"{file}plan/").follow("/plan/new/")
    worker.fill(child_words=HER_WORDS, language="mai", contribution="given", agreement="agrees")
    worker.press().follow("/goals/new/").fill(
        facet="vocational", text="She has learnt tailoring", decided_by="child"
    )
    worker.fill(step_text="Ask at the sewing centre", responsible=worker.choice("responsible"))
    return worker.day("step_due_on", 2027, 1, 15).press()


def reach(worker: Walk, plan: str) -> Walk:
    """The step is done, and the goal is reached."""
    worker.open(plan).press(to="/mark/")
    return worker.follow("/mark/").fill(state="reached").press()


def visit(worker: Walk, file: str, note: str = "She was well.", **seen: Any) -> Walk:
    """A visit, as short as it can be."""
    worker.open(f"{file}visits/").follow("/visits/new/")
    hers = {"outcome": "met_alone", "kind": "home", "note": note}
    return worker.fill(**(hers | seen)).press()


def flag(worker: Walk, file: str) -> Walk:
    """A flag that holds for a month."""
    worker.open(f"{file}notes/").follow("/notes/flag/").fill(text="He rang again.")
    end = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=30)
    return worker.day("until", end.year, end.month, end.day).press()


def who_she_is(worker: Walk, file: str) -> Walk:
    """A pet name that she wants, a document that others keep, what she can do, what she keeps up."""
    worker.open(f"{file}who/").follow("/who/names/new/")
    worker.fill(text="कान्छी", kind="pet", wanted="yes", given_by="Her grandmother").press()
    worker.follow("/who/papers/new/").fill(kind="passport", state="withheld").press()
    worker.follow("/who/functions/new/").fill(answered_by="child", walking="a_lot")
    worker.day("asked_on", 2026, 3, 2).press()
    worker.follow("/who/grounds/new/").fill(
        grounds=["caste"], words_said="They do not let me sit with them."
    )
    worker.day("stated_on", 2026, 3, 2).press()
    worker.follow("/who/culture/").fill(mother_tongue="mai", plan="A reader each week").press()
    worker.follow("/who/background/").fill(
        answered_by="child",
        schooling="stopped",
        factor_debt="yes",
        factor_violence_home="chose_not",
    )
    worker.day("stated_on", 2026, 3, 2).press()
    worker.follow("/who/movements/new/").fill(kind="work", with_whom="agent")
    return worker.press()


def around_her(worker: Walk, file: str) -> Walk:
    """Her mother, and a neighbour who is said to have recruited her; the police was notified."""
    worker.open(f"{file}around/").follow("/around/new/")
    worker.fill(kind="mother", name="Maya Mahato", contact="wanted").press()
    worker.follow("/around/alleged/new/").fill(
        subject="person", name="Bikram Lal", roles=["recruited"], said_by="child",
        on_what="He came with a bus ticket.",
    )  # fmt: skip
    worker.day("said_on", 2026, 3, 2).press()
    worker.follow("/outcome/").fill(kind="reported", body="police")
    return worker.day("decided_on", 2026, 3, 3).press()


def ask_erasure(holder: Walk, file: str) -> Walk:
    """A data officer asks that a file be erased; a second one has to agree."""
    holder.open(file)
    if holder.has_form("/purpose/"):
        holder.fill(purpose="supervision").press()
    holder.open(f"{file}erasure/ask/")
    code = holder.words(".code")[0]
    holder.fill(reason="mistake", basis="accuracy", child_knows="cannot", code=code)
    if holder.fields("despite"):
        holder.fill(despite="no_child")
    return holder.press()


def ask_closing(worker: Walk, file: str, *, anyway: bool = False, **asked: Any) -> Walk:
    """Asks to close, with her own evaluation; `anyway` where the page says what is still open."""
    worker.open(f"{file}closing/").follow("/closing/ask/")
    hers = {
        "reason": "recovery",
        "evaluation": "given",
        "words": HER_END,
        "language": "mai",
        "form": "verbatim",
        "summary": "She sews and lives with her aunt.",
        "where_to_get_help": "The sewing centre, the helpline 1098",
        "knows_what_it_means": True,
    }
    worker.fill(**(hers | asked))
    if not anyway:
        return worker.press()
    worker.page.locator("main form button.btn:visible").first.click()
    again = worker.page.locator('main form button[name="anyway"]')
    again.wait_for()
    with worker.page.expect_navigation():
        again.click()
    return worker.look()


def decide(supervisor: Walk, answer: str = "approve", **why: Any) -> Walk:
    """The supervisor opens the newest request and answers it."""
    return _open_newest(supervisor).fill(**why).press(answer)


def try_to_approve(supervisor: BrowserWalk, approval: str = "") -> BrowserWalk:
    """The same where it is refused: the page offers no approval, and says why to a forged one."""
    page = supervisor.open(f"/approvals/{approval}/") if approval else _open_newest(supervisor)
    approve = page.page.locator('button[value="approve"]')
    assert not approve.count(), "what would be refused is not offered"
    page.page.locator('button[value="send_back"]').evaluate("(each) => { each.value = 'approve' }")
    approve.click()
    return supervisor


def _open_newest(supervisor: Walk) -> Walk:
    supervisor.open("/approvals/?order=waiting")  # the list itself begins with the highest risk
    waiting = [each for each in supervisor.links("/approvals/") if APPROVAL.search(each)]
    return supervisor.open(waiting[-1])
