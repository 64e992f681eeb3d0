"""A page as it came over the line: what it shows in sight, and what its forms would send.

It changes as a person fills it in: a box that is ticked, a line that is typed, a fold that is opened.
What only a script shows is not in sight; a part of a form that a script shows by steps is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from lxml import html
from lxml.html import HtmlElement

from tests.browser.walk import Choice

CONTENT = "//*[self::main or self::aside]"
CONTROLS = ".//*[self::input or self::select or self::textarea or self::button]"
BOXES = {"radio", "checkbox"}
NOT_SENT = {"submit", "button", "reset", "image", "file"}
BLANK = "application/octet-stream"
PLACE = re.compile(r"([a-z0-9]*)(?:\.([a-z-]+))?")


class SentFile(NamedTuple):
    """A file that was chosen; without a name where none was."""

    name: str = ""
    data: bytes = b""
    media_type: str = BLANK


@dataclass
class FormRequest:
    """What a browser sends when a button is pressed."""

    method: str
    address: str
    values: list[tuple[str, str | SentFile]]
    has_files: bool


@dataclass
class HtmlPage:
    """One page and its address."""

    address: str
    root: HtmlElement
    files: dict[HtmlElement, SentFile] = field(default_factory=dict)

    @classmethod
    def read(cls, address: str, text: str) -> Self:
        """What the parser makes of the text; templates are no part of the page."""
        root = html.document_fromstring(text, base_url=address)
        for template in root.findall(".//template"):
            template.drop_tree()
        return cls(address, root)

    # --- What is shown ---------------------------------------------------------------------------

    def find(self, path: str, **variables: str) -> list[HtmlElement]:
        """The elements of an XPath."""
        found: list[HtmlElement] = self.root.xpath(path, **variables)
        return found

    def links(self, part: str = "", *, ending: str = "", within: str = CONTENT) -> list[str]:
        """The addresses, as they are written, of links in sight."""
        found = [each for each in self.find(f"{within}//a[@href]") if is_in_sight(each)]
        written = [str(each.get("href")) for each in found]
        return [each for each in written if part in each and each.endswith(ending)]

    def words(self, place: str = "body") -> list[str]:
        """The words of each element by a simple selector: names of elements and classes, one in another."""
        steps = [PLACE.fullmatch(each) for each in place.split()]
        assert all(steps), f"{place} is more than this page is searched by"
        path = ""
        for step in filter(None, steps):
            path += f"//{step[1] or '*'}"
            if step[2]:
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {step[2]} ')]"
        return [text_of(each) for each in self.find(path)]

    def controls(self, name: str) -> list[HtmlElement]:
        """The fields of this name in the page's content."""
        return self.find(f"{CONTENT}//*[@name=$name]", name=name)

    def names(self) -> list[str]:
        """Of all fields in the page's content, each once."""
        found = self.find(f"{CONTENT}//*[self::input or self::select or self::textarea][@name]")
        return list(dict.fromkeys(str(each.get("name")) for each in found))

    def choices(self, name: str) -> list[Choice]:
        """Options, or boxes with the words of their labels."""
        found = []
        for control in self.controls(name):
            if control.tag == "select":
                found += [Choice(value_of(each), text_of(each)) for each in control.iter("option")]
            elif control.get("type") in BOXES:
                found.append(Choice(value_of(control), self._label(control)))
        return found

    def _label(self, control: HtmlElement) -> str:
        labels = list(control.iterancestors("label"))
        labels += self.find("//label[@for=$id]", id=control.get("id", ""))
        return text_of(labels[0]) if labels else ""

    # --- What is done to it ----------------------------------------------------------------------

    def fill(self, name: str, value: object) -> None:
        """Types a text, or chooses; a field or a choice that is not there fails."""
        found = [each for each in self.controls(name) if not is_off(each)]
        assert found, f"no field {name} at {self.address}, but {self.names()}"
        control = found[0]
        if control.get("type") in BOXES and value is not True:
            named = [each for each in found if value_of(each) == str(value)]
            assert named, self._not_offered(name, value)
            control = named[0]
        open_folds(control)
        if control.get("type") in BOXES:
            self._tick(control)
        elif control.tag == "select":
            self._choose(control, str(value))
        else:
            assert control.get("type") not in {"hidden", *NOT_SENT}, f"{name} cannot be typed into"
            assert control.get("readonly") is None, f"{name} cannot be changed"
            _type(control, str(value))

    def _not_offered(self, name: str, value: object) -> str:
        offered = [each.value for each in self.choices(name)]
        return f"{name} does not offer {value} at {self.address}, but {offered}"

    def _tick(self, control: HtmlElement) -> None:
        if control.get("type") == "radio":
            for other in self.controls(str(control.get("name"))):
                if owner_of(other) is owner_of(control):
                    other.attrib.pop("checked", None)
        control.set("checked", "")

    def _choose(self, control: HtmlElement, value: str) -> None:
        options = [each for each in control.iter("option") if each.get("disabled") is None]
        chosen = [each for each in options if value_of(each) == value]
        assert chosen, self._not_offered(str(control.get("name")), value)
        for option in options:
            option.attrib.pop("selected", None)
        chosen[0].set("selected", "")

    def upload(self, name: str, file: SentFile) -> None:
        """Chooses a file."""
        found = [each for each in self.controls(name) if each.get("type") == "file"]
        assert found, f"no field {name} for a file at {self.address}, but {self.names()}"
        self.files[found[0]] = file

    def unfold(self) -> None:
        """Opens the first fold of the page's content."""
        folds = self.find("//main//details[contains(@class, 'more')]")
        assert folds, f"nothing is folded away at {self.address}"
        folds[0].set("open", "")

    # --- What it sends ---------------------------------------------------------------------------

    def button(self, value: str, to: str = "") -> HtmlElement:
        """The main button of the first form in sight that has it; by its value, or what sends the form."""
        forms = [each for each in self.find(f"{CONTENT}//form") if is_in_sight(each)]
        offered = []
        for form in forms:
            if to and not form.get("action", "").endswith(to):
                continue
            for button in form.iter("button"):
                if "btn" not in button.get("class", "").split() or not is_in_sight(button):
                    continue
                offered.append(f"{button.get('value', '')}: {text_of(button)}")
                is_wanted = button.get("value") == value if value else _sends(button)
                if is_wanted and not is_off(button):
                    return button
        raise AssertionError(f"no button {value} {to} at {self.address}, but {offered}")

    def pressed(self, button: HtmlElement) -> FormRequest:
        """What the form of a button sends; what a browser would not send for want of an answer fails."""
        form = owner_of(button)
        assert form is not None, f"the button {text_of(button)} at {self.address} is in no form"
        controls = [
            each
            for each in self.find("//body")[0].xpath(CONTROLS)
            if owner_of(each) is form and not is_off(each)
        ]
        if form.get("novalidate") is None and button.get("formnovalidate") is None:
            missing = {
                str(each.get("name")) for each in controls if self._is_missing(each, controls)
            }
            assert not missing, f"{sorted(missing)} must be filled in at {self.address}"
        method = button.get("formmethod") or form.get("method") or "get"
        address = button.get("formaction") or form.get("action") or self.address.partition("#")[0]
        kind = button.get("formenctype") or form.get("enctype") or ""
        values = [item for each in controls for item in self._sent(each, button)]
        return FormRequest(method.lower(), address, values, kind == "multipart/form-data")

    def _is_missing(self, control: HtmlElement, controls: list[HtmlElement]) -> bool:
        if control.get("required") is None:
            return False
        if control.get("type") in BOXES:
            name = control.get("name")
            alike = [each for each in controls if each.get("name") == name]
            return all(each.get("checked") is None for each in alike)
        if control.get("type") == "file":
            return control not in self.files
        return not any(value for _name, value in self._sent(control, None))

    def _sent(
        self, control: HtmlElement, pressed: HtmlElement | None
    ) -> Iterator[tuple[str, str | SentFile]]:
        name, kind = control.get("name", ""), control.get("type", "")
        if not name:
            return
        if control.tag == "select":
            yield from ((name, value_of(each)) for each in chosen_of(control))
        elif control.tag == "textarea":
            yield name, _lines((control.text or "").removeprefix("\n"))
        elif control.tag == "button":
            if control is pressed:
                yield name, control.get("value", "")
        elif kind == "file":
            yield name, self.files.get(control, SentFile())
        elif kind in BOXES:
            if control.get("checked") is not None:
                yield name, value_of(control)
        elif kind not in NOT_SENT:
            yield name, control.get("value", "")


