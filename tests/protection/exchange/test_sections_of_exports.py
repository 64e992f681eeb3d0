"""An export holds the chosen sections alone: record types, records and fields."""

import datetime as dt
import json

import pytest
from django.apps import apps

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ReadsOtherFile, models_with_read_condition
from saathi.agencies.sections import ALL_SECTIONS, RISK_SECTIONS, Section
from saathi.protection.casework.cases.duty_sections import SECTIONS_OF_DUTY
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.documents.models import SECTION_OF_KIND
from saathi.protection.casework.documents.vocabulary import DocumentKind
from saathi.protection.exchange import export_contents
from saathi.vault.models import StoredFile
from tests.desk import cast as people
from tests.factories import children, helps, orders, rights
from tests.factories import people as around
from tests.protection.casework.documents import papers
from tests.protection.casework.recordings import voices
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.test_exporting import records, request_export
from tests.protection.identification.portraits import photos
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CASE, NEEDS, VISITS, VOICE, LEGAL = "128", "8", "32", "64", "1024"


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def full_file(desk: Desk) -> Case:
    """A child with records of most sections, and a document of each type that expires."""
    case, worker = children.case(desk.worker, "Sunita Mahato"), desk.worker
    people.visit(case, worker)
    people.plan(case, worker)
    people.said(case, worker, "For all of the team.")
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            risk="high",
            urgency="immediate",
            danger_reported_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
        )
    until = worker.office.today() + dt.timedelta(days=90)
    for kind in DocumentKind:
        papers.add(case.child, worker, papers.photo(), kind=kind, title=kind, valid_until=until)
    photos.add(case.child, worker)
    with acting(worker):
        orders.record_order(case.child, worker, dt.date(2026, 3, 9))
        rights.guardian(case.child, worker)
        around.person(case.child, worker)
        around.alleged(case.child, worker)
        helps.session(case.child, worker)
    return case


def titles(child: dict[str, object]) -> set[str]:
    return {row["said.title"] for row in child["documents.document"]}  # type: ignore[attr-defined]


def kinds_of(*sections: Section) -> set[str]:
    return {str(kind) for kind, section in SECTION_OF_KIND.items() if section in sections}


def test_export_of_the_case_alone_holds_nothing_of_another_section(desk: Desk) -> None:
    case = full_file(desk)
    [child] = records(desk, request_export(desk, sections=[CASE]))
    chosen = Section.IDENTITY | Section.CASE
    for model in apps.get_models():
        if issubclass(model, Scoped) and model.section not in chosen:
            assert model._meta.label_lower not in child
    assert titles(child) == kinds_of(Section.IDENTITY)
    shown = {row["id"] for row in child["documents.document"]}  # type: ignore[attr-defined]
    assert {row["document"] for row in child["documents.documentfile"]} == shown  # type: ignore[attr-defined]
    assert len(child["documents.documentfile"]) == len(shown)  # type: ignore[arg-type]
    rows: list[dict[str, object]] = child["cases.case"]  # type: ignore[assignment]
    [row] = rows
    assert not {"risk", "urgency", "danger_reported_at"} & set(row)
    assert row["id"] == str(case.pk)
    with role("maintenance"):
        photo = str(StoredFile.objects.get(field_id="portraits.picture").pk)
    assert "portraits.portrait" not in child
    assert photo not in json.dumps(child)


def test_visits_tell_of_danger_with_the_section_of_the_risk_alone(desk: Desk) -> None:
    case = full_file(desk)
    with role("maintenance"):
        Visit.objects.filter(case=case).update(child_safe="no")
    for sections, tells in ([VISITS], False), ([VISITS, NEEDS], True):
        [child] = records(desk, request_export(desk, sections=sections))
        rows: list[dict[str, object]] = child["cases.visit"]  # type: ignore[assignment]
        assert rows
        for row in rows:
            assert ({"child_safe", "not_met_because"} <= set(row)) is tells
            assert row.get("child_safe") == ("no" if tells else None)


