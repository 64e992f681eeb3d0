"""The child's decision on testimony: free, revocable, without effect on any help."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.justice.proceedings.actions import testimony
from saathi.protection.justice.proceedings.models import ChildTestimonyDecision, PresentationRequest
from tests import filled
from tests.attacks.proofs import update_proved
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

ROOT = Path(__file__).parents[4]
REQUESTS = "proceedings_presentationrequest"


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    with pytest.raises((DatabaseError, psycopg.Error), match=match), transaction.atomic():
        yield


def approve(court: CourtCast, asked: PresentationRequest) -> PresentationRequest:
    supervisor = court.around.supervisor
    with acting(supervisor):
        request = PresentationRequest.objects.get(pk=asked.pk)
        return testimony.decide_presentation(
            request=request, approves=True, reason="", version=1, actor=supervisor
        )


def force(supervisor: Staff, asked: PresentationRequest) -> None:
    """An approval by SQL of the web role, with a proof, past the action."""
    approved = {
        "state": "'approved'",
        "decided_by": f"'{supervisor.pk}'",
        "decided_on": "current_date",
    }
    update_proved(connection.connection, supervisor, REQUESTS, approved, f"id = '{asked.pk}'")


def gave_account(court: CourtCast, times: int) -> None:
    """The child gave an account this often, at a hearing that was held."""
    worker = court.around.worker
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker)
        made.held(hearing, court.around.case, worker, times_told=times)


@pytest.mark.requirement("JUS-014")
@pytest.mark.requirement("JUS-018")
def test_child_decides_and_withdraws_without_a_reason(court: CourtCast) -> None:
    client = signed_in(court.lawyer)
    path = court.page("testimony/new/")
    form = filled.form(
        client.get(path).content.decode(),
        answer="conditions",
        conditions="By video",
        explained_by="representative",
        explained_how=["conversation"],
        language="ne",
        understanding=["own_words"],
        fears=["accused", "stigma"],
        pressure=["none"],
        child_words="I do not want to see him.",
        **day("decided_on", made.DAY),
    )
    page = words(client.get(client.post(path, form)["Location"]).content)
    for text in ("Only under conditions Current", "By video", "Being near the accused",
                  "I do not want to see him.",
                  "Services, placement and return do not depend on it."):  # fmt: skip
        assert text in page
    with acting(court.lawyer):
        decision = ChildTestimonyDecision.objects.get()
        made.asked(court.proceeding, court.lawyer)
    path = f"{court.url}testimony/{decision.pk}/withdraw/"
    form = filled.form(client.get(path).content.decode(), **day("withdrawn_on", made.DAY))
    page = words(client.get(client.post(path, form)["Location"]).content)
    assert "Withdrew the decision to testify" in page
    with acting(court.lawyer):
        assert PresentationRequest.objects.get().state == "withdrawn"


def test_help_made_conditional_is_a_safeguard_violation(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.decision(court.proceeding, case, worker, pressure=["conditional_help"])
        broken = BrokenSafeguard.objects.get()
        assert broken.safeguard == Safeguard.HELP_CONDITIONAL
    asked_by_lawyer = ask(court)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked_by_lawyer)
    assert "under pressure" in refusal.value.reasons[0].text
    with acting(court.around.supervisor), refused("decided under pressure"):
        force(court.around.supervisor, asked_by_lawyer)


def ask(court: CourtCast, reason_code: str = "") -> PresentationRequest:
    with acting(court.lawyer):
        return made.asked(court.proceeding, court.lawyer, reason_code)


DECIDED = {"wants", "conditions", "does_not_want"}
ANSWERS = [
    ("wants", True),
    ("conditions", True),
    ("does_not_want", False),
    ("undecided", False),
    ("chose_not_to_say", False),
    ("not_asked", False),
    ("do_not_ask", False),
    (None, False),
]


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(("answer", "is_approved"), ANSWERS)
def test_staff_present_the_child_only_by_the_childs_decision_by_action_and_sql(
    court: CourtCast, answer: str | None, is_approved: bool
) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    if answer in DECIDED:
        with acting(worker):
            made.decision(court.proceeding, court.around.case, worker, answer or "")
        asked = ask(court)
    else:
        asked = asked_before_the_rule(court, answer)
    if is_approved:
        assert approve(court, asked).state == "approved"
        return
    with pytest.raises(testimony.PresentationRefused):
        approve(court, asked)
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, asked)


def asked_before_the_rule(court: CourtCast, answer: str | None) -> PresentationRequest:
    """A request from before a decision of the child was required."""
    worker = court.around.worker
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker, "does_not_want")
    asked = ask(court)
    with role("maintenance"):
        if answer:
            ChildTestimonyDecision.objects.update(answer=answer)
        else:
            ChildTestimonyDecision.objects.all().delete()
    return asked


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    "answer", ["undecided", "chose_not_to_say", "not_asked", "do_not_ask", None]
)
def test_no_request_to_present_the_child_before_the_child_decided(
    court: CourtCast, answer: str | None
) -> None:
    worker = court.around.worker
    if answer:
        with acting(worker):
            made.decision(court.proceeding, court.around.case, worker, answer)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        ask(court)
    assert "record the decision first" in refusal.value.reasons[0].text
    unasked = PresentationRequest(
        file_id=court.proceeding.file_id, proceeding=court.proceeding, occasion="testimony",
        planned_on=made.DAY, told_before=0, reason_code="",
    )  # fmt: skip
    with acting(court.lawyer), refused("the child has not decided"):
        writing.add(unasked, actor=court.lawyer)


@pytest.mark.requirement("JUS-014")
def test_telling_beyond_the_second_needs_a_reason_by_action_and_sql(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker)
    early = ask(court)
    gave_account(court, 2)
    with pytest.raises(testimony.PresentationRefused):
        approve(court, early)
    with acting(supervisor), refused("a further telling needs a reason"):
        force(supervisor, early)
    with acting(court.lawyer), pytest.raises(testimony.PresentationRefused):
        made.asked(court.proceeding, court.lawyer)
    assert approve(court, ask(court, "child_asks")).state == "approved"


def approved(court: CourtCast) -> PresentationRequest:
    """An approved request of the lawyer, with the child's agreement."""
    with acting(court.around.worker):
        made.decision(court.proceeding, court.around.case, court.around.worker)
    return approve(court, ask(court))


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("answer", "fields", "state"),
    [
        ("does_not_want", {}, "withdrawn"),
        ("undecided", {}, "withdrawn"),
        ("conditions", {}, "withdrawn"),  # the supervisor did not know of them
        ("wants", {"pressure": ["family"]}, "withdrawn"),
        ("wants", {}, "approved"),
        # A "no" that is recorded late was not known to those who approved.
        ("does_not_want", {"decided_on": made.DAY - dt.timedelta(days=9)}, "withdrawn"),
        ("undecided", {"decided_on": made.DAY - dt.timedelta(days=9)}, "approved"),
    ],
)
def test_later_no_ends_what_was_approved_and_planned_for_the_yes(
    court: CourtCast, answer: str, fields: dict[str, object], state: str
) -> None:
    worker, case = court.around.worker, court.around.case
    asked = approved(court)
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, made.DAY + dt.timedelta(days=40))
    later = {"decided_on": made.DAY + dt.timedelta(days=2)} | fields
    with acting(court.lawyer):
        made.decision(court.proceeding, case, court.lawyer, answer, **later)
    with acting(worker):
        asked.refresh_from_db()
        hearing.refresh_from_db()
        noticed = Notice.objects.filter(staff=worker, kind="telling_ended").exists()
    has_ended = state == "withdrawn"
    assert asked.state == state
    assert hearing.child_expected == ("not_known" if has_ended else "present")
    assert noticed is has_ended
    page = words(signed_in(court.around.supervisor).get(court.page()).content)
    is_shown = has_ended and answer != "conditions"  # with conditions, the child still agrees
    assert ("1 request to present the child ended." in page) is is_shown
    if has_ended:
        with acting(court.around.supervisor):
            assert Notice.objects.filter(kind="telling_ended").exists()
        with acting(court.around.supervisor), refused("check constraint|decided|agreed|pressure"):
            force(court.around.supervisor, asked)


