"""The facts of missing children for statistics: codes, months, intervals, and no name."""

import datetime as dt

import pytest
from django.db import connection

from saathi.evidence.indicators import catalogue
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.actions.searching import FoundChildInput
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    FoundMethod,
    MissingOutcome,
)
from tests.factories import agencies, children, missing
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, object]]:
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_missing")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.requirement("MIS-006")
@pytest.mark.requirement("MIS-007")
def test_missing_facts_hold_times_and_codes_but_no_name() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    report = missing.report(worker)
    with role("maintenance"):
        MissingReport.objects.filter(pk=report.pk).update(
            reported_at=dt.datetime(2026, 2, 4, 10, tzinfo=dt.UTC)
        )
    found = FoundChildInput(
        dt.date(2026, 2, 11),
        FoundMethod.AGENCY,
        FoundCondition.ALIVE,
        MissingOutcome.TRAFFICKED,
        "IND",
    )
    with acting(worker):
        searching.link_missing_report_to_child(
            report_id=report.pk, child=child, case_opened_on=dt.date(2026, 2, 14), actor=worker
        )
        searching.record_found(report=report, data=found, version=2, actor=worker)
    [row] = rows()
    assert (row["days_to_report"], row["days_to_find"], row["days_to_case"]) == (3, 10, 3)
    assert (row["outcome"], row["gender"], row["age_low"]) == ("trafficked", "girl", 14)
    assert (row["country"], row["district"], row["home_district"]) == ("BGD", "BD-JAS", "NP-DHA")
    assert not {"sealed", "child_file_id", "recorded_by", "may_tell", "contact_back"} & set(row)
    text = str(row)
    assert "সুনিতা" not in text
    assert str(report.file_id) not in text


@pytest.mark.requirement("MIS-007")
def test_missing_children_are_counted_by_age_gender_origin_place_and_outcome() -> None:
    indicator = catalogue.find_indicator("missing_reported")
    assert indicator is not None
    by = {dimension.frame_column: dimension for dimension in indicator.by}
    assert {"age", "sex", "nationality", "district", "outcome", "circumstances"} <= set(by)
    assert set(MissingOutcome.values) <= set(by["outcome"].labels)
