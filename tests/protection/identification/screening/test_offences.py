"""A child accused of a consequence of trafficking: protected, an authority notified, and no offender."""

import re

import pytest
from django.db import connection

from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import SAFEGUARD_NOTICE
from saathi.protection.identification.screening.models import PossibleMisidentification
from tests import counting, sending
from tests.factories import agencies, teams
from tests.protection.decisions.orders.test_screens import order
from tests.protection.identification.screening.screening_pages import (
    address,
    answers,
    post,
    prompted,
)
from tests.reading import day, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

MARKED = "The child was held responsible for a result of trafficking"
TO_ASK = "The child may have been trafficked and is accused or detained"
ASKED = "The child’s move to protection was requested"


def offence(**values: object) -> dict[str, object]:
    usual = {"kind": "offender", "by_whom": "police", "offence": "theft", "follows": "not_known"}
    return usual | day("happened_on") | sending.key() | values


def accuse(staff: Staff, case: Case, **values: object) -> str:
    return post(staff, address("record_misidentification", case), offence(**values))


def at_orders(name: str, case: Case) -> str:
    return f"/child/{case.file_id}/orders/{name}"


def presume(worker: Staff, case: Case, **values: str) -> None:
    data = {
        "layer": "practitioner",
        "finding": "presumed",
        "move": "decided",
        "grounds": "Her words",
    }
    on = day("decided_on")
    post(worker, at_orders("status/new/", case), data | on | sending.key() | values)


def screen(worker: Staff, case: Case, **values: str) -> str:
    return post(worker, address("record_screening", case, "first_look"), answers(**values))


def ask(worker: Staff, case: Case) -> str:
    data = {"authority": "juvenile_board", "body": "Board of Siliguri", "what": "Held for a theft."}
    return post(worker, address("request_protection_transfer", case), data | sending.key())


def subject(staff: Staff, case: Case) -> str:
    return whole(signed_in(staff).get(address("show_screenings", case)).content)


# --- who may not ----------------------------------------------------------------------------------


