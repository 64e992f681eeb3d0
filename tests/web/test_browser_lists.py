"""Lists in a browser: the actions stay in view while rows are ticked."""

import pytest
from playwright.sync_api import expect

from tests.web.stage import BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def page_of_rows() -> str:
    """A list of many rows, as `list_kit/_list.html` has it."""
    rows = "".join(
        f'<tr><th><label class="pick"><input type="checkbox" name="pick" value="{number}"></label>'
        f"Case {number}</th><td>High</td></tr>"
        for number in range(60)
    )
    styles = "".join(
        f'<link rel="stylesheet" href="/static/web/{name}.css">' for name in ("saathi", "lists")
    )
    return (
        f'<!doctype html>{styles}<main><section class="card"><form class="picked">'
        f'<div class="table-wrap"><table class="cards"><tbody>{rows}</tbody></table></div>'
        '<div class="active-filters no-print"><button class="btn second">Assign</button></div>'
        "</form></section></main>"
    )


def test_actions_come_into_view_once_a_row_is_ticked(stage: BrowserStage) -> None:
    page = stage.show(page_of_rows())
    button = page.get_by_role("button", name="Assign")
    expect(button).not_to_be_in_viewport()
    page.get_by_role("checkbox").first.check()
    expect(button).to_be_in_viewport()
    page.get_by_role("checkbox").first.uncheck()
    expect(button).not_to_be_in_viewport()


def test_actions_never_cover_the_row_that_has_the_focus(stage: BrowserStage) -> None:
    page = stage.show(page_of_rows())
    boxes = page.get_by_role("checkbox")
    boxes.first.check()
    for _row in range(30):
        page.keyboard.press("Tab")
    focused = page.locator(":focus").bounding_box()
    bar = page.locator(".active-filters").bounding_box()
    assert focused is not None
    assert bar is not None
    assert focused["y"] + focused["height"] <= bar["y"]
