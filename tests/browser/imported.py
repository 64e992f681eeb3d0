"""An import whose rows were checked."""

from collections.abc import Callable

from tests.browser import outside
from tests.browser.reading import ids_in, until
from tests.browser.walk import Walk


def take_in(
    holder: Walk, ids: dict[str, str], name: str, bring: Callable[[Walk], Walk] = outside.take_in
) -> str:
    """The path of an import whose rows were checked; its id is kept under this name."""
    bring(holder)
    ids |= ids_in(holder, **{name: "/imports/{}/"})
    here = f"/exchange/imports/{ids[name]}/"
    until(lambda: holder.open(here).links("/decide/"))
    return here
