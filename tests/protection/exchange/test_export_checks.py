"""The page of an export before it is requested, children without a basis for sharing, the README."""

import csv
import datetime as dt
import io

import pytest

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.concerns.actions import build_case_report
from saathi.protection.exchange.models import Export
from saathi.protection.identification.intake.models import Report
from tests import filled
from tests.desk import cast as people
from tests.desk.cast import entries
from tests.factories import agencies, children, reports, rights
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.test_exporting import (
    EVERYTHING,
    export,
    open_export,
    records,
    request_export,
    send_checked,
)
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def test_page_says_how_many_children_before_an_export_is_requested(desk: Desk) -> None:
    for _ in range(3):
        children.case(desk.worker)
    shown = cast.send(desk.client, "/exchange/exports/new/", purpose="check", reason="x")
    page = " ".join(shown.content.decode().split())
    assert shown.status_code == 200
    assert "The selection below holds the records of 3 children." in page
    assert "no recorded consent" not in page
    with acting(desk.officer):
        assert not Export.objects.exists()
    children.case(desk.worker)  # meanwhile: the new number is shown first
    again = desk.client.post("/exchange/exports/new/", filled.form(shown.content.decode()))
    assert "records of 4 children" in " ".join(again.content.decode().split())
    done = desk.client.post("/exchange/exports/new/", filled.form(again.content.decode()))
    assert done.status_code == 302
    assert export(done["Location"], desk).files == 4


HANDED_OVER = {"purpose": "handing_over", "reason": "The agency in Siraha.", "format": "json"}


def with_and_without_basis(desk: Desk) -> tuple[str, str]:
    """The codes of a child with a consent to a transfer and of one whose consent is for health care."""
    agreed, other = children.case(desk.worker), children.case(desk.worker)
    with acting(desk.worker):
        rights.consent(agreed.child, desk.worker, scopes=("transfer",))
        rights.consent(other.child, desk.worker, scopes=("health",))
    return agreed.child.code, other.child.code


def test_child_without_a_basis_for_sharing_is_listed_and_left_out(desk: Desk) -> None:
    agreed, other = with_and_without_basis(desk)
    shown = cast.send(desk.client, "/exchange/exports/new/", **HANDED_OVER)
    page = " ".join(shown.content.decode().split())
    assert "1 of 2 have no recorded consent" in page
    assert other in page
    assert agreed not in page
    listed = entries(kind="listed", by=desk.officer.id)[-1]
    assert [listed.detail["screen"], len(listed.objects_seen)] == ["desk:request_export", 1]
    [child] = records(desk, request_export(desk, **HANDED_OVER))
    assert child["code_of_file"] == agreed


def test_stated_basis_includes_the_child_and_is_logged(desk: Desk) -> None:
    agreed, other = with_and_without_basis(desk)
    stated = "Order 12 of the district court."
    shown = cast.send(desk.client, "/exchange/exports/new/", **HANDED_OVER)
    answer = desk.client.post(
        "/exchange/exports/new/", filled.form(shown.content.decode(), basis=stated)
    )
    path = str(answer["Location"])
    cast.carried(path, desk.officer, "run_export")
    assert stated in desk.client.get(path).content.decode()
    codes = {child["code_of_file"] for child in records(desk, path)}
    assert codes == {agreed, other}
    reasons = [(entry.detail or {}).get("reason") for entry in entries(kind="exported")]
    assert sorted(map(str, reasons)) == ["None", "basis_stated"]


def test_basis_of_a_few_letters_is_refused_and_nothing_is_exported(desk: Desk) -> None:
    with_and_without_basis(desk)
    shown = cast.send(desk.client, "/exchange/exports/new/", **HANDED_OVER)
    for basis in ("x", "." * 40, "Court order 12"):
        sent = filled.form(shown.content.decode(), basis=basis)
        shown = desk.client.post("/exchange/exports/new/", sent)
        assert shown.status_code == 200
        assert set(shown.context["form"].errors) == {"basis"}
        assert "in at least 20 letters." in str(shown.context["form"].errors["basis"])
        assert "basis" in shown.context["form"].fields, "it can be corrected"
    with acting(desk.officer):
        assert not Export.objects.exists()


def test_supervisor_is_notified_only_of_an_export_with_children_without_a_basis(desk: Desk) -> None:
    supervisor = agencies.staff("supervisor", desk.office)
    elsewhere = agencies.staff("supervisor", agencies.office(desk.office.agency))
    with_and_without_basis(desk)
    request_export(desk, **HANDED_OVER)
    assert not basis_notices(supervisor)
    shown = cast.send(desk.client, "/exchange/exports/new/", **HANDED_OVER)
    sent = filled.form(shown.content.decode(), basis="Order 12 of the district court.")
    assert desk.client.post("/exchange/exports/new/", sent).status_code == 302
    assert (basis_notices(supervisor), basis_notices(elsewhere), basis_notices(desk.officer)) == (
        1,
        0,
        0,
    )
    page = " ".join(signed_in(supervisor).get("/").content.decode().split())
    assert "Records of children without a recorded basis for sharing are exported." in page


def basis_notices(staff: Staff) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=staff, kind="export_no_basis").count()


