"""The 72 hours after a removal are met only by an assessment: of this file, or of an authority with its source."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.infra import clock
from saathi.protection.decisions.best_interests.actions import assessing
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import BestInterestsAssessment
from saathi.protection.decisions.best_interests.removal_alerts import removals_boxes
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.time_limits import shipped_time_limits
from saathi.protection.decisions.orders.vocabulary import LimitTrigger
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.reading import day, read, words
from tests.roles import acting, role
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("BID-001")]
ON = dt.date(2026, 3, 2)
WHERE = "District court of Kaski, minutes of today, copy in the documents"
TONIGHT = {
    "occasion": "removal",
    "place": "With the aunt in the next street",
    "safety": "The uncle does not know the place.",
    "view": "told",
    "said": "I want to stay with my aunt.",
}
REFUSAL = "Submit the assessment, or choose which authority assessed the child."


@pytest.mark.parametrize(
    ("code", "authority", "where", "met_on", "refused"),
    [
        ("assess", "", "", ON, ["assessed_by"]),
        ("assess", "", WHERE, ON, ["assessed_by"]),
        ("assess", "court", "", ON, ["assessed_where"]),
        ("assess", "court", "....................", ON, ["assessed_where"]),
        ("assess", "court", WHERE, ON - dt.timedelta(days=1), ["on"]),
        ("assess", "court", WHERE, ON, []),
        ("produce", "", "", ON, []),
    ],
)
def test_limit_after_a_removal_needs_an_assessment(
    code: str, authority: str, where: str, met_on: dt.date, refused: list[str]
) -> None:
    reasons = rules.reasons_against_meeting(
        "removed", code, assessed_by=authority, assessed_where=where, days=(ON, met_on)
    )
    assert [reason.code for reason in reasons] == refused


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def removed(around: ChildFileCast, *, days_ago: int = 0) -> RunningTimeLimit:
    at = clock.now() - dt.timedelta(days=days_ago, minutes=1)
    happened = orders.LimitTriggerInput(LimitTrigger.REMOVED, "NPL", at)
    with acting(around.worker):
        (limit,) = orders.start_time_limits(
            case=around.case, data=happened, limits=shipped_time_limits(), actor=around.worker
        )
    return limit


def is_alarmed(around: ChildFileCast) -> bool:
    found = []
    for person in (around.worker, around.supervisor):
        with acting(person):
            found.append(bool(boxes_of(removals_boxes, person)))
    assert len(set(found)) == 1
    return found[0]


def test_limit_is_not_done_without_an_assessment(around: ChildFileCast) -> None:
    limit = removed(around)
    factory.short_assessment(around.case, around.worker, is_submitted=False)
    assert "Record the assessment of an authority" in read(around.worker, f"{around.url}orders/")
    client, path = signed_in(around.worker), f"{around.url}orders/limits/{limit.pk}/"
    page = client.get(path).content.decode()
    sent = filled.form(page) | day("on", around.worker.office.today())
    answer = client.post(path, sent)
    assert answer.status_code == 200
    assert REFUSAL in words(answer.content)
    assert is_alarmed(around)
    more = {"assessed_by": "court", "assessed_where": WHERE}
    assert client.post(path, sent | more).status_code == 302
    assert not is_alarmed(around)
    assert f"Assessed by an authority: Court, {WHERE}" in read(
        around.worker, f"{around.url}orders/"
    )


def test_database_asks_for_the_assessment_too(around: ChildFileCast) -> None:
    limit = removed(around)
    draft = factory.short_assessment(around.case, around.worker, is_submitted=False)
    other = factory.short_assessment(around.case, around.worker, occasion="placement")
    for assessment in (None, draft.pk, other.pk):
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="no assessment after the removal"),
            transaction.atomic(),
        ):
            writing.change(
                RunningTimeLimit.objects.get(pk=limit.pk),
                actor=around.worker,
                met_at=clock.now(),
                assessment=assessment,
            )


@pytest.mark.parametrize("days_ago", [0, 1])
def test_limit_shows_the_day_of_its_assessment(around: ChildFileCast, days_ago: int) -> None:
    limit = removed(around, days_ago=2 if days_ago else 0)
    on = around.worker.office.today() - dt.timedelta(days=days_ago)
    assessment = factory.short_assessment(
        around.case, around.worker, is_submitted=False, assessed_on=on
    )
    with acting(around.worker):
        assessing.submit_assessment(
            assessment=assessment, version=assessment.version, actor=around.worker
        )
    with role("maintenance"):
        limit = RunningTimeLimit.objects.get()
    assert limit.assessment == assessment.pk
    assert limit.met_at is not None
    assert limit.met_at > limit.happened_at
    page = read(around.worker, f"{around.url}orders/")
    shown = f"Done in time, {on.day} {on:%B %Y}"
    assert (f"{shown}," in page) is (days_ago == 0), "the time is known only of today"
    assert shown in page
    assert "Assessment of this file" in page


def test_short_assessment_after_a_removal_is_reviewed_within_days(around: ChildFileCast) -> None:
    today = around.worker.office.today()
    text = "After an emergency removal, review a short assessment within 3 days."
    client, path = signed_in(around.worker), f"{around.url}best-interests/assessments/short/"
    page = client.get(path).content.decode()
    late = day("review_on", today + dt.timedelta(days=17))
    answer = client.post(path, filled.form(page, **TONIGHT) | late)
    assert text in words(answer.content)

    # One submitted before the rule is returned, not approved.
    early = factory.short_assessment(around.case, around.worker)
    with role("maintenance"):
        BestInterestsAssessment.objects.update(review_on=today + dt.timedelta(days=17))
    with acting(around.supervisor):
        found = BestInterestsAssessment.objects.get(pk=early.pk)
        with pytest.raises(BestInterestsRefused, match="review_on"), transaction.atomic():
            assessing.agree_to_assessment(
                assessment=found, version=found.version, actor=around.supervisor
            )
