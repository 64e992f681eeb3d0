"""Cases exported from Primero become files with all their records: field by field, and as a whole."""

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.formats import date_format

from saathi.agencies.models import File, Scoped
from saathi.consent.models import Consent
from saathi.people.around.models import Relation
from saathi.people.identity.models import Culture, IdentityDocument
from saathi.people.models import AgeStatement, Child
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.services.models import Referral
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.exchange.primero.fields import label_of, value_text
from saathi.vault import store as vault
from tests.desk.cast import entries
from tests.factories import agencies
from tests.protection.exchange import cast, primero_files
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.primero_incident_forms import INCIDENT_FORMS
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLE = Path(__file__).parents[3] / "docs" / "primero-fields.csv"
CONCERNS = ("trafficking", "street", "physical_violence", "other")
SCOPES = (["case", "tracing", "statistics"],)
RELATIONS = ("aunt_uncle", "grandparent")
DAYS_OF_NOTES = (dt.date(2025, 5, 6), dt.date(2025, 4, 2), dt.date(2025, 5, 20))
FAMILY, CARE, SERVICES = "family_details_section", "care_arrangements_section", "services_section"
PLAN = "cp_case_plan_subform_case_plan_interventions"
# What coded fields become: all values that the file has at the place of the table.
CODES: dict[tuple[str, str], tuple[object, ...]] = {
    ("", "status"): ("open",),
    ("", "registration_date"): (dt.date(2025, 3, 2),),
    ("", "sex"): ("girl",),
    ("", "nationality"): (["NPL"],),
    ("", "location_current"): ("NP-DHA",),
    ("", "language"): (["mai"],),
    ("", "protection_status"): ("alone",),
    ("", "risk_level"): ("high",),
    ("", "displacement_status"): ("refugee",),
    ("", "protection_concerns"): CONCERNS,
    ("", "interview_subject"): ("consent",),
    ("", "consent_for_services"): SCOPES,
    ("", "consent_reporting"): SCOPES,
    ("", "consent_for_tracing"): SCOPES,
    ("", "date_case_plan"): (dt.date(2025, 3, 15),),
    (FAMILY, "relation"): RELATIONS,
    (FAMILY, "relation_is_caregiver"): ("yes", ""),
    (FAMILY, "relation_is_alive"): ("alive", ""),
    (CARE, "relationship_caregiver"): RELATIONS,
    (SERVICES, "service_response_day_time"): (dt.date(2025, 3, 5),),
    (SERVICES, "service_implemented_day_time"): (dt.date(2025, 3, 8),),
    (SERVICES, "service_type"): ("health",),
    (SERVICES, "service_response_timeframe"): ("soon",),
    (SERVICES, "service_implemented"): ("ended",),
    ("notes_section", "note_date"): DAYS_OF_NOTES,
    ("followup_subform_section", "followup_date"): DAYS_OF_NOTES,
    ("tracing_actions_section", "date_tracing"): DAYS_OF_NOTES,
    (PLAN, "case_plan_timeframe"): (dt.date(2027, 6, 30),),
    (PLAN, "intervention_service_success"): ("done",),
    ("incident_details", "cp_incident_violence_type"): CONCERNS,
    ("protection_concern_detail_subform_section", "protection_concern_type"): CONCERNS,
}
# Of other tests: the closure, and an age that is estimated.
ELSEWHERE = {"closure_reason", "date_closure", "estimated"}


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


@dataclass(frozen=True)
class FieldRow:
    """One line of the table of fields."""

    record: str
    form: str
    subform: str
    field: str
    destination: str
    place: str
    reason: str


def field_table() -> list[FieldRow]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [FieldRow(**row) for row in csv.DictReader(file)]


def all_fields() -> set[tuple[str, str, str]]:
    """Every field of the forms: record, subform, name."""
    case = {("case", "", name) for values in primero_files.CASE_FORMS.values() for name in values}
    entries_ = {
        ("case", subform, name)
        for subform, values in primero_files.CASE_SUBFORMS.items()
        for name in values
    }
    incident = {("incident", "", name) for values in INCIDENT_FORMS.values() for name in values}
    files = {("case", "", name) for name in primero_files.FILES}
    closed = {("case", "", name) for name in ("closure_reason", "date_closure")}
    return case | entries_ | incident | files | closed


def test_the_table_names_a_destination_for_every_field() -> None:
    table = field_table()
    assert {(row.record, row.subform, row.field) for row in table} == all_fields()
    for row in table:
        assert row.destination in {"record", "text", "loss"}, row
        assert bool(row.place) == (row.destination != "loss"), row
        assert bool(row.reason) == (row.destination != "record"), row


def contents(file_id: object) -> Counter[tuple[str, str, str]]:
    """Every value of every record in a file, as (model.key, value), with how often it is there."""
    found: Counter[tuple[str, str, str]] = Counter()
    with role("maintenance"):
        for model in apps.get_models():
            if not issubclass(model, Scoped) or model._meta.proxy:
                continue
            records = list(model._default_manager.filter(file_id=file_id))
            opened = vault.open_many(records) if hasattr(model, "SEALED_FIELD_ID") else {}
            for record in records:
                values = {
                    f.attname: getattr(record, f.attname) for f in model._meta.concrete_fields
                }
                for key, value in {**values, **opened.get(record.pk, {})}.items():
                    found[(model.__name__, key, repr(value))] += 1
    return found


