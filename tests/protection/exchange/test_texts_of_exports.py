"""An export holds no text that identifies a person who reported in confidence."""

import json

import pytest

from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationSource
from saathi.protection.identification.intake.models import Report
from tests.factories import children, reports
from tests.factories import people as around
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.test_exporting import EVERYTHING, records, request_export
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
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
        Report.objects.filter(pk=report.pk).update(about=case.file_id)
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
    assert row["left_out"] == ["reporter_contact", "reporter_name"]
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
