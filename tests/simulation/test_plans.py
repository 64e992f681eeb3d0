"""No page reads a large table from end to end, so that its cost does not grow with the country."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.vault import store as vault
from tests.counting import at_most
from tests.roles import role
from tests.signing import signed_in

pytestmark = [pytest.mark.xdist_group("large nation"), pytest.mark.slow, pytest.mark.deploy]

LARGE = 5_000  # rows; for smaller tables PostgreSQL rightly reads the whole table
QUERIES = 15
CHILDS_FILE = 18  # with the child's words in an assessment, the plan, and who imported a record
WORKERS_DAY = 20
# Of a supervisor: each kind of waiting work, and the dashboard of the offices. The aim is 20.
SUPERVISORS_DAY = 28

# What this transaction read, including the functions of the warden, which an EXPLAIN does not
# show.
READ_WHOLE = """
SELECT s.relname, s.seq_scan, s.seq_tup_read FROM pg_stat_xact_user_tables s
JOIN pg_class c ON c.oid = s.relid
WHERE s.seq_scan > 0 AND c.reltuples > %s ORDER BY 1
"""


def read_whole() -> dict[str, int]:
    # The web role cannot read statistics.
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(READ_WHOLE, [LARGE])
        return {name: scans for name, scans, _ in cursor.fetchall()}


@pytest.fixture
def worker(large: str) -> Staff:
    return Staff.objects.get(email="case-worker@demo.saathi.example")


def asked_for(child: Child) -> dict[str, str]:
    name = vault.open(child)["names"][0]["text"]
    return {
        "name": name,
        "district": child.home_district,
        "gender": child.gender,
        "purpose": "new_report",
        "form_key": "00000000-0000-4000-8000-000000000001",
    }


def test_planner_statistics_exist(large: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'people_token'")
        assert cursor.fetchone()[0] > 100_000


def test_token_search_uses_an_index_only_scan(large: str) -> None:
    with role("matcher"), connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT token, file_id FROM people_token WHERE token = ANY (ARRAY("
            "SELECT sha256(number::text::bytea) FROM generate_series(1, 1500) number))"
        )
        plan = [line for (line,) in cursor.fetchall()]
    assert "Index Only Scan using people_token_found on people_token" in plan[0]


def test_full_table_read_is_detected(large: str) -> None:
    before = read_whole()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_child WHERE gender = 'girl'")

    assert read_whole().keys() - before.keys() == {"people_child"}


def test_my_day(worker: Staff) -> None:
    client = signed_in(worker)
    before = read_whole()
    with role("app"), at_most(WORKERS_DAY):
        response = client.get(reverse("desk:my_day"))

    assert response.status_code == 200
    assert read_whole() == before


def test_a_childs_file(worker: Staff) -> None:
    case = Case.objects.filter(worker=worker, status="open").order_by("id")[0]
    client = signed_in(worker)
    before = read_whole()
    with role("app"), at_most(CHILDS_FILE):
        response = client.get(reverse("desk:child_file", args=[case.file_id]))

    assert response.status_code == 200
    assert read_whole() == before


def test_finding_a_child(worker: Staff) -> None:
    child = Child.objects.filter(cases__worker=worker).order_by("id")[0]
    queries = asked_for(child)
    client = signed_in(worker)
    before = read_whole()
    with role("app"), at_most(QUERIES):
        sent = client.post(
            reverse("desk:find_child"),
            urlencode(queries),
            content_type="application/x-www-form-urlencoded",
        )
    assert sent.status_code == 302, sent.content.decode()[:2000]
    with role("app"), at_most(QUERIES):
        answer = client.get(sent["Location"])

    assert child.code in answer.content.decode()
    assert read_whole() == before


@pytest.mark.parametrize(
    ("role_kind", "page"),
    [
        ("supervisor", "desk:my_day"),
        ("supervisor", "desk:list_approvals"),
        ("data_officer", "desk:list_enquiries"),
        ("intake_officer", "intake:list_reports"),
    ],
)
def test_lists_of_others(large: str, role_kind: str, page: str) -> None:
    staff = Staff.objects.get(email=f"{role_kind.replace('_', '-')}@demo.saathi.example")
    client = signed_in(staff)
    before = read_whole()
    is_dashboard = (role_kind, page) == ("supervisor", "desk:my_day")
    with role("app"), at_most(SUPERVISORS_DAY if is_dashboard else QUERIES):
        response = client.get(reverse(page))

    assert response.status_code == 200
    assert read_whole() == before
