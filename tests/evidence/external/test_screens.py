"""External series: permissions, the preview, and that nothing is added to our own numbers."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.evidence.external.models import ExternalCell, ExternalSeries
from saathi.evidence.models import IndicatorCell, RegisterCell
from tests.evidence.external.test_reading import CTDC, GLOTIP, NRM
from tests.factories import agencies
from tests.reading import send
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST, NEW = "/numbers/external/", "/numbers/external/new/"


def import_table(
    client: Client, actor: Staff, text: str, layout: str = "glotip", **options: Any
) -> Any:
    typed = {
        "file": SimpleUploadedFile("table.csv", text.encode(), "text/csv"), "layout": layout,
        "title": "Detected persons", "source": "UNODC, GLOTIP, 14 April 2025",
        "licence": "UN terms of use", "retrieved_on": actor.office.today().isoformat(),
    }  # fmt: skip
    return send(client, NEW, **(typed | options))


def get_only_series() -> ExternalSeries:
    with role("maintenance"):
        return ExternalSeries.objects.get()


def series_url(name: str, row: ExternalSeries) -> str:
    return reverse(f"external:{name}", args=[row.pk])


def make_shown_series(
    client: Client, actor: Staff, text: str = GLOTIP, layout: str = "glotip"
) -> ExternalSeries:
    import_table(client, actor, text, layout)
    row = get_only_series()
    assert send(client, series_url("make_series_visible", row)).status_code == 302
    return get_only_series()


def test_import_and_preview_need_permission(preparer: Staff) -> None:
    import_table(signed_in(preparer), preparer, GLOTIP)
    row = get_only_series()
    paths = [
        series_url(n, row)
        for n in ("show_series", "set_columns", "make_series_visible", "withdraw_series")
    ]
    for stranger in (agencies.staff("case_worker", preparer.office), agencies.staff("rapporteur")):
        client = signed_in(stranger)
        for path in paths:
            assert client.get(path).status_code == 404, (stranger.role_kind, path)
    assert signed_in(agencies.staff("case_worker", preparer.office)).get(NEW).status_code == 404
    for path in (LIST, *paths):
        assert signed_in(agencies.staff("administrator")).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_a_series_is_seen_before_it_is_shown_and_then_by_everybody_who_sees_numbers(
    preparer: Staff,
) -> None:
    client = signed_in(preparer)
    assert import_table(client, preparer, GLOTIP).status_code == 302
    row = get_only_series()
    words, [first] = read(client.get(series_url("show_series", row)))
    assert "Under review: not shown yet" in words
    assert "txtVALUE" in first.columns
    assert send(client, series_url("make_series_visible", row)).status_code == 302
    stranger = signed_in(agencies.staff("case_worker"))
    words, [table] = read(stranger.get(series_url("show_series", row)))
    assert "External series" in words
    assert "never added to its numbers" in words
    assert (
        "The country is where the person was detected, not where they were recruited or exploited"
        in words
    )
    assert "UNODC, GLOTIP, 14 April 2025" in words
    assert table.cell("Total", "2021") == "120"
    assert table.cell("Female", "2021").startswith("<5")
    assert b"Detected persons" in stranger.get(LIST).content


def test_external_series_never_change_our_own_numbers(preparer: Staff) -> None:
    make_shown_series(signed_in(preparer), preparer)
    with role("maintenance"):
        assert ExternalCell.objects.count() == 2
        assert not IndicatorCell.objects.exists()
        assert not RegisterCell.objects.exists()


def test_series_rows_with_errors_are_left_out_only_on_confirmation(preparer: Staff) -> None:
    client = signed_in(preparer)
    import_table(
        client, preparer, f"{GLOTIP}NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,many,G\n"
    )
    row = get_only_series()
    assert (
        b"Line 4: The number must be a whole number"
        in client.get(series_url("show_series", row)).content
    )
    answer = send(client, series_url("make_series_visible", row))
    assert answer.status_code == 200
    assert b"The file has errors" in answer.content
    with role("maintenance"):
        assert not ExternalCell.objects.exists()
    assert send(client, series_url("make_series_visible", row), leave_out="on").status_code == 302
    assert (
        "Rows left out because of errors"
        in client.get(series_url("show_series", row)).content.decode()
    )
    assert get_only_series().left_out == 1


def test_column_roles_are_set_by_hand(preparer: Staff) -> None:
    client = signed_in(preparer)
    import_table(client, preparer, NRM, "nrm")
    row = get_only_series()
    page = client.get(series_url("show_series", row)).content.decode()
    assert "Choose the column for the year, or enter the year" in page
    assert "Show the series" not in page
    typed = row.columns | {"fixed_year": "2023", "fixed_place": "United Kingdom"}
    assert send(client, series_url("set_columns", row), **typed).status_code == 302
    assert send(client, series_url("make_series_visible", row)).status_code == 302
    page = client.get(
        f"{series_url('show_series', row)}?rows=nationality&form=Labour&age=17+or+under&sex=Male"
    ).content
    assert b"Pakistani" in page
    assert b"Each referral is counted as one person" in page


def test_person_rows_are_counted_and_marked_as_synthetic(preparer: Staff) -> None:
    row = make_shown_series(signed_in(preparer), preparer, CTDC, "ctdc")
    words, [table] = read(signed_in(preparer).get(f"{series_url('show_series', row)}?rows=sex"))
    assert table.cell("Woman", "2020") == "2"
    assert table.cell("Total", "2020") == "3"
    assert "Rows of a synthetic data set are not real persons" in words


@pytest.mark.parametrize("text", ["", "only a heading\n", "\x00\x01\x02"])
def test_a_file_that_is_no_table_is_refused_and_nothing_typed_is_lost(
    preparer: Staff, text: str
) -> None:
    answer = import_table(signed_in(preparer), preparer, text, title="Kept words")
    assert answer.status_code == 200
    assert b"Kept words" in answer.content
    with role("maintenance"):
        assert not ExternalSeries.objects.exists()


def test_shown_series_is_unchangeable_and_withdrawn_with_a_reason(preparer: Staff) -> None:
    client = signed_in(preparer)
    row = make_shown_series(client, preparer)
    assert client.get(series_url("set_columns", row)).status_code == 302
    with acting(preparer), pytest.raises(ProgrammingError), transaction.atomic():
        ExternalCell(series=row, year=2021, of={}, printed="9", lower=9, upper=9).save()
    with acting(preparer), pytest.raises(ProgrammingError), transaction.atomic():
        ExternalCell.objects.update(lower=1)
    assert (
        send(client, series_url("withdraw_series", row), why="A newer one is there.").status_code
        == 302
    )
    page = client.get(series_url("show_series", row)).content.decode()
    assert "A newer one is there." in page
    assert "120" not in read(client.get(series_url("show_series", row)))[0].split("SHA-256")[0]
    assert (
        signed_in(agencies.staff("case_worker")).get(series_url("show_series", row)).status_code
        == 404
    )


def test_external_series_pages_need_few_queries(preparer: Staff) -> None:
    client = signed_in(preparer)
    row = make_shown_series(client, preparer)
    for path in (LIST, series_url("show_series", row)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= 20, path
