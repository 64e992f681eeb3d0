"""Template tags of every page: icons, fields, buttons, links back, panels, isolated text, paging."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, FileInput, PasswordInput, Widget
from django.forms.utils import flatatt
from django.template import Context, NodeList, RequestContext
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from saathi.web import components, inline_elements, table_html
from saathi.web.fields import display_value

register = template.Library()
register.simple_tag(inline_elements.icon)
register.simple_tag(table_html.due_items_html)
register.simple_tag(table_html.table_rows_html)
register.simple_tag(table_html.total_row_html)
register.filter(inline_elements.bidi)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with label, help, error and widget, linked for screen readers."""
    return bound.as_field_group()


@register.inclusion_tag("web/forms/error_summary.html")
def error_summary(*given: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """A box with every error of forms and form lists, each linked to its field, or empty."""
    forms = [
        form for part in given for form in ([part] if isinstance(part, BaseForm) else part or ())
    ]
    return {
        "must_choose_file": _has_field(forms, FileInput),
        "has_other_fields": any(
            not isinstance(bound.field.widget, FileInput)
            for form in forms
            for bound in form.visible_fields()
        ),
        "must_type_password": _has_field(forms, PasswordInput),
        "general": [text for form in forms for text in form.non_field_errors()],
        "fields": [bound for form in forms if form.is_bound for bound in form if bound.errors],
    }


@register.simple_tag
def required_note(form: BaseForm) -> SafeString | str:
    """The note on how required fields are marked, if other fields may stay blank."""
    needs = {bound.field.required for bound in form.visible_fields()}
    if needs != {True, False}:
        return ""
    return format_html('<p class="quiet small">{}</p>', gettext("Required fields are marked."))


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """The visible fields of a form in order; those in its `folds` are folded away together."""
    folds = {name: fold for fold in getattr(form, "folds", ()) for name in fold.names}
    drawn: list[SafeString] = []
    for bound in form.visible_fields():
        fold = folds.get(bound.name)
        if fold is None:
            drawn.append(bound.as_field_group())
        elif bound.name == next(name for name in fold.names if name in form.fields):
            members = [form[name] for name in fold.names if name in form.fields]
            context = folded(str(fold.title), *members)
            drawn.append(render_to_string("web/forms/folded.html", context))
    return format_html_join("", "{}", ((part,) for part in drawn))


@register.inclusion_tag("web/forms/folded.html")
def folded(title: str, *fields: BoundField) -> dict[str, Any]:
    """Folded-away, seldom needed fields; a line says which are filled in, errors open it."""
    entered = [text for text in map(display_value, fields) if text]
    return {
        "title": title,
        "fields": fields,
        "entered": entered,
        "is_open": any(bound.errors for bound in fields if bound.form.is_bound),
    }


def _has_field(forms: Sequence[BaseForm], widget: type[Widget]) -> bool:
    """Whether one of the forms has a field that browsers do not fill in again."""
    return any(isinstance(each.widget, widget) for form in forms for each in form.fields.values())


@register.filter
def isolate(value: object) -> str:
    """A name for `blocktranslate`, isolated by characters where a tag is not possible."""
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


@register.simple_tag(takes_context=True)
def crumb(context: Context, text: str, view: str = "", *args: object, to: str = "") -> SafeString:
    """The back link at the top of a page: to a view by name and arguments, or to a URL.

    On a page of a child's file it is the whole path to the page, including the file.
    """
    address = to or reverse(view, args=args)
    if frame := context.get("file_frame"):
        return _path_in_file(frame, components.ActionLink(text, address))
    return format_html(
        '<a class="crumb" href="{}">{}{}</a>', address, inline_elements.icon("arrow-left"), text
    )


def _path_in_file(frame: components.FileFrame, parent: components.ActionLink) -> SafeString:
    """The pages above a page in a file: the list of files, the file, and `parent`."""
    links = [frame.home, components.ActionLink(frame.code, frame.url), parent]
    shown = links[:1] if frame.is_overview else links[: 2 if parent.url == frame.url else 3]
    items = ((link.url, inline_elements.bidi(link.label)) for link in shown)
    return format_html(
        '<nav class="path no-print" aria-label="{}"><ol>{}</ol></nav>',
        gettext("Breadcrumb"),
        format_html_join("", '<li><a href="{}">{}</a></li>', items),
    )


@register.simple_tag
def submit(text: str, icon: str = "", kind: str = "", **attributes: object) -> SafeString:
    """A button that sends its form; `kind`: second, plain or danger; also name and value."""
    return format_html(
        '<button class="{}"{}>{}{}</button>',
        f"btn {kind}".strip(),
        flatatt(attributes),
        inline_elements.icon(icon) if icon else "",
        text,
    )


@register.inclusion_tag("web/_form.html")
def post_form(form: BaseForm, label: str, icon: str = "check", **more: object) -> dict[str, object]:
    """A form of one card with its button; `web/_form.html` lists its other arguments."""
    return {"form": form, "label": label, "icon": icon, **more}


class PanelNode(template.Node):
    """A card with a heading. A separate node, so that Django finds blocks and texts in it."""

    def __init__(
        self, title: FilterExpression, attributes: dict[str, FilterExpression], nodelist: NodeList
    ) -> None:
        self.title = title
        self.attributes = attributes
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The card."""
        return format_html(
            '<section class="card"><h2{}>{}</h2>{}</section>',
            flatatt({name: value.resolve(context) for name, value in self.attributes.items()}),
            self.title.resolve(context),
            self.nodelist.render(context),
        )


@register.tag
def panel(parser: Parser, token: Token) -> PanelNode:
    """The content up to `endpanel`, under a title: `{% panel _("Title") id="place" %}`; `id` is optional."""
    _name, title, *attributes = token.split_contents()
    nodelist = parser.parse(("endpanel",))
    parser.delete_first_token()
    return PanelNode(parser.compile_filter(title), token_kwargs(attributes, parser), nodelist)
