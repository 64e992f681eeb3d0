"""Proceedings of a child: stages, accused, the child's decision, hearings, rights, a court for children."""

import datetime as dt

from saathi.infra import clock
from tests.browser import redress
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def special_court(keeper: Walk, second: Walk | None, **said: str) -> Walk:
    """A court of the register in India; published by the second person."""
    usual = {"kind": "children", "name": "Special court (invented)", "district": "IN-DEL"}
    keeper.open("/courts/new/").fill(facilities=["video"], **(usual | said)).press()
    if second is not None:
        second.open(f"{keeper.path}publish/").press()
    return keeper


def courts(leader: Walk, holder: Walk) -> dict[str, str]:
    """The ids of a published court and of one that waits."""
    special_court(leader, None, name="Court that waits (invented)")
    ids = ids_in(leader, **{"courts:act_on_court:court_id": "/courts/{}/"})
    special_court(leader, holder)
    return ids | ids_in(leader, court_id="/courts/{}/")


def proceeding(worker: Walk, file: str) -> str:
    """Criminal proceedings at the stage of the trial; the address of their page."""
    worker.open(f"{file}justice/new/").fill(
        kind="criminal", country="NPL", court_kind="child_friendly", stage="trial",
        court="Special court (invented)", number="77/2026",
    )  # fmt: skip
    worker.day("reached_on", 2026, 3, 2).press()
    return worker.path


def testimony(worker: Walk, page: str) -> Walk:
    """The child wants to testify by video; a finding of comprehension; a request to a supervisor."""
    worker.open(f"{page}testimony/new/").fill(
        explained_by="worker", explained_how=["conversation"], language="ne",
        understanding=["own_words"], answer="conditions", conditions="By video", fears=["accused"],
        pressure=["none"], child_words="Not in front of him.",
    ).press()  # fmt: skip
    worker.open(f"{page}comprehension/new/").fill(
        found_by="judge", understood="yes", coherent="yes", grounds=["conversation"]
    )
    worker.day("found_on", 2026, 3, 4).press()
    worker.open(f"{page}summonses/new/").fill(source="court", subject="testimony")
    worker.day("served_on", 2026, 3, 4).press()
    until = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=20)
    worker.open(f"{page}presentations/new/").fill(
        occasion="testimony", why="The child wants the court to know."
    )
    return worker.day("planned_on", until.year, until.month, until.day).press()


def record(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """One record of each kind; their ids."""
    page = proceeding(worker, file)
    ids = ids_in(worker, proceeding_id="/justice/{}/", stage_id="/justice/stages/{}/")
    worker.open(f"{page}accused/new/").fill(name="Raju Singh", whereabouts="bail").press()
    ids |= ids_in(worker, accused_id="/justice/accused/{}/")
    worker.open(f"{file}justice/accused/{ids['accused_id']}/charges/new/")
    worker.fill(offence="trafficking", outcome="pending")
    worker.day("charged_on", 2026, 3, 3).press()
    ids |= ids_in(worker, charge_id="/justice/charges/{}/")
    testimony(worker, page)
    today = clock.today_in("Asia/Kathmandu")
    worker.open(f"{page}hearings/new/").fill(purpose="child_evidence", child_expected="video")
    worker.day("listed_on", today.year, today.month, today.day).press()
    worker.open(f"{page}visits/new/").fill(
        seen=["courtroom"], knows_refusal="yes", knows_breaks="yes"
    ).press()
    worker.open(f"{page}referrals/new/").fill(court=worker.choice("court")).press()
    ids |= ids_in(
        worker,
        testimony_id="/justice/testimony/{}/",
        comprehension_id="/justice/comprehension/{}/",
        summons_id="/justice/summonses/{}/",
        hearing_id="/justice/hearings/{}/",
        court_visit_id="/justice/visits/{}/",
        court_referral_id="/justice/referrals/{}/",
    )
    leader.open(page)
    ids |= ids_in(leader, presentation_id="/justice/presentations/{}/")
    worker.open(f"{file}justice/rights/new/").fill(
        explained_by="worker", rights=["informed"], understood="yes"
    ).press()
    return ids | ids_in(worker, rights_id="/justice/rights/{}/")


def walk(worker: Walk, leader: Walk, holder: Walk, file: str) -> dict[str, str]:
    """Courts of the register, and proceedings, remedies and protection of the child: one record of each kind."""
    ids = {"courts:action": "publish"} | courts(leader, holder)
    return ids | record(worker, leader, file) | redress.record(worker, file)
