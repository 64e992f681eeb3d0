"""What the database keeps of the earlier content and the languages of an entry, whoever writes it."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.locks import translation_models
from saathi.agencies.value_triggers import closed_vocabularies
from saathi.protection.casework.services.models import (
    Service,
    ServiceTranslation,
    ServiceVersion,
)
from tests.attacks.register_entries import change, execute, is_recent
from tests.roles import acting

pytestmark = pytest.mark.django_db


def test_history_is_what_the_entry_said(keeper: Staff, submitted: Service) -> None:
    change(submitted, keeper, about="Later", age_low=6, kinds=["legal", "social"])
    with acting(keeper):
        version = ServiceVersion.objects.get(service=submitted)
    assert (version.version, version.changed_by) == (1, keeper.pk)
    assert is_recent(version.changed_at)
    assert version.body["about"] == ""
    assert version.body["age_low"] == ""
    assert version.body["kinds"] == '["vocational"]'
    assert version.body["is_place_secret"] == "false"
    change(submitted, keeper, about="Later still")
    with acting(keeper):
        body = ServiceVersion.objects.get(service=submitted, version=2).body
    assert (body["about"], body["age_low"], body["kinds"]) == ("Later", "6", '["legal", "social"]')


def test_step_of_the_version_alone_leaves_no_place_in_the_history(
    keeper: Staff, submitted: Service
) -> None:
    execute(
        keeper, "UPDATE services_service SET version = version + 1 WHERE id = %s", [submitted.pk]
    )
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(
            keeper,
            "INSERT INTO services_serviceversion (id, service_id, version, body, changed_at, "
            """changed_by) VALUES (gen_random_uuid(), %s, 1, '{"about": "Never was"}', now(), %s)""",
            [submitted.pk, keeper.pk],
        )
    with acting(keeper):
        bodies = [version.body for version in ServiceVersion.objects.all()]
    assert [(body["name"], body["about"]) for body in bodies] == [("Sewing room", "")]


def test_content_does_not_change_without_a_version(keeper: Staff, submitted: Service) -> None:
    with pytest.raises(DatabaseError, match="new version"):
        execute(
            keeper,
            "UPDATE services_service SET about = 'a', changed_at = now(), proposed_at = now() "
            "WHERE id = %s",
            [submitted.pk],
        )
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(keeper, "UPDATE services_serviceversion SET version = 9", [])


def test_translation_does_not_change_without_a_version(keeper: Staff, submitted: Service) -> None:
    with acting(keeper):
        ServiceTranslation(
            service=submitted, language="ne", texts={}, translated_by=keeper.pk
        ).save(force_insert=True)
    with pytest.raises(DatabaseError, match="new version"):
        execute(keeper, """UPDATE services_servicetranslation SET texts = '{"name": "X"}'""", [])


@pytest.mark.parametrize("language", ["xx", "", "ta", "NE"])
def test_unknown_language_is_not_stored(keeper: Staff, submitted: Service, language: str) -> None:
    translation = ServiceTranslation(
        service=submitted, language=language, texts={}, translated_by=keeper.pk
    )
    with acting(keeper), pytest.raises(DatabaseError, match="not known"), transaction.atomic():
        translation.save(force_insert=True)


@pytest.mark.parametrize("texts", [{"name": 1}, {"name": ["X"]}, {"name": None}])
def test_translation_holds_texts_only(
    keeper: Staff, submitted: Service, texts: dict[str, Any]
) -> None:
    translation = ServiceTranslation(
        service=submitted, language="ne", texts=texts, translated_by=keeper.pk
    )
    with acting(keeper), pytest.raises(DatabaseError, match="another shape"), transaction.atomic():
        translation.save(force_insert=True)


def test_every_register_has_a_closed_list_of_languages() -> None:
    models = list(translation_models())
    assert ServiceTranslation in models
    assert all("language" in closed_vocabularies(model) for model in models)
