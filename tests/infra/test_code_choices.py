"""A label of a choice changes without a migration; a code does not."""

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from saathi.infra.code_choices import CodeAutodetector

BEFORE = [("a", "Old label"), ("b", "B")]


def find_changes(choices: list[tuple[str, str]]) -> int:
    def state(values: list[tuple[str, str]]) -> ProjectState:
        project = ProjectState()
        fields = [
            ("id", models.AutoField(primary_key=True)),
            ("kind", models.CharField(choices=values)),
        ]
        project.add_model(ModelState("made_up", "Thing", fields))
        return project

    return len(CodeAutodetector(state(BEFORE), state(choices))._detect_changes())


@pytest.mark.parametrize(
    ("choices", "changes"),
    [
        (BEFORE, 0),
        ([("a", "New label"), ("b", "B")], 0),
        ([("a", "Old label"), ("b", "B"), ("c", "C")], 1),
        ([("a", "Old label")], 1),
        ([("b", "B"), ("a", "Old label")], 1),
    ],
)
def test_only_codes_need_a_migration(choices: list[tuple[str, str]], changes: int) -> None:
    assert find_changes(choices) == changes
