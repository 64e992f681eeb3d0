"""What no export holds: who reported in confidence, supervision, session notes, breaches; words without section."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies import writing
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.fields import sealed_texts_of
from saathi.agencies.sections import ALL_SECTIONS, Section
from saathi.infra import clock
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationSource
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.conferences.models import Conference
from saathi.protection.casework.notes import actions as notes
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.services.models import SessionNote
from saathi.protection.exchange import export_contents
from saathi.protection.exchange.export_values import TEXT_PREFIX, ExportNames, column_of_text
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.matches.models import RepeatAllegation
from saathi.protection.oversight.incidents.models import Incident
from tests.factories import agencies, children, complaints, helps, reports
from tests.factories import people as around
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.own_texts import OWN_TEXTS
from tests.protection.exchange.test_exporting import EVERYTHING, records, request_export
from tests.protection.exchange.test_sections_of_exports import full_file
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALL = ALL_SECTIONS
# How the keys of a child's own words begin or end; `views` and `child_said` are of decisions and conferences.
CHILDS_WORDS = re.compile(r"her_|she_|own_|wish|child_(words|said|view)|views")
NAME, CONTACT = "Kamala Neighbour", "98-1234 in the evening"


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def exported_report(desk: Desk, *, is_confidential: bool | None) -> tuple[dict[str, object], str]:
    """The row of a child's report in an export of all sections, and the whole export as text."""
    case = children.case(desk.worker, "Sunita Mahato")
    texts = {"what": "Seen at night.", "reporter_name": NAME, "reporter_contact": CONTACT}
    report = reports.report(desk.worker, reporter_is_confidential=is_confidential, texts=texts)
    with role("maintenance"):
        Report.objects.filter(pk=report.pk).update(child_file=case.file_id)
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    [row] = child["intake.report"]  # type: ignore[misc]
    return row, json.dumps(child, ensure_ascii=False)


@pytest.mark.parametrize("is_confidential", [True, None], ids=["confidential", "not recorded"])
def test_confidential_reporting_person_is_not_in_an_export(
    desk: Desk, is_confidential: bool | None
) -> None:
    row, text = exported_report(desk, is_confidential=is_confidential)
    assert NAME not in text
    assert CONTACT not in text
    assert row["left_out"] == ["reporter_contact", "reporter_kind", "reporter_name"]
    assert row["said.what"] == "Seen at night."


def test_reporting_person_who_may_be_named_is_in_an_export(desk: Desk) -> None:
    row, _ = exported_report(desk, is_confidential=False)
    assert (row["said.reporter_name"], row["said.reporter_contact"]) == (NAME, CONTACT)
    assert "left_out" not in row


@pytest.mark.parametrize(
    ("source", "is_named"), [(AllegationSource.REPORTER, False), (AllegationSource.WITNESS, True)]
)
def test_source_of_an_allegation_is_not_named_if_it_is_who_reported(
    desk: Desk, source: AllegationSource, *, is_named: bool
) -> None:
    case = children.case(desk.worker, "Sunita Mahato")
    with acting(desk.worker):
        around.alleged(case.child, desk.worker, said_by=source, said_by_name=NAME)
    with role("maintenance"):
        assert AllegedPerpetrator.objects.get(file=case.file_id).said_by == source
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    [row] = child["around.allegedperpetrator"]  # type: ignore[misc]
    assert row.get("said.said_by_name") == (NAME if is_named else None)


def test_supervision_breaches_and_session_notes_are_in_no_export(desk: Desk) -> None:
    case, worker = children.case(desk.worker, "Sunita Mahato"), desk.worker
    due_on = worker.office.today() + dt.timedelta(days=20)
    with acting(worker):
        for audience in ("team", "supervision"):
            note = Note(
                file_id=case.file_id, case=case, audience=audience, to=worker,
                happened_on=dt.date(2026, 3, 9), until=due_on,
            )  # fmt: skip
            note.text, note.next_step = f"For {audience}.", f"Step of {audience}."
            notes.add_note(note=note, actor=worker)
        session = helps.session(case.child, worker)
        shared = SessionNote(file_id=case.file_id, session=session, audience="team")
        writing.add(shared, actor=worker, payload={"note": "Told in the session."})
        breach = Incident(file_id=case.file_id, kind="media", began_at=session.recorded_at)
        breach.what = "Named in a newspaper."
        writing.add(breach, actor=worker)
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    text = json.dumps(child, ensure_ascii=False)
    assert "For team." in text
    for gone in ("For supervision", "Told in the session", "newspaper"):
        assert gone not in text
    assert {row["duty"] for row in child["cases.due"]} >= {"task"}  # type: ignore[attr-defined]
    assert "supervision" not in {row["duty"] for row in child["cases.due"]}  # type: ignore[attr-defined]
    with role("maintenance"):
        assert Due.objects.filter(file=case.file_id, duty="supervision").exists()
    assert not {"services.sessionnote", "incidents.incident", "incidents.measure"} & set(child)


