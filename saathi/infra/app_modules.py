"""Collects what each app declares in a module of a given name."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules_of_apps(name: str) -> Iterator[ModuleType]:
    """The module or package `name` of every app of Saathi that has one, lower wings first."""
    for config in apps.get_app_configs():
        module = f"{config.name}.{name}"
        if config.name.startswith("saathi.") and find_spec(module):
            yield import_module(module)
