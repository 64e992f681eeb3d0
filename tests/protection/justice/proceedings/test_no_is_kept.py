"""A child's "no" is not turned by planning a hearing, by the same person, or on the same day."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.agencies.models import Notice
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.cases.models import Seat
from saathi.protection.justice.proceedings import agreement_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.actions import hearings, testimony
from saathi.protection.justice.proceedings.models import ChildTestimonyDecision, Hearing
from tests import filled
from tests.desk.cast import entries
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.protection.justice.proceedings.test_testimony import approve, ask, force, refused
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

NEXT = made.DAY + dt.timedelta(days=1)
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def said(answer: str, days: int, minutes: int, by: str = "a", **more: object) -> object:
    """A decision of a day, recorded some minutes after the first one."""
    on, at = made.DAY + dt.timedelta(days=days), AT + dt.timedelta(minutes=minutes)
    usual = {"answer": codes.TestimonyAnswer(answer), "pressure": ["none"], "decided_on": on,
             "recorded_at": at, "recorded_by": by}  # fmt: skip
    return agreement_rules.RecordedDecision(**(usual | more))  # type: ignore[arg-type]


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("decisions", "place"),
    [
        ([], None),
        ([said("wants", 0, 0)], 0),
        ([said("does_not_want", 0, 0), said("wants", 0, 5)], 0),  # the same day
        ([said("does_not_want", 0, 0), said("wants", 1, 5)], 1),
        ([said("wants", 1, 0), said("does_not_want", 0, 5)], 1),  # a "no" recorded late
        ([said("wants", 1, 0), said("undecided", 0, 5)], 0),
        ([said("wants", 0, 0), said("undecided", 0, 5)], 1),
        ([said("wants", 0, 0, withdrawn_on=NEXT), said("wants", 1, 5)], 0),
        ([said("wants", 0, 0, withdrawn_on=NEXT), said("wants", 2, 5)], 1),
        ([said("does_not_want", 0, 0), said("conditions", 0, 5), said("wants", 3, 9)], 2),
        # A "no" holds in all proceedings of the child, an agreement only in its own.
        ([said("wants", 0, 0, is_elsewhere=True)], None),
        ([said("does_not_want", 0, 0, is_elsewhere=True)], 0),
        ([said("wants", 0, 0), said("does_not_want", 1, 5, is_elsewhere=True)], 1),
        ([said("does_not_want", 1, 0, is_elsewhere=True), said("wants", 1, 5)], 0),
        ([said("does_not_want", 1, 0, is_elsewhere=True), said("wants", 2, 5)], 1),
        ([said("wants", 0, 0), said("wants", 0, 1, is_elsewhere=True, withdrawn_on=NEXT)], 1),
        ([said("wants", 0, 0), said("undecided", 1, 5, is_elsewhere=True)], 0),
    ],
)
def test_which_decision_counts(
    decisions: list[agreement_rules.RecordedDecision], place: int | None
) -> None:
    assert agreement_rules.current_position(decisions) == place


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("decisions", "is_alone"),
    [
        ([said("wants", 0, 0)], False),
        ([said("does_not_want", 0, 0), said("wants", 1, 5)], True),
        ([said("does_not_want", 0, 0), said("wants", 1, 5, by="b")], False),
        (
            [said("does_not_want", 0, 0, by="b"), said("does_not_want", 1, 1), said("wants", 2, 5)],
            True,
        ),
    ],
)
def test_who_recorded_the_no_does_not_record_the_agreement(
    decisions: list[agreement_rules.RecordedDecision], is_alone: bool
) -> None:
    assert agreement_rules.is_changed_alone(decisions) is is_alone


@pytest.mark.requirement("JUS-014")
def test_agreement_after_a_no_needs_another_day_and_another_person(court: CourtCast) -> None:
    worker, case, supervisor = court.around.worker, court.around.case, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
        made.decision(court.proceeding, case, worker)
    asked = ask(court)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked)
    assert "has not agreed" in refusal.value.reasons[0].text
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, asked)

    with acting(worker):
        made.decision(court.proceeding, case, worker, decided_on=NEXT)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked)
    assert "Another person asks the child again" in refusal.value.reasons[0].text
    with acting(supervisor), refused("one person recorded"):
        force(supervisor, asked)

    with acting(court.lawyer):
        made.decision(court.proceeding, case, court.lawyer, decided_on=NEXT)
    assert approve(court, asked).state == "approved"


@pytest.mark.requirement("JUS-014")
def test_no_testimony_is_planned_after_a_no_without_a_summons(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    coming = worker.office.today() + dt.timedelta(days=30)
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
    client, path = signed_in(worker), court.page("hearings/new/")
    form = filled.form(
        client.get(path).content.decode(),
        purpose="child_evidence", child_expected="present", **day("listed_on", coming),
    )  # fmt: skip
    assert "The child does not agree to testify." in words(client.post(path, form).content)
    with acting(worker):
        past = Hearing(
            file_id=case.file_id, proceeding=court.proceeding, listed_on=coming,
            purpose="child_evidence", child_expected="video", state="listed",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.add(past, actor=worker)
        # The hearing itself, and what happened at one, are recorded.
        listed = made.hearing(court.proceeding, worker, coming, child_expected="not_known")
        for columns in ({"child_expected": "present"}, {"child_expected": "video"}):
            with pytest.raises(hearings.HearingRefused), transaction.atomic():
                hearings.change_hearing(
                    hearing=listed, columns=columns, version=listed.version, actor=worker
                )
            with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
                writing.change(listed, actor=worker, **columns)
        listed.refresh_from_db()
        yesterday = worker.office.today() - dt.timedelta(days=1)
        held = made.hearing(court.proceeding, worker, yesterday)
        assert made.held(held, case, worker).state == "held"
        made.summons(court.proceeding, worker)
        assert made.hearing(court.proceeding, worker, coming).child_expected == "present"


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("days", "is_given"), [(-1, False), (0, True), (1, False), (2, False), (3, True)]
)
def test_agreement_of_an_earlier_day(days: int, *, is_given: bool) -> None:
    decisions = [
        said("wants", 0, 0, withdrawn_on=made.DAY + dt.timedelta(days=2)),
        said("does_not_want", 1, 3),
        said("wants", 3, 9),
    ]
    day = made.DAY + dt.timedelta(days=days)
    assert agreement_rules.agreement_on(decisions, day).is_given is is_given  # type: ignore[arg-type]


def another(court: CourtCast) -> CourtCast:
    """Further proceedings of the same child."""
    with acting(court.around.worker):
        proceeding = made.proceeding(court.around.case, court.around.worker)
    return CourtCast(court.around, court.lawyer, proceeding)


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize("is_withdrawal", [False, True])
def test_no_in_one_proceeding_ends_approvals_in_all(
    court: CourtCast, *, is_withdrawal: bool
) -> None:
    worker, case, supervisor = court.around.worker, court.around.case, court.around.supervisor
    other = another(court)
    coming = worker.office.today() + dt.timedelta(days=30)
    with acting(worker):
        made.decision(court.proceeding, case, worker)
        elsewhere = made.decision(other.proceeding, case, worker)
    asked = approve(court, ask(court))
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, coming)
        hearings.change_hearing(
            hearing=hearing, columns={"transport_arranged": "confirmed"}, version=1, actor=worker
        )
    with acting(court.lawyer):
        if is_withdrawal:
            testimony.withdraw_decision(
                decision=elsewhere, withdrawn_on=NEXT, case=case, version=1, actor=court.lawyer
            )
        else:
            made.decision(other.proceeding, case, court.lawyer, "does_not_want", decided_on=NEXT)
    with acting(worker):
        asked.refresh_from_db()
        hearing.refresh_from_db()
        assert Notice.objects.filter(staff=worker, kind="telling_ended").exists()
    assert asked.state == "withdrawn"
    assert (hearing.child_expected, hearing.transport_arranged) == ("not_known", "not_arranged")
    changed = entries(kind="wrote", objects_seen__contains=[asked.pk])
    assert changed[-1].by == court.lawyer.pk
    page = words(signed_in(supervisor).get(court.page()).content)
    assert "The child said this in another proceeding; it holds in all proceedings." in page

    again = ask(court)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, again)
    assert "has not agreed" in refusal.value.reasons[0].text
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, again)
    # The child decides anew on a later day, which another person records.
    other_person = court.lawyer if is_withdrawal else worker
    with acting(other_person):
        day_after = NEXT + dt.timedelta(days=1)
        made.decision(court.proceeding, case, other_person, decided_on=day_after)
    assert approve(court, again).state == "approved"


@pytest.mark.requirement("JUS-014")
def test_database_ends_approvals_elsewhere_with_a_no_that_passes_no_action(
    court: CourtCast,
) -> None:
    worker, case = court.around.worker, court.around.case
    other = another(court)
    with acting(worker):
        made.decision(court.proceeding, case, worker)
    asked = approve(court, ask(court))
    with acting(worker):
        no = ChildTestimonyDecision(
            file_id=case.file_id, proceeding=other.proceeding, answer="does_not_want",
            explained_by="no_one", decided_on=NEXT, fears=["none"], pressure=["none"],
        )  # fmt: skip
        writing.add(no, actor=worker)
        asked.refresh_from_db()
    assert asked.state == "withdrawn"


@pytest.mark.requirement("JUS-014")
def test_nothing_is_planned_before_the_child_decided(court_here: CourtCast) -> None:
    court = court_here
    worker, case = court.around.worker, court.around.case
    coming = worker.office.today() + dt.timedelta(days=30)
    with acting(worker):
        with pytest.raises(hearings.HearingRefused) as refusal, transaction.atomic():
            made.hearing(court.proceeding, worker, coming)
        assert [reason.code for reason in refusal.value.reasons] == ["child_expected"]
        planned = Hearing(
            file_id=case.file_id, proceeding=court.proceeding, listed_on=coming,
            purpose="child_evidence", child_expected="present", state="listed",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.add(planned, actor=worker)
        listed = made.hearing(court.proceeding, worker, coming, child_expected="not_known")
        moved: dict[str, Any] = {"transport_arranged": "confirmed"}
        with pytest.raises(hearings.HearingRefused), transaction.atomic():
            hearings.change_hearing(
                hearing=listed, columns=moved, version=listed.version, actor=worker
            )
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.change(listed, actor=worker, **moved)
        listed.refresh_from_db()
        supported = {"support_arranged": "confirmed"}  # who helps the child is always arranged
        hearings.change_hearing(
            hearing=listed, columns=supported, version=listed.version, actor=worker
        )
    letter = signed_in(worker).get(f"{court.url}hearings/{listed.pk}/letter/")
    page = words(letter.content)
    assert "The child’s decision on testimony is not recorded, so no letter" in page
    assert "We ask the court" not in page


@pytest.mark.requirement("JUS-014")
def test_summons_and_compelled_testimony_are_recorded_and_notified(court: CourtCast) -> None:
    worker, supervisor, case = court.around.worker, court.around.supervisor, court.around.case
    with acting(worker):
        seat = Seat(
            file_id=case.file_id, case=case, role=TeamRole.LEGAL_REPRESENTATIVE, staff=court.lawyer
        )
        writing.add(seat, actor=worker)
    path = court.page("summonses/new/")
    for stranger in (court.around.stranger, court.around.outsider, court.around.house_mother):
        assert signed_in(stranger).get(path).status_code == 404
    client = signed_in(worker)
    form = filled.form(
        client.get(path).content.decode(),
        source="court", subject="testimony", **day("served_on", made.DAY),
    )  # fmt: skip
    assert client.post(path, form).status_code == 302
    yesterday = worker.office.today() - dt.timedelta(days=1)
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, yesterday)
        held = made.held(hearing, court.around.case, worker)
        assert held.state == "held"
        made.held(held, court.around.case, worker, breaks="not_known")  # corrected: nothing new
    with role("maintenance"):
        given = list(
            Notice.objects.filter(kind__in=["summoned", "compelled"]).values_list("staff", "kind")
        )
    for person in (supervisor, court.lawyer):
        kinds = {kind for staff, kind in given if staff == person.pk}
        assert kinds == {"compelled", "summoned"}
    assert len(given) == len(set(given))  # a correction notifies no one again


def test_account_with_the_childs_agreement_is_not_compelled(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker)
        hearing = made.hearing(court.proceeding, worker)
        made.held(hearing, court.around.case, worker)
    with role("maintenance"):
        assert not Notice.objects.filter(kind="compelled").exists()


@pytest.mark.requirement("JUS-014")
def test_page_says_why_an_answer_does_not_count(court: CourtCast) -> None:
    worker, case, lawyer = court.around.worker, court.around.case, court.lawyer

    def page() -> str:
        return words(signed_in(worker).get(court.page()).content)

    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
    assert "does not count" not in page()
    with acting(worker):
        made.decision(court.proceeding, case, worker)
    assert "The later answer “Wants to testify” of" in page()
    assert "until another person asks the child again on a later day" in page()
    with acting(worker):
        made.decision(court.proceeding, case, worker, decided_on=NEXT)
    assert "Another person asks the child again and records the decision." in page()
    assert "The later answer" not in page()
    with acting(lawyer):
        made.decision(court.proceeding, case, lawyer, decided_on=NEXT)
    assert "Another person asks the child again" not in page()
    after = NEXT + dt.timedelta(days=1)
    with acting(lawyer):
        made.decision(court.proceeding, case, lawyer, decided_on=after, pressure=["family"])
    assert "does not count as an agreement: someone puts pressure on the child" in page()
