"""Helpers to fill in and read the episode pages."""

import re

from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests import reading
from tests.signing import signed_in

PALERMO = "These facts constitute trafficking in a child: an act and a purpose."


def address(name: str, child: Child, *more: object) -> str:
    return reverse(f"trafficking:{name}", args=[child.file_id, *more])


def told(**fields: object) -> dict[str, object]:
    """The form data of an episode of which almost nothing is known."""
    fixed = {
        "form_key": idempotency.new_form_key(),
        "known": "not_known",
        "exploitation_occurred": "not_known",
        "ended": "not_known",
        "smuggled": "not_known",
        "migrant": "not_known",
        "source": "child",
        "confidence": "not_weighed",
    }
    for leg in ("leg1", "leg2"):
        fixed |= {f"{leg}-for_exploitation": "not_known", f"{leg}-transport": "not_known"}
    return fixed | fields


def page_after(worker: Staff, child: Child, **fields: object) -> str:
    client = signed_in(worker)
    answer = client.post(address("record_episode", child), told(**fields))
    assert answer.status_code == 302
    return words(client.get(answer.url).content)


def words(content: bytes) -> str:
    """The text of a page without direction marks."""
    return re.sub("[\u200e\u200f\u2068\u2069]", "", reading.words(content))
