"""The screens of the intake: access and behaviour."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies import access, records, row_proofs
from saathi.audit.models import AuditEntry
from saathi.protection.identification.intake.actions import (
    link_report_to_child,
)
from saathi.protection.identification.intake.forms import ReportForm
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault
from tests.counting import at_most
from tests.factories import agencies, children
from tests.factories.reports import TOLD, report
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def form(**fields: object) -> dict[str, object]:
    values = {
        "what": TOLD,
        "channel": "helpline",
        "reporter_kind": "community",
        "urgency": "today",
        "child_gender": "girl",
    }
    return values | key() | fields


def test_roles_without_reports_find_no_report_pages() -> None:
    for role_kind in ("counsellor", "house_mother", "data_officer", "rapporteur"):
        client = signed_in(agencies.staff(role_kind))
        for address in ("/reports/", "/reports/new/"):
            assert client.get(address).status_code == 404, (role_kind, address)
    assert Client().get("/reports/").status_code == 302


def test_a_stranger_finds_no_such_report() -> None:
    found = report(agencies.staff("intake_officer"))
    stranger = signed_in(agencies.staff("case_worker"))
    for address in (f"/reports/{found.pk}/", f"/reports/{found.pk}/outcome/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, form()).status_code in {404, 405}
    assert str(found.pk) not in stranger.get("/reports/").content.decode()


def test_reports_are_taken_down_listed_and_read() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    assert "No reports to accept" in client.get("/reports/").content.decode()
    with at_most(15):
        assert client.get("/reports/new/").status_code == 200
    with at_most(15):
        sent = client.post("/reports/new/", form(concerns=["child_labour", "on_the_move"]))
    assert sent.status_code == 302
    with at_most(15):
        page = client.get(sent.url).content.decode()
    assert TOLD in page
    assert "may have been trafficked. Screen for trafficking indicators." in page
    with at_most(15):
        listed = client.get("/reports/").content.decode()
    assert sent.url in listed
    assert TOLD not in listed


def test_supervisor_of_office_reads_report() -> None:
    office = agencies.office()
    found = report(agencies.staff("intake_officer", office))
    supervisor = signed_in(agencies.staff("supervisor", office))
    assert supervisor.get(f"/reports/{found.pk}/").status_code == 200


@pytest.mark.requirement("IDN-003")
def test_report_needs_no_data_of_child_or_reporting_person() -> None:
    officer = agencies.staff("intake_officer")
    sent = signed_in(officer).post("/reports/new/", form(child_gender="not_said"))
    assert sent.status_code == 302
    with acting(officer):
        found = access.visible(officer, Report).get()
        assert (found.country, found.district, found.child_age_low) == ("", "", None)
        assert vault.open(found)["reporter_name"] == ""


def test_local_digits_and_an_earlier_time_are_understood() -> None:
    officer = agencies.staff("intake_officer")
    day = {
        "received_on_0": "०२",
        "received_on_1": "۳",
        "received_on_2": "২০২৬",
        "received_time": "१४:३०",
    }
    sent = signed_in(officer).post("/reports/new/", form(age_low="१०", age_high="১২", **day))
    assert sent.status_code == 302
    with acting(officer):
        found = access.visible(officer, Report).get()
        assert (found.child_age_low, found.child_age_high) == (10, 12)
        assert found.received_at == dt.datetime(2026, 3, 2, 8, 45, tzinfo=dt.UTC)
        assert found.recorded_at > found.received_at


def test_report_with_future_date_is_refused_and_keeps_text() -> None:
    client = signed_in(agencies.staff("intake_officer"))
    day = {"received_on_0": "1", "received_on_1": "1", "received_on_2": "2090"}
    page = client.post("/reports/new/", form(place="Behind the mill", **day)).content.decode()
    assert "Enter a date and time that are not in the future." in page
    assert "Behind the mill" in page


def test_an_empty_report_says_what_is_missing() -> None:
    client = signed_in(agencies.staff("intake_officer"))
    sent = form(what="", concerns=["neglect"])
    page = client.post("/reports/new/", sent).content.decode()
    assert "Enter the details of the report, or say why there are none." in page


def test_added_information_keeps_its_author_and_earlier_texts() -> None:
    officer = agencies.staff("intake_officer")
    found, client = report(officer), signed_in(officer)
    assert signed_in(agencies.staff("intake_officer")).get(
        f"/reports/{found.pk}/add/"
    ).status_code == 404  # fmt: skip
    for version, text in ((1, "She is twelve, not ten"), (2, "The shop is closed on Saturdays")):
        sent = {"text": text, "version": version} | key()
        assert client.post(f"/reports/{found.pk}/add/", sent).status_code == 302
    page = client.get(f"/reports/{found.pk}/").content.decode()
    for text in (TOLD, "She is twelve, not ten", "The shop is closed on Saturdays", officer.name):
        assert text in page
    with acting(officer):
        notes = list(access.visible(officer, ReportNote).filter(report=found.pk))
        assert [note.kind for note in notes] == ["information"] * 2
        assert not any(b"twelve" in bytes(note.sealed) for note in notes)


def test_danger_stays_after_opened_case_until_visit_is_recorded() -> None:
    worker = agencies.staff("case_worker")
    received = dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)
    child, found = children.child(worker), report(worker, urgency="now", received_at=received)
    client, address = signed_in(worker), f"/reports/{found.pk}/"
    assert "Someone must see the child now." in client.get(address).content.decode()
    with acting(worker):
        link_report_to_child(
            report_id=found.pk, child=child, outcome=ReportOutcome.CASE_OPENED, actor=worker
        )
    page = client.get(address).content.decode()
    assert "The case was opened. Not yet recorded here: who went to the child" in page
    assert f"{address}visit/" in page
    with at_most(15):
        assert client.get(f"{address}visit/").status_code == 200
    sent = visit(met="not_met", child_safe="", who="Rita", found="The door was locked.")
    assert client.post(f"{address}visit/", sent).status_code == 302
    page = read(client.get(address))[0]
    assert "The door was locked." in page
    assert "Rita went to the child on 3 March 2026 14:00" in page
    assert "The child was not met" in page
    assert "At home" in page
    assert "The child may be in danger now" in page
    sent = visit(
        met="met_with_others", place="hospital", who="Rita and Omar", went_time="", went_on_0="4"
    )
    refused = client.post(f"{address}visit/", sent | {"found": "x"} | key())
    assert list(refused.context["form"].errors) == ["found"]
    assert (
        "You record that the child is safe. Enter how you know it: at least 20 letters"
        in read(refused)[0]
    )
    assert client.post(f"{address}visit/", sent).status_code == 302
    page = read(client.get(address))[0]
    assert "Rita and Omar went to the child on 4 March 2026\N{POP DIRECTIONAL ISOLATE}" in page
    for text in ("Met, others were present", "In hospital", "Child safe: Yes"):
        assert text in page
    assert "Saved. The alert of this report has ended." in page
    assert "The child may be in danger now" not in page


def visit(**fields: object) -> dict[str, object]:
    sent = {
        "who": "Rita",
        "went_on_0": "3",
        "went_on_1": "3",
        "went_on_2": "2026",
        "went_time": "१४:००",
        "met": "met_alone",
        "place": "home",
        "child_safe": "yes",
        "found": "The child was calm, with the grandmother.",
    }
    return sent | key() | fields


def test_visit_of_a_report_has_no_defaults_and_no_future_date() -> None:
    officer = agencies.staff("intake_officer")
    found, client = report(officer, urgency="now"), signed_in(officer)
    address = f"/reports/{found.pk}/visit/"
    fields = client.get(address).context["form"]
    names = ("who", "went_on", "went_time", "met", "place", "child_safe", "found")
    assert [name for name in names if fields[name].value()] == []
    page = client.post(address, visit(went_on_2="2090")).content.decode()
    assert "Enter today’s date or an earlier date." in page
    page = client.post(address, visit(met="", went_time="25:10")).content.decode()
    assert "This field is required" in page
    assert "Enter the time as in 14:30, or leave it blank." in page
    page = client.post(address, visit(child_safe="")).content.decode()
    assert "Record whether the child is safe now." in page
    page = client.post(address, visit(met="not_met")).content.decode()
    assert "Leave this blank: the child was not met." in page
    stranger = signed_in(agencies.staff("intake_officer"))
    assert stranger.post(address, visit()).status_code == 404
    with acting(officer):
        assert not access.visible(officer, ReportNote).filter(report=found.pk).exists()


def test_no_country_or_district_is_suggested() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    for address in ("/reports/new/", "/reports/contacts/new/", "/missing/new/"):
        form = client.get(address).context["form"]
        assert not form["country"].value(), address
        assert not form["district"].value(), address
    page = read(client.get(f"/reports/{report(officer).pk}/"))[0]
    assert "District not recorded" in page
    assert "Country" not in page


def test_report_sent_twice_is_saved_once() -> None:
    officer = agencies.staff("intake_officer")
    client, sent = signed_in(officer), form()
    first, second = client.post("/reports/new/", sent), client.post("/reports/new/", sent)
    assert first.url == second.url
    with acting(officer):
        assert access.visible(officer, Report).count() == 1


def test_report_outcome_keeps_time_and_earlier_texts() -> None:
    officer = agencies.staff("intake_officer")
    found = report(officer)
    client = signed_in(officer)
    address = f"/reports/{found.pk}/outcome/"
    with at_most(15):
        sent = client.post(
            address, {"outcome": "passed_on", "note": "To the board", "version": 1} | key()
        )
    assert sent.status_code == 302
    page = client.get(sent.url).content.decode()
    assert "Referred to another agency" in page
    assert "To the board" in page
    again = {"outcome": "advice_given", "note": "The board is closed", "version": 2} | key()
    assert client.post(address, again).status_code == 302
    page = client.get(sent.url).content.decode()
    assert "The board is closed" in page
    with acting(officer):
        reasons = records.list_opened(officer, ReportNote, "recorded_at", report=found.pk)
        assert [each.text for each in reasons] == ["To the board", "The board is closed"]


def test_stale_report_outcome_is_refused_and_keeps_text() -> None:
    officer = agencies.staff("intake_officer")
    found = report(officer)
    client = signed_in(officer)
    address = f"/reports/{found.pk}/outcome/"
    client.post(address, {"outcome": "advice_given", "note": "First steps", "version": 1} | key())
    late = client.post(address, {"outcome": "passed_on", "note": "Second", "version": 1} | key())
    assert late.status_code == 409
    assert "Second" in late.content.decode()
    with acting(officer):
        assert access.visible(officer, Report).get().outcome == "advice_given"


def test_report_views_are_logged_without_text() -> None:
    officer = agencies.staff("intake_officer")
    found = report(officer)
    client = signed_in(officer)
    client.get(f"/reports/{found.pk}/")
    client.get("/reports/")
    with role("auditor"):
        entries = list(AuditEntry.objects.filter(by=officer.pk).values_list("kind", "objects_seen"))
    assert ("looked", [found.pk]) in entries
    assert ("listed", [found.pk]) in entries


def test_plain_sql_of_a_stranger_meets_nothing() -> None:
    found = report(agencies.staff("intake_officer"))
    stranger = agencies.staff("intake_officer")
    with acting(stranger), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_report")
        assert cursor.fetchone()[0] == 0
        cursor.execute("UPDATE intake_report SET outcome = '' WHERE id = %s", [found.pk])
        assert cursor.rowcount == 0


def test_plain_sql_cannot_link_report_to_hidden_file() -> None:
    officer = agencies.staff("intake_officer")
    visible_report = report(officer)
    unseen = children.child(agencies.staff()).file_id
    statement = "UPDATE intake_report SET child_file_id = %s WHERE id = %s"
    refusals = set()
    for target in (unseen, uuid.uuid4()):
        with acting(officer), connection.cursor() as cursor, transaction.atomic():
            row_proofs.prove_changes(
                Report, [(visible_report.pk, {"child_file_id": target})], by=officer.pk
            )
            # Refused immediately, not only when a foreign key is checked at the end.
            with pytest.raises(DatabaseError) as refused:
                cursor.execute(statement, [target, visible_report.pk])
            transaction.set_rollback(True)
        refusals.add(str(refused.value))
    assert len(refusals) == 1, refusals
    assert "no valid proof" not in refusals.pop()


def test_report_linked_to_child_gets_no_other_outcome() -> None:
    worker = agencies.staff()
    found, child = report(worker), children.child(worker)
    with acting(worker):
        link_report_to_child(
            report_id=found.pk, child=child, outcome=ReportOutcome.ADDED_TO_CASE, actor=worker
        )
    sent = {"outcome": "advice_given", "note": "x", "version": 2} | key()
    assert signed_in(worker).post(f"/reports/{found.pk}/outcome/", sent).status_code == 404


def test_a_district_of_another_country_is_refused_at_its_field() -> None:
    form = ReportForm(
        {"what": "Told at the border.", "country": "IND", "district": "NP-DHA"},
        time_zone="Asia/Kathmandu",
    )
    assert form.errors["district"] == [
        "This district is in another country. Choose a different district."
    ]
    same = ReportForm(
        {"what": "Told at the border.", "country": "NPL", "district": "NP-DHA"},
        time_zone="Asia/Kathmandu",
    )
    assert "district" not in same.errors


def test_blank_fields_of_a_report_are_not_recorded_instead_of_not_known() -> None:
    officer = agencies.staff("intake_officer")
    page = read(signed_in(officer).get(f"/reports/{report(officer).pk}/"))[0]
    assert "Language not recorded" in page
    assert "Age, as reported not recorded" in page
    assert "not known" not in page
