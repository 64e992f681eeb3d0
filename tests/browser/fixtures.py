"""The real thing in a real browser: the demo on a free port, and people to sign in as.

Two groups of tests start it, so that two workers share the time: `pages` looks at every page of one
world, `walks` go through it as people do.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser import nights, personal
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.browser.world import World, make_world
from tests.ops import homes

type Opener = Callable[..., BrowserContext]

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 420


def _environment(home: Path) -> dict[str, str]:
    """Ours without what the other tests set for themselves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    demo = {"SAATHI_HOME": str(home), "SAATHI_DEMO": "yes", "SAATHI_HTTPS": "no"}
    # All walks of one process share one worker: in a fast run hers are more than 30 in an hour.
    return kept | demo | {"SAATHI_SEARCHES_AN_HOUR": "300"}


def _free_port() -> int:
    """A port of this process's own, below those that the system hands out to others meanwhile."""
    for port in itertools.chain.from_iterable(
        range(10_000 + start % 20_000, 30_000) for start in (os.getpid(), 0)
    ):
        with socket.socket() as listening:
            if listening.connect_ex(("127.0.0.1", port)):
                return port
    pytest.fail("there is no free port")


def _wait(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert demo.poll() is None, f"`saathi demo` ended by itself:\n{log.read_text()[-3000:]}"
        try:
            urllib.request.urlopen(f"{address}/demo/", timeout=5).close()  # noqa: S310 - our own
        except urllib.error.HTTPError as error:
            pytest.fail(f"`saathi demo` answers {error.code}; see demo.log")
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"`saathi demo` did not answer in {START_SECONDS} seconds")


@contextmanager
def running_demo(children: int) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """The address, the home and the environment of a demo with its own database.

    The home is a copy of a migrated one, so that only the country is made. It is stopped as Ctrl-C stops
    it; what it wrote is in `demo.log` of its home.
    """
    home = Path(tempfile.mkdtemp(prefix="saathi-demo-"))  # pytest's own folders shut out the server
    home.chmod(0o755)
    homes.fill(home)
    port, environment = _free_port(), _environment(home)
    command = [sys.executable, "-m", "saathi.config.command", "demo"]
    log = (home / "demo.log").open("wb")
    demo = subprocess.Popen(
        [*command, "--port", str(port), "--children", str(children)],
        env=environment,
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        address = f"http://localhost:{port}"
        _wait(address, demo, home / "demo.log")
        nights.HOMES[address] = environment
        yield address, home, environment
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=60)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a running demo with few children, and the people of the walks."""
    with running_demo(60) as (address, home, environment):
        people = [sys.executable, "-m", "tests.browser.people"]
        subprocess.run(people, env=environment, cwd=ROOT, check=True)
        yield address
        personal.assert_none_in_logs(home, environment)


@pytest.fixture(scope="module")
def chromium(launch_browser: Callable[..., Browser]) -> Iterator[Callable[[], Browser]]:
    """One Chromium for the tests of a file. It fell now and then: the next test gets another."""
    running = [launch_browser()]

    def browser() -> Browser:
        if not running[-1].is_connected():
            running.append(launch_browser())
        return running[-1]

    yield browser
    running[-1].close()


@pytest.fixture
def opened(chromium: Callable[[], Browser]) -> Iterator[Opener]:
    """Opens windows of this test's own, which forget everything at its end."""
    with _windows(chromium()) as context:
        yield context


@pytest.fixture
def walks(
    site: str, opened: Opener, signed_in: dict[str, StorageState]
) -> Callable[..., BrowserWalk]:
    """Signs someone of the cast in by one click, in a window of her own.

    Who has done so before in this session comes back with the cookie she got then.
    """
    return _walks(site, opened, signed_in)


@pytest.fixture(scope="session")
def signed_in() -> dict[str, StorageState]:
    """The cookies of those who have signed in, by name; a session that was locked is no use."""
    return {}


@pytest.fixture(scope="session")
def world(http_walks: Callable[[str], HttpWalk], launch_browser: Callable[..., Browser]) -> World:
    """A country in which every page has something to show, walked once and shared."""
    browser = launch_browser()
    with _windows(browser) as context:
        made = make_world(http_walks, context)
    browser.close()
    return made


@contextmanager
def _windows(browser: Browser) -> Iterator[Opener]:
    """Opens windows, each with cookies and storage of its own, and closes them."""
    windows: list[BrowserContext] = []

    def context(**options: Any) -> BrowserContext:
        opened = browser.new_context(**options)
        opened.set_default_timeout(30_000)  # beside tests that load and restore whole databases
        windows.append(opened)
        return opened

    yield context
    for each in windows if browser.is_connected() else []:
        each.close()


def _walks(
    site: str, opened: Opener, signed_in: dict[str, StorageState]
) -> Callable[..., BrowserWalk]:
    def walk(person: str, *, language: str = "en", **options: Any) -> BrowserWalk:
        context = opened(storage_state=signed_in.get(person), **options)
        if language != "en":
            context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        walk = BrowserWalk(site, context.new_page(), person)
        if person in signed_in and walk.is_signed_in():
            return walk
        walk.sign_in()
        signed_in[person] = {
            "cookies": [c for c in context.cookies() if c["name"] != "django_language"],
            "origins": [],
        }
        return walk

    return walk


@pytest.fixture(scope="session")
def http_walks(site: str) -> Callable[[str], HttpWalk]:
    """Signs someone of the cast in once; who comes again has her cookies, on a page of her own."""
    sessions: dict[str, requests.Session] = {}

    def walk(person: str) -> HttpWalk:
        if person in sessions:
            again = HttpWalk(site, person, sessions[person])
            if again.is_signed_in():
                return again
        walk = HttpWalk(site, person).sign_in()
        sessions[person] = walk.session
        return walk

    return walk