def test_protection_transfer_cannot_be_requested_without_the_case(
    case: Case, worker: Staff
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    path = address("request_protection_transfer", case)
    sent = {"authority": "court", "body": "Court", "what": "Held."} | sending.key()
    assert signed_in(colleague).get(path).status_code == 404
    assert signed_in(colleague).post(path, sent).status_code == 404
    with role("maintenance"):
        assert not BrokenSafeguard.objects.exists()


def test_lawyer_sees_the_transfer_step_without_a_form_the_role_may_not_use(
    case: Case, worker: Staff
) -> None:
    lawyer = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    accuse(worker, case)
    presume(worker, case)
    path = address("request_protection_transfer", case)
    assert path in signed_in(worker).get(address("show_screenings", case)).content.decode()
    page = signed_in(lawyer).get(address("show_screenings", case)).content.decode()
    assert TO_ASK in page
    assert path not in page
    assert signed_in(lawyer).get(path).status_code == 404


# --- what is held against the child's (NCR-001) -----------------------------------------------------------


@pytest.mark.requirement("NCR-001")
@pytest.mark.parametrize("by", ["the worker", "presumption"])
def test_offence_that_follows_from_trafficking_is_a_breached_safeguard(
    case: Case, worker: Staff, by: str
) -> None:
    leader = agencies.staff("supervisor", worker.office)
    if by == "presumption":
        presume(worker, case)
    data = {"authority": "commission", "body": "Rights commission", "what": "Sent to steal."}
    page = accuse(worker, case, follows="yes" if by == "the worker" else "not_known", **data)
    assert MARKED in page
    assert "Recorded as in conflict with the law" not in page
    orders = whole(signed_in(worker).get(at_orders("", case)).content)
    for text in ("Charged or punished for what others made the child do", "Rights commission",
                  "Sent to steal.", "Authority not notified yet"):  # fmt: skip
        assert text in orders
    on_day = whole(signed_in(worker).get("/").content)
    assert "Authority to be informed" in on_day
    with acting(leader):
        assert Notice.objects.filter(staff=leader, kind=SAFEGUARD_NOTICE.code).exists()
    assert not prompted(worker, case), "what was just recorded is not prompted for"


@pytest.mark.requirement("NCR-001")
@pytest.mark.parametrize("follows", ["yes", "not_known"])
def test_no_statistic_or_page_counts_the_child_as_an_offender(
    case: Case, worker: Staff, follows: str
) -> None:
    presume(worker, case)
    accuse(worker, case, follows=follows)
    for page in ("", "screening/", "orders/", "timeline/", "who/", "happened/"):
        answer = signed_in(worker).get(f"/child/{case.file_id}/{page}")
        assert answer.status_code == 200, page
        page_text = whole(answer.content).replace("unaccompanied or as offenders", "")
        assert not re.search("offender", page_text, re.IGNORECASE), page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, by_whom FROM facts_recorded_as")
        assert cursor.fetchall() == [(None, "police")]
        cursor.execute("SELECT count(*) FROM facts_safeguard WHERE safeguard = 'charged'")
        assert cursor.fetchone() == (1,)


def test_an_offence_of_which_nothing_is_known_is_kept_and_prompts(
    case: Case, worker: Staff
) -> None:
    assert "Recorded as in conflict with the law" in accuse(worker, case)
    assert prompted(worker, case)
    with acting(worker):
        assert not BrokenSafeguard.objects.exists()


def test_that_it_does_not_follow_is_said_with_its_reason_and_kept(
    case: Case, worker: Staff
) -> None:
    presume(worker, case)
    path = address("record_misidentification", case)
    refused = signed_in(worker).post(path, offence(follows="no"))
    assert "Enter why the alleged offence is not a result of what was done to the child" in whole(
        refused.content
    )
    page = accuse(worker, case, follows="no", unrelated="A fight at school, years before.")
    assert "A fight at school, years before." in page
    with acting(worker):
        assert PossibleMisidentification.objects.get().follows == "no"
        assert not BrokenSafeguard.objects.exists()


def test_a_withdrawn_finding_presumes_nothing(case: Case, worker: Staff) -> None:
    presume(worker, case)
    presume(worker, case, move="withdrawn")
    accuse(worker, case)
    with acting(worker):
        assert PossibleMisidentification.objects.get().follows == "not_known"


# --- from offenders to protection (NCR-009) -------------------------------------------------------


@pytest.mark.requirement("NCR-009")
@pytest.mark.parametrize(
    ("kind", "prompts"),
    [("placement", True), ("production", True), ("other", True), ("age", True),
     ("protection", False), ("restoration", False)],
)  # fmt: skip
def test_an_order_of_the_board_for_offenders_prompts_a_screening_unless_it_protects(
    case: Case, worker: Staff, kind: str, *, prompts: bool
) -> None:
    data = {"authority": "juvenile_board", "kind": kind, "age_low": "15", "age_high": "16"}
    post(worker, at_orders("new/", case), order(**data))
    assert prompted(worker, case) is prompts


@pytest.mark.requirement("NCR-009")
def test_a_positive_screening_of_an_accused_child_has_one_next_step_until_transfer(
    case: Case, worker: Staff
) -> None:
    leader = agencies.staff("supervisor", worker.office)
    accuse(worker, case)
    page = screen(worker, case, act="yes", purpose="yes")
    assert TO_ASK in page
    assert TO_ASK not in subject(worker, case), "no reading leaves the page of the screening"
    orders = ask(worker, case)
    for text in ("Accused or detained, and not transferred to child protection", "Board of Siliguri",
                  "Authority not notified yet"):  # fmt: skip
        assert text in orders
    assert "Authority to be informed" in whole(signed_in(worker).get("/").content)
    with acting(leader):
        assert Notice.objects.filter(staff=leader, kind=SAFEGUARD_NOTICE.code).exists()
    with acting(worker):
        safeguard = BrokenSafeguard.objects.get()
    assert MARKED in subject(worker, case), "from now on it is presumed to follow"
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM facts_recorded_as")
        assert cursor.fetchall() == [(None,)], "the row stays for those who took it over before"
    data = {
        "alert": "mended",
        "body": "Board of Siliguri",
        "channel": "letter",
        "version": safeguard.version,
    }
    days = day("notified_on") | day("answered_on") | sending.key()
    moved = {"answer": "Moved to the children's home."}
    follow = at_orders(f"safeguards/{safeguard.pk}/", case)
    page = post(worker, follow, data | days | moved)
    assert "Moved to the children's home." in page
    again = screen(worker, case, act="yes", purpose="yes")
    assert TO_ASK not in again
    assert f"{ASKED}" in again
    assert "Response received, remedied" in again
    accuse(worker, case, **day("happened_on", worker.office.today()))
    assert TO_ASK in screen(worker, case, act="yes", purpose="yes"), (
        "another charge is another step"
    )


def test_header_of_the_file_repeats_no_alert_of_a_screening(case: Case, worker: Staff) -> None:
    accuse(worker, case)
    client = signed_in(worker)
    sent = client.post(
        address("record_screening", case, "first_look"), answers(act="yes", purpose="yes")
    )
    page = client.get(sent.url).content.decode()
    header, _main, content = page.partition("<main")
    assert TO_ASK in content
    assert TO_ASK not in header


@pytest.mark.requirement("NCR-009")
def test_where_trafficking_is_presumed_the_next_step_is_shown_without_a_screening(
    case: Case, worker: Staff
) -> None:
    accuse(worker, case)
    assert TO_ASK not in subject(worker, case)
    presume(worker, case)
    client = signed_in(worker)
    client.get("/")
    with counting.at_most(23):
        page = client.get(address("show_screenings", case))
    assert TO_ASK in whole(page.content)
    ask(worker, case)
    assert ASKED in subject(worker, case)
    assert not prompted(worker, case)


@pytest.mark.requirement("NCR-009")
@pytest.mark.parametrize("values", [{"act": "no"}, {}])
def test_screening_without_signs_suggests_no_protection_transfer(
    case: Case, worker: Staff, values: dict[str, str]
) -> None:
    accuse(worker, case)
    assert TO_ASK not in screen(worker, case, **values)


def test_child_without_accusation_gets_no_protection_transfer_step(
    case: Case, worker: Staff
) -> None:
    presume(worker, case)
    assert TO_ASK not in screen(worker, case, act="yes", purpose="yes")
    assert TO_ASK not in subject(worker, case)


def test_an_offence_said_to_be_unrelated_stays_so_when_the_move_is_asked(
    case: Case, worker: Staff
) -> None:
    accuse(worker, case, follows="no", unrelated="Years before.")
    accuse(worker, case, offence="begging")
    ask(worker, case)
    with acting(worker):
        follows_by_offence = dict(
            PossibleMisidentification.objects.values_list("offence", "follows")
        )
    assert follows_by_offence == {"theft": "no", "begging": "presumed"}


def test_transfer_request_form_sent_twice_saves_one_request(case: Case, worker: Staff) -> None:
    client, path = signed_in(worker), address("request_protection_transfer", case)
    sent = {"authority": "court", "body": "Court", "what": "Held."} | sending.key()
    for _time in range(2):
        assert client.post(path, sent).status_code == 302
    with acting(worker):
        assert BrokenSafeguard.objects.count() == 1
        assert Child.objects.count() == 1
