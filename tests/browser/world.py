"""A country in which every page has something to show: made by walking, as people would make it.

Not a fixture of rows: what cannot be reached by links and buttons is not here either. Those who walk need
no browser, for their pages are looked at later; only a passkey is made in one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.browser import (
    before_return,
    best_interests,
    court,
    family,
    further,
    imported,
    joining,
    outside,
    registers,
    reintegration,
    released,
    same_child,
    story,
    transfers,
)
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.browser.reading import ids_in, is_there, until
from tests.browser.walk import Walk

WORKER, LEADER, IDLE = "Gita Karki", "Laxmi Thapa", "Maya Rai"
HOLDER, SECOND_HOLDER = "Devi Koirala", "Tara Limbu"
ADMINISTRATOR, SECOND, ELSEWHERE = "Binod Sah", "Hari Bhatta", "Rafiq Ansari"
ABROAD, RAPPORTEUR, OVERSIGHT = "Meena Devi", "Purna Chettri", "Roshan Pradhan"
NEW, UNSURE = joining.NAME, "Asmita Lama"  # with a second factor, and without one yet
NAME = "Sunita Mahato"

type Walks = Callable[..., Walk]


@dataclass
class World:
    """The values in the addresses of pages, by the names the addresses give them.

    A name that two parts use in two ways has its part before it: `agencies:code`; one that a single
    page uses in another way has the page. `files`: the child of a page, if not the one with the full file.
    `paper`: the codes of the new colleague, who has no button at the demo's door.
    """

    ids: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    paper: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The path of the child's file in which each part holds something."""
        return f"/child/{self.ids['file_id']}/"

    @property
    def closed(self) -> str:
        """The path of a closed case's file."""
        return f"/child/{self.files['desk:reopen_case']}/"

    def id_in(self, page: str, name: str) -> str:
        """The value of this name in the address of this page."""
        if name == "file_id" and page in self.files:
            return self.files[page]
        of_part = f"{page.partition(':')[0]}:{name}"
        return self.ids.get(f"{page}:{name}") or self.ids.get(of_part) or self.ids[name]


def make_world(walks: Walks, opened: Callable[..., Any]) -> World:
    """One child with a full file, one who is well again, a report, an enquiry, a new colleague."""
    world = World(
        ids={
            "iso3": "NPL",
            "policy:code": "PALERMO_TIP",
            "kind": "case_worker",
            "indicator": "country_roles",
            "published:slug": "children-in-care",
            "published:number": "1",
            "published:name": "sex-age",
            "releases:name": "sex-age",
            "releases:action": "send_back",
            "research:action": "refuse",
            "sharing:action": "refuse",
            "prevalence:action": "refuse",
            "public_texts:action": "withdraw",
            "services:action": "publish",
            "agreements:action": "publish",
        }
    )
    _full_file(walks, world)
    world.ids |= before_return.ask_across(walks(WORKER), walks(ADMINISTRATOR), world.file)
    world.ids |= registers.agreements(walks(LEADER), walks(HOLDER))
    world.ids |= before_return.walk(walks(WORKER), walks(LEADER), world.file)
    world.ids |= reintegration.walk(walks, (WORKER, LEADER, HOLDER, ADMINISTRATOR), world.file)
    world.ids |= transfers.record(walks(WORKER), walks(LEADER), walks(ABROAD), world.file)
    world.ids |= court.walk(walks(WORKER), walks(LEADER), walks(HOLDER), world.file)
    _closed_file(walks(WORKER), walks(LEADER), world)
    _erased_files(walks(WORKER), walks(HOLDER), walks(SECOND_HOLDER), world)
    _report(walks(WORKER), world)
    _enquiry(walks(ELSEWHERE), walks(HOLDER), world)
    _missing(walks(WORKER), walks(LEADER), world)
    _exchanged(walks(HOLDER), world)
    _twice(walks(WORKER), walks(LEADER), walks(HOLDER), world)
    _breach(walks(WORKER), walks(HOLDER), world)
    _agency(walks(ADMINISTRATOR), walks(SECOND), world)
    _colleagues(walks(ADMINISTRATOR), opened, world)
    _released(walks(RAPPORTEUR), world)
    return world


