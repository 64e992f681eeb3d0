import re
from pathlib import Path

import pytest
from django.template import Context, Template

from saathi.web import assets, icons

PACKAGE = Path(assets.__file__).parent.parent
NAMED = r'{% (?:icon |submit (?:_\("[^"]*"\)|[\w.]+) |post_form [^%]*icon=)"([^"]+)"'


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers() -> None:
    drawn = Template('{% load saathi %}{% icon "scale" %}').render(Context())

    assert drawn.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawn
    assert drawn.count("<path") == 1


def test_an_arrow_turns_round_in_a_right_to_left_page() -> None:
    drawn = Template('{% load saathi %}{% icon "arrow-right" %}').render(Context())

    assert 'class="icon flips"' in drawn


def test_an_unknown_icon_says_what_to_do() -> None:
    with pytest.raises(assets.UnknownIcon, match=r"saathi/web/icons\.py"):
        Template('{% load saathi %}{% icon "no-such-thing" %}').render(Context())


def test_every_icon_a_template_names_is_built() -> None:
    named = {
        (page.name, name)
        for page in PACKAGE.rglob("templates/**/*.html")
        for name in re.findall(NAMED, page.read_text(encoding="utf-8"))
    }

    assert named
    assert not {(page, name) for page, name in named if name not in assets.icon_paths()}


def test_icons_are_listed_once_and_in_order() -> None:
    assert list(icons.ICON_NAMES) == sorted(set(icons.ICON_NAMES))
    assert set(icons.ICON_NAMES) >= icons.MIRRORED_ICONS