def text_of(element: HtmlElement) -> str:
    """Its words, with single spaces."""
    return " ".join(element.text_content().split())


def value_of(control: HtmlElement) -> str:
    """The label of an option or a box."""
    without = text_of(control) if control.tag == "option" else "on"
    return str(control.get("value", without))


def chosen_of(select: HtmlElement) -> list[HtmlElement]:
    """The chosen options; a list of one line begins with its first."""
    options = [each for each in select.iter("option") if each.get("disabled") is None]
    chosen = [each for each in options if each.get("selected") is not None]
    if select.get("multiple") is not None:
        return chosen
    return chosen[-1:] or options[:1]


def is_in_sight(element: HtmlElement) -> bool:
    """Whether nothing hides it; the steps of a form stand one below another where no script runs."""
    inner = element
    for each in (element, *element.iterancestors()):
        if each.get("hidden") is not None and each.get("data-step") is None:
            return False
        is_closed = each.tag in {"details", "dialog"} and each.get("open") is None
        if is_closed and each is not element and inner.tag != "summary":
            return False
        inner = each
    return True


def owner_of(control: HtmlElement) -> HtmlElement | None:
    """The form that a field or button belongs to: the one that it names, or the one that it is in."""
    if control.get("form") is None:
        return next(control.iterancestors("form"), None)
    forms = control.getroottree().xpath("//form[@id=$id]", id=control.get("form"))
    return forms[0] if forms else None


def is_off(control: HtmlElement) -> bool:
    """Whether it is disabled, or is in a group that is."""
    groups = control.iterancestors("fieldset")
    return any(each.get("disabled") is not None for each in (control, *groups))


def open_folds(control: HtmlElement) -> None:
    """Opens what is folded around a field."""
    for fold in control.iterancestors("details"):
        fold.set("open", "")


def _sends(button: HtmlElement) -> bool:
    return button.get("name") not in {"step", "same"} and button.get("type") != "button"


def _type(control: HtmlElement, text: str) -> None:
    if control.tag == "textarea":
        control.text = text
    else:
        control.set("value", text)


def _lines(text: str) -> str:
    """As they go over the line."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)