def _full_file(walks: Walks, world: World) -> None:
    worker, leader = walks(WORKER), walks(LEADER)
    story.report(worker, NAME)
    story.search(worker)
    file = story.open_file(worker)
    story.listen(worker, file, WORKER)
    world.ids |= ids_in(worker, file_id="/child/{}/")
    world.ids |= ids_in(worker.open(f"{file}voice/"), statement_id="/voice/{}/")
    world.ids |= ids_in(worker.open(f"{file}concerns/"), concern_id="/concerns/{}/")
    story.add_document(worker, file)
    world.ids |= ids_in(worker, document_id="/documents/{}/", document_file_id="/files/{}/")
    story.what_happened(worker, file)
    world.ids |= ids_in(
        worker.open(f"{file}happened/"), episode_id="/happened/{}/", leg_id="/leg/{}/"
    )
    story.assess(worker, file)
    world.ids |= ids_in(worker.open(f"{file}needs/"), assessment_id="/needs/{}/")
    story.plan(worker, file)
    world.ids |= ids_in(worker, plan_id="/plan/{}/", goal_id="/goals/{}/", step_id="/steps/{}/")
    story.visit(worker, file)
    world.ids |= ids_in(worker.open(f"{file}due/"), due_id="(?s:.*)/due/{}/")
    story.begin_urgent_care(worker, file)
    world.ids |= ids_in(worker.open(f"{file}urgent-care/"), care_id="/urgent-care/{}/end/")
    world.ids |= {"urgent_care:record_care_step:code": "hiv"}
    story.flag(worker, file)
    _written(worker, file, world)
    further.fill_in(worker, file)
    world.ids |= ids_in(worker, filled_id="/forms/support/{}/") | {"part": "support"}
    _asked(worker, file, world)
    _authorities(worker, file, world)
    world.ids |= family.trace(worker, file)
    _rights(worker, file, world)
    world.ids |= best_interests.record(worker, leader, file)
    _support(worker, leader, walks(HOLDER), world)
    _who(worker, file, world)
    further.ask_committee(leader, file, WORKER)
    world.ids |= ids_in(worker.open("/committee/"), follow_up_id="/committee/{}/")
    further.operation(worker)
    world.ids |= ids_in(worker, operation_id="/operations/{}/")
    further.review(worker, file)
    further.complain(worker, file)
    world.ids |= ids_in(worker, complaint_id="/complaints/{}/")
    further.consent(worker, file, scopes=["transfer"])
    further.offer_case(leader, file)
    world.ids |= ids_in(leader, handover_id="/handovers/{}/")
    worker.open(f"{file}plan/").press(to="/ask/")
    world.ids |= ids_in(leader.open("/approvals/"), approval_id="/approvals/{}/")


def _written(worker: Walk, file: str, world: World) -> None:
    page = worker.open(f"{file}notes/")
    world.ids |= ids_in(page, **{"notes:close_note:note_id": "/notes/{}/"})
    world.ids |= ids_in(further.note(worker, file), note_id="/notes/{}/edit/")
    page = further.conference(worker, file)
    ended = {"conferences:end_decision:decision_id": "/conferences/decisions/{}/"}
    world.ids |= ids_in(page, conference_id="/conferences/{}/edit/", **ended)
    further.safety_plan(worker, file)


def _authorities(worker: Walk, file: str, world: World) -> None:
    further.order(worker, file)
    further.happened(worker, file)
    further.broken(worker, file)
    world.ids |= ids_in(
        worker.open(f"{file}orders/"),
        order_id="/orders/{}/",
        limit_id="/limits/{}/",
        safeguard_id="/safeguards/{}/",
    )
    outside.text_for_the_public(worker, file)
    world.ids |= ids_in(worker.open(f"{file}public/"), text_id="/public/{}/")


def _asked(worker: Walk, file: str, world: World) -> None:
    further.recorded_as(worker, file)
    further.screen(worker, file)
    world.ids |= ids_in(worker, screening_id="/answers/{}/") | {"questionnaire": "first_look"}
    further.interview(worker, file)
    further.clue(worker, file)
    further.moved(worker, file)
    page = worker.open(f"{file}screening/")
    world.ids |= ids_in(page, interview_id="/interviews/{}/", clue_id="/clues/{}/")


def _rights(worker: Walk, file: str, world: World) -> None:
    further.guardian(worker, file)
    world.ids |= ids_in(worker, guardian_id="/guardian/{}/")
    further.consent(worker, file)
    further.consent(worker, file, scopes=["picture"])
    story.add_photo(worker, file)
    world.ids |= ids_in(worker, portrait_id="/photo/{}/erase/")
    story.add_recording(worker, file)
    world.ids |= ids_in(worker, recording_id="/recordings/{}/remove/")
    world.ids |= ids_in(worker.open(f"{file}consent/"), consent_id="/consent/{}/withdraw/")
    further.decision(worker, file)
    world.ids |= ids_in(worker.open(f"{file}consent/decisions/"), decision_id="/decisions/{}/")
    world.ids |= ids_in(worker.open(f"{file}consent/acts/"), act_id="/acts/order/{}/decision/")
    world.ids |= {"act": "order"}