def test_document_is_in_an_export_with_the_section_that_it_tells_of(desk: Desk) -> None:
    full_file(desk)
    [child] = records(desk, request_export(desk, sections=[CASE, NEEDS]))
    assert titles(child) == kinds_of(Section.IDENTITY, Section.NEEDS)
    assert child["cases.case"][0]["risk"] == "high"  # type: ignore[index]
    [child] = records(desk, request_export(desk, sections=[LEGAL]))
    assert titles(child) == kinds_of(Section.IDENTITY, Section.LEGAL)


@pytest.mark.parametrize(
    ("sections", "has_dues"), [([VISITS], 0), ([VISITS, LEGAL], 0), ([VISITS, LEGAL, NEEDS], 1)]
)
def test_duty_of_a_document_needs_both_sections(
    desk: Desk, sections: list[str], has_dues: int
) -> None:
    full_file(desk)
    [child] = records(desk, request_export(desk, sections=sections))
    duties = {row["duty"] for row in child["cases.due"]}  # type: ignore[attr-defined]
    assert ("document" in duties) is bool(has_dues)
    assert duties - {"document"}


def test_each_duty_says_of_which_sections_it_tells() -> None:
    assert set(SECTIONS_OF_DUTY) == set(Duty)
    assert all(SECTIONS_OF_DUTY.values())
    for duty, told in SECTIONS_OF_DUTY.items():
        further = {
            section
            for section, of in Due.further_sections.items()
            if duty in dict(of.children)["duty__in"]
        }  # type: ignore[arg-type]
        assert further == {section for section in told if section != Due.section}, duty


def one_duty_of_each_kind(case: Case) -> None:
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        for duty in Duty:
            Due.objects.create(
                file_id=case.file_id, case=case, worker_id=case.worker_id, duty=duty,
                due_on=dt.date(2026, 3, 9), recorded_by=case.worker_id,
            )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [(), (Section.PLAN,), (Section.SUPPORT, Section.DECISIONS), (Section.LEGAL, Section.NEEDS)],
)
def test_duties_are_exported_with_the_sections_that_they_tell_of(
    desk: Desk, more: tuple[Section, ...]
) -> None:
    one_duty_of_each_kind(children.case(desk.worker, "Sunita Mahato"))
    chosen = [Section.VISITS, *more]
    [child] = records(desk, request_export(desk, sections=[str(int(s)) for s in chosen]))
    duties = {row["duty"] for row in child["cases.due"]}  # type: ignore[attr-defined]
    of_chosen = {d for d, told in SECTIONS_OF_DUTY.items() if set(told) <= set(chosen)}
    of_chosen -= {Duty.SUPERVISION}  # in no export
    assert duties == {str(duty) for duty in of_chosen}
    assert duties < {str(duty) for duty in Duty}


@pytest.mark.parametrize(("sections", "tells"), [([VOICE], False), ([VOICE, LEGAL], True)])
def test_consent_to_a_recording_is_exported_with_the_consents(
    desk: Desk, sections: list[str], tells: bool
) -> None:
    case = children.case(desk.worker, "Sunita Mahato")
    voices.add(case.child, desk.worker)
    [child] = records(desk, request_export(desk, sections=sections))
    [row] = child["recordings.voicerecording"]  # type: ignore[misc]
    fields = {"consent", "basis", "consented_on", "usable_until"}
    assert fields & set(row) == (fields if tells else set())
    assert row["speaker"] == "child"


def further_sections(condition: object) -> set[Section]:
    """The sections of the same file that a condition asks besides the section of its model."""
    if isinstance(condition, ReadsOtherFile):
        return {condition.section} if condition.field == "file" else set()
    sides = [getattr(condition, side, None) for side in ("left", "right", "when")]
    return {section for side in sides if side for section in further_sections(side)}


def test_each_record_whose_reading_asks_another_section_says_so_to_exports() -> None:
    asked = {
        model: further_sections(model.read_condition) for model in models_with_read_condition()
    }
    assert sum(map(bool, asked.values())) >= 2
    for model, sections in asked.items():
        assert sections <= set(model.further_sections), model


def test_fields_of_other_sections_are_fields() -> None:
    declared = [
        model
        for model in export_contents.list_record_types(ALL_SECTIONS)
        if model.sections_of_fields
    ]
    assert Case in declared
    for model in declared:
        assert set(model.sections_of_fields) <= {field.name for field in model._meta.fields}
    assert Case.sections_of_fields["risk"] == RISK_SECTIONS