def values_at(found: Mapping[tuple[str, str, str], int], place: str) -> set[str]:
    model, _dot, key = place.partition(".")
    return {value for (name, at, value) in found if (name, at) == (model, key)}


def test_each_field_of_a_case_arrives_where_the_table_says(desk: Desk) -> None:
    case = primero_files.full_case(1)
    path = cast.primero_imported(desk, [case])
    found = contents(cast.only_child(path, desk.worker).file_id)
    for row in field_table():
        if row.record != "case" or row.destination == "loss" or row.field in ELSEWHERE:
            continue
        entry = case["data"][row.subform][0] if row.subform else case["data"]
        there = values_at(found, row.place)
        codes = CODES.get((row.subform, row.field))
        if codes is not None:
            assert there == {repr(code) for code in codes}, row
        else:
            text = value_text(row.field, entry[row.field])
            assert any(repr(text)[1:-1] in value for value in there), (row, there)


def test_each_field_of_an_incident_record_arrives_with_its_case(desk: Desk) -> None:
    incident = primero_files.full_incident(1, of_case=2)
    cases = [primero_files.plain_case(1), primero_files.plain_case(2)]
    path = cast.primero_imported(desk, cases, [incident])
    with acting(desk.worker):
        concerns = list(ProtectionConcern.objects.filter(file__in=cast.files_of(path)))
        notes = vault.open_many(concerns)
        names = {
            child.file_id: vault.open(child)["names"][0]["text"] for child in Child.objects.all()
        }
    [concern] = concerns
    assert (concern.concern, concern.status, concern.source) == ("sexual_abuse", "reported", "")
    assert names[concern.file_id] == "Child 2"
    note = notes[concern.pk]["note"]
    for row in field_table():
        if row.record == "incident":
            text = value_text(row.field, incident["data"][row.field])
            assert f"{label_of(row.field)}: {text}" in note, row


def test_every_record_says_its_source_and_day(desk: Desk) -> None:
    path = cast.primero_imported(desk, [primero_files.full_case(1)])
    child = cast.only_child(path, desk.worker)
    mark = f"Imported from Primero on {date_format(desk.office.today(), 'j F Y')}."
    models = (
        *(
            IdentityDocument,
            Culture,
            Relation,
            ProtectionConcern,
            Consent,
            Note,
            Referral,
            Plan,
            Step,
        ),
        AgeStatement,
    )
    with role("maintenance"):
        for model in models:
            records = list(model.objects.filter(file_id=child.file_id))
            assert records, model
            for content in vault.open_many(records).values():
                assert mark in json.dumps(content), (model, content)
        origin = ImportedRecord.objects.get(file_id=child.file_id)
        assert vault.open(origin)["source_id"] == primero_files.case_id(1)


def test_nothing_gets_a_default(desk: Desk) -> None:
    """A case with a name and a day alone has no other evidence: no sex, age, risk, concern, consent."""
    path = cast.primero_imported(desk, [primero_files.plain_case(1, registration_date=None)])
    child = cast.only_child(path, desk.worker)
    empty = (child.gender, child.nationality_state, child.residence_status, child.home_district)
    assert empty == ("", "", "", "")
    assert (child.birth_year_low, list(child.nationalities), list(child.languages)) == (
        None,
        [],
        [],
    )
    models = {model for (model, _key, _value) in contents(child.file_id)}
    assert models == {"Child", "Case", "Seat", "Due", "ImportedRecord"}
    with acting(desk.worker):
        case = Case.objects.get(child=child)
    assert (case.risk, case.urgency, case.opened_on) == ("", "", desk.office.today())


def test_child_is_found_by_the_names_of_the_parents(desk: Desk) -> None:
    family = [
        {"relation": "father", "relation_name": "Dorje Lama"},
        {"relation": "mother", "relation_name": "Pasang Lama"},
        {"relation": "mother", "relation_name": "Step Mother"},
    ]
    case = primero_files.plain_case(1, family_details_section=family)
    child = cast.only_child(cast.primero_imported(desk, [case]), desk.worker)
    with acting(desk.worker):
        names = {(name["kind"], name["text"]) for name in vault.open(child)["names"]}
    assert names == {("given", "Child 1"), ("father", "Dorje Lama"), ("mother", "Pasang Lama")}


def test_estimated_age_is_a_year_and_says_so(desk: Desk) -> None:
    case = primero_files.plain_case(1, date_of_birth="2012-01-01", age=13, estimated=True)
    child = cast.only_child(cast.primero_imported(desk, [case]), desk.worker)
    with role("maintenance"):
        [statement] = AgeStatement.objects.filter(child=child)
        content = vault.open(statement)
    assert (content["born"]["earliest"], content["born"]["latest"]) == ("2012-01-01", "2012-12-31")
    assert "estimated" in content["note"]
    assert "2012-01-01" in content["note"]
    assert statement.confidence == ""


