"""Charts drawn on the server."""

from django.template import Context, Template

from saathi.web.charts import Svg, draw


def spec(text: str) -> dict[str, object]:
    return {
        "data": {"values": [{"year": text, "number": 3}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "year", "type": "ordinal"},
            "y": {"field": "number", "type": "quantitative"},
        },
    }


def test_a_page_shows_the_drawing_and_escapes_what_is_written_in_it() -> None:
    drawing = draw(spec("<script>alert(1)</script>"))
    shown = Template("{{ drawing }}").render(Context({"drawing": drawing}))
    assert shown.startswith("<svg")
    assert "<script" not in shown
    assert "&lt;script" in shown


def test_the_drawing_takes_its_colours_from_the_page_and_no_style_of_its_own() -> None:
    drawing = draw(spec("2020"))
    assert "currentColor" in drawing
    assert "style=" not in drawing
    assert "<style" not in drawing


def test_the_same_chart_is_drawn_once() -> None:
    assert draw(spec("2021")) is draw(spec("2021"))


def test_plain_text_is_not_marked_safe_as_svg() -> None:
    shown = Template("{{ words }}").render(Context({"words": str(Svg("<svg>"))}))
    assert shown == "&lt;svg&gt;"


def test_no_mark_of_a_drawing_calls_itself_an_image_without_words() -> None:
    drawing = draw(spec("2020"))
    assert "role=" not in drawing
    assert "aria-" not in drawing
