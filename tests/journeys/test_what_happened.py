"""Stories 2 to 5: what the facts of an episode amount to, and the same help whatever they are.

As far as today's modules go: report, file, what happened with its legs, the reading in
international law, the roles of the countries, the national reading beside it (3), a service (4), the
files of two siblings joined (5). That a child is counted once in the region and under "boys, labour"
is shown by `tests/protection/identification/trafficking` and `tests/evidence`: the page of numbers rounds to fives, so one
child does not show there, and must not.
"""

import re

import pytest

from tests.browser import further, story
from tests.browser.browser_walk import BrowserWalk
from tests.browser.fixtures import Opener
from tests.browser.walk import Walk
from tests.journeys.hands import Hands
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    WORKER,
    HttpWalks,
    Walks,
    find_nothing,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]


def file_of(worker: Walk, name: str, **known: object) -> str:
    """A child described in a report; the path of the file."""
    told = {"concerns": ["trafficking"], "what": f"{name} works and does not go home."}
    story.report(worker, name, **(told | known))
    story.search(worker, **({"district": str(known["district"])} if "district" in known else {}))
    return story.open_file(worker)


def reading(worker: BrowserWalk, file: str) -> BrowserWalk:
    """What happened, with the reading of the facts opened."""
    return worker.open(f"{file}happened/").unfold()


@pytest.mark.requirement("DEF-004")
def test_a_boy_in_a_brick_kiln_by_keyboard_alone(site: str, opened: Opener) -> None:
    """Story 2, twelve years old, nothing promised, no force; and a worker without a mouse."""
    worker = Hands(site, opened().new_page(), WORKER).sign_in()
    file = file_of(
        worker, "Bikash Sada", child_gender="boy", age_low="12", concerns=["child_labour"]
    )
    story.what_happened(
        worker,
        file,
        legs=(),
        acts=["receipt"],
        purposes=["forced_labour"],
        account="He carries bricks.",
        exploitation_occurred="yes",
        age_low="12",
        ended="ongoing",
    )
    worker.unfold()
    worker.says("These facts constitute trafficking in a child: an act and a purpose.")
    worker.says("not recorded", "For a child, no means is required.")
    asked = worker.page.locator("main").inner_text()
    assert "Boy" not in asked, "no field of protection concerns and incidents goes by sex"


@pytest.mark.requirement("DEF-024")
def test_a_girl_trafficked_inside_her_own_country(walks: Walks, http_walks: HttpWalks) -> None:
    """Story 3: recruited in Cox's Bazar, exploited in Dhaka: origin and destination at once."""
    worker = walks(WORKER)
    file = file_of(
        http_walks(WORKER), "Rahima Khatun", language="bn", district="BD-CXB", age_low="13"
    )
    story.what_happened(
        worker,
        file,
        legs=(("BGD", "BGD"),),
        exploited_at=1,
        recruited_district="BD-CXB",
        purposes=["domestic_servitude"],
        exploitation_occurred="yes",
        ended="escaped",
        account="She cooked and slept on the kitchen floor.",
    )
    page = reading(worker, file)
    page.says("Within Bangladesh, which is both origin and destination.", "none known")
    page.says("National definition in 2008", "its wording is not recorded here")
    find_nothing(walks, file, "Rahima", ELSEWHERE, COLLEAGUE)


@pytest.mark.requirement("DEF-018")
def test_origin_is_where_the_child_was_taken_not_the_nationality(
    walks: Walks, http_walks: HttpWalks
) -> None:
    """Story 4: a national of Bangladesh, recruited in Kolkata, exploited in Mumbai."""
    worker = walks(WORKER)
    story.report(worker, "Shirin Akter", language="bn", age_low="15", child_gender="girl")
    story.search(worker)
    worker.follow("/open/").page.get_by_text("Add language or nationality").click()
    worker.fill(nationality_state="known", nationality_0="BGD")
    worker.fill(home_country="BGD", home_district="").press()
    file = worker.path
    story.what_happened(
        worker,
        file,
        legs=(("IND", "IND"),),
        exploited_at=1,
        recruited_district="",
        recruited_country="IND",
        exploitation_occurred="yes",
        ended="removed",
    )
    page = reading(worker, file)
    page.says("Within India, which is both origin and destination.")
    assert "Bangladesh" not in page.page.inner_text("details.more")
    worker.open(f"{file}who/origin/")
    assert worker.page.locator('[name=nationalities][value="BGD"]').is_checked()
    story.plan(worker, file).says("She has learnt tailoring")  # the same help as a national's
    further.consent(worker, file)
    there = further.service(
        http_walks(LEADER), http_walks(HOLDER), name="Sewing room of story 4"
    ).path
    further.offer(worker, file, there.split("/")[2]).says("Sewing room of story 4")


@pytest.mark.requirement("DEF-013")
def test_two_siblings_one_smuggled_one_trafficked_and_smuggled(
    walks: Walks, http_walks: HttpWalks
) -> None:
    """Story 5: without exploitation it is no trafficking; both are protected alike."""
    worker = walks(WORKER)
    way = {
        "legs": (("NPL", "IND"),),
        "smuggled": "yes",
        "purposes": [],
        "acts": [],
        "age_low": "14",
    }
    elder = file_of(http_walks(WORKER), "Dil Maya Tamang", language="ne")
    story.what_happened(worker, elder, **(way | {"exploitation_occurred": "no"}))
    page = reading(worker, elder).says("Was the child smuggled across a border?")
    page.says("not established from the information recorded so far")
    before = http_walks(WORKER)
    younger = file_of(before, "Som Maya Tamang", language="ne", age_low="11")
    exploited = {
        "acts": ["transportation", "receipt"],
        "purposes": ["domestic_servitude"],
        "exploitation_occurred": "yes",
        "age_low": "11",
    }
    story.what_happened(before, younger, exploited_at=1, **(way | exploited))
    reading(worker, younger).says("These facts constitute trafficking in a child")
    (code,) = set(re.findall(r"\bNP-\w{4}-\w{2}\b", worker.open(elder).page.content()))
    worker.open(f"{younger}around/new/").fill(kind="sister", sibling_code=code, join_back=True)
    worker.press().says(f"Open the file {code}").enter(elder).open(f"{elder}around/")
    worker.says("Open the file").enter(younger)
    for file in (elder, younger):  # protected alike: the same case, the same plan
        worker.open(file).says("Assessment")
        worker.open(f"{file}plan/").says("Create a plan")
