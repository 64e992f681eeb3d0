"""Story 7 after the bus: each boy of a group that came back is followed for a year of his own.

Each has a mentor approved by a second person and a committee beside his family; none is placed in an
institution without reasons. A recruiter comes back to one of them: his year is not over, and his case
does not close.
"""

from dataclasses import dataclass

import pytest

from tests.browser import facilities, further, reintegration, story, transfers
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.browser.reading import ids_in
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    MOTHER,
    WORKER,
    HttpWalks,
    Walks,
    try_in_vain,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
COMMITTEE = "Committee of the returned boys (invented)"
UNBOUND = "Committee without a promise (invented)"
ABROAD = "Meena Devi"
PAGES = ("reintegration/", "family-support/", "outcomes/", "retrafficking/", "final-evaluation/")


@dataclass(frozen=True)
class Boys:
    """The files of two boys of one operation: one came back 400 days ago, one 40 days ago."""

    longer: str
    recent: str


@pytest.mark.requirement("REI-001", "REI-002", "REI-003", "REI-004", "REI-005", "REI-010")
def test_each_boy_of_a_group_is_followed_for_a_year(walks: Walks, http_walks: HttpWalks) -> None:
    quick = http_walks(WORKER)
    boys = Boys(
        *(
            story.new_file(quick, name, child_gender="boy", age_low="11")
            for name in ("Mohan Sada", "Bishnu Ram")
        )
    )
    two_committees(http_walks(LEADER), http_walks(HOLDER))
    worker, supervisor = walks(WORKER), walks(LEADER)
    reintegration.begin(worker, boys.longer, 400).says("planned contacts did not take place")
    reintegration.begin(quick, boys.recent, 40)
    for file in (boys.longer, boys.recent):
        a_mentor_is_approved_by_another(worker, supervisor, file)
        a_committee_helps_the_family(worker, file)
    no_institution_without_reasons(worker, quick, boys.recent)
    the_year_is_not_over(worker, boys.recent)
    the_recruiter_is_back(worker, supervisor, boys.recent)
    his_case_does_not_close(worker, supervisor, boys.recent)
    the_other_completes_his_year(worker, boys.longer)
    strangers_find_nothing(walks, boys)


def two_committees(leader: HttpWalk, holder: HttpWalk) -> None:
    """One whose members were screened and promised confidentiality, and one without."""
    for name, pledge in ((COMMITTEE, "yes"), (UNBOUND, "not_all")):
        page = reintegration.add_committee(leader, name, pledge=pledge)
        assert leader.status(f"{page}publish/") == 404, "not by the person who proposed it"
        holder.open(f"{page}publish/").press()


def a_mentor_is_approved_by_another(
    worker: BrowserWalk, supervisor: BrowserWalk, file: str
) -> None:
    """Screened first, with no tie to those who took the boy; not by the worker who proposed.

    A tie that was found stays on record: the person is proposed again, and approved with a reason.
    """
    reintegration.propose_mentor(worker, file, ties="linked")
    assert not worker.has_form("/approve/")
    page = f"{file}reintegration/"
    supervisor.open(page).says(
        "The mentor must be screened before contact with the child.",
        "This person is close to an alleged perpetrator and cannot be the child’s mentor.",
    )
    if supervisor.has_form("/approve/"):
        supervisor.press(to="/approve/")
    assert "Mentor of the child" not in supervisor.open(page).page.locator("main").inner_text()
    what_was_found_stays(worker, page)
    day = transfers.today(-20)
    reintegration.propose_mentor(
        worker, file, ties="none", screening="passed", screened_by="District office",
        screened_on_0=f"{day:%d}", screened_on_1=f"{day:%m}", screened_on_2=f"{day:%Y}",
    )  # fmt: skip
    worker.open(page).says("Awaiting approval", "On record against this person")
    assert not worker.links("/confirm/"), "not by the worker who proposed"
    supervisor.open(page)
    assert not supervisor.has_form("/approve/"), "not without a reason"
    supervisor.enter("/confirm/").says("Relative, friend or employee of an alleged perpetrator")
    supervisor.fill(earlier_reason="12345 it is fine")
    try_in_vain(supervisor, "why it no longer holds: at least 20 letters")
    supervisor.fill(earlier_reason="The police asked again: another woman of the same name.")
    supervisor.press().says("Mentor of the child", "another woman of the same name")


