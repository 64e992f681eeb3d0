"""Every address of Saathi by its name, with the view that answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from saathi.agencies.domains import domains_by_app
from saathi.config.urls import urls_of_module
from saathi.web import page_names

# Second names of pages of the desk, for links from below.
SHARED = {name for key, name in vars(page_names).items() if key.isupper()}


@dataclass(frozen=True)
class Address:
    """One named address: its name with its namespace, its view, and its open parameters."""

    name: str
    view: str
    kwargs: dict[str, Any]  # each with its converter


def app_by_namespace() -> dict[str, str]:
    """The app that provides each namespace of URL names."""
    modules = {
        (app, urls_of_module(f"{app}.{module}"))
        for app, domain in domains_by_app().items()
        for module in domain.urls
    }
    return {module.app_name: app for app, module in modules if hasattr(module, "app_name")}


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the resolver."""
    return tuple(_below(get_resolver(), "", {}))


def _below(node: URLResolver, space: str, given: dict[str, Any]) -> Iterator[Address]:
    for each in node.url_patterns:
        open_here = given | each.pattern.converters
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(each, inner, open_here)
        else:
            yield _address(each, space, open_here)


def _address(found: URLPattern, space: str, kwargs: dict[str, Any]) -> Address:
    view: Any = found.callback
    return Address(f"{space}{found.name}", f"{view.__module__}.{view.__name__}", kwargs)
