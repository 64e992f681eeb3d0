"""Pages read and forms sent as a signed-in person does it, in words."""

import datetime as dt
import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests import sending
from tests.signing import signed_in

DAY = dt.date(2026, 3, 2)


def address(name: str, child: Child, *more: object) -> str:
    return reverse(name, args=[child.file_id, *more])


def day(name: str, on: dt.date = DAY) -> dict[str, object]:
    """A day in the three boxes of its field."""
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


def words(content: bytes) -> str:
    """The words of the main part of a page, without its markup."""
    page = content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def whole(content: bytes) -> str:
    """The words of a page, including those outside its main part."""
    page = content.decode()
    shown = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    return " ".join(html.unescape(shown).split())


def read(staff: Staff, path: str) -> str:
    answer = signed_in(staff).get(path)
    assert answer.status_code == 200, path
    return words(answer.content)


def post(staff: Staff, path: str, data: dict[str, object]) -> str:
    """Sends a form that is accepted; the page it leads to."""
    client = signed_in(staff)
    answer = client.post(path, sending.key() | data)
    assert answer.status_code == 302, words(answer.content)
    return words(client.get(answer.url).content)


def refused(staff: Staff, path: str, data: dict[str, object]) -> str:
    """Sends a form that is not accepted; the page that says why."""
    answer = signed_in(staff).post(path, sending.key() | data)
    assert answer.status_code == 200
    return words(answer.content)


def send(client: Client, path: str, **typed: object) -> Any:
    """Sends the form of a page with its hidden fields, as a browser would."""
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(path, hidden | typed)


def status(staff: Staff, path: str) -> set[int]:
    """How a page is answered, read and sent."""
    client = signed_in(staff)
    return {client.get(path).status_code, client.post(path, {"version": "1"}).status_code}
