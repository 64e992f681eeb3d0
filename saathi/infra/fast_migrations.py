"""Migrations that rebuild only the model class that they change.

Django keeps a class for each model as it was at each step. If one model changes, Django rebuilds
all that are related to it by any path. Here everything depends on a file and its agency, so that a
hundred classes are built for each step: four fifths of the time for an empty database.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import field_is_referenced

# Classes are reference cycles: Python would search for them all the time and rarely free many.
ALLOCATIONS = 50_000


@contextmanager
def limit_model_rendering() -> Iterator[None]:
    """Within the block, migrations rebuild fewer classes; their statements are the same.

    Django itself delays what the next statement does not need, and makes up for it before Python
    code of a migration runs and before signals are sent. We delay more in the same way, for what
    most migrations consist of: new models, fields, indexes, constraints. The rest is unchanged.
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
    """Adds a model; related models get the reverse relation from the new class."""
    _rebuild_one(
        state, model.app_label, model.name_lower, lambda: _THEIRS["add_model"](state, model)
    )


def _add_field(state: ProjectState, app_label: str, model_name: str, *about: Any) -> None:
    """Adds a field; even a foreign key changes only the class of its model."""
    add = _THEIRS["add_field"]
    _rebuild_one(state, app_label, model_name, lambda: add(state, app_label, model_name, *about))


def _append_option(state: ProjectState, app_label: str, model_name: str, *about: Any) -> None:
    """Adds an index or constraint."""
    add = _THEIRS["_append_option"]
    _rebuild_one(state, app_label, model_name, lambda: add(state, app_label, model_name, *about))


def _alter_field(
    state: ProjectState, app_label: str, model_name: str, name: str, field: Any, *about: Any
) -> None:
    """Changes a field; if foreign keys refer to it, columns of other tables may change."""

    def alter() -> None:
        _THEIRS["alter_field"](state, app_label, model_name, name, field, *about)

    if field_is_referenced(state, (app_label, model_name), (name, field)):
        alter()
    else:
        _rebuild_one(state, app_label, model_name, alter)


def _rebuild_one(
    state: ProjectState, app_label: str, model_name: str, change: Callable[[], None]
) -> None:
    """Makes the change and rebuilds only the class of its model, if no model inherits from it."""
    apps = state.__dict__.get("apps")
    model_class = apps and apps.all_models[app_label].get(model_name)
    if apps is None or (model_class and model_class.__subclasses__()):
        change()
        return
    del state.__dict__["apps"]  # without classes, Django builds none
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
