"""Migrations that make a class anew for what they change, and leave the others.

Django keeps a class for each model as it stood at each step. Where one model changes, it makes anew
all that are related to it by any path. Here everything hangs on a file and its agency, so that a
hundred classes are made for each step: four fifths of the time that an empty database took.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import field_is_referenced

# Classes are cycles: at Python's own pace it looks for them all the time, and seldom finds many.
ALLOCATIONS = 50_000


@contextmanager
def limit_model_rendering() -> Iterator[None]:
    """Migrates with fewer classes made anew. The statements are the same.

    Django itself puts off what the next statement does not need, and makes it up before Python code
    of a migration runs and before signals are sent. We put off more in the same way, for what most
    migrations consist of: new models, fields, indexes, constraints. All else stays Django's.
    """
    pace = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *pace[1:])
    try:
        for name, method in _OURS.items():
            setattr(ProjectState, name, method)
        yield
    finally:
        for name, method in _THEIRS.items():
            setattr(ProjectState, name, method)
        gc.set_threshold(*pace)


def _add_model(state: ProjectState, model: ModelState) -> None:
    """A new model; what it points to gets the way back from the new class."""
    _alone(state, model.app_label, model.name_lower, lambda: _THEIRS["add_model"](state, model))


def _add_field(state: ProjectState, app_label: str, model_name: str, *about: Any) -> None:
    """A new field; a foreign key, too, changes no class but that of its model."""
    add = _THEIRS["add_field"]
    _alone(state, app_label, model_name, lambda: add(state, app_label, model_name, *about))


def _append_option(state: ProjectState, app_label: str, model_name: str, *about: Any) -> None:
    """A new index or constraint."""
    add = _THEIRS["_append_option"]
    _alone(state, app_label, model_name, lambda: add(state, app_label, model_name, *about))


def _alter_field(
    state: ProjectState, app_label: str, model_name: str, name: str, field: Any, *about: Any
) -> None:
    """A field becomes another; where keys point to it, columns of other tables may change."""

    def alter() -> None:
        _THEIRS["alter_field"](state, app_label, model_name, name, field, *about)

    if field_is_referenced(state, (app_label, model_name), (name, field)):
        alter()
    else:
        _alone(state, app_label, model_name, alter)


def _alone(
    state: ProjectState, app_label: str, model_name: str, change: Callable[[], None]
) -> None:
    """Makes the change, and of all classes anew that of its model alone, where none descends from it."""
    apps = state.__dict__.get("apps")
    there = apps and apps.all_models[app_label].get(model_name)
    if apps is None or (there and there.__subclasses__()):
        change()
        return
    del state.__dict__["apps"]  # where there are no classes, Django makes none
    change()
    state.apps = apps
    state.is_delayed = True
    state._reload({(app_label, model_name)})  # type: ignore[attr-defined]


_OURS: dict[str, Callable[..., None]] = {
    "add_model": _add_model,
    "add_field": _add_field,
    "alter_field": _alter_field,
    "_append_option": _append_option,
}
_THEIRS: dict[str, Callable[..., None]] = {name: getattr(ProjectState, name) for name in _OURS}
