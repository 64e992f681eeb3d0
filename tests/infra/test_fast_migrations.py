"""Migrating with fewer rebuilt classes gives the same schema, and Python code sees all of it."""

import gc
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState, StateApps
from django.test.utils import CaptureQueriesContext

from saathi.infra import fast_migrations
from saathi.infra.schema import DropForeignKeyIndex

CASCADE = models.CASCADE


def key(to: str, **more: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(to, CASCADE, **more)


def table(name: str, *fields: tuple[str, Any], **more: Any) -> migrations.CreateModel:
    return migrations.CreateModel(
        name, [("id", models.AutoField(primary_key=True)), *fields], **more
    )


seen: list[list[str]] = []


def look(apps: StateApps, _editor: object) -> None:
    """What Python code of a migration sees: relations in both directions, and by way of others."""
    for name in ("hub", "leaf", "twig", "joined"):
        model = apps.get_model("shapes", name)
        seen.append(sorted(field.name for field in model._meta.get_fields(include_hidden=True)))
    twig, leaf = apps.get_model("shapes", "twig"), apps.get_model("shapes", "leaf")
    assert twig._meta.get_field("leaf").related_model is leaf
    assert leaf._meta.get_field("hub").related_model is apps.get_model("shapes", "hub")
    seen.append([str(twig.objects.filter(leaf__hub__name="a", leaf__colour="b").query)])


def steps() -> list[Any]:
    return [
        table("Hub", ("code", models.CharField(max_length=4, unique=True))),
        table("Leaf", ("hub", key("shapes.hub", related_name="leaves"))),
        table("Twig", ("leaf", key("shapes.leaf")), ("own", key("self", null=True))),
        table("Joined", ("hubs", models.ManyToManyField("shapes.hub"))),
        migrations.AddField("hub", "name", models.CharField(max_length=9, default="")),
        migrations.AddField("leaf", "colour", models.CharField(max_length=9, null=True)),
        migrations.AddField("leaf", "twig", key("shapes.twig", null=True, related_name="+")),
        migrations.AddField("leaf", "to_code", key("shapes.hub", null=True, to_field="code", related_name="by_code")),
        migrations.AddIndex("leaf", models.Index(fields=["colour"], name="leaf_colour")),
        migrations.AddConstraint("leaf", models.UniqueConstraint(fields=["hub", "colour"], name="leaf_once")),
        migrations.AddConstraint("twig", models.CheckConstraint(condition=models.Q(id__gt=0), name="twig_id")),
        migrations.RunPython(look),
        migrations.AlterField("hub", "id", models.BigAutoField(primary_key=True)),  # all keys to it change
        migrations.AlterField("hub", "code", models.CharField(max_length=40, unique=True)),
        migrations.AlterField("leaf", "colour", models.CharField(max_length=20, default="", db_index=True)),
        migrations.AlterField("leaf", "id", models.BigAutoField(primary_key=True)),
        DropForeignKeyIndex("leaf", "hub", key("shapes.hub", related_name="leaves", db_index=False)),
        migrations.AlterField("leaf", "twig", key("shapes.joined", null=True, related_name="+")),
        migrations.AlterField("twig", "leaf", key("shapes.leaf", null=True, related_name="twigs")),
        migrations.AlterUniqueTogether("twig", {("leaf", "own")}),
        migrations.RenameField("hub", "code", "mark"),
        migrations.RenameModel("Leaf", "Frond"),
        migrations.AddField("joined", "fronds", models.ManyToManyField("shapes.frond")),
        migrations.AlterField("frond", "hub", models.OneToOneField("shapes.hub", CASCADE, related_name="leaf")),
        migrations.RemoveIndex("frond", "leaf_colour"),
        migrations.RemoveConstraint("frond", "leaf_once"),
        migrations.RemoveField("twig", "own"),
        migrations.AlterModelTable("twig", "twigs"),
        migrations.DeleteModel("twig"),
    ]  # fmt: skip


def written(around: AbstractContextManager[None]) -> tuple[list[str], list[list[str]]]:
    """The statements of these steps in a schema that has none of it yet, and what was seen meanwhile."""
    seen.clear()
    state = ProjectState()
    state.apps  # noqa: B018 - as Django does before the first: from here on classes are kept
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("CREATE SCHEMA shapes")
        cursor.execute("SET LOCAL search_path TO shapes")
        with around, CaptureQueriesContext(connection) as said:
            for step in steps():
                migration = migrations.Migration("0001", "shapes")
                migration.operations = [step]
                with connection.schema_editor() as editor:
                    state = migration.apply(state, editor)
        transaction.set_rollback(True)
    statements = [query["sql"] for query in said.captured_queries]
    return [statement for statement in statements if "SAVEPOINT" not in statement], list(seen)


@pytest.mark.django_db
def test_the_statements_are_those_of_django_and_python_code_sees_every_relation() -> None:
    said, looked_at = written(nullcontext())
    assert any('ALTER COLUMN "hub_id" TYPE bigint' in statement for statement in said)
    assert len(looked_at) == 5
    assert written(fast_migrations.limit_model_rendering()) == (said, looked_at)


def test_django_is_unchanged_after_fast_migration() -> None:
    before = ProjectState.add_field, ProjectState._append_option, gc.get_threshold()
    with suppress(ZeroDivisionError), fast_migrations.limit_model_rendering():
        assert ProjectState.add_field is not before[0]
        raise ZeroDivisionError
    assert (ProjectState.add_field, ProjectState._append_option, gc.get_threshold()) == before


def test_of_related_models_only_the_one_that_changes_is_made_anew() -> None:
    state = ProjectState()
    for step in steps()[:3]:
        step.state_forwards("shapes", state)
    hub = state.apps.get_model("shapes", "hub")
    with fast_migrations.limit_model_rendering():
        steps()[6].state_forwards("shapes", state)
    assert state.apps.get_model("shapes", "hub") is hub
    assert state.apps.get_model("shapes", "leaf")._meta.get_field("twig")
    assert state.is_delayed
