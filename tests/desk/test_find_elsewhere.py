"""A search for a child asks other agencies: its answer tells nothing of it, and has its limits."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from saathi.agencies import access
from saathi.agencies.models import File, Hidden
from saathi.audit.models import AuditEntry
from saathi.desk.child_search import queries
from saathi.protection.identification.intake.actions import NO_WAIT_SECONDS
from saathi.protection.identification.intake.models import Enquiry
from saathi.vault import store as vault
from tests.counting import AROUND
from tests.desk.searching import ANSWER, ask, enquiry_of, facts, matches, pass_on, shorn
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("PRI-006")
def test_search_response_is_identical_with_or_without_hidden_match() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    none = client.get(ask(client))
    children.child(agencies.staff(), "Sunita", gender="girl")
    children.child(agencies.staff("case_worker", worker.office), "Sunita", gender="girl")
    address = ask(client)
    hit = client.get(address)
    assert shorn(hit.content) == shorn(none.content)
    assert ANSWER in shorn(hit.content)
    assert pass_on(address) == 2
    after = client.get(address)
    assert shorn(after.content) == shorn(none.content)
    assert {h: v for h, v in hit.headers.items() if h != "Content-Security-Policy"} == {
        h: v for h, v in none.headers.items() if h != "Content-Security-Policy"
    }


def test_search_job_creates_one_enquiry_for_allowed_holders_only() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    known_child = children.child(holder, "Sunita")
    own_child = children.child(worker, "Sunita")
    protected, hidden, kept_from_agency = (children.child(holder, "Sunita") for _ in range(3))
    colleague = children.child(agencies.staff("case_worker", worker.office), "Sunita")
    with role("maintenance"):
        File.objects.filter(pk=protected.file_id).update(is_protected=True)
        for child, principal in ((hidden, worker.pk), (kept_from_agency, worker.agency_id)):
            Hidden.objects.create(file_id=child.file_id, principal=principal, hidden_by=holder.pk)
    address = ask(signed_in(worker))
    assert pass_on(address) == 2
    assert pass_on(address) == 0
    assert {m.file_id for m in matches()} == {known_child.file_id, colleague.file_id}
    assert own_child.file_id not in {m.file_id for m in matches()}


def questions(client: Client, address: str) -> list[str]:
    """The database queries of a result page, without the ids that differ each time."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    statements = [q["sql"] for q in captured if not q["sql"].startswith(AROUND)]
    plain = [re.sub(r"'[^']*'|\b\d+\b|\\x[0-9a-f]+", "…", sql) for sql in statements]
    return [re.sub(r"(…(::\w+)?, )+", "", sql) for sql in plain]


@pytest.mark.requirement("PRI-006")
def test_search_queries_do_not_depend_on_hidden_records() -> None:
    worker = agencies.staff()
    children.child(worker, "Sunita")
    client = signed_in(worker)
    before = questions(client, ask(client))
    for _ in range(5):
        children.child(agencies.staff(), "Sunita")
        children.child(agencies.staff("case_worker", worker.office), "Sunita")
    assert questions(client, ask(client)) == before
    assert not [sql for sql in before if "people_token" in sql or "enquirymatch" in sql]


def test_search_with_many_own_files_uses_tokens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the limit of this installation, lowered for the test
    monkeypatch.setattr(queries, "MAX_OPENED", 0)
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    own_child = children.child(worker, "Sunita")
    client = signed_in(leader)
    before = questions(client, ask(client))
    foreign = [children.child(agencies.staff(), "Sunita") for _ in range(5)]
    address = ask(client)
    assert questions(client, address) == before
    assert len([sql for sql in before if "people_token" in sql]) == 1
    page = client.get(address).content.decode()
    assert own_child.code in page
    assert not [child.code for child in foreign if child.code in page]


def test_search_matches_other_script_and_not_other_age() -> None:
    worker = agencies.staff()
    children.child(agencies.staff(), "সুনিতা")
    assert pass_on(ask(signed_in(worker), name="Sunita")) == 1
    other_facts = {"age_low": "2", "age_high": "3", "district": "NP-KTM"}
    assert pass_on(ask(signed_in(worker), name="Sunita", **other_facts)) == 0