def _support(worker: Walk, leader: Walk, holder: Walk, world: World) -> None:
    """A service whose people use Saathi, what it does for her, and help for a family."""
    file = world.file
    further.service(leader, None, name="Clinic that waits")
    world.ids |= ids_in(leader, **{"services:act_on_service:service_id": "/services/{}/"})
    further.service(leader, holder)
    world.ids |= ids_in(leader, service_id="/services/{}/")
    further.offer(worker, file, world.ids["service_id"])
    world.ids |= ids_in(worker, **{"support:referral_id": "/referrals/{}/"})
    further.ask_how_it_was(worker)
    world.ids |= ids_in(worker, opinion_id="/opinions/{}/uncounted/")
    further.course(worker)
    world.ids |= ids_in(worker, course_id="/courses/{}/")
    course = world.ids["course_id"]
    further.shape(worker, course)
    world.ids |= ids_in(worker, shaping_id="/children/{}/")
    further.join_course(worker, file, course)
    world.ids |= ids_in(worker, place_id="/courses/{}/end/")
    further.meet(worker, course)
    world.ids |= ids_in(worker, **{"services:session_id": "/meeting/{}/"})
    further.session(worker, file)
    world.ids |= ids_in(worker, **{"support:session_id": "/sessions/{}/"})
    further.livelihood(worker, file)
    world.ids |= ids_in(worker, livelihood_id="/livelihood/{}/")


def _who(worker: Walk, file: str, world: World) -> None:
    """Who she is, who is around her, and who is said to have harmed her."""
    world.ids["place"] = "0"
    story.who_she_is(worker, file)
    world.ids |= ids_in(
        worker.open(f"{file}who/"),
        paper_id="/who/papers/{}/",
        grounds_id="/who/grounds/{}/",
        movement_id="/who/movements/{}/",
    )
    story.around_her(worker, file)
    world.ids |= ids_in(
        worker.open(f"{file}around/"), person_id="/around/{}/", alleged_id="/around/alleged/{}/"
    )


def _closed_file(worker: Walk, leader: Walk, world: World) -> None:
    story.report(worker, "Kamala Sada", age_low="9")
    story.search(worker)
    file = story.open_file(worker)
    world.files["desk:reopen_case"] = file.split("/")[2]
    story.ask_closing(worker, file, reason="opened_in_error")
    story.decide(leader)


def _erased_files(worker: Walk, first: Walk, second: Walk, world: World) -> None:
    """One whose erasure waits for the second person, and one that is erased."""
    for page, is_agreed in (
        ("desk:show_erasure_certificate", True),
        ("desk:decide_erasure", False),
    ):
        story.report(worker, "Ratna Rai", age_low="8", language="ne")
        story.search(worker)
        file = story.open_file(worker)
        world.files[page] = file.split("/")[2]
        story.ask_erasure(first, file)
        if is_agreed:
            second.open(f"{file}erasure/decide/").fill(decision="agree").press()
            paper = f"{file}erasure/certificate/"
            until(partial(is_there, second, paper))
    world.files["desk:show_erasure"] = world.files["desk:decide_erasure"]


def _report(worker: Walk, world: World) -> None:
    story.contact(worker)
    world.ids |= ids_in(worker, contact_id="/contacts/{}/")
    story.refer(worker)
    world.ids |= ids_in(worker, **{"intake:referral_id": "/refer/{}/"})
    story.report(worker, "Anjali Paswan", age_low="11", language="bho")
    world.ids |= ids_in(worker, report_id="/reports/{}/")
    further.help_family(worker, world.ids["report_id"])
    world.ids |= ids_in(worker, **{"services:referral_id": "/services/referrals/{}/"})
    worker.open(f"/reports/{world.ids['report_id']}/")
    world.ids |= ids_in(worker, record_file="/files/{}/sources/")
    story.search(worker)
    world.ids |= ids_in(worker, enquiry_id="/find/{}/")


def _enquiry(asker: Walk, holder: Walk, world: World) -> None:
    asker.open("/find/").fill(
        purpose="child_is_with_me", name=NAME, age_low="14", gender="girl", district="NP-DHA"
    )
    asker.press()
    until(lambda: holder.open("/enquiries/").links("/enquiries/"))
    world.ids |= ids_in(holder, match_id="/enquiries/{}/")


def _missing(worker: Walk, leader: Walk, world: World) -> None:
    """A missing child, what someone tells, a notice that a second person approved."""
    further.missing(worker)
    world.ids |= ids_in(worker, missing_id="/missing/{}/")
    further.heard(worker, world.ids["missing_id"])
    further.photo_for_search(worker, world.ids["missing_id"])
    world.ids |= ids_in(worker, photo_id="/photos/{}/erase/")
    # The photo in the file helps the search once the report is linked to it.
    compared = worker.open(f"/missing/{world.ids['missing_id']}/compare/")
    compared.unfold().press(to=f"/is/{world.ids['file_id']}/")
    world.ids |= ids_in(worker, sighting_id="/heard/{}/")
    further.notice(worker, world.ids["missing_id"])
    world.ids |= ids_in(worker, notice_id="/notice/{}/")
    page = f"/missing/{world.ids['missing_id']}/notice/{world.ids['notice_id']}/"
    leader.open(page).fill(decision="approve").press()


