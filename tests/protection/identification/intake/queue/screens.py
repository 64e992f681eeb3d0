"""Pages of the queue and of the duty roster."""

import pytest

from saathi.agencies.models import Office, Staff
from saathi.desk.day import waiting as day
from saathi.protection.identification.intake.queue import waiting
from tests.signing import signed_in


def text_of(person: Staff, address: str = "/reports/") -> str:
    return signed_in(person).get(address).content.decode()


def roster(office: Office) -> str:
    return f"/reports/duty/{office.pk}/"


def limit_of_day(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    """Another limit of My day in this test, whose statement is compiled anew with it."""
    monkeypatch.setattr(waiting, name, number)
    monkeypatch.setattr(day._waiting, "_texts", {})
