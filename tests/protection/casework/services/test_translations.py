"""Texts of an entry in other languages: written by its keepers, confirmed by a second person."""

from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.protection.casework.services.models import Service, ServiceTranslation
from tests import filled
from tests.factories import agencies, helps
from tests.protection.casework.services.entries import ENTRY
from tests.reading import post, read, refused, status, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
OUTDATED = "The original text changed after this translation"
WORDS = {"name": "सिलाइ केन्द्र", "about": "सिलाइ सिकाइन्छ"}


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


def test_no_one_confirms_their_own_translation(keeper: Staff, service: Service) -> None:
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
    assert OUTDATED in shown(keeper, service)


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


def test_translation_saved_unchanged_by_another_person_is_not_theirs(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    page = post(second, path_of(service), WORDS | {"version": 1})
    assert "Translation not confirmed" in page
    with acting(keeper):
        translation = ServiceTranslation.objects.get()
    assert (translation.translated_by, translation.version) == (keeper.pk, 1)


def test_translation_is_outdated_only_by_a_change_of_a_translated_text(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    post(second, path_of(service), WORDS | {"version": 1, "confirm": "yes"})
    change = reverse("services:change_service", args=[service.pk])
    same = ENTRY | {"name": service.name, "about": service.about, "area": "", "opening": ""}
    post(keeper, change, same | {"phone": "041-7", "version": 1})
    assert OUTDATED not in shown(keeper, service)
    post(keeper, change, same | {"about": "Sewing is taught", "version": 2})
    assert OUTDATED in shown(keeper, service)


@pytest.mark.parametrize("is_writer", [True, False])
def test_translation_that_still_fits_is_kept_with_one_click(
    keeper: Staff, second: Staff, service: Service, is_writer: bool
) -> None:
    post(keeper, path_of(service), WORDS)
    post(second, path_of(service), WORDS | {"version": 1, "confirm": "yes"})
    sent = ENTRY | {"name": "Tailoring centre", "about": service.about, "version": 1}
    post(keeper, reverse("services:change_service", args=[service.pk]), sent)
    person = keeper if is_writer else second
    client = signed_in(person)
    page = client.get(path_of(service)).content.decode()
    assert "Still correct" in page
    assert "Sewing centre" in page  # what was translated, beside what it says now
    answer = client.post(path_of(service), filled.form(page) | {"confirm": "yes"})
    assert answer.status_code == 302
    page = shown(keeper, service)
    assert OUTDATED not in page
    # The writer alone is not enough: the second person sees the new original first.
    assert ("Translation not confirmed" in page) == is_writer


def test_original_that_changes_under_the_page_is_not_confirmed(
    keeper: Staff, second: Staff, service: Service
) -> None:
    post(keeper, path_of(service), WORDS)
    client = signed_in(second)
    opened = filled.form(client.get(path_of(service)).content.decode())
    sent = ENTRY | {"name": "Tailoring centre", "about": service.about, "version": 1}
    post(keeper, reverse("services:change_service", args=[service.pk]), sent)
    answer = client.post(path_of(service), opened | {"confirm": "yes"})
    assert answer.status_code == 200
    assert "after you opened this page" in words(answer.content)
    assert OUTDATED in shown(keeper, service)


@pytest.mark.parametrize(
    "values",
    [
        {"originals": {"name": "X"}},
        {"checked_by": "me"},
        {"translated_by": "other"},
        {"texts": {"name": "X"}, "translated_by": "me", "checked_by": "me"},
    ],
    ids=["another original in silence", "confirmed", "in another's name", "written and confirmed"],
)
def test_database_lets_no_one_speak_for_two(
    keeper: Staff, second: Staff, service: Service, values: dict[str, Any]
) -> None:
    """Each with its proof and a new version: only who may say so is checked."""
    post(keeper, path_of(service), WORDS)
    post(second, path_of(service), WORDS | {"version": 1, "confirm": "yes"})
    people = {"me": keeper.pk, "other": second.pk}
    changes = {
        name: people.get(value, value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    if "checked_by" in changes:
        changes["checked_at"] = clock.now()
    with acting(keeper), transaction.atomic():
        translation = ServiceTranslation.objects.get()
        prove_rows([(translation, changes)], by=keeper.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            ServiceTranslation.objects.update(**changes, version=F("version") + 1)


def test_reader_of_the_language_finds_and_reads_the_translated_name(
    keeper: Staff, service: Service
) -> None:
    post(keeper, path_of(service, "ur"), {"name": "سلائی مرکز", "about": "سلائی سکھائی جاتی ہے"})
    client = signed_in(agencies.staff("case_worker", keeper.office))
    found = client.get(reverse("services:list_services"), {"q": "سلائی"})
    assert "Sewing centre" in words(found.content)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ur"
    listed = words(client.get(reverse("services:list_services")).content)
    assert "سلائی مرکز" in listed
    page = client.get(reverse("services:show_service", args=[service.pk])).content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert "سلائی مرکز" in heading
    assert "Sewing centre" in page