def _twice(worker: Walk, leader: Walk, holder: Walk, world: World) -> None:
    """Two records that were joined, two on which no one has decided yet; a man who was seen before."""
    same_child.seen_before(worker, world.file)
    names = ("Rekha Majhi", "Bimala Sada")
    found = same_child.all_twice(worker, leader, *((name, name) for name in names))
    seen = leader.open("/matches/seen-before/")
    world.ids |= ids_in(seen, repeat_id="/matches/seen-before/{}/")
    for person in (leader, holder):
        same_child.say_same(person, found[0])
    world.ids |= {"matches:undo_merge:pair_id": found[0], "pair_id": found[1]}


def _breach(worker: Walk, holder: Walk, world: World) -> None:
    """One that is closed, and one that is open."""
    outside.breach(worker, world.file)
    closed = ids_in(holder.open("/incidents/"), incident_id="/incidents/{}/")["incident_id"]
    outside.close_breach(holder, closed)
    world.ids["incidents:reopen_incident:incident_id"] = closed
    outside.breach(worker, world.file)
    world.ids |= ids_in(holder.open("/incidents/"), incident_id="/incidents/{}/")


def _agency(first: Walk, second: Walk, world: World) -> None:
    world.ids |= ids_in(first.open("/agency/"), office_id="/offices/{}/")
    joining.invite(first, "Sabina Rana", role_kind="supervisor")
    world.ids |= ids_in(first, staff_id="/staff/{}/")
    world.ids["token"] = joining.code_of(first).replace("-", "").replace(" ", "")
    world.ids |= ids_in(second.open("/agency/changes/"), change_id="/changes/{}/")
    first.open("/agency/rules/add/").fill(body="plan_days = 10").press()
    first.press("yes")
    world.ids |= ids_in(first.open("/agency/rules/"), version_id="/rules/{}/")
    first.open("/agency/bundles/new/case_worker/").fill(
        name="Field companion", permissions=["record_report"]
    ).press().press("yes")
    world.ids |= {"agencies:code": "field_companion", "number": "1"}
    further.read_in(first)
    world.ids |= ids_in(first, draft_id="/drafts/{}/") | {"supplements:code": "back_at_home"}


def _exchanged(holder: Walk, world: World) -> None:
    """A caseload that was brought in, another that waits for a decision, and an export."""
    done = imported.take_in(holder, world.ids, "import_done")
    outside.bring_in(holder)
    until(lambda: not holder.open(done).words(".notice"))
    for page in ("undo_completed_import", "list_import_duplicates"):
        world.ids[f"desk:{page}:import_id"] = world.ids["import_done"]
    holder.enter("/child/")
    world.files["desk:show_import_origin"] = holder.path.split("/")[2]
    imported.take_in(holder, world.ids, "import_id")
    imported.take_in(
        holder, world.ids, "desk:preview_import_row:import_id", outside.take_in_primero
    )
    outside.ask_export(holder)
    world.ids |= ids_in(holder, export_id="/exports/{}/")


def _colleagues(administrator: Walk, opened: Callable[..., Any], world: World) -> None:
    newcomer = BrowserWalk(administrator.site, opened().new_page(), NEW)
    joining.join(administrator, newcomer)
    world.paper = joining.secure(newcomer)
    world.ids["pk"] = newcomer.open("/account/2fa/webauthn/").link("/edit/").split("/")[-3]
    joining.join(administrator, HttpWalk(administrator.site, UNSURE), later=UNSURE)
    joining.invite(administrator, "Prem Gurung")
    gone = ids_in(administrator, staff_id="/staff/{}/")["staff_id"]
    administrator.open(f"/agency/staff/{gone}/end/").press()
    world.ids["agencies:reopen_account:staff_id"] = gone


def _released(rapporteur: Walk, world: World) -> None:
    rapporteur.open("/releases/?asked=children-in-care")
    world.ids |= ids_in(rapporteur, family_id="/families/{}/", release_id="/releases/{}/")
    world.ids |= ids_in(released.ask_for_extract(rapporteur), request_id="/research/{}/")
    world.ids |= ids_in(released.write_agreement_down(rapporteur), agreement_id="/sharing/{}/")
    world.ids |= ids_in(released.make_estimate(rapporteur), estimate_id="/estimates/{}/")
    world.ids |= ids_in(released.bring_in_series(rapporteur), series_id="/external/{}/")
