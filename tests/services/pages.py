"""What tests of these screens share: sending a form, and the words of a page."""

import datetime as dt
import html
import re

from saathi.agencies.models import Staff
from tests import sending
from tests.signing import signed_in

DAY = dt.date(2026, 3, 2)


def day(name: str, on: dt.date = DAY) -> dict[str, object]:
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


def read(staff: Staff, path: str) -> str:
    answer = signed_in(staff).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return words(answer.content)


def post(staff: Staff, path: str, data: dict[str, object]) -> str:
    """What stands on the page that a sent form leads to."""
    client = signed_in(staff)
    answer = client.post(path, data | sending.key())
    assert answer.status_code == 302, words(answer.content)
    return words(client.get(answer.url).content)


def refused(staff: Staff, path: str, data: dict[str, object]) -> str:
    """What the form says when it is not accepted."""
    answer = signed_in(staff).post(path, data | sending.key())
    assert answer.status_code == 200, answer.status_code
    return words(answer.content)


def status(staff: Staff, path: str) -> set[int]:
    client = signed_in(staff)
    return {client.get(path).status_code, client.post(path, {"version": "1"}).status_code}


def words(content: bytes) -> str:
    page = content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