@pytest.mark.requirement("JUS-014")
def test_database_ends_approvals_with_a_no_that_passes_no_action(court: CourtCast) -> None:
    asked = approved(court)
    worker = court.around.worker
    with acting(worker):
        from saathi.agencies import writing

        no = ChildTestimonyDecision(
            file_id=asked.file_id, proceeding=court.proceeding, answer="does_not_want",
            explained_by="no_one", decided_on=made.DAY, fears=["none"], pressure=["none"],
        )  # fmt: skip
        writing.add(no, actor=worker)
        asked.refresh_from_db()
        assert asked.state == "withdrawn"
        yes = ChildTestimonyDecision(
            file_id=asked.file_id, proceeding=court.proceeding, answer="wants",
            explained_by="no_one", decided_on=made.DAY, fears=["none"], pressure=["none"],
        )  # fmt: skip
        with refused("an agreement without an explanation"):
            writing.add(yes, actor=worker)


@pytest.mark.requirement("JUS-014")
def test_agreement_that_no_one_explained_is_not_recorded(court: CourtCast) -> None:
    client = signed_in(court.lawyer)
    path = court.page("testimony/new/")
    typed = {"answer": "wants", "explained_by": "no_one", "fears": ["none"], "pressure": ["none"]}
    form = filled.form(client.get(path).content.decode(), **typed, **day("decided_on", made.DAY))
    page = words(client.post(path, form).content)
    assert "Explain it first; until then record “Undecided”" in page
    form = filled.form(
        client.get(path).content.decode(),
        **(typed | {"answer": "does_not_want"}),
        **day("decided_on", made.DAY),
    )
    assert client.post(path, form).status_code == 302  # a "no" is always recorded


