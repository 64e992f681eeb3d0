"""Pages are sent without the indentation of their templates, and nothing else of them is lost."""

import re
from pathlib import Path

from django.template import engines
from django.template.loader import get_template

from saathi.web import template_loader

TEMPLATES = sorted(template_loader.PACKAGE.rglob("templates/**/*.html"))
OF_LIBRARY = "allauth/layouts/base.html"


def test_our_templates_lose_indentation_and_keep_their_lines() -> None:
    template = get_template("web/base.html").template
    written = Path(template.origin.name).read_text(encoding="utf-8")

    assert "\n  <head>" in written
    assert template.source.splitlines() == [line.lstrip() for line in written.splitlines()]


def test_templates_of_libraries_stay_as_they_are() -> None:
    template = get_template(OF_LIBRARY).template

    assert template.source == Path(template.origin.name).read_text(encoding="utf-8")


def test_templates_are_read_once() -> None:
    engine = engines["django"].engine

    assert engine.find_template("web/base.html")[0] is engine.find_template("web/base.html")[0]


def test_texts_of_several_lines_are_trimmed() -> None:
    found = [
        (template.name, text)
        for template in TEMPLATES
        for text in re.findall(
            r"{% blocktranslate\b.*?{% endblocktranslate %}", template.read_text("utf-8"), re.DOTALL
        )
        if "\n" in text and not re.match(r"{% blocktranslate [^%]*\btrimmed\b", text)
    ]

    assert found == []


def test_no_template_has_a_text_whose_spaces_show() -> None:
    shown = re.compile(r"<pre\b|<textarea\b[^>]*>\s")

    assert not [path.name for path in TEMPLATES if shown.search(path.read_text("utf-8"))]
