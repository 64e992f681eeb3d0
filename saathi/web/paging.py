"""Paging and search of lists, from the URL of a page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MAX_SEARCH_LENGTH = 100
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PageKey:
    """A position in a list by time: a time, and an id among records of the same time.

    In a URL the time is in whole microseconds, as stored in the database.
    """

    at: dt.datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{(self.at - _BEGINNING) // _MICROSECOND}_{self.pk}"

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The key in a URL; None for anything else, which then shows the first page."""
        moment, _sep, pk = text.partition("_")
        try:
            return cls(_BEGINNING + int(moment) * _MICROSECOND, UUID(pk))
        except (ValueError, OverflowError):
            return None


def requested_key(text: str) -> UUID | None:
    """The id in a URL or a form; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def requested_search_text(request: HttpRequest) -> str:
    """The search text of a list; empty for the whole list."""
    return storable_text(request.GET.get("asked", "")).strip()[:MAX_SEARCH_LENGTH]


def storable_text(text: str) -> str:
    """Text from a URL, without the one character that the database cannot accept."""
    return text.replace("\0", "")


def requested_page[RowT](
    request: HttpRequest, records: "Sequence[RowT] | QuerySet[Any, RowT]", page_size: int
) -> "Page[RowT]":
    """The requested page of these records; the first page for an invalid number."""
    return Paginator(records, page_size).get_page(request.GET.get("page", "1"))
