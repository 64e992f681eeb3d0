"""Best interests of a child, as the worker and the supervisor record them."""

import datetime as dt

from saathi.infra import clock
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def record(worker: Walk, leader: Walk, file: str) -> dict[str, str]:
    """An assessment and a determination; their ids by the names that addresses give them."""
    short_assessment(worker, file)
    ids = ids_in(leader.open(f"{file}best-interests/"), bia_id="/assessments/{}/answer/")
    drafted_assessment(worker, file)
    ids |= ids_in(worker, assessed_id="/best-interests/assessed/{}/")
    determination(worker, leader, file)
    return ids | ids_in(
        leader,
        determination_id="/determinations/{}/",
        option_id="/options/{}/",
        member_id="/best-interests/panel/{}/",
        again_id="/best-interests/again/{}/",
    )


def short_assessment(worker: Walk, file: str) -> Walk:
    """A short best interests assessment, which waits for the supervisor."""
    worker.open(f"{file}best-interests/assessments/short/")
    worker.fill(
        occasion="placement", place="With the aunt", safety="She is alone", view="chose_not"
    )
    return _in_a_month(worker, "review_on").press()


def drafted_assessment(worker: Walk, file: str) -> Walk:
    """A full assessment of one option, of which some key factors are not known; not submitted."""
    worker.open(f"{file}best-interests/assessments/full/").fill(
        occasion="contact", sources="The aunt", view="chose_not"
    )
    return worker.press().fill(option="foster", unknown_why="The aunt is not reached yet.").press()


def determination(worker: Walk, leader: Walk, file: str) -> Walk:
    """A determination with two options and a panel, and a request of the child."""
    worker.open(f"{file}best-interests/determinations/new/")
    worker.fill(
        occasion="residential", authority="court", body="District court", view="chose_not",
        guardian="missing", representative="missing", parents="missing", caregiver="heard",
    )  # fmt: skip
    worker.press().fill(
        option_1="foster",
        real_today_1="yes",
        option_2="family",
        real_today_2="if",
        condition_2="The aunt has a larger flat",
    )
    worker.press()
    base = f"{file.rstrip('/')}{worker.path}"
    worker.open(f"{base}again/").fill(cause="child", fact="The child wants to wait.").press()
    leader.open(f"{base}panel/")
    people = {"health": "Ms Rai", "law": "Mr Yadav", "education": "Ms Thapa"}
    for number, (function, person) in enumerate(people.items(), 1):
        given = {
            "name": f"{person}, {function}",
            "function": function,
            "declared": "none.signed",
        }
        leader.fill(**{f"{name}_{number}": value for name, value in given.items()})
    return _in_a_month(leader, "meeting_on").press()


def _in_a_month(walk: Walk, name: str) -> Walk:
    on = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=30)
    return walk.day(name, on.year, on.month, on.day)