@pytest.mark.requirement("JUS-014")
def test_summoned_child_keeps_arrangements_and_the_letter_asks_for_protection(
    court_here: CourtCast,
) -> None:
    court = court_here
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.decision(court.proceeding, case, worker)
        hearing = made.hearing(court.proceeding, worker, made.DAY + dt.timedelta(days=40))
        made.decision(court.proceeding, case, worker, "does_not_want")
    client = signed_in(worker)
    letter = f"{court.url}hearings/{hearing.pk}/letter/"
    page = words(client.get(letter).content)
    assert "The child does not agree to testify, so no letter" in page
    assert "We ask the court" not in page
    with acting(worker):
        made.summons(court.proceeding, worker)
        second = made.hearing(court.proceeding, worker, made.DAY + dt.timedelta(days=41))
        made.decision(court.proceeding, case, worker, "does_not_want")
        second.refresh_from_db()
    assert second.child_expected == "present"
    assert "We ask the court" in words(client.get(letter).content)


def test_own_request_is_not_approved(court: CourtCast) -> None:
    supervisor = court.around.supervisor
    with acting(supervisor):
        made.decision(court.proceeding, court.around.case, supervisor)
        asked = made.asked(court.proceeding, supervisor)
    with pytest.raises(testimony.PresentationRefused):
        approve(court, asked)


def test_request_is_decided_on_its_page_and_notices_are_sent(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker)
    asked = ask(court)
    path = f"{court.url}presentations/{asked.pk}/decide/"
    assert signed_in(worker).get(path).status_code == 404
    client = signed_in(supervisor)
    page = client.get(path)
    assert "Wants to testify" in words(page.content)
    form = filled.form(page.content.decode(), state="refused")
    assert "Enter the reason for the decision." in words(client.post(path, form).content)
    form = filled.form(page.content.decode(), state="refused", answer="Video first.")
    shown = words(client.get(client.post(path, form)["Location"]).content)
    assert "Not approved" in shown
    assert "Video first." in shown
    with role("maintenance"):
        kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"present_asked", "present_answer"} <= kinds
    step = f"{court.url}presentations/{asked.pk}/withdraw/"
    assert signed_in(court.around.stranger).post(step, {"version": 2} | key()).status_code == 404
    signed_in(worker).post(step, {"version": 2} | key())
    with acting(worker):
        assert PresentationRequest.objects.get().state == "refused"


def test_injected_approval_is_refused(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker)
    asked = ask(court)
    statement = f"UPDATE {REQUESTS} SET state = 'approved' WHERE id = %s"
    with acting(worker), refused("proof"), connection.cursor() as cursor:
        cursor.execute(statement, [asked.pk])
