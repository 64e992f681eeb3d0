"""An office with a data officer and a case worker, and a caseload imported step by step."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from saathi.agencies.models import Office, Scoped, Staff
from saathi.people.models import Child
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.models import Import, ImportedRecord
from saathi.vault import store as vault
from tests import filled
from tests.clients import StaffClient
from tests.factories import agencies
from tests.protection.exchange import primero_files
from tests.roles import acting, role
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


def upload_primero(
    of: Desk, cases: list[Any], incidents: list[Any] | None = None, source: str = "Primero"
) -> str:
    """Uploads a case export, and perhaps an incident export; returns the URL of the import."""
    page = of.client.get("/exchange/imports/new/").content.decode()
    sent: dict[str, Any] = filled.form(page, source=source)
    sent["file"] = SimpleUploadedFile("cases.json", primero_files.exported(cases))
    if incidents is not None:
        sent["incidents"] = SimpleUploadedFile("in.json", primero_files.exported(incidents))
    answer = of.client.post("/exchange/imports/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def primero_checked(
    of: Desk, cases: list[Any], incidents: list[Any] | None = None, source: str = "Primero"
) -> str:
    """A case export that was checked."""
    path = upload_primero(of, cases, incidents, source)
    carried(path, of.officer)
    return path


def primero_imported(
    of: Desk, cases: list[Any], incidents: list[Any] | None = None, **chosen: object
) -> str:
    """A case export that was imported."""
    path = primero_checked(of, cases, incidents)
    answer = send(of.client, f"{path}decide/", worker=of.worker.pk, **chosen)
    assert answer.status_code == 302, answer.content.decode()
    carried(path, of.officer, "run_import")
    return path


def files_of(path: str) -> set[Any]:
    """The files that an import made."""
    with role("maintenance"):
        imported = ImportedRecord.objects.filter(imported_by=record_of(path))
        return set(imported.values_list("file", flat=True))


def uploaded(data: bytes, name: str = "cases.json") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def origins(path: str) -> list[dict[str, Any]]:
    """What was kept beside each file of an import."""
    with role("maintenance"):
        imported = list(ImportedRecord.objects.filter(imported_by=record_of(path)))
        return list(vault.open_many(imported).values())


def sealed_texts(files: set[Any], without: tuple[type[Scoped], ...] = ()) -> list[str]:
    """Every text in the envelopes of these files."""
    found: list[str] = []
    with role("maintenance"):
        for model in apps.get_models():
            if (
                issubclass(model, Scoped)
                and hasattr(model, "SEALED_FIELD_ID")
                and model not in without
            ):
                records = list(model._default_manager.filter(file__in=files))
                for content in vault.open_many(records).values():
                    found += _texts_in(content)
    return found


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts_in(inner)]
    return [value] if isinstance(value, str) else []


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


def only_child(path: str, reader: Staff) -> Child:
    with acting(reader):
        [child] = Child.objects.filter(file__in=files_of(path))
    return child
