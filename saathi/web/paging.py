"""Lists page by page, and the words they are searched by, as the address of a page names them."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST_LETTERS = 100


def words_asked(request: HttpRequest) -> str:
    """The words that a list is searched by; none: all of it."""
    return request.GET.get("asked", "").strip()[:MOST_LETTERS]


def page_asked[RowT](
    request: HttpRequest, found: "Sequence[RowT] | QuerySet[Any, RowT]", a_page: int
) -> "Page[RowT]":
    """The page of these records that the address asks for, so many a page; the first for nonsense."""
    return Paginator(found, a_page).get_page(request.GET.get("page", "1"))
