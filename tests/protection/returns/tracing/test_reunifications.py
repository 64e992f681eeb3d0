"""A return to the family: what is missing, its approval, what is done without us."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.people.around.models import AllegedPerpetrator
from saathi.protection.decisions.orders.models import BrokenSafeguard, Order
from saathi.protection.returns.tracing.actions import reunifications, searches
from saathi.protection.returns.tracing.best_interests import has_best_interests
from saathi.protection.returns.tracing.models import (
    Reunification,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import fill, follow, press
from tests.reading import day, read
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("TRC-007")
@pytest.mark.requirement("TRC-008")
def test_return_is_approved_only_when_nothing_is_missing(around: ChildFileCast) -> None:
    request = steps.seek(around)
    verification = steps.verify(around, request)
    reunification = steps.propose(around, verification)
    path = f"{around.url}tracing/reunifications/{reunification.pk}/"
    page = read(around.worker, f"{around.url}tracing/")
    for text in (
        "There is no home assessment",
        "no approved best interests",
        "was not asked about",
    ):
        assert text in page
    refused = press(around.supervisor, f"{around.url}tracing/", f"{path}approve/")
    assert "There is no home assessment" in refused
    assert steps.stored(reunification).state == "proposed"
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="something is missing"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)
    statement = "UPDATE tracing_reunification SET state = 'approved'"
    slip_in(around.supervisor, statement, "no valid proof")
    steps.assess(around, verification)
    steps.answer(around, request, subject="reunification")
    steps.agree_best_interests(around)
    press(around.supervisor, f"{around.url}tracing/", f"{path}approve/")
    assert steps.stored(reunification).state == "approved"
    late = follow(
        signed_in(around.worker),
        f"{path}handover/",
        handover="Citizenship card seen; school papers and bag given",
        **day("handed_over_on", steps.today(around)),
        **day("first_visit_on", steps.today(around, 30)),
    )
    assert "within 7 days" in late
    follow(
        signed_in(around.worker),
        f"{path}handover/",
        handover="Citizenship card seen; school papers and bag given",
        **day("handed_over_on", steps.today(around)),
        **day("first_visit_on", steps.today(around, 4)),
    )
    assert steps.duties(around, "family_visit") == [steps.today(around, 4)]
    assert steps.stored(request).state == "reunified"
    assert steps.duties(around, "tracing_review") == []
    visit = {
        "visit_seen": "alone",
        "visit_safety": "safe",
        "visit_words": "I sleep beside my mother.",
        "visit_needs": "School bag",
        **day("next_visit_on", steps.today(around, 20)),
    }
    on_the_day = follow(
        signed_in(around.worker), f"{path}visit/", **visit, **day("visited_on", steps.today(around))
    )
    assert "The handover is not the first visit." in on_the_day
    assert steps.duties(around, "family_visit") == [steps.today(around, 4)]


def test_panel_decides_before_an_assessment(around: ChildFileCast) -> None:
    reunification, today = steps.ready(around), steps.today(around)
    with acting(around.worker):
        assert has_best_interests(around.file_id, around.worker, on=today)
    found = best_interests.ready(around.case, around.worker, around.supervisor)
    best_interests.decide(found, around.supervisor, solution="foster")
    with acting(around.worker):
        assert not has_best_interests(around.file_id, around.worker, on=today)
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="something is missing"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)


def alleged_uncle(around: ChildFileCast) -> None:
    uncle = AllegedPerpetrator(
        file_id=around.file_id,
        child_id=around.case.child_id,
        subject="person",
        relationship="relative",
        said_by="child",
        said_on=steps.today(around),
    )
    with acting(around.worker):
        writing.add(uncle, actor=around.worker)


@pytest.mark.requirement("TRC-004")
@pytest.mark.parametrize("part", ["took_money", "alleged", "past"])
def test_family_with_a_part_needs_a_determination(around: ChildFileCast, part: str) -> None:
    reunification = steps.ready(around)
    homes: dict[str, Any] = {"took_money": {"family_part": part}, "past": {"violence": part}}
    assert reunification.verification is not None
    if part == "alleged":
        alleged_uncle(around)
    else:
        earlier = {"visited_on": steps.today(around, -9), "result": "conditions"} | homes[part]
        steps.assess(around, reunification.verification, **earlier)
    assert "The family had, or may have had, a part" in read(around.worker, f"{around.url}tracing/")
    with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
        approve(around, reunification)
    assert [reason.code for reason in refused.value.reasons] == ["determination"]
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="something is missing"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)
    found = best_interests.determination(around.case, around.worker)
    best_interests.add_options(found, around.worker, options=("family", "foster"))
    best_interests.submit(found, around.worker)
    best_interests.add_panel(found, around.supervisor)
    best_interests.decide(found, around.supervisor, solution="family")
    assert approve(around, reunification).state == "approved"


def test_order_of_protection_prohibits_a_return(around: ChildFileCast) -> None:
    reunification = steps.ready(around)
    order = Order(
        file_id=around.file_id,
        child_id=around.case.child_id,
        authority="court",
        kind="protection",
        made_on=steps.today(around, -9),
        child_heard="yes",
    )
    with acting(around.worker):
        writing.add(order, actor=around.worker)
    path = f"{around.url}tracing/reunifications/{reunification.pk}/approve/"
    refused = press(around.supervisor, f"{around.url}tracing/", path)
    assert "A protection order is in force" in refused
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="something is missing"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)


@pytest.mark.requirement("TRC-007")
def test_child_handed_over_by_others_is_recorded_as_a_violation(around: ChildFileCast) -> None:
    shown = fill(
        around,
        "handed-over/",
        handed_over_by="police",
        carer="A man who said he was the uncle",
        **day("handed_over_on", steps.today(around, -1)),
    )
    assert "Handed over by others, without our approval" in shown
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
    assert broken.safeguard == "returned"
    assert steps.duties(around, "family_visit") == [steps.today(around, 6)]
    assert steps.latest(Reunification).verification is None


def revise(around: ChildFileCast, reunification: Reunification, by: Any) -> Reunification:
    with acting(by):
        opened = Reunification.objects.get(pk=reunification.pk)
        records.open_texts(opened)
        steps.with_texts(opened, conditions="School from June")
        return reunifications.revise_return(
            reunification=opened, columns={}, version=opened.version, actor=by
        )


def approve(around: ChildFileCast, reunification: Reunification) -> Reunification:
    with acting(around.supervisor):
        opened = Reunification.objects.get(pk=reunification.pk)
        return reunifications.approve_return(
            reunification=opened, version=opened.version, actor=around.supervisor
        )


def refuse_approval(around: ChildFileCast, reunification: Reunification) -> None:
    """The supervisor who changed the proposal approves it neither by the action nor by SQL."""
    with pytest.raises(searches.TracingRefused):
        approve(around, reunification)
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="never_own"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)


def test_whoever_changed_a_proposal_does_not_approve_it(around: ChildFileCast) -> None:
    reunification = steps.ready(around)
    revised = revise(around, reunification, around.supervisor)
    assert revised.submitted_by == around.supervisor.pk
    refuse_approval(around, reunification)


def test_first_editor_of_a_proposal_does_not_approve_it_after_a_second(
    around: ChildFileCast,
) -> None:
    reunification = steps.ready(around)
    revise(around, reunification, around.supervisor)
    revised = revise(around, reunification, around.worker)
    assert revised.submitted_by == around.worker.pk
    refuse_approval(around, reunification)


def test_approved_return_can_be_stopped_and_does_not_last(around: ChildFileCast) -> None:
    stopped = approve(around, steps.ready(around))
    path = f"{around.url}tracing/reunifications/{stopped.pk}/withdraw/"
    press(around.worker, f"{around.url}tracing/", path)
    assert steps.stored(stopped).state == "withdrawn"
    assert stopped.verification is not None
    again = approve(around, steps.propose(around, stopped.verification))
    order = Order(
        file_id=around.file_id,
        child_id=around.case.child_id,
        authority="court",
        kind="protection",
        made_on=steps.today(around),
        child_heard="yes",
    )
    with acting(around.worker):
        writing.add(order, actor=around.worker)
    assert "Missing for the handover" in read(around.worker, f"{around.url}tracing/")
    follow(
        signed_in(around.worker),
        f"{around.url}tracing/reunifications/{again.pk}/handover/",
        handover="Citizenship card seen",
        **day("handed_over_on", steps.today(around)),
        **day("first_visit_on", steps.today(around, 4)),
    )
    assert steps.stored(again).state == "carried_out"
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
    assert broken.safeguard == "returned"


@pytest.mark.requirement("TRC-004")
def test_alleged_perpetrator_near_the_home_needs_a_determination_and_conditions(
    around: ChildFileCast,
) -> None:
    reunification = steps.ready(around)
    assert reunification.verification is not None
    steps.assess(around, reunification.verification, alleged_near="yes", result="conditions")
    page = read(around.worker, f"{around.url}tracing/")
    assert page.count("An alleged perpetrator lives near the home.") == 2
    with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
        approve(around, reunification)
    assert [reason.code for reason in refused.value.reasons] == ["conditions", "determination"]
    approved = {"state": "approved", "decided_by": around.supervisor.pk}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="something is missing"),
        transaction.atomic(),
    ):
        writing.change(steps.stored(reunification), actor=around.supervisor, **approved)


def test_child_has_one_approved_return(around: ChildFileCast) -> None:
    first = steps.ready(around)
    assert first.verification is not None
    second = steps.propose(around, first.verification)
    approved = approve(around, first)
    with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
        steps.propose(around, first.verification)
    assert [reason.code for reason in refused.value.reasons] == ["other"]
    with pytest.raises(searches.TracingRefused) as refused, transaction.atomic():
        approve(around, second)
    assert "other" in [reason.code for reason in refused.value.reasons]
    values = {"file_id": around.file_id, "child_id": around.case.child_id, "order_check": "none"}
    third = Reunification(**values, submitted_by=around.worker.pk, verification=first.verification)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="another return is approved"),
        transaction.atomic(),
    ):
        writing.add(third, actor=around.worker)
    follow(
        signed_in(around.worker),
        f"{around.url}tracing/reunifications/{approved.pk}/handover/",
        handover="Citizenship card seen",
        **day("handed_over_on", steps.today(around)),
        **day("first_visit_on", steps.today(around, 4)),
    )
    assert steps.stored(second).state == "withdrawn"


def test_first_visit_after_a_handover_by_others_says_how_the_child_is(
    around: ChildFileCast,
) -> None:
    fact = Reunification(
        file_id=around.file_id,
        child_id=around.case.child_id,
        handed_over_by="police",
        handed_over_on=steps.today(around),
    )
    with acting(around.worker):
        reunifications.record_handover_by_others(
            reunification=fact, case=around.case, actor=around.worker
        )
    path = f"{around.url}tracing/reunifications/{fact.pk}/visit/"
    today = day("visited_on", steps.today(around))
    bare = follow(signed_in(around.worker), path, visit_seen="alone", **today)
    assert steps.stored(fact).visited_on is None
    assert "There is a problem" in bare
    follow(
        signed_in(around.worker),
        path,
        visit_seen="alone",
        visit_safety="concerns",
        visit_words="I want to go back to school.",
        visit_needs="School place",
        **today,
        **day("next_visit_on", steps.today(around, 6)),
    )
    assert steps.duties(around, "family_visit") == [steps.today(around, 6)]
    page = read(around.worker, f"{around.url}tracing/")
    for text in ("Yes, seen alone", "Concerns", "I want to go back to school.", "School place"):
        assert text in page