@pytest.mark.parametrize("has_voice", [False, True])
def test_childs_own_words_are_exported_with_the_statements_alone(
    desk: Desk, *, has_voice: bool
) -> None:
    case, worker = children.case(desk.worker, "Sunita Mahato"), desk.worker
    with acting(worker):
        around.person(case.child, worker, child_words="She sings to me.", where="In the village.")
    sections = [section for section in EVERYTHING if has_voice or section != "64"]
    [child] = records(desk, request_export(desk, sections=sections))
    [row] = child["around.relation"]  # type: ignore[misc]
    assert row.get("said.own_words") == ("She sings to me." if has_voice else None)
    assert row["said.where"] == "In the village."


def test_hint_of_a_repeated_allegation_that_expires_is_in_no_export(desk: Desk) -> None:
    case, worker = children.case(desk.worker, "Sunita Mahato"), desk.worker
    with acting(worker):
        alleged = around.alleged(case.child, worker)
    with role("maintenance"):
        RepeatAllegation.objects.create(
            file_id=case.file_id, alleged=alleged, kind="person", recorded_by=worker.pk,
            expires_at=clock.now() + dt.timedelta(days=30),
        )  # fmt: skip
    with acting(worker):
        assert RepeatAllegation.objects.filter(file=case.file_id).exists()
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    assert "around.allegedperpetrator" in child
    assert "matches.repeatallegation" not in child


def exported_keys(model: type[Scoped]) -> set[str]:
    """The keys of an envelope that this model declares."""
    return {text.key for text in sealed_texts_of(model).values()}


@pytest.mark.parametrize(
    "model", export_contents.list_record_types(ALL), ids=lambda model: model._meta.label_lower
)
def test_each_exported_text_has_a_section(model: type[Scoped]) -> None:
    """A new text is added to the table of texts of the record's own section, or to `sections_of_texts`."""
    own = OWN_TEXTS.get(model._meta.label_lower, frozenset())
    others = set(model.sections_of_texts) | model.texts_never_exported
    assert bool(hasattr(model, "sealed")) == (model._meta.label_lower in OWN_TEXTS)
    assert not own & others
    assert not exported_keys(model) - own - others
    for key in own if model.section != Section.VOICE else ():
        assert not CHILDS_WORDS.match(key), (model, key)


def test_no_export_holds_a_text_that_has_no_section(desk: Desk) -> None:
    full_file(desk)
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    for name, rows in child.items():
        model = next(
            (m for m in export_contents.list_record_types(ALL) if m._meta.label_lower == name), None
        )
        for row in rows if model else ():  # type: ignore[attr-defined]
            texts = {key for key in row if key.startswith(TEXT_PREFIX)}
            known = OWN_TEXTS.get(name, frozenset()) | set(model.sections_of_texts)  # type: ignore[union-attr]
            assert not texts - {f"{TEXT_PREFIX}{column_of_text(key)}" for key in known}, name


SAMPLES: dict[Any, Any] = {
    models.UUIDField: uuid.uuid4(),
    models.ForeignKey: uuid.uuid4(),
    models.JSONField: {"day": dt.date(2026, 3, 9), "ids": [uuid.uuid4()]},
    models.DateTimeField: dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
    models.DateField: dt.date(2026, 3, 9),
    models.IntegerField: 1,
    models.BooleanField: True,
    models.Field: "x",
}


def filled(field: "models.Field[Any, Any]") -> Any:
    """A value of the field's own kind, lists and mappings with something in them."""
    if isinstance(field, ArrayField):
        return [filled(field.base_field)]
    return next(value for kind, value in SAMPLES.items() if isinstance(field, kind))


@pytest.mark.parametrize(
    "model", export_contents.list_record_types(ALL), ids=lambda model: model._meta.label_lower
)
def test_each_record_type_can_be_written_with_every_list_filled(model: type[Scoped]) -> None:
    record = model()
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.BinaryField)]
    for field in fields:
        setattr(record, field.attname, filled(field))
    names = ExportNames()
    names.look_up([record])
    row = {field.name: names.value_of(record, field) for field in fields}
    for form in ("json", "csv", "book"):
        assert export_contents.write_export_files(
            {"x": [{export_contents.CODE_COLUMN: "C", **row}]}, form
        )


def test_colleagues_are_exported_by_name(desk: Desk) -> None:
    case, worker = children.case(desk.worker, "Sunita Mahato"), desk.worker
    accused = agencies.staff("supervisor", desk.office)
    with acting(worker):
        held = Conference(
            file_id=case.file_id, case=case, held_on=dt.date(2026, 3, 9), attended=[worker.pk]
        )
        held.purpose = held.discussed = "Where to live."
        writing.add(held, actor=worker)
        complaints.complaint(case.child, worker, not_for=[accused.pk], readers="team")
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    [held_row] = child["conferences.conference"]  # type: ignore[misc]
    assert held_row["attended"] == [worker.name]
    assert held_row["recorded_by"] == worker.name
    [complaint] = child["complaints.complaint"]  # type: ignore[misc]
    assert complaint["not_for"] == [accused.name]
    [case_row] = child["cases.case"]  # type: ignore[misc]
    assert (case_row["worker"], case_row["office"]) == (worker.name, desk.office.name)
    assert case_row["id"] == str(Case.objects.model(pk=case.pk).pk)
    staff = {str(worker.pk), str(accused.pk), str(desk.office.pk)}
    assert not [key for key in staff if key in json.dumps(child)]