def what_was_found_stays(worker: BrowserWalk, page: str) -> None:
    """The tie is not corrected in the same proposal; this one ends, and does not disappear."""
    mentor = ids_in(worker.open(page), mentor=f"{page}mentors/{{}}/")["mentor"]
    worker.open(f"{page}mentors/{mentor}/").fill(ties="none")
    try_in_vain(worker, "What was recorded against this person stays.")
    worker.open(f"{page}mentors/{mentor}/end/").fill(
        end_reason="no_need", end_note="Proposed again after a new check."
    )
    transfers.on(worker, "ended_on").press().says("Proposed again after a new check.")


def a_committee_helps_the_family(worker: BrowserWalk, file: str) -> None:
    """Only when the family and the boy agree, and only one that keeps what it learns to itself."""
    page = f"{file}family-support/"
    worker.open(f"{page}committee/").fill(
        committee=worker.choice("committee", UNBOUND), family_agreed="refused",
        child_agreed="not_asked", kinds=["school"], told="Help with school costs",
    )  # fmt: skip
    transfers.on(worker, "began_on", -5)
    try_in_vain(
        worker,
        "Ask the family first. Without their agreement the committee is not asked.",
        "Ask the child first. Without their agreement the committee is not asked.",
        "Not all members of this committee were screened and promised confidentiality.",
    )
    worker.fill(
        committee=worker.choice("committee", COMMITTEE), family_agreed="agreed",
        child_agreed="agreed",
    )  # fmt: skip
    worker.press().says(COMMITTEE, "It sees no file.")


def no_institution_without_reasons(worker: BrowserWalk, quick: HttpWalk, file: str) -> None:
    """Care in a family is examined first; the last resort is never taken without a word."""
    further.consent(quick, file, scopes=["shelter"])
    worker.open(f"{file}placements/new/").fill(
        kind="residential", facility=worker.choice("facility"), view="accepts",
        siblings="no_siblings", reasons="The uncle asked for it.",
        **(facilities.EXAMINED | {"kin_option": "not_examined"}),
    )  # fmt: skip
    try_in_vain(worker, "Examine care by the parents, kinship care and foster care")
    worker.open(f"{file}final-evaluation/new/").fill(
        heard="heard", child_words="I want to be at home.", contact_again="refuses",
        care_outcome="residential", family_assessment="safe",
    )  # fmt: skip
    try_in_vain(worker, "Residential care is the last resort. Enter why no family was possible.")


def the_year_is_not_over(worker: BrowserWalk, file: str) -> None:
    """Forty days are no year, and what was missed stays in sight."""
    page = f"{file}reintegration/"
    worker.open(f"{page}contact/").fill(
        made_by="worker", way="home", result="alone", finding="fine", replaced="child",
        child_words="I go to school.",
    )  # fmt: skip
    transfers.on(worker, "next_on", 14)
    try_in_vain(worker, "A visit replaces no visit.")
    worker.fill(replaced="no").press().says("I go to school.", "Missed, no reason recorded")
    follow_up = ids_in(worker, follow_up=f"{page}{{}}/end/")["follow_up"]
    worker.open(f"{page}{follow_up}/end/").fill(end_reason="completed", end_note="He is fine.")
    try_in_vain(worker, "The child returned less than 12 months ago.")


