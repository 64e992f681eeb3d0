"""The child's decision on testimony: free, revocable, without effect on any help."""

import ast
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.cases.vocabulary import ClosingReason
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


def told(court: CourtCast, times: int) -> None:
    """The child told it this often, at a hearing that was held."""
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
    if answer:
        with acting(worker):
            made.decision(court.proceeding, court.around.case, worker, answer)
    asked = ask(court)
    if is_approved:
        assert approve(court, asked).state == "approved"
        return
    with pytest.raises(testimony.PresentationRefused):
        approve(court, asked)
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, asked)


@pytest.mark.requirement("JUS-014")
def test_telling_beyond_the_second_needs_a_reason_by_action_and_sql(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker)
    early = ask(court)
    told(court, 2)
    with pytest.raises(testimony.PresentationRefused):
        approve(court, early)
    with acting(supervisor), refused("a further telling needs a reason"):
        force(supervisor, early)
    with acting(court.lawyer), pytest.raises(testimony.PresentationRefused):
        made.asked(court.proceeding, court.lawyer)
    assert approve(court, ask(court, "child_asks")).state == "approved"


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


# --- nothing depends on testimony -----------------------------------------------------------------

OWN = "saathi/protection/justice/proceedings"
# What may name the domain: the list of apps, and the labels of dimensions of statistics.
KNOWN = ("saathi/config/settings.py", "saathi/evidence/indicators/justice_dimensions.py")


@pytest.mark.requirement("JUS-014")
def test_no_other_module_or_function_reads_the_childs_decision_on_testimony() -> None:
    readers = []
    for path in sorted((ROOT / "saathi").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(OWN) or name in KNOWN or "/migrations/" in name:
            continue
        text = path.read_text()
        if (
            ("justice.proceedings" in text and _imports(text))
            or "ChildTestimonyDecision" in text
            or "proceedings_testimony" in text
        ):
            readers.append(name)
    for path in sorted((ROOT / "saathi").rglob("*.sql")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OWN) and "proceedings_testimony" in path.read_text():
            readers.append(name)
    assert readers == []


def _imports(text: str) -> bool:
    """Whether a module imports the domain, by any form of import."""
    named = "saathi.protection.justice.proceedings"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(named):
            return True
        if isinstance(node, ast.Import) and any(a.name.startswith(named) for a in node.names):
            return True
    return False


@pytest.mark.requirement("JUS-014")
def test_no_code_ends_or_refuses_help_because_of_testimony() -> None:
    from django.apps import apps

    wrong = []
    # What another body did is recorded, as a refusal that breaks the child's rights; and the subject
    # of a decision that is to answer the four principles.
    facts = {("Referral", "why_declined"), ("Decision", "kind")}
    for model in apps.get_models():
        if model.__module__.startswith("saathi.protection.justice.proceedings"):
            continue
        for field in model._meta.concrete_fields:
            for code, _label in field.flatchoices or ():
                if (model.__name__, field.name) in facts:
                    continue
                if "cooperat" in str(code) or "testi" in str(code):
                    wrong.append(f"{model.__name__}.{field.name}: {code}")
    assert wrong == []
    assert not [code for code in ClosingReason.values if "testi" in code or "cooperat" in code]


@pytest.mark.requirement("JUS-014")
def test_refusal_changes_no_duty_case_or_right(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    tables = ("cases_case", "cases_due", "agencies_grant", "cases_seat")

    def rows() -> list[object]:
        found: list[object] = []
        with role("maintenance"), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM {table} t")
                found += cursor.fetchall()
        return found

    before = rows()
    with acting(worker):
        decision = made.decision(court.proceeding, case, worker, "wants")
        testimony.withdraw_decision(
            decision=decision,
            withdrawn_on=made.DAY + dt.timedelta(days=1),
            version=1,
            actor=worker,
        )
        made.decision(court.proceeding, case, worker, "does_not_want")
    assert rows() == before
