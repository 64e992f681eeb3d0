"""The body of the procedure in force at an office, queried once per request for all its users."""

import datetime as dt
from collections.abc import Hashable
from typing import Any

from django.db.models import QuerySet

from saathi.agencies.models import Configuration, Office
from saathi.agencies.request_cache import cache_answer, get_cached
from saathi.agencies.vocabulary import ConfigurationKind


def procedure_versions(country: str, on: dt.date) -> QuerySet[Configuration]:
    """The published procedures of a country that have begun on this day, the one in force first."""
    versions = Configuration.objects.filter(
        kind=ConfigurationKind.PROCEDURE, country=country, valid_from__lte=on
    )
    return versions.order_by("-valid_from", "-version")


def procedure_body(office: Office, on: dt.date) -> dict[str, Any]:
    """The procedure in force at an office on a day; empty if its country published none."""

    def load() -> dict[str, Any]:
        bodies = procedure_versions(office.country, on).values_list("body", flat=True)
        return _body(bodies.first())

    return get_cached(_question(office, on), load)


def cache_procedure_body(office: Office, on: dt.date, body: object) -> None:
    """Caches a body that was read as a column of another query."""
    cache_answer(_question(office, on), _body(body))


def _question(office: Office, on: dt.date) -> Hashable:
    return ("procedure body", office.country, on)


def _body(body: object) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}
