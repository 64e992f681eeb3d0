"""What a walk reads from the page where it is: ids in addresses, and whether something is there yet."""

import re
import time
from collections.abc import Callable

import pytest

from tests.browser.walk import Walk

DONE = 60  # seconds in which a job has done its work


def is_there(walk: Walk, path: str) -> bool:
    return walk.status(path) == 200


def until(is_done: Callable[[], object]) -> None:
    """Waits for a job."""
    for _quarter in range(4 * DONE):
        if is_done():
            return
        time.sleep(0.25)
    pytest.fail(f"no job has done it in {DONE} seconds")


def ids_in(walk: Walk, **named: str) -> dict[str, str]:
    """The ids in the page's address and links, by name: `/child/{}/` is the pattern of the address."""
    addresses = "\n".join([walk.path, *walk.each_link()])
    found = {}
    for name, pattern in named.items():
        match = re.search(pattern.replace("{}", "([0-9a-f-]{36})"), addresses)
        assert match, (addresses, pattern)
        found[name] = match[1]
    return found
