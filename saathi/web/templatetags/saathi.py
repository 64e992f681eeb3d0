"""Template tags of every page: icons, fields, error summaries, isolated text, paging."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, FileInput, PasswordInput, Widget
from django.template import RequestContext
from django.utils.safestring import SafeString

from saathi.web import components, inline, lists

register = template.Library()
register.simple_tag(inline.icon)
register.simple_tag(lists.due_lines)
register.simple_tag(lists.table_lines)
register.simple_tag(lists.total_line)
register.filter(inline.bidi)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One form field with label, help, error and widget, tied together for screen readers."""
    return bound.as_field_group()


@register.inclusion_tag("web/forms/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """A box that lists every error of the forms, each a link to its field; empty if none."""
    return {
        "must_choose_file": _has_field(forms, FileInput),
        "must_type_password": _has_field(forms, PasswordInput),
        "general": [text for form in forms for text in form.non_field_errors()],
        "fields": [bound for form in forms if form.is_bound for bound in form if bound.errors],
    }


def _has_field(forms: Sequence[BaseForm], widget: type[Widget]) -> bool:
    """Whether one of the forms has a field that no browser fills in again."""
    return any(isinstance(each.widget, widget) for form in forms for each in form.fields.values())


@register.filter
def isolate(value: object) -> str:
    """A name for a sentence of `blocktranslate`: isolated by characters, where a tag is not possible."""
    return components.isolate_direction(value)


@register.inclusion_tag("web/_pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Earlier and later links for a Django page, or for a keyset: `{"before": …, "after": …}`.

    Keeps the other parameters of the address, which never contain a personal value.
    """
    query = context.request.GET
    if isinstance(page, Page):
        before = page.previous_page_number() if page.has_previous() else None
        after = page.next_page_number() if page.has_next() else None
        return {
            "before": _address(query, page=before),
            "after": _address(query, page=after),
            "number": page.number,
            "total": page.paginator.num_pages,
        }
    return {
        "before": _address(query, before=page.get("before"), after=None, parameter="before"),
        "after": _address(query, after=page.get("after"), before=None, parameter="after"),
    }


def _address(query: Any, parameter: str = "page", **changes: object) -> str:
    if changes[parameter] is None:
        return ""
    changed = query.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value is not None:
            changed[key] = value
    return f"?{changed.urlencode()}"
