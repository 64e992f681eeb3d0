"""Screens read as a signed-in person reads them, without a database: what a page says, in words."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from saathi.agencies.models import Office, Staff


def get(path: str, *, role_kind: str = "rapporteur") -> HttpResponse:
    """The answer to a GET by a person with this bundle of permissions."""
    request = RequestFactory().get(path)
    staff = Staff(role_kind=role_kind, office=Office(name="Observatory"))
    staff.unsent_public = staff.unsent_private = ""  # set by the database in those that are stored
    request.user = staff
    view = resolve(path.partition("?")[0])
    return view.func(request, *view.args, **view.kwargs)


class Table:
    """A table of a page: caption, headings, and each cell's words under its row and column."""

    def __init__(self) -> None:
        self.caption = ""
        self.columns: list[str] = []
        self.rows: dict[str, list[str]] = {}
        self.scopes: list[str | None] = []

    def cell(self, row: str, column: str) -> str:
        """The words of a cell; the first column names the rows."""
        return self.rows[row][self.columns.index(column) - 1]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.text: list[str] = []
        self._into: list[str] | None = None
        self._row: list[list[str]] = []
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append(Table())
        if tag == "thead":
            self._in_head = True
        if tag == "tr":
            self._row = []
        if tag in {"th", "td", "caption"}:
            self._into = []
            if tag != "caption":
                self._row.append(self._into)
        if tag == "th":
            self.tables[-1].scopes.append(given.get("scope"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.tables[-1].caption = _words(self._into or [])
        if tag in {"th", "td", "caption"}:
            self._into = None
            self.text.append(" ")  # cells stand apart, whatever is written between them
        if tag == "thead":
            self._in_head = False
        if tag == "tr":
            words = [_words(cell) for cell in self._row]
            if self._in_head:
                self.tables[-1].columns = words
            else:
                self.tables[-1].rows[words[0]] = words[1:]

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._into is not None:
            self._into.append(data)


def _words(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def read(response: HttpResponse) -> tuple[str, list[Table]]:
    """All words of a page, and its tables."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return _words(reader.text), reader.tables
