"""Addresses that a statement could store so that a page sends a person elsewhere."""

from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, models
from django.urls import reverse

from saathi.agencies import value_triggers
from saathi.agencies.idempotency import is_local_address
from tests.attacks.conftest import Connection, World, enter
from tests.factories import agencies
from tests.roles import role
from tests.signing import signed_in

LOCAL = ["/", "/child/1/", "/child/1/?page=2#a", "/a//b", "/find/?q=a:b"]
ELSEWHERE = [
    "https://evil.example/phish",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/a\nb",
    " /child/",
    "javascript:alert(1)",
    "child/1/",
]


@pytest.mark.real_transactions
@pytest.mark.parametrize("address", [*LOCAL, "", *ELSEWHERE])
def test_database_stores_local_addresses_only(
    world: World, sign_in: Callable[[str], Connection], address: str
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    insert = (
        "INSERT INTO agencies_formkey (key, staff_id, used_at, result) VALUES (%s, %s, now(), %s)"
    )
    values = [uuid4(), world.worker.id, address]
    if address not in ELSEWHERE:
        assert attacker.execute(insert, values).rowcount == 1
        return
    with pytest.raises(psycopg.errors.CheckViolation, match="leads elsewhere"):
        attacker.execute(insert, values)


@pytest.mark.parametrize("address", [*LOCAL, "", *ELSEWHERE])
def test_page_follows_local_addresses_only(address: str) -> None:
    assert is_local_address(address) is (address in LOCAL)


@pytest.mark.django_db
def test_form_that_was_sent_leads_nowhere_else() -> None:
    """Also by a row that an earlier release stored."""
    staff, key = agencies.staff(), str(uuid4())
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_formkey (key, staff_id, used_at, result) VALUES (%s, %s, now(), %s)",
            [key, staff.pk, ELSEWHERE[0]],
        )
    answer = signed_in(staff).post(reverse("desk:open_in_emergency"), {"form_key": key})
    assert ELSEWHERE[0] not in answer.headers.get("Location", "")


def test_no_other_model_stores_the_address_of_a_page() -> None:
    """A new one has to be named in `local_addresses`."""
    named = {
        (model._meta.db_table, name)
        for model in value_triggers.saathi_models()
        for name in getattr(model, "local_addresses", ())
    }
    assert named == {("agencies_formkey", "result"), ("agencies_draft", "place")}
    links = [
        (model._meta.db_table, field.name)
        for model in value_triggers.saathi_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField)
    ]
    assert links == []
