"""Pages of authorities' decisions: access, records, notices, due dates."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import AgeStatement
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders.models import (
    BrokenSafeguard,
    Order,
    RunningTimeLimit,
    StatusDecision,
)
from saathi.protection.decisions.orders.vocabulary import SAFEGUARD_NOTICE
from saathi.vault.models import OldSealedValue
from tests import counting, sending
from tests.factories import agencies, children, teams
from tests.reading import day, post, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SCREENS = (
    "show_orders",
    "record_order",
    "record_status_decision",
    "record_limit_trigger",
    "record_safeguard",
)


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"orders:{name}", args=[case.file_id, *more])


def order(**fields: object) -> dict[str, object]:
    usual = {"authority": "welfare_committee", "body": "Committee of Siliguri", "kind": "placement",
             "child_heard": "yes"}  # fmt: skip
    data = day("made_on", dt.date(2026, 3, 1))
    return usual | data | {"appeal": "none", "country": "IND"} | sending.key() | fields


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_order_pages_are_hidden_without_the_right_to_the_section(
    case: Case, worker: Staff, screen: str
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), mother):
        client = signed_in(reader)
        assert client.get(address(screen, case)).status_code == 404
        assert client.post(address(screen, case), order()).status_code in {404, 405}


def test_the_legal_representative_records_an_order(case: Case, worker: Staff) -> None:
    lawyer = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    page = post(
        lawyer, address("record_order", case), order(kind="age", age_low="15", age_high="16")
    )
    assert "Declared age 15–16 years" in page
    with acting(worker):  # the actor may not write identity: the order alone has the age
        assert not AgeStatement.objects.filter(basis=AgeBasis.DECLARED).exists()


def test_a_record_of_another_file_is_not_found(case: Case, worker: Staff) -> None:
    post(worker, address("record_order", case), order())
    with acting(worker):
        order_record = Order.objects.get()
    other_case = children.case(worker, "Maya")
    assert (
        signed_in(worker).get(address("change_order", other_case, order_record.pk)).status_code
        == 404
    )


# --- orders ---------------------------------------------------------------------------------------


@pytest.mark.requirement("AUT-001")
def test_an_order_with_body_number_conditions_expiry_and_appeal(case: Case, worker: Staff) -> None:
    soon = worker.office.today() + dt.timedelta(days=30)
    page = post(
        worker,
        address("record_order", case),
        order(
            number="12/2026",
            text="To stay in the shelter",
            conditions="School every day",
            **day("expires_on", soon),
            **day("appeal_until", dt.date(2026, 3, 30)),
        ),
    )
    for text in ("Placement In force", "Committee of Siliguri", "12/2026", "School every day",
                  "To stay in the shelter", "until 30 March 2026", "India"):  # fmt: skip
        assert text in page
    with acting(worker):
        assert b"Siliguri" not in bytes(Order.objects.get().sealed)


@pytest.mark.requirement("AUT-001")
def test_an_appeal_is_added_and_what_stood_before_is_kept(case: Case, worker: Staff) -> None:
    post(worker, address("record_order", case), order(text="To be sent home"))
    with acting(worker):
        order_record = Order.objects.get()
    path = address("change_order", case, order_record.pk)
    page_text = signed_in(worker).get(path).content.decode()
    assert "To be sent home" in page_text
    page = post(
        worker,
        path,
        order(appeal="set_aside", text="To be sent home", version=order_record.version),
    )
    assert "Set aside" in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=order_record.pk).count() == 1


def test_two_who_change_one_order_lose_nothing(case: Case, worker: Staff) -> None:
    post(worker, address("record_order", case), order())
    with acting(worker):
        order_record = Order.objects.get()
    path = address("change_order", case, order_record.pk)
    post(worker, path, order(number="1", version=1))
    answer = signed_in(worker).post(path, order(number="2", version=1))
    assert answer.status_code == 409
    with acting(worker):
        assert Order.objects.get().version == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (day("made_on", dt.date(2096, 3, 1)), "Enter today’s date or an earlier date."),
        (
            day("expires_on", dt.date(2026, 2, 1)),
            "Enter an expiry date on or after the date of the order.",
        ),
        (
            day("ended_on", dt.date(2026, 2, 1)),
            "Enter an end date on or after the date of the order.",
        ),
        ({"kind": "age"}, "Enter the declared age."),
        ({"kind": "age", "age_low": "16", "age_high": "15"}, "must not be below the minimum age"),
    ],
)
def test_invalid_order_form_shows_errors_and_keeps_the_input(
    case: Case, worker: Staff, fields: dict[str, object], sentence: str
) -> None:
    answer = signed_in(worker).post(
        address("record_order", case), order(text="Kept by the form", **fields)
    )
    assert answer.status_code == 200
    assert sentence in words(answer.content)
    assert "Kept by the form" in answer.content.decode()
    with acting(worker):
        assert not Order.objects.exists()


def test_order_form_sent_twice_saves_one_order(case: Case, worker: Staff) -> None:
    sent = order()
    for _tap in range(2):
        post(worker, address("record_order", case), sent)
    with acting(worker):
        assert Order.objects.count() == 1


@pytest.mark.requirement("AUT-004")
def test_a_declared_age_is_shown_beside_what_was_stated(case: Case, worker: Staff) -> None:
    page = post(
        worker,
        address("record_order", case),
        order(kind="age", authority="juvenile_board", age_low="17", effect="binding"),
    )
    assert "Declared age 17 years Legally binding" in page
    with acting(worker):
        bases = set(AgeStatement.objects.filter(child=case.child).values_list("basis", flat=True))
    assert bases == {AgeBasis.STATED, AgeBasis.DECLARED}


# --- status ---------------------------------------------------------------------------------------


def finding(layer: str, found: str, **fields: object) -> dict[str, object]:
    usual = {"layer": layer, "finding": found, "move": "decided", "grounds": "What she said"}
    return usual | day("decided_on", dt.date(2026, 3, 1)) | sending.key() | fields


@pytest.mark.requirement("IDN-020")
@pytest.mark.requirement("AUT-002")
def test_status_layers_are_independent_and_can_be_reopened(case: Case, worker: Staff) -> None:
    path = address("record_status_decision", case)
    post(worker, path, finding("practitioner", "presumed"))
    post(
        worker, path, finding("final", "not_established", authority="court", body="Court of Dhaka")
    )
    page = post(
        worker,
        path,
        finding("final", "open", authority="court", move="reconsidered",
                **day("decided_on", dt.date(2026, 3, 2))),
    )  # fmt: skip
    assert "The child’s team Trafficking is presumed" in page
    assert "Authority, final Reopened, not decided" in page
    assert "after reconsideration" in page
    assert "Earlier findings Trafficking is not established" in page
    assert "Court of Dhaka" in page
    with acting(worker):
        assert StatusDecision.objects.count() == 3


def test_an_authoritys_finding_names_the_authority(case: Case, worker: Staff) -> None:
    answer = signed_in(worker).post(
        address("record_status_decision", case), finding("final", "established")
    )
    assert "Choose the authority that made the finding." in words(answer.content)


@pytest.mark.requirement("AUT-003")
def test_status_finding_does_not_affect_help(case: Case, worker: Staff) -> None:
    post(worker, address("record_status_decision", case),
         finding("final", "not_established", authority="court"))  # fmt: skip
    client = signed_in(worker)
    for page in ("cases:record_visit", "cases:record_assessment", "care_plans:create_plan"):
        assert client.get(reverse(page, args=[case.file_id])).status_code == 200


# --- limits ---------------------------------------------------------------------------------------


def happened(at: dt.datetime, worker: Staff, **fields: object) -> dict[str, object]:
    local_time = at.astimezone(ZoneInfo(worker.office.time_zone))
    usual = {"happening": "found", "country": "IND", "at": local_time.strftime("%H:%M")}
    return usual | day("on", local_time.date()) | sending.key() | fields


@pytest.mark.requirement("AUT-006")
def test_a_limit_counts_from_what_happened_and_is_due_on_the_workers_day(
    case: Case, worker: Staff
) -> None:
    found_at = clock.now() - dt.timedelta(hours=30)
    page = post(worker, address("record_limit_trigger", case), happened(found_at, worker))
    assert "Bring the child before the child welfare committee Overdue" in page
    assert "Juvenile Justice Act 2015, s. 31 · unverified" in page
    with acting(worker):
        limit = RunningTimeLimit.objects.get()
        due = Due.objects.get(duty=Duty.TIME_LIMIT)
    assert limit.due_at is not None
    assert limit.due_at < clock.now()
    assert limit.due == due.pk
    met = clock.now() - dt.timedelta(hours=1)
    sent = happened(met, worker, version=limit.version)
    page = post(worker, address("record_limit_met", case, limit.pk), sent)
    assert "Done late" in page
    with acting(worker):
        due.refresh_from_db()
        assert due.done_on is not None


def test_orders_page_states_that_no_time_limit_is_known(case: Case, worker: Staff) -> None:
    at = clock.now() - dt.timedelta(hours=2)
    page = post(worker, address("record_limit_trigger", case), happened(at, worker, country="NPL"))
    assert "No time limit is known for Nepal" in page
    with acting(worker):
        assert not Due.objects.filter(duty=Duty.TIME_LIMIT).exists()


def test_a_later_step_of_the_case_leaves_the_limit_due(case: Case, worker: Staff) -> None:
    at = clock.now() - dt.timedelta(hours=2)
    post(worker, address("record_limit_trigger", case), happened(at, worker))
    with acting(worker):
        duties.renew_duties(case=case, actor=worker)
        assert Due.objects.get(duty=Duty.TIME_LIMIT).done_on is None


# --- broken safeguards ----------------------------------------------------------------------------


def broken(**fields: object) -> dict[str, object]:
    usual = {
        "safeguard": "deported",
        "done_by": "border",
        "what": "Put on a bus at night",
        "authority": "welfare_committee",
        "body": "Ms Rai, Committee of Siliguri",
    }
    return usual | day("happened_on", dt.date(2026, 3, 1)) | sending.key() | fields


@pytest.mark.requirement("AUT-005")
def test_a_broken_safeguard_is_kept_marked_and_brought_to_a_named_authority(
    case: Case, worker: Staff
) -> None:
    leader = agencies.staff("supervisor", worker.office)
    page = post(worker, address("record_safeguard", case), broken(is_by_order="on"))
    assert "Safeguard violation" in page
    assert "by order of an authority" in page
    assert "Ms Rai, Committee of Siliguri" in page
    assert "Authority not notified yet" in page
    with acting(leader):
        assert Notice.objects.get(staff=leader).kind == SAFEGUARD_NOTICE.code
    with acting(worker):
        record = BrokenSafeguard.objects.get()
        assert Due.objects.get(pk=record.due).duty == Duty.ALERT
    assert "Authority to be informed" in words(signed_in(worker).get("/").content)

    path = address("record_alert_outcome", case, record.pk)
    refused = signed_in(worker).post(
        path, {"alert": "not_told", "authority": "court", "body": "Ms Rai"} | sending.key()
    )
    assert "Enter why the authority was not notified." in words(refused.content)
    data = {
        "alert": "told",
        "authority": "welfare_committee",
        "body": "Ms Rai",
        "channel": "letter",
        "version": record.version,
    }
    page = post(worker, path, data | day("notified_on", dt.date(2026, 3, 2)) | sending.key())
    assert "Authority notified, no response yet" in page
    assert "Put on a bus at night" in page  # the account of the fact is kept
    with acting(worker):
        assert Due.objects.get(pk=record.due).done_on == dt.date(2026, 3, 2)


@pytest.mark.requirement("AUT-005")
def test_in_a_closed_case_the_fact_is_kept_all_the_same(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=dt.date(2026, 3, 1), closing_reason="recovery"
        )
    page = post(worker, address("record_safeguard", case), broken())
    assert "Put on a bus at night" in page


# --- the page -------------------------------------------------------------------------------------


def test_orders_page_describes_empty_sections(case: Case, worker: Staff) -> None:
    page = words(signed_in(worker).get(address("show_orders", case)).content)
    for empty in ("No orders recorded", "No time limits recorded", "no finding yet"):
        assert empty in page


def test_a_full_page_takes_few_queries(case: Case, worker: Staff) -> None:
    post(worker, address("record_order", case), order())
    post(worker, address("record_status_decision", case), finding("practitioner", "presumed"))
    post(worker, address("record_safeguard", case), broken())
    client = signed_in(worker)
    with counting.at_most(15):
        client.get(address("show_orders", case))