def test_page_and_readme_say_which_columns_need_another_section(desk: Desk) -> None:
    case = children.case(desk.worker)
    people.visit(case, desk.worker)
    asked = {"purpose": "check", "reason": "x", "format": "csv", "sections": ["32"]}
    shown = cast.send(desk.client, "/exchange/exports/new/", **asked)
    left_out = {str(pair.term): str(pair.text) for pair in shown.context["left_out"]}
    assert (
        "Is the child safe now? (Protection concerns and incidents / Needs)"
        in left_out["Visit or contact"]
    )
    assert "Photos, stored files" in shown.content.decode()
    for sections, is_left_out in (["32"], True), (["32", "8"], False):
        files = open_export(desk, request_export(desk, format="csv", sections=sections))
        assert "people.child is the child" in files["README.txt"].decode()
        text = files["README.txt"].decode("utf-8-sig").replace("\r\n", "\n")
        table = text.partition("== cases.visit ==")[2].partition("\n== ")[0]
        after = table.partition("Left out, because no section")[2]
        for column in ("child_safe", "not_met_because"):
            assert (f"- {column}: " in after) is is_left_out
            assert (column in files["cases.visit.csv"].decode()) is not is_left_out


@pytest.mark.parametrize(
    ("is_confidential", "is_kept"), [(True, False), (None, False), (False, True)]
)
def test_kind_of_a_confidential_reporting_person_is_left_out(
    desk: Desk, is_confidential: bool | None, is_kept: bool
) -> None:
    case = children.case(desk.worker)
    report = reports.report(
        desk.worker, reporter_kind="teacher", reporter_is_confidential=is_confidential
    )
    with role("maintenance"):
        Report.objects.filter(pk=report.pk).update(child_file=case.file_id)
    [child] = records(desk, request_export(desk, sections=["2"]))
    rows: list[dict[str, list[str]]] = child["intake.report"]  # type: ignore[assignment]
    [row] = rows
    assert row.get("reporter_kind") == ("teacher" if is_kept else None)
    assert ("reporter_kind" in row.get("left_out", [])) is not is_kept


@pytest.mark.parametrize(
    ("is_confidential", "is_kept"), [(True, False), (None, False), (False, True)]
)
def test_copy_of_a_report_in_the_childs_file_leaves_the_person_out_too(
    desk: Desk, is_confidential: bool | None, is_kept: bool
) -> None:
    case, worker = children.case(desk.worker), desk.worker
    report = reports.report(
        worker, reporter_kind="teacher", reporter_is_confidential=is_confidential
    )
    with acting(worker):
        copy = build_case_report(
            child=case.child, report=report, texts={"what": "Seen."}, visits="", is_opening=True
        )
        writing.add(copy, actor=worker)
    for form in ("json", "csv"):
        files = open_export(desk, request_export(desk, sections=EVERYTHING, format=form))
        text = b"".join(files.values()).decode()
        assert ("teacher" in text.replace("a teacher", "")) is is_kept
    [child] = records(desk, request_export(desk, sections=EVERYTHING))
    [row] = child["concerns.casereport"]  # type: ignore[misc]
    assert row.get("reporter_kind") == ("teacher" if is_kept else None)
    assert ("reporter_kind" in row.get("left_out", [])) is not is_kept


def test_guardians_consent_hands_over_no_child_who_refused(desk: Desk) -> None:
    refused, asked = children.case(desk.worker), children.case(desk.worker)
    before = rights.DAY - dt.timedelta(days=1)
    with acting(desk.worker):
        for case, scopes in ((refused, ("transfer",)), (asked, ("health",))):
            law = {"basis": "refused", "answer": "no", "given_on": before}
            rights.consent(case.child, desk.worker, scopes=scopes, **law)
            rights.guardians_consent(case.child, desk.worker, scopes=("transfer",))
    [child] = records(desk, request_export(desk, **HANDED_OVER))
    assert child["code_of_file"] == asked.child.code


def test_nothing_is_exported_if_no_child_has_a_basis(desk: Desk) -> None:
    children.case(desk.worker)
    answer = send_checked(desk, **HANDED_OVER)
    assert "None of these children has a recorded basis" in answer.content.decode()
    with acting(desk.officer):
        assert not Export.objects.exists()


@pytest.mark.parametrize("form", ["csv", "book", "json"])
def test_readme_explains_tables_columns_and_codes(desk: Desk, form: str) -> None:
    case = children.case(desk.worker, "Sunita Mahato")
    people.visit(case, desk.worker)
    files = open_export(desk, request_export(desk, format=form))
    text = files["README.txt"].decode("utf-8-sig")
    assert "== cases.visit ==" in text
    assert "    met_alone = " in text
    assert "code_of_file" in text
    assert "Sunita" not in text
    if form == "csv":
        tables = {name.removesuffix(".csv") for name in files} - {"README.txt"}
        assert {line[3:-3] for line in text.splitlines() if line.startswith("== ")} == tables
        for name in tables:
            head = next(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))
            assert [column for column in head if f"- {column}" not in text] == []


def test_readme_is_in_the_language_of_the_person(desk: Desk) -> None:
    children.case(desk.worker)
    with role("maintenance"):
        type(desk.officer).objects.filter(pk=desk.officer.pk).update(language="ur")
    path = request_export(desk, format="json")
    text = open_export(desk, path)["README.txt"].decode("utf-8-sig")
    assert "Records of children, exported from Saathi" not in text
    assert "code_of_file" in text
