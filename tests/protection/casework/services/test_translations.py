"""Texts of an entry in other languages: written by its keepers, confirmed by a second person."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.services.models import Service, ServiceTranslation
from tests.factories import agencies, helps
from tests.protection.casework.services.test_directory import ENTRY
from tests.reading import post, read, refused, status
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"name": "सिलाइ केन्द्र", "about": "सिलाइ सिकाइन्छ"}


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("supervisor", keeper.office)


@pytest.fixture
def service(keeper: Staff) -> Service:
    return helps.service(keeper, name="Sewing centre", about="Tailoring is taught")


def path_of(service: Service, language: str = "ne") -> str:
    return f"{reverse('services:translate_service', args=[service.pk])}?language={language}"


def shown(reader: Staff, service: Service) -> str:
    return read(reader, reverse("services:show_service", args=[service.pk]))


# --- who may not ----------------------------------------------------------------------------------


def test_only_keepers_of_the_agency_translate(keeper: Staff, service: Service) -> None:
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for person in (worker, other):
        assert status(person, path_of(service)) == {404}
        with acting(person), pytest.raises(DatabaseError), transaction.atomic():
            ServiceTranslation(
                service=service, language="ne", texts={}, translated_by=person.pk
            ).save(force_insert=True)
    assert signed_in(keeper).get(path_of(service, "xx")).status_code == 404


def test_nobody_confirms_their_own_translation(keeper: Staff, service: Service) -> None:
    post(keeper, path_of(service), WORDS)
    page = signed_in(keeper).get(path_of(service)).content.decode()
    assert 'name="confirm"' not in page
    sent = WORDS | {"version": 1, "confirm": "yes"}
    assert "A second person must confirm" in refused(keeper, path_of(service), sent)


@pytest.mark.parametrize(
    "values",
    [
        {"checked_by": "me"},
        {"checked_by": "other"},
        {"texts": {"name": "X"}, "translated_by": "other"},
        {"language": "hi"},
    ],
    ids=["confirmed by the writer", "confirmed in another's name", "another's words", "moved"],
)
def test_the_database_refuses_what_the_rules_refuse(
    keeper: Staff, second: Staff, service: Service, values: dict[str, Any]
) -> None:
    post(keeper, path_of(service), WORDS)
    people = {"me": keeper.pk, "other": second.pk}
    changes = {
        name: people.get(value, value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    if "checked_by" in changes:
        changes["checked_at"] = clock.now()
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        ServiceTranslation.objects.update(**changes)


# --- what happens ---------------------------------------------------------------------------------


def test_a_translation_is_shown_with_its_mark_until_it_is_confirmed(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    worker = agencies.staff("case_worker", keeper.office)
    page = shown(worker, service)
    assert "सिलाइ केन्द्र" in page
    assert "Translation not confirmed" in page
    post(second, path_of(service), WORDS | {"version": 1, "confirm": "yes"})
    page = shown(worker, service)
    assert "Nepali" in page
    assert "Translation not confirmed" not in page


def test_a_change_of_either_text_asks_for_a_new_look(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    post(second, path_of(service), WORDS | {"version": 1, "confirm": "yes"})
    post(second, path_of(service), WORDS | {"name": "सिलाइ घर", "version": 2})
    assert "Translation not confirmed" in shown(keeper, service)
    post(keeper, path_of(service), {"version": 3, "confirm": "yes"})
    sent = ENTRY | {"name": "Tailoring centre", "version": service.version}
    post(keeper, reverse("services:change_service", args=[service.pk]), sent)
    assert "The entry was changed after this translation" in shown(keeper, service)


def test_two_persons_do_not_overwrite_each_others_translation(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    sent = WORDS | {"name": "अर्को", "form_key": ""}
    late = signed_in(second).post(path_of(service), sent)  # opened when there was none
    assert late.status_code == 409
    with acting(keeper):
        assert ServiceTranslation.objects.get().texts["name"] == WORDS["name"]


def test_only_texts_that_the_entry_has_are_translated(keeper: Staff, service: Service) -> None:
    page = signed_in(keeper).get(path_of(service)).content.decode()
    assert 'name="about"' in page
    assert 'name="opening"' not in page
