"""Operations with many children: each has her own record, her own decision, her own reason."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import File, Staff
from saathi.protection.intake.models import Report
from saathi.protection.operations import rules
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.factories import agencies
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
CHILD = {
    "child_names": "Ramu", "age_low": "11", "age_high": "13", "what": "Found carrying bricks.",
    "step": "shelter", "rationale": "He has a fever and no shoes.", "heard": "in_person",
    "her_words": "I want to see my mother.",
}  # fmt: skip


def opened(actor: Staff) -> str:
    """The path of a new operation."""
    client = signed_in(actor)
    page = client.get("/operations/new/").content.decode()
    answer = client.post(
        "/operations/new/",
        filled.form(page, name="Kiln in the north", kind="removal", led_by="labour", expected="40"),
    )
    return str(answer["Location"])


def take_in(actor: Staff, path: str, **typed: object) -> str:
    client = signed_in(actor)
    with at_most(15):
        page = client.get(path)
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **CHILD | typed))
    return str(answer.get("Location", read(answer)[0]))


def test_who_takes_no_reports_and_who_is_of_another_agency_finds_no_operation(
    worker: Staff,
) -> None:
    path = opened(worker)
    for bundle in ("counsellor", "house_mother", "rapporteur"):
        client = signed_in(agencies.staff(bundle, worker.office))
        for address in ("/operations/", "/operations/new/", path):
            assert client.get(address).status_code == 404
    far = signed_in(agencies.staff("case_worker"))
    assert far.get(path).status_code == 404
    assert far.post(path, CHILD | key()).status_code == 404
    assert "Kiln" not in far.get("/operations/").content.decode()
    with acting(agencies.staff("case_worker")):
        assert not Operation.objects.exists()


@pytest.mark.requirement("CAS-006")
def test_many_children_on_one_page_each_with_her_own_record_and_reason(worker: Staff) -> None:
    path = opened(worker)
    assert take_in(worker, path) == path
    assert take_in(worker, path, child_names="Mina", step="relative", her_words="",
                   rationale="Her aunt lives nearby, and she asks for her.") == path  # fmt: skip
    with acting(worker):
        decisions = list(FirstDecision.objects.order_by("recorded_at"))
        assert [one.step for one in decisions] == ["shelter", "relative"]
        assert len({one.file_id for one in decisions}) == 2
        assert File.objects.filter(kind="report").count() == 2
        reports = Report.objects.in_bulk([one.report_id for one in decisions])
        assert vault.open(reports[decisions[0].report_id])["child_names"] == "Ramu"
        assert b"fever" not in bytes(decisions[0].sealed)
    words = read(signed_in(worker).get(path))[0]
    for shown in ("2 of 40 children", "He has a fever and no shoes.", "Her aunt lives nearby"):
        assert shown in words
    assert "Kiln in the north" in read(signed_in(worker).get("/operations/"))[0]
    # From here on her file is looked for and opened as from any other report.
    report = f"/reports/{decisions[1].report_id}/"
    assert "Found carrying bricks." in read(signed_in(worker).get(report))[0]


@pytest.mark.requirement("CAS-006")
@pytest.mark.parametrize(
    "rationale", ["", "  ", "He has a fever and no shoes.", "he has a FEVER - and no shoes"]
)
def test_no_decision_is_taken_for_a_group(worker: Staff, rationale: str) -> None:
    path = opened(worker)
    take_in(worker, path)
    page = take_in(worker, path, child_names="Mina", rationale=rationale)
    lacks = "The same words stand for another child" if rationale.strip() else "Write why this is"
    assert lacks in page
    assert "Mina" in signed_in(worker).post(
        path, CHILD | {"child_names": "Mina", "rationale": rationale} | key()
    ).content.decode()  # fmt: skip
    with acting(worker):
        assert FirstDecision.objects.count() == 1
        assert Report.objects.count() == 1


def test_one_form_takes_one_child_however_often_it_is_sent(worker: Staff) -> None:
    path = opened(worker)
    client = signed_in(worker)
    sent = filled.form(client.get(path).content.decode(), **CHILD)
    for _tap in range(2):
        assert client.post(path, sent).status_code == 302
    with acting(worker):
        assert FirstDecision.objects.count() == 1


def test_a_colleague_reads_of_the_children_only_what_she_took_in(worker: Staff) -> None:
    path = opened(worker)
    take_in(worker, path)
    colleague = agencies.staff("case_worker", worker.office)
    words = read(signed_in(colleague).get(path))[0]
    assert "fever" not in words
    leader = agencies.staff("supervisor", worker.office)
    assert "fever" in read(signed_in(leader).get(path))[0]


def test_by_plain_sql_nobody_opens_an_operation_for_another_agency(worker: Staff) -> None:
    far = agencies.staff("case_worker")
    with (
        acting(worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO operations_operation (id, agency_id, office_id, name, kind, led_by, "
            "happened_on, recorded_at, recorded_by) VALUES (gen_random_uuid(), %s, %s, 'x', 'other', "
            "'other', now(), now(), %s)",
            [far.agency_id, far.office_id, worker.pk],
        )


@pytest.mark.parametrize(
    ("rationale", "others", "heard", "lacks"),
    [
        ("Ill.", [], True, set()),
        ("Ill.", ["Well."], True, set()),
        ("Ill.", [" ill "], True, {"rationale"}),
        ("...", [], True, {"rationale"}),
        ("Ill.", [], False, {"heard"}),
    ],
)
def test_a_decision_is_for_one_child(
    rationale: str, others: list[str], heard: bool, lacks: set[str]
) -> None:
    found = rules.reasons_against_decision(rationale, others, was_child_heard=heard)
    assert {reason.code for reason in found} == lacks
