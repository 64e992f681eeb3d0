"""The tags every page uses: icons, fields, error summaries, isolated text, pages of a list."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import RequestContext
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from saathi.web import assets, icons, parts

register = template.Library()
# A page isolates hundreds of texts, so its tags are put together once.
_ISOLATED, _SO_FAR = format_html("<{}>", "bdi"), format_html("</{}>", "bdi")


@register.simple_tag
@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """The named icon as inline SVG, hidden from screen readers: always put words beside it."""
    classes = " ".join(filter(None, ("icon", "flips" * (name in icons.FLIPS), extra_class)))
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        classes,
        assets.icon_path(name),
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One form field with label, help, error and widget, tied together for screen readers."""
    return bound.as_field_group()


@register.inclusion_tag("web/forms/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """A box that lists every mistake of the forms, each a link to its field; nothing if none."""
    return {
        "general": [text for form in forms for text in form.non_field_errors()],
        "fields": [bound for form in forms if form.is_bound for bound in form if bound.errors],
    }


@register.filter
def bidi(value: object) -> SafeString:
    """The value isolated, so that its direction disturbs no neighbour (names, places, numbers)."""
    return _ISOLATED + conditional_escape(value) + _SO_FAR  # type: ignore[arg-type]


@register.simple_tag
def cell_text(cell: parts.Cell) -> SafeString:
    """What stands in a cell that is no figure: words, a link or a tag. A list has hundreds of them."""
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, bidi(cell.text))
    if cell.tag:
        return format_html('<span class="tag {}">{}</span>', cell.tag, cell.text)
    return bidi(cell.text)


@register.filter
def isolate(value: object) -> str:
    """A name for a sentence of `blocktranslate`: isolated by characters, where a tag cannot stand."""
    return parts.isolated(value)


@register.inclusion_tag("web/_pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Earlier and later links for a Django page, or for a keyset: `{"before": …, "after": …}`.

    Keeps the other parameters of the address, which never hold a personal value.
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
        "before": _address(query, before=page.get("before"), after=None, wanted="before"),
        "after": _address(query, after=page.get("after"), before=None, wanted="after"),
    }


def _address(query: Any, wanted: str = "page", **changes: object) -> str:
    if changes[wanted] is None:
        return ""
    changed = query.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value is not None:
            changed[key] = value
    return f"?{changed.urlencode()}"
