"""Search before create: the same response with or without a match; and the job that compares."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from saathi.agencies import access
from saathi.agencies.models import File, Hidden
from saathi.audit.models import AuditEntry
from saathi.desk.child_search import queries
from saathi.people.names import Name
from saathi.protection.identification.intake.actions import NO_WAIT_SECONDS
from saathi.protection.identification.intake.jobs import dispatch_enquiry
from saathi.protection.identification.intake.models import Enquiry, EnquiryMatch
from saathi.vault import store as vault
from tests.counting import AROUND, at_most
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ANSWER = "If other workers know this child, they have been notified of your enquiry."


def facts(**fields: object) -> dict[str, object]:
    values = {
        "purpose": "new_report",
        "name": "Sunita",
        "age_low": "14",
        "age_high": "15",
        "gender": "girl",
        "district": "NP-DHA",
    }
    return values | key() | fields


def ask(client: Client, **fields: object) -> str:
    """Searches; returns the address of the result."""
    sent = client.post("/find/", facts(**fields))
    assert sent.status_code == 302, sent.content.decode()
    return str(sent.url)


def enquiry_of(address: str) -> uuid.UUID:
    return uuid.UUID(address.strip("/").split("/")[-1])


def pass_on(address: str) -> int:
    with role("matcher"):
        return dispatch_enquiry(enquiry_of(address), using="default")


def matches() -> list[EnquiryMatch]:
    with role("maintenance"):
        return list(EnquiryMatch.objects.all())


def test_search_page_needs_search_permission() -> None:
    for bundle in ("counsellor", "house_mother", "data_officer", "oversight"):
        client = signed_in(agencies.staff(bundle))
        assert client.get("/find/").status_code == 404, bundle
        assert client.post("/find/", facts()).status_code == 404, bundle


def test_enquiry_of_another_person_gives_404() -> None:
    address = ask(signed_in(agencies.staff()))
    stranger = signed_in(agencies.staff())
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}open/").status_code == 404
    assert stranger.post(f"{address}is/{uuid.uuid4()}/", key()).status_code == 404


def test_child_of_very_different_age_is_left_out_unless_names_agree() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    child = children.child(worker, names=[Name("given", "Chandani Devi Sada", "ne")])
    with role("maintenance"):
        type(child).objects.filter(pk=child.pk).update(birth_year_low=2012, birth_year_high=2013)
    young = {"age_low": "1", "age_high": "3"}
    assert child.code not in client.get(ask(client, name="Chandan", **young)).content.decode()
    page = client.get(ask(client, name="Chandani Devi Sada", **young)).content.decode()
    assert child.code in page


@pytest.mark.requirement("PRI-006")
def test_search_needs_purpose_and_two_facts_beyond_name() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    bare = {"age_low": "", "age_high": "", "gender": "not_said"}
    page = client.post("/find/", facts(purpose="", **bare)).content.decode()
    assert "Give a reason for your search." in page
    assert "Enter at least two details besides the name" in page
    assert "Sunita" in page
    with acting(worker):
        assert not access.visible(worker, Enquiry).exists()


def test_search_result_shows_own_child_with_facts() -> None:
    worker = agencies.staff()
    names = [Name("given", "Sunita", "ne"), Name("given", "सुनिता", "ne"), Name("father", "Ram", "")]
    child = children.child(worker, names=names)
    client = signed_in(worker)
    with at_most(15):
        assert client.get("/find/").status_code == 200
    with at_most(15):
        address = ask(client, name="सुनीता", father="Ram", age_low="१४", age_high="१५")
    with at_most(15):
        page = client.get(address).content.decode()
    assert child.code in page
    assert "सुनिता" in page
    assert "14 to 15 years on" in page
    assert "Stated by the child or family" in page
    assert "Dhanusha" in page
    assert f"/child/{child.file_id}/" in page
    assert "%" not in re.sub(r"<[^>]*>", " ", page)
    assert ANSWER in page


def test_search_finds_child_without_name_by_other_facts() -> None:
    worker = agencies.staff()
    child = children.child(worker, names=[], gender="girl")
    page = signed_in(worker).get(ask(signed_in(worker), name="")).content.decode()
    assert child.code in page


def test_name_given_against_will_is_shown_only_if_searched() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "Sunita", ""), Name("imposed", "Rosy", "")])
    client = signed_in(worker)
    assert "Rosy" not in client.get(ask(client)).content.decode()
    page = client.get(ask(client, name="Rosie")).content.decode()
    assert "Rosy" in page
    assert "Sunita" in page


def test_names_that_only_share_a_sound_key_are_not_said_to_agree() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "यादव", "")], gender="girl")
    client = signed_in(worker)
    page = client.get(ask(client, name="Test")).content.decode()
    row = page[page.index("Names, as written") :]
    assert "Different" in row[: row.index("</tr>")]


def test_first_five_candidates_are_shown_and_the_others_on_request() -> None:
    worker = agencies.staff()
    for _ in range(7):
        children.child(worker, names=[Name("given", "Sunita", "ne")])
    client = signed_in(worker)
    address = ask(client)
    page = client.get(address).content.decode()
    assert page.count('<details class="more candidate">') == 5
    assert "Show 2 more" in page
    assert len(entries(kind="searched", by=worker.id)[-1].objects_seen) == 5
    page = client.get(f"{address}?all=1").content.decode()
    assert page.count('<details class="more candidate">') == 7
    assert "more</a>" not in page


def years_since(day: dt.date) -> int:
    return round((timezone.localdate() - day).days / 365.25)


def test_shared_family_name_and_age_outside_the_range_are_not_called_the_same() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "चाँदनी", "ne"), Name("family", "यादव", "ne")])
    client = signed_in(worker)
    # The file's age was 14 to 15 on the day of the fixtures.
    low, high = (str(age + years_since(children.TODAY)) for age in (10, 13))
    page = client.get(ask(client, name="सुगिया यादव", age_low=low, age_high=high)).content.decode()
    table = page[page.index('<table class="compare') :]
    rows = re.findall("<tr.*?</tr>", table, re.DOTALL)
    [names] = [row for row in rows if "Names, as written" in row]
    [age] = [row for row in rows if "Age (based on evidence)" in row]
    assert "Different" in names
    assert "Only the family name is the same" in names
    assert "Similar" in age
    assert "1 year outside the range" in age


def test_a_file_is_found_by_its_code_however_it_is_typed() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    assert "Case ID" in client.get("/find/").content.decode()
    for typed in (child.code, child.code.replace("-", ""), f" {child.code.lower()} "):
        answer = client.post("/find/code/", {"code": typed, **key()})
        assert answer.headers["Location"] == f"/child/{child.file_id}/", typed


def test_a_code_of_another_office_and_one_of_nobody_get_the_same_words() -> None:
    child = children.child(agencies.staff())
    client = signed_in(agencies.staff())
    pages = [
        client.post("/find/code/", {"code": code, **key()}) for code in (child.code, "NP-2222-22")
    ]
    for page in pages:
        assert page.status_code == 200
        assert "You have no access to a file with this case ID." in page.content.decode()
    first, second = (shorn(page.content).replace(child.code, "NP-2222-22") for page in pages)
    assert first == second


def shorn(page: bytes) -> str:
    """A page without the keys and ids that differ each time."""
    text = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", page.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)


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
