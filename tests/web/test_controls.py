"""Shared parts of pages: the link back, buttons, forms of one card, panels."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils.safestring import mark_safe


def drawn(source: str, **values: Any) -> str:
    return Template("{% load saathi %}" + source).render(Context(values))


def test_a_link_back_leads_to_a_view_or_an_address() -> None:
    to_view = drawn('{% crumb "Law" "policy:show_law" %}')
    to_address = drawn('{% crumb "Law" to=address %}', address="/law/?a=1&b=2")

    assert f'href="{reverse("policy:show_law")}"' in to_view
    assert 'href="/law/?a=1&amp;b=2"' in to_address
    assert to_view.startswith('<a class="crumb" ')
    assert to_view.endswith("</svg>Law</a>")


def test_a_link_back_takes_arguments_and_escapes_its_text() -> None:
    drawn_link = drawn('{% crumb text "policy:show_country" "NP" %}', text="<b>")

    assert f'href="{reverse("policy:show_country", args=["NP"])}"' in drawn_link
    assert "&lt;b&gt;" in drawn_link


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{% submit "Keep" %}', '<button class="btn">Keep</button>'),
        ('{% submit "Keep" kind="plain" %}', '<button class="btn plain">Keep</button>'),
        (
            '{% submit "Keep" name="later" value="keep" formnovalidate=True %}',
            '<button class="btn" name="later" value="keep" formnovalidate>Keep</button>',
        ),
        ("{% submit text %}", '<button class="btn">&lt;i&gt;</button>'),
    ],
)
def test_a_button_sends_its_form(source: str, html: str) -> None:
    assert drawn(source, text="<i>") == html


def test_a_button_may_have_an_icon() -> None:
    assert drawn('{% submit "Keep" "check" "danger" %}').startswith(
        '<button class="btn danger"><svg class="icon"'
    )


class Question(forms.Form):
    answer = forms.CharField()


def test_a_form_of_one_card_is_guarded_and_leaves_mistakes_to_the_page() -> None:
    values = {"form": Question(), "csrf_token": "a" * 32}
    html = drawn('{% post_form form "Keep" %}', **values)

    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="answer"' in html
    assert " novalidate" in html.partition(">")[0]
    assert "data-keep" not in html
    assert "<a" not in html


def test_a_form_of_one_card_may_be_kept_by_the_device_and_left() -> None:
    html = drawn(
        '{% post_form form "Keep" keeps=True back="/back/" back_label="Leave" %}', form=Question()
    )

    assert "data-keep" in html.partition(">")[0]
    assert '<a class="btn second" href="/back/">Leave</a>' in html


def test_a_form_of_one_card_takes_nothing_else_from_the_page() -> None:
    html = drawn('{% post_form form "Keep" %}', form=Question(), back="/elsewhere/", kind="danger")

    assert "/elsewhere/" not in html
    assert "danger" not in html


def test_a_panel_puts_content_under_a_heading() -> None:
    html = drawn('{% panel title id="law" %}<p>{{ text }}</p>{% endpanel %}', title="<i>", text="&")

    assert html == '<section class="card"><h2 id="law">&lt;i&gt;</h2><p>&amp;</p></section>'


def test_a_title_that_is_safe_stays_as_it_is() -> None:
    html = drawn("{% panel title %}{% endpanel %}", title=mark_safe("<bdi>Sita</bdi>"))

    assert html == '<section class="card"><h2><bdi>Sita</bdi></h2></section>'


def test_blocks_inside_a_panel_can_be_replaced() -> None:
    page = Template("{% load saathi %}{% panel 'A' %}{% block inner %}{% endblock %}{% endpanel %}")

    assert [node.name for node in page.nodelist.get_nodes_by_type(BlockNode)] == ["inner"]
