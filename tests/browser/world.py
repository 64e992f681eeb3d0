"""A country in which every page has something to show: made by walking, as people would make it.

Not a fixture of rows: what cannot be reached by links and buttons is not here either.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.browser import joining, story
from tests.browser.walk import Walk

WORKER, LEADER, HOLDER, IDLE = "Gita Karki", "Laxmi Thapa", "Devi Koirala", "Maya Rai"
ADMINISTRATOR, SECOND, ELSEWHERE = "Binod Sah", "Hari Bhatta", "Rafiq Ansari"
NEW, UNSURE = joining.NAME, "Asmita Lama"  # with a second factor, and without one yet
NAME = "Sunita Mahato"
MATCHED = 30  # seconds in which the matcher's job has passed an enquiry on

type Walks = Callable[..., Walk]


@dataclass
class World:
    """What stands in the addresses of pages, by the names the addresses give it.

    `paper` holds the codes of the new colleague, whom no click at the demo's door signs in.
    """

    ids: dict[str, str] = field(default_factory=dict)
    closed: str = ""  # a file whose case is closed
    paper: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The path of the child's file in which each part holds something."""
        return f"/child/{self.ids['file_id']}/"


def make_world(walks: Walks, opened: Callable[..., Any]) -> World:
    """One child with a full file, one who is well again, a report, an enquiry, a new colleague."""
    world = World(ids={"iso3": "NPL", "code": "PALERMO_TIP"})
    _full_file(walks(WORKER), walks(LEADER), world)
    _closed_file(walks(WORKER), walks(LEADER), world)
    _report(walks(WORKER), world)
    _enquiry(walks(ELSEWHERE), walks(HOLDER), world)
    _agency(walks(ADMINISTRATOR), walks(SECOND), world)
    _colleagues(walks(ADMINISTRATOR), opened, world)
    return world


def _full_file(worker: Walk, leader: Walk, world: World) -> None:
    story.report(worker, NAME)
    story.search(worker)
    file = story.open_file(worker)
    story.listen(worker, file, WORKER)
    world.ids |= _in(worker, file_id="/child/{}/")
    world.ids |= _in(worker.open(f"{file}voice/"), statement_id="/voice/{}/")
    story.what_happened(worker, file)
    world.ids |= _in(worker.open(f"{file}happened/"), episode_id="/happened/{}/")
    story.assess(worker, file)
    world.ids |= _in(worker.open(f"{file}needs/"), assessment_id="/needs/{}/")
    story.plan(worker, file)
    world.ids |= _in(worker, plan_id="/plan/{}/", goal_id="/goals/{}/", step_id="/steps/{}/")
    story.visit(worker, file)
    _authorities(worker, file, world)
    worker.open(f"{file}plan/").press(to="/ask/")
    world.ids |= _in(leader.open("/approvals/"), approval_id="/approvals/{}/")


def _authorities(worker: Walk, file: str, world: World) -> None:
    story.order(worker, file)
    story.happened(worker, file)
    story.broken(worker, file)
    world.ids |= _in(
        worker.open(f"{file}orders/"),
        order_id="/orders/{}/",
        limit_id="/limits/{}/",
        safeguard_id="/safeguards/{}/",
    )


def _closed_file(worker: Walk, leader: Walk, world: World) -> None:
    story.report(worker, "Kamala Sada", age_low="9")
    story.search(worker)
    world.closed = story.open_file(worker)
    story.ask_closing(worker, world.closed, reason="opened_in_error")
    story.decide(leader)


def _report(worker: Walk, world: World) -> None:
    story.report(worker, "Anjali Paswan", age_low="11", language="bho")
    world.ids |= _in(worker, report_id="/reports/{}/")
    story.search(worker)
    world.ids |= _in(worker, enquiry_id="/find/{}/")


def _enquiry(asker: Walk, holder: Walk, world: World) -> None:
    asker.open("/find/").fill(
        purpose="child_is_with_me", name=NAME, age_low="14", gender="girl", district="NP-DHA"
    )
    asker.press()
    for _second in range(MATCHED):
        holder.open("/enquiries/")
        if holder.page.locator('main a[href*="/enquiries/"]').count():
            break
        holder.page.wait_for_timeout(1000)
    world.ids |= _in(holder, match_id="/enquiries/{}/")


def _agency(first: Walk, second: Walk, world: World) -> None:
    world.ids |= _in(first.open("/agency/"), office_id="/offices/{}/")
    joining.invite(first, "Sabina Rana", bundle="supervisor")
    world.ids |= _in(first, staff_id="/staff/{}/")
    world.ids["token"] = joining.link(first).rstrip("/").rpartition("/")[2]
    world.ids |= _in(second.open("/agency/changes/"), change_id="/changes/{}/")
    first.open("/agency/rules/add/").fill(body="plan_days = 10").press()
    first.press("yes")
    world.ids |= _in(first.open("/agency/rules/"), version_id="/rules/{}/")


def _colleagues(administrator: Walk, opened: Callable[..., Any], world: World) -> None:
    newcomer = Walk(administrator.site, opened().new_page(), NEW)
    joining.join(administrator, newcomer)
    world.paper = joining.secure(newcomer)
    world.ids["pk"] = newcomer.open("/account/2fa/webauthn/").link("/edit/").split("/")[-3]
    joining.join(administrator, Walk(administrator.site, opened().new_page(), UNSURE), later=UNSURE)


def _in(walk: Walk, **named: str) -> dict[str, str]:
    """The ids in the page's address and links, by name: `/child/{}/` is where it stands."""
    addresses = "\n".join([walk.page.url, *walk.each_link()])
    found = {}
    for name, pattern in named.items():
        match = re.search(pattern.replace("{}", "([0-9a-f-]{36})"), addresses)
        assert match, (addresses, pattern)
        found[name] = match[1]
    return found