def the_recruiter_is_back(worker: BrowserWalk, supervisor: BrowserWalk, file: str) -> None:
    """A sign alerts the supervisor; it is checked before anything ends, and begins a new episode."""
    worker.open(f"{file}retrafficking/new/").fill(
        kind="recruiter", source="His mother", details="The man of the bus stood at the school."
    ).press().says("To be checked")
    supervisor.open("/").says("A returned child may be at risk of being trafficked again")
    supervisor.open(f"{file}retrafficking/").says("The man of the bus stood at the school.")
    page = f"{file}reintegration/"
    follow_up = ids_in(worker.open(page), follow_up=f"{page}{{}}/end/")["follow_up"]
    worker.open(f"{page}{follow_up}/end/").fill(end_reason="child_asked", end_note="He asked.")
    try_in_vain(worker, "A sign of retrafficking has not been checked yet.")


def his_case_does_not_close(worker: BrowserWalk, supervisor: BrowserWalk, file: str) -> None:
    """Neither with the sign unchecked nor before his year is over, and not on the worker's word."""
    worker.open(f"{file}closing/").says(
        "A sign of retrafficking has not been checked yet.",
        "The child returned less than 12 months ago.",
    )
    signs = f"{file}retrafficking/"
    sign = ids_in(worker.open(signs), sign=f"{signs}{{}}/check/")["sign"]
    worker.open(f"{signs}{sign}/check/").fill(state="confirmed")
    try_in_vain(worker, "Enter what was done, and what the check showed.")
    worker.fill(steps="The police was called; he was taken to his aunt.").press()
    worker.says("Confirmed: trafficked again").enter("/happened/")
    worker.open(f"{file}final-evaluation/new/").fill(
        heard="heard", child_words="I want to stay with my aunt.", contact_again="refuses",
        care_outcome="kin", family_assessment="not_safe", exception_reason="continued",
        exception="12345 he moves",
    )  # fmt: skip
    try_in_vain(worker, "Enter in words why the case is to close all the same: at least 20 letters")
    worker.fill(exception="The family moves with him to his aunt in another district.").press()
    evaluations = f"{file}final-evaluation/"
    assert not worker.open(evaluations).links("/decide/"), "not on the word of the same person"
    supervisor.open(evaluations).enter("/decide/").fill(exception_state="refused")
    try_in_vain(supervisor, "Enter the reason for the decision.")
    supervisor.fill(exception_answer="The district can follow him there.").press()
    supervisor.says("Not approved")
    worker.open(f"{file}closing/").says("The child returned less than 12 months ago.")


def the_other_completes_his_year(worker: BrowserWalk, file: str) -> None:
    """He is heard a year later, lives with his family, and his follow-up ends as completed."""
    worker.open(f"{file}final-evaluation/new/").fill(
        heard="heard", contact_again="refuses", care_outcome="family", family_assessment="safe"
    )
    try_in_vain(worker, "Enter what the child says.")
    worker.fill(child_words="I have friends again.").press().says("I have friends again.")
    page = f"{file}reintegration/"
    worker.open(f"{page}contact/").fill(
        made_by="worker", way="neutral", result="alone", finding="fine"
    )
    transfers.on(worker, "next_on", 20).press().says("Spoke with the child alone")
    follow_up = ids_in(worker, follow_up=f"{page}{{}}/end/")["follow_up"]
    worker.open(f"{page}{follow_up}/end/").fill(end_reason="completed", end_note="He is well.")
    worker.press().says("Follow-up completed", "Missed, no reason recorded")
    closing = worker.open(f"{file}closing/").page.locator("main").inner_text()
    assert "The child returned less than 12 months ago." not in closing


def strangers_find_nothing(walks: Walks, boys: Boys) -> None:
    """A colleague without the file, house parents, another agency and one abroad."""
    for person in (COLLEAGUE, MOTHER, ELSEWHERE, ABROAD):
        stranger = walks(person)
        for file in (boys.longer, boys.recent):
            for part in PAGES:
                assert stranger.status(file + part) == 404, (person, part)