def test_age_without_a_birth_date_counts_on_the_day_of_registration(desk: Desk) -> None:
    case = primero_files.plain_case(1, age=13)
    child = cast.only_child(cast.primero_imported(desk, [case]), desk.worker)
    with role("maintenance"):
        [statement] = AgeStatement.objects.filter(child=child)
    assert (statement.low, statement.high, statement.as_of) == (13, 13, dt.date(2025, 3, 2))
    assert statement.basis == "imported"


def test_every_entry_of_a_caseload_arrives(desk: Desk) -> None:
    """Records by kind, counted in the database, beside the entries of the source."""
    cases = primero_files.caseload(7, entries=3)
    path = cast.primero_imported(desk, cases)
    source = Counter(
        {
            subform: sum(len(case["data"][subform]) for case in cases)
            for subform in primero_files.CASE_SUBFORMS
        }
    )
    files = cast.files_of(path)
    with role("maintenance"):
        made = {
            model: model.objects.filter(file__in=files).count()
            for model in (Relation, Note, Referral, Goal, Step, ProtectionConcern, Consent)
        }
    notes = ("notes_section", "followup_subform_section", "tracing_actions_section")
    assert made[Relation] == source[FAMILY] + source[CARE]
    assert made[Note] == sum(source[subform] for subform in notes)
    assert made[Referral] == source[SERVICES]
    assert made[Goal] == made[Step] == source[PLAN]
    assert made[ProtectionConcern] == 7 * 4
    assert made[Consent] == len(files) == 7


def test_second_import_of_the_same_file_makes_no_second_child(desk: Desk) -> None:
    cases = [primero_files.full_case(1), primero_files.full_case(2)]
    cast.primero_imported(desk, cases)
    path = cast.primero_checked(desk, [*cases, primero_files.full_case(3)], source="Primero CPIMS+")
    answer = cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    assert answer.status_code == 302
    cast.carried(path, desk.officer, "run_import")
    with acting(desk.officer):
        counts = vault.open(cast.state(path, desk.officer))["counts"]
    assert (counts["rows"], counts["made"], counts["known"]) == (3, 1, 2)
    with acting(desk.worker):
        assert Child.objects.count() == 3


def test_undoing_the_import_removes_every_record(desk: Desk) -> None:
    cases = [primero_files.full_case(1), primero_files.plain_case(2, status="closed")]
    path = cast.primero_imported(desk, cases, [primero_files.full_incident(1, of_case=1)])
    files = cast.files_of(path)
    assert len(files) == 2
    assert cast.send(desk.client, f"{path}back/")["Location"] == path
    cast.carried(path, desk.officer, "run_undo")
    assert cast.state(path, desk.officer).state == "taken_back"
    for file_id in files:
        assert not contents(file_id)
    with role("maintenance"):
        assert not File.objects.filter(pk__in=files).exists()


def test_imported_records_obey_the_rights_of_their_sections(desk: Desk) -> None:
    path = cast.primero_imported(desk, [primero_files.full_case(1)])
    child = cast.only_child(path, desk.worker)
    colleague = agencies.staff("case_worker", desk.office)
    models = (Relation, ProtectionConcern, Consent, Note, Referral, Plan, Goal, Step, Culture)
    for model in models:
        with acting(desk.worker):
            assert model.objects.filter(file=child.file_id).exists(), model
        for other in (colleague, agencies.staff("case_worker"), agencies.staff("data_officer")):
            with acting(other):
                assert not model.objects.filter(file=child.file_id).exists(), model


def test_each_imported_record_leaves_an_audit_entry(desk: Desk) -> None:
    path = cast.primero_imported(desk, [primero_files.full_case(1)])
    child = cast.only_child(path, desk.worker)
    with role("maintenance"):
        ids = {
            record.pk
            for model in (Relation, ProtectionConcern, Consent, Note, Referral, Plan, Goal, Step)
            for record in model.objects.filter(file_id=child.file_id)
        }
    logged = {
        object_id
        for entry in entries(file_id=child.file_id, kind="wrote", by=desk.officer.pk)
        for object_id in entry.objects_seen
    }
    assert ids <= logged


def test_the_worker_sees_the_records_on_the_pages_of_the_file(desk: Desk) -> None:
    path = cast.primero_imported(desk, [primero_files.full_case(1)])
    child = cast.only_child(path, desk.worker)
    client = signed_in(desk.worker)
    with acting(desk.worker):
        plan = Plan.objects.get(case__child=child)
    pages = {
        "": "Asmita Devi Rai",
        "notes/": "The teacher praised her.",
        "concerns/": "Sleeps at the bus park",
        "support/": "agency-health",
        "origin/": "Sells tea",
        f"plan/{plan.pk}/": "Back to grade six",
    }
    for address, words in pages.items():
        answer = client.get(f"/child/{child.file_id}/{address}")
        assert answer.status_code == 200, address
        assert words in read(answer)[0], address
    text = read(client.get(f"/child/{child.file_id}/plan/{plan.pk}/"))[0]
    assert "Domain not recorded" in text
