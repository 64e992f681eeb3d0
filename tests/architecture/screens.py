"""Every address of Saathi by its name, with the view that answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One named address: its name with its namespace, its view, and what stands open in it."""

    name: str
    view: str
    kwargs: tuple[str, ...]


def addresses() -> list[Address]:
    """All of them, in the order of the resolver."""
    return list(_below(get_resolver(), "", ()))


def _below(node: URLResolver, space: str, given: tuple[str, ...]) -> Iterator[Address]:
    for each in node.url_patterns:
        open_here = (*given, *each.pattern.converters)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(each, inner, open_here)
        else:
            yield _address(each, space, open_here)


def _address(found: URLPattern, space: str, kwargs: tuple[str, ...]) -> Address:
    view: Any = found.callback
    return Address(f"{space}{found.name}", f"{view.__module__}.{view.__name__}", kwargs)
