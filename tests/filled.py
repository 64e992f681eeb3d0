"""The form of a page as a browser would send it: its field values, with typed values replacing them."""

from html.parser import HTMLParser

type Values = dict[str, list[str]]


class _Forms(HTMLParser):
    """Every form of the page's content, by its address."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Values]] = []
        self._select = self._option = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif not self.forms:
            return
        elif tag == "input" and name:
            ticked = given.get("type") not in {"radio", "checkbox"} or "checked" in given
            if ticked and given.get("type") not in {"submit", "file"}:
                self._add(name, given.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._text = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self._add(self._text, data.removeprefix("\n"))

    def _add(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def form(page: str, *, to: str = "", **typed: object) -> Values:
    """The form that leads to this address, with what is typed or chosen in it; None leaves a field out.

    A form without an address leads to its own page.
    """
    reader = _Forms()
    reader.feed(page)
    keyed = [(action, values) for action, values in reader.forms if "form_key" in values]
    found = next((values for action, values in keyed if action == to), None)
    if found is None:
        found = next(values for action, values in keyed if not action)
    sent = {name: values for name, values in found.items() if name not in typed}
    for name, value in typed.items():
        if value is not None:
            sent[name] = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    return sent
