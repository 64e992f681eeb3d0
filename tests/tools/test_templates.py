"""New lines of the template formatter: where a browser shows no white space, and nowhere else."""

import pytest

from tools import templates


def split(source: str) -> str:
    return templates.split_lines(f"{source}\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("{% if a %}<p>b</p>{% endif %}", "{% if a %}\n<p>b</p>\n{% endif %}"),
        (
            "<tr>{% for a in b %}{% if a %}<td>{{ a }}</td>{% endif %}{% endfor %}</tr>",
            "<tr>\n{% for a in b %}\n{% if a %}\n<td>{{ a }}</td>\n{% endif %}\n{% endfor %}\n</tr>",
        ),
        ("<form>{% csrf_token %}{{ form }}</form>", "<form>\n{% csrf_token %}\n{{ form }}</form>"),
        (
            "{% panel _('A') %}<p>b</p>{% endpanel %}<p>c</p>",
            "{% panel _('A') %}\n<p>b</p>\n{% endpanel %}\n<p>c</p>",
        ),
        ("{% extends 'a' %}{% load b %}c", "{% extends 'a' %}\n{% load b %}c"),
        ('<input type="hidden"><p>a</p>', '<input type="hidden">\n<p>a</p>'),
    ],
)
def test_a_block_level_tag_gets_a_line_of_its_own(source: str, expected: str) -> None:
    assert split(source) == expected
    assert split(expected) == expected


@pytest.mark.parametrize(
    "source",
    [
        "<p>a{% if b %}<b>c</b>{% endif %}d</p>",
        "<td></td>",
        "<h1>{% translate 'a' %}</h1>",
        "<li>{{ a }}{% if b %}, {{ b }}{% endif %}</li>",
        "<p>{% for a in b %}<i>{{ a }}</i>{% endfor %}</p>",
        "<span>a</span>{% include 'b' %}",
        '<div {% if a > 1 %}class="<b>"{% endif %}>a</div>',
        "{% blocktranslate %}a <p>b</p><p>c</p>{% endblocktranslate %}",
        "<textarea><p>a</p><p>b</p></textarea>",
        "{# <p>a</p><p>b</p> #}",
    ],
)
def test_what_might_show_stays_together(source: str) -> None:
    assert split(source) == source


def test_an_if_of_several_lines_that_is_alone_on_them_is_opened() -> None:
    source = "<p>\n{% if a %}<i\nb>c</i>{% else %}d{% endif %}\n</p>"

    assert split(source) == ("<p>\n{% if a %}\n<i\nb>c</i>\n{% else %}\nd\n{% endif %}\n</p>")


def test_an_if_with_text_after_it_is_not_opened() -> None:
    source = "<p>\n{% if a %}<i\nb>c</i>{% endif %}, d\n</p>"

    assert split(source) == source


def test_a_loop_of_inline_elements_is_opened_only_where_white_space_is() -> None:
    tight = "<p>\n{% for a in b %}<i\nc>d</i>{% endfor %}\n</p>"
    loose = "<p>\n{% for a in b %}\n<i>d</i>{% endfor %}\n</p>"

    assert split(tight) == tight
    assert split(loose) == "<p>\n{% for a in b %}\n<i>d</i>\n{% endfor %}\n</p>"
