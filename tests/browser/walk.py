"""How a person goes through Saathi: by the links, fields and buttons that stand on the page.

`BrowserWalk` goes in Chromium. `HttpWalk` sends the same requests and reads the same pages without one,
for what is only there to be looked at later. The steps of stories are written once for both.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple, Self

from tests.browser import personal

COUNTRIES = {"BD": "BGD", "IN": "IND", "NP": "NPL"}  # of a district, as the forms have them


class Choice(NamedTuple):
    """What a field offers: an option of a list, or a box with its label."""

    value: str
    text: str


class Walk(ABC):
    """One person on her way. Fields are found by name, so that it works in every language."""

    site: str
    person: str
    controls: int = (
        0  # fields that were filled in, each box of a date, and buttons that were pressed
    )

    # --- Where she goes --------------------------------------------------------------------------

    @abstractmethod
    def sign_in(self) -> Self:
        """One click at the demo's door."""

    @abstractmethod
    def is_signed_in(self) -> bool:
        """Whether the server still knows her: a session may have been locked meanwhile."""

    @abstractmethod
    def open(self, path: str) -> Self:
        """Goes to an address, as by a bookmark."""

    @abstractmethod
    def follow(self, ending: str) -> Self:
        """Goes on by the first link in sight whose address ends so."""

    @abstractmethod
    def enter(self, part: str) -> Self:
        """Goes on by the first link of the page's own content whose address has this in it."""

    @abstractmethod
    def press(self, value: str = "", *, to: str = "") -> Self:
        """Presses the main button of the page's form; another page is there then."""

    @abstractmethod
    def go_on(self, value: str, *, until: str) -> Self:
        """Presses a button that goes on in the form; a field of the name `until` is in it then."""

    # --- What she types --------------------------------------------------------------------------

    def fill(self, **values: object) -> Self:
        """Fills in fields by their names: text, a choice, or several choices."""
        for name in [each for each in values if each.endswith("district") and values[each]]:
            country = f"{name.removesuffix('district')}country"
            if self.choices(country):
                values.setdefault(country, COUNTRIES[str(values[name])[:2]])
        # A country first: it decides which districts are offered.
        for name, value in sorted(values.items(), key=lambda pair: not pair[0].endswith("country")):
            if value is None:
                continue  # left as it is
            for item in value if isinstance(value, list) else [value]:
                if personal.is_personal(item):
                    personal.TYPED.add(str(item))
                self.controls += 1
                self._fill(name, item)
        return self

    def day(self, name: str, year: object, month: object, day: object) -> Self:
        """Fills in a date in its three parts."""
        return self.fill(**{f"{name}_0": day, f"{name}_1": month, f"{name}_2": year})

    @abstractmethod
    def _fill(self, name: str, value: object) -> None:
        """Fills in one field of the page, or fails and says which fields are there."""

    @abstractmethod
    def upload(self, name: str, file: str, media_type: str, data: bytes) -> Self:
        """Puts a file into the field of this name."""

    @abstractmethod
    def unfold(self) -> Self:
        """Opens what the page's content has folded away."""

    # --- What she finds --------------------------------------------------------------------------

    @abstractmethod
    def says(self, *texts: str) -> Self:
        """The page says this, in sight."""

    def is_nowhere(self) -> Self:
        """The page is the one of what does not exist."""
        return self.says("Page not found, or you do not have access")

    @property
    @abstractmethod
    def path(self) -> str:
        """Where she is."""

    @abstractmethod
    def status(self, path: str) -> int:
        """How the server answers this person at an address, without leaving the page."""

    def link(self, part: str, number: int = 0) -> str:
        """Where a link of the page leads whose address has this in it."""
        found = self.links(part)
        assert len(found) > number, f"{part}: {found} on {self.path}"
        return found[number]

    @abstractmethod
    def links(self, part: str) -> list[str]:
        """The addresses in the page's own content that have this in them."""

    @abstractmethod
    def each_link(self) -> Iterator[str]:
        """Every address of the page, with its site."""

    @abstractmethod
    def fields(self, beginning: str) -> list[str]:
        """The names of fields that begin so."""

    @abstractmethod
    def choices(self, name: str) -> list[Choice]:
        """What the field of this name offers, the empty choice too; nothing where there is none."""

    def choice(self, name: str, label: str = "") -> str:
        """The first choice that is not empty, or the first with these words in its label."""
        offered = self.choices(name)
        found = [each.value for each in offered if each.value and label in each.text]
        assert found, f"{name} does not offer {label or 'anything'} on {self.path}: {offered}"
        return found[0]

    @abstractmethod
    def has_form(self, to: str) -> bool:
        """Whether a form of the page's content is sent to an address that ends so."""

    @abstractmethod
    def words(self, place: str) -> list[str]:
        """The words of each element of the page that this simple selector finds."""
