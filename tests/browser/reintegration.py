"""The follow-up after a return, as worker and supervisor record it."""

import datetime as dt

from saathi.infra import clock
from tests.browser.reading import ids_in
from tests.browser.transfers import on
from tests.browser.walk import Walk


def record(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """A follow-up with a missed contact and a call, a mentor, answers, a sign, an evaluation."""
    page = f"{file}reintegration/"
    worker.open(f"{page}begin/").fill(
        lives_with="family",
        cover_agreement="agreed",
        cover="From the school",
        keep_in_mind="By day",
    )
    on(worker, "returned_on", -40).press()
    worker.open(f"{page}contact/").fill(way="call", result="alone", finding="fine")
    next_on = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=14)
    worker.day("next_on", next_on.year, next_on.month, next_on.day).press()
    worker.open(f"{page}mentors/new/").fill(
        name="Kamala Rai", child_choice="chosen", contact="Her shop", reach="safe",
        screening="not_done", ties="none",
    ).press()  # fmt: skip
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
        aftercare="A room with the aunt", exception="The family moves abroad",
    ).press()  # fmt: skip
    leader.open(page)
    return sign | ids_in(
        worker.open(page),
        reintegration_id="/reintegration/{}/end/",
        mentor_id="/mentors/{}/end/",
        monitoring_contact_id="/contacts/{}/reason/",
    )


_DOMAINS = (
    "safe", "people", "home", "body", "inside", "learning", "work", "neighbours", "justice",
    "own_say", "hope",
)  # fmt: skip