def test_search_job_is_queued_with_id_only() -> None:
    address = ask(signed_in(agencies.staff()))
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        [(task, arguments)] = cursor.fetchall()
    assert task == "intake.pass_on_enquiry"
    assert json.loads(arguments) == {"enquiry": str(enquiry_of(address))}


def test_search_is_logged_with_purpose_results_and_no_name() -> None:
    worker = agencies.staff()
    child = children.child(worker, "Sunita")
    client = signed_in(worker)
    address = ask(client)
    client.get(address)
    with role("auditor"):
        entry = AuditEntry.objects.get(by=worker.pk, kind="searched")
        every = list(AuditEntry.objects.values_list("purpose", "detail"))
    assert (entry.purpose, entry.objects_seen) == ("new_report", [child.file_id])
    assert entry.detail == {"facts": 4, "hits": 1}
    assert "Sunita" not in str(every)
    assert "Sunita" not in address


def test_enquiry_is_in_access_log_for_holder_only() -> None:
    worker, holder = agencies.staff(), agencies.staff()
    known_child = children.child(holder, "Sunita")
    pass_on(ask(signed_in(worker)))
    query = "SELECT count(*) FROM audit_entry WHERE kind = 'enquired'"
    for person, sees in ((holder, 1), (worker, 0)):
        with acting(person), connection.cursor() as cursor:
            cursor.execute(query + " AND file_id = %s", [known_child.file_id])
            assert cursor.fetchone()[0] == sees


def test_repeated_search_submission_makes_one_enquiry() -> None:
    worker = agencies.staff()
    client, sent = signed_in(worker), facts()
    assert client.post("/find/", sent).url == client.post("/find/", sent).url
    with acting(worker):
        assert access.visible(worker, Enquiry).count() == 1


@pytest.mark.requirement("PRI-006")
def test_searches_per_hour_are_limited() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    for _ in range(30):
        ask(client)
    refused = client.post("/find/", facts())
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert signed_in(agencies.staff()).post("/find/", facts()).status_code == 302


def test_search_limit_of_database_is_shown_like_that_of_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when several searches of one person run at the same moment, without knowing of each other."""
    client = signed_in(agencies.staff())
    monkeypatch.setattr(
        "saathi.protection.identification.intake.actions._seconds_to_wait", lambda _staff: 0
    )
    for _ in range(settings.SAATHI_SEARCHES_AN_HOUR):
        ask(client)
    refused = client.post("/find/", facts())
    assert (refused.status_code, refused["Retry-After"]) == (429, str(NO_WAIT_SECONDS))
    assert client.get("/find/").status_code == 200


def test_search_limit_is_configurable() -> None:
    client = signed_in(agencies.staff())
    with override_settings(SAATHI_SEARCHES_AN_HOUR=2):
        assert [client.post("/find/", facts()).status_code for _ in range(3)] == [302, 302, 429]
    with override_settings(SAATHI_SEARCHES_AN_HOUR=3):
        assert client.post("/find/", facts()).status_code == 302


def test_sql_of_searcher_reveals_no_match() -> None:
    worker = agencies.staff()
    children.child(agencies.staff(), "Sunita")
    pass_on(ask(signed_in(worker)))
    assert len(matches()) == 1
    with acting(worker), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_enquirymatch")
        assert cursor.fetchone()[0] == 0


def test_matcher_reads_keys_of_enquiries_and_of_no_child() -> None:
    worker = agencies.staff()
    child = children.child(worker, "Sunita")
    ask(signed_in(worker))
    with role("matcher"), connection.cursor() as cursor:
        cursor.execute("SELECT f.kind FROM vault_key k JOIN agencies_file f ON f.id = k.file_id")
        assert cursor.fetchall() == [("enquiry",)]
        cursor.execute("SELECT count(*) FROM vault_key WHERE file_id = %s", [child.file_id])
        assert cursor.fetchone()[0] == 0
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT sealed FROM people_child")


def test_search_terms_are_stored_sealed() -> None:
    worker = agencies.staff()
    address = ask(signed_in(worker), father="Ram Bahadur")
    with acting(worker):
        enquiry = access.get(worker, Enquiry, enquiry_of(address))
        assert vault.open(enquiry)["father"] == "Ram Bahadur"
        assert b"Ram" not in bytes(enquiry.sealed)
