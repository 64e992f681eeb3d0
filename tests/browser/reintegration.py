"""The follow-up after a return, as worker and supervisor record it."""

import datetime as dt
from collections.abc import Callable, Sequence

from saathi.infra import clock
from tests.browser import placements
from tests.browser.reading import ids_in
from tests.browser.transfers import on
from tests.browser.walk import Walk
from tests.protection.casework.recordings import sounds


def add_committee(leader: Walk, name: str, **said: str) -> str:
    """A care committee of the district, proposed for the register; its page."""
    usual = {"kind": "care", "district": "NP-DHA", "seats": "9", "pledge": "yes"}
    children = {"groups": ["children", "school"], "child_seats": "2", "child_role": "vote"}
    leader.open("/care-committees/new/").fill(name=name, **(usual | children | said))
    return leader.press().path


def begin(worker: Walk, file: str, days_ago: int) -> Walk:
    """The follow-up of a child who returned to the family so many days ago."""
    worker.open(f"{file}reintegration/begin/").fill(
        lives_with="family",
        cover_agreement="agreed",
        cover="From the school",
        keep_in_mind="By day",
    )
    return on(worker, "returned_on", -days_ago).press()


def propose_mentor(worker: Walk, file: str, **said: str) -> Walk:
    """A shopkeeper of the child's choice, who was not screened yet."""
    usual = {
        "name": "Kamala Rai", "child_choice": "chosen", "contact": "Her shop", "reach": "safe",
        "screening": "not_done", "ties": "none",
    }  # fmt: skip
    return worker.open(f"{file}reintegration/mentors/new/").fill(**(usual | said)).press()


def committees(leader: Walk, holder: Walk) -> dict[str, str]:
    """A published care committee with a meeting to be confirmed, and a committee that waits."""
    for name in ("Committee that waits (invented)", "Committee of the ward (invented)"):
        add_committee(leader, name)
        if "waits" in name:
            waits = ids_in(
                leader, **{"care_committees:act_on_committee:committee_id": "/care-committees/{}/"}
            )
    holder.open(f"{leader.path}publish/").press()
    committee = ids_in(leader, committee_id="/care-committees/{}/")
    shown = leader.path
    leader.open(f"{shown}meetings/new/").fill(
        groups=["children", "school"], children_present="2", subjects=["school"],
        decided="The school waives its fees.", is_general=True,
    )  # fmt: skip
    on(leader, "held_on", -2).press()
    meeting = ids_in(holder.open(shown), meeting_id=f"{shown}meetings/{{}}/confirm/")
    return waits | committee | meeting | {"care_committees:action": "publish"}


def sounds_of_questions(administrator: Walk) -> dict[str, str]:
    """A recording of a question of the child view that waits for a second person."""
    page = "/child-view-recordings/ne/"
    administrator.open(f"{page}safe/new/")
    administrator.upload("sound", "safe.ogg", "audio/ogg", sounds.ogg()).press()
    found = ids_in(
        administrator.open(page), question_recording_id="/child-view-recordings/{}/withdraw/"
    )
    return found | {"reintegration:language": "ne", "reintegration:question": "safe"}


def family(worker: Walk, file: str) -> dict[str, str]:
    """The support of a committee, the effect of livelihood support, an aftercare plan."""
    page = f"{file}family-support/"
    worker.open(f"{page}committee/")
    worker.fill(
        committee=worker.choice("committee"), family_agreed="agreed", child_agreed="agreed",
        kinds=["school"], told="Help with school costs",
    )  # fmt: skip
    on(worker, "began_on", -5).press()
    return ids_in(worker.open(page), committee_support_id="/family-support/committee/{}/end/")


def record(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """A placement; a follow-up with contacts, a mentor, answers, a sign, an evaluation."""
    placed = placements.record(worker, file)
    page = f"{file}reintegration/"
    begin(worker, file, 40)
    worker.open(f"{page}contact/").fill(
        made_by="worker", way="call", result="alone", finding="fine"
    )
    next_on = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=14)
    worker.day("next_on", next_on.year, next_on.month, next_on.day).press()
    propose_mentor(worker, file)
    answers = {f"face_{domain}": "mostly" for domain in _DOMAINS}
    worker.open(f"{file}outcomes/new/").fill(
        wave="baseline", respondent="child", method="in_person", **answers
    ).press()
    worker.open(f"{file}retrafficking/new/").fill(
        kind="debt", source="The mother", details="A man called"
    ).press()
    sign = ids_in(worker, retrafficking_sign_id="/retrafficking/{}/check/")
    worker.open(f"{file}final-evaluation/new/").fill(
        heard="heard", child_words="I like the school", contact_again="refuses",
        aftercare="A room with the aunt", exception="The family moves to another country",
        care_outcome="family", family_assessment="safe", exception_reason="continued",
    ).press()  # fmt: skip
    leader.open(f"{file}final-evaluation/")
    evaluation = ids_in(leader, final_evaluation_id="/final-evaluation/{}/decide/")
    leader.open(page)
    return (
        placed
        | sign
        | evaluation
        | ids_in(
            worker.open(page),
            reintegration_id="/reintegration/{}/end/",
            mentor_id="/mentors/{}/end/",
            monitoring_contact_id="/contacts/{}/reason/",
        )
    )


def walk(walks: Callable[[str], Walk], names: Sequence[str], file: str) -> dict[str, str]:
    """Care committees, the follow-up with support to the family, and a recording of a question.

    `names` are the worker, the supervisor, a second keeper of registers and an administrator.
    """
    worker, leader, holder, administrator = map(walks, names)
    ids = record(worker, leader, file) | committees(leader, holder)
    return ids | family(worker, file) | sounds_of_questions(administrator)


_DOMAINS = (
    "safe", "people", "home", "body", "inside", "learning", "work", "neighbours", "justice",
    "own_say", "hope", "afraid",
)  # fmt: skip
