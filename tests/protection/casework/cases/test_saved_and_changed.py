"""A form that was saved, and is sent again after Back: the same is saved once, a change is never lost in silence."""

import html

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import FormKey, Staff
from saathi.protection.casework.cases.models import Case, Visit
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SAID = "This form was already saved. What you changed since then is not saved."


def visit(note: str, key: str) -> dict[str, object]:
    return {
        "form_key": key, "kind": "home", "outcome": "met_alone", "note": note,
        "happened_on_0": "3", "happened_on_1": "3", "happened_on_2": "2026",
    }  # fmt: skip


def test_changed_form_is_shown_again_with_a_link_to_what_was_saved(
    case: Case, worker: Staff
) -> None:
    client, page = signed_in(worker), reverse("cases:record_visit", args=[case.file_id])
    key = idempotency.new_form_key()
    first = client.post(page, visit("She is well.", key))
    assert first.status_code == 302, first.content.decode()
    again = client.post(page, visit("She is well.", key))
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    for _time in range(2):  # the key stays used: the change saves no second visit either
        changed = client.post(page, visit("She is well & eats again.", key))
        shown = changed.content.decode()
        assert changed.status_code == 200
        assert SAID in shown
        assert f'<a href="{html.escape(first["Location"])}">Open the saved record</a>' in shown
        assert "She is well &amp; eats again.</textarea>" in shown
        assert idempotency.SAVED_HEADER not in changed
    with role("maintenance"):
        assert Visit.objects.filter(case=case).count() == 1


def test_contents_are_kept_as_a_digest_of_the_key(case: Case, worker: Staff) -> None:
    client, page = signed_in(worker), reverse("cases:record_visit", args=[case.file_id])
    keys = [idempotency.new_form_key() for _number in range(2)]
    for key in keys:
        assert client.post(page, visit("She is well.", key)).status_code == 302
    with role("maintenance"):
        digests = set(FormKey.objects.filter(key__in=keys).values_list("contents", flat=True))
    assert len(digests) == 2
    assert {len(digest) for digest in digests} == {64}


def test_key_of_an_earlier_version_leads_to_what_was_saved(case: Case, worker: Staff) -> None:
    client, page = signed_in(worker), reverse("cases:record_visit", args=[case.file_id])
    key = idempotency.new_form_key()
    first = client.post(page, visit("She is well.", key))
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_formkey SET contents = '' WHERE key = %s", [key])
    again = client.post(page, visit("Something else.", key))
    assert (again.status_code, again["Location"]) == (302, first["Location"])
