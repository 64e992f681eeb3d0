"""An office with a data officer and a case worker, and a caseload imported step by step."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from saathi.agencies.models import Office, Staff
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.models import Import
from tests import filled
from tests.clients import StaffClient
from tests.factories import agencies
from tests.roles import acting
from tests.signing import just_confirmed

CSV = (
    "Case No,Name of child,Sex,Date of birth,District,Registration date,Type of abuse,Ward\n"
    "S-1,Sarita Tamang,F,12/04/2012,Dhanusha,03/02/2025,Trafficking,4\n"
    "S-2,Bikash Sada,M,13/05/2013,Dhanusha,17/02/2025,,7\n"
    "S-3,,F,,Dhanusha,18/02/2025,Neglect,1\n"
)


@dataclass
class Desk:
    """The people of one office, and the officer's browser."""

    office: Office
    officer: Staff
    worker: Staff
    client: StaffClient


def desk(*, client: bool = True) -> Desk:
    office = agencies.office()
    officer = agencies.staff("data_officer", office)
    worker = agencies.staff("case_worker", office)
    return Desk(office, officer, worker, just_confirmed(officer) if client else None)  # type: ignore[arg-type]


def upload(
    client: StaffClient, data: bytes, *, source: str = "Old list", name: str = "old.csv"
) -> str:
    """Uploads a table; returns the URL of the import."""
    page = client.get("/exchange/imports/new/").content.decode()
    sent: dict[str, Any] = filled.form(page, source=source)
    sent["file"] = SimpleUploadedFile(name, data)
    answer = client.post("/exchange/imports/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removesuffix("columns/")


def send(client: StaffClient, path: str, **typed: object) -> Any:
    """Submits the form of a page with changed values; returns the response."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code, page.get("Location"))
    return client.post(path, filled.form(page.content.decode(), **typed))


def record_of(here: str) -> str:
    return here.split("/")[3]


def carried(here: str, officer: Staff, what: str = "run_import_check") -> None:
    """Runs the job as the exchange process would."""
    from uuid import UUID

    getattr(job_runner, what)(UUID(record_of(here)), officer.pk)


def checked(of: Desk, data: bytes = CSV.encode(), **more: Any) -> str:
    """An import whose rows were checked."""
    path = upload(of.client, data, **more)
    assert send(of.client, f"{path}columns/")["Location"] == f"{path}words/"
    assert send(of.client, f"{path}words/")["Location"] == path
    carried(path, of.officer)
    return path


def brought(of: Desk, data: bytes = CSV.encode(), **more: Any) -> str:
    """A finished import."""
    path = checked(of, data, **more)
    answer = send(of.client, f"{path}decide/", worker=of.worker.pk)
    assert answer["Location"] == path, answer.content.decode()
    carried(path, of.officer, "run_import")
    return path


def state(here: str, officer: Staff) -> Import:
    with acting(officer):
        return Import.objects.get(pk=record_of(here))


__all__ = ["CSV", "Desk", "brought", "carried", "checked", "desk", "send", "state", "upload"]
