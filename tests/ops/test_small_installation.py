"""An installation without the optional parts: it runs, and commands that need a part say so.

Made as an operator makes it: the wheel and requirements-run-small.lock in a separate environment.
"""

import os
import re
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.ops.installations import free_port, until
from tools import locks

pytestmark = [pytest.mark.deploy, pytest.mark.xdist_group("small installation")]
BIN = locks.ROOT / ".venv" / "bin"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of the small environment."""
    folder = tmp_path_factory.mktemp("small")
    wheels, environment = folder / "dist", folder / "venv"
    uv = str(BIN / "uv")
    locked = ["--build-constraints", "build.lock", "--require-hashes"]
    run(uv, "build", "--quiet", "--wheel", *locked, "--out-dir", str(wheels))
    run(uv, "venv", "--quiet", "--python", str(BIN / "python"), str(environment))
    install = [uv, "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")]
    run(*install, "--require-hashes", "-r", locks.SMALL)
    run(*install, "--no-deps", *map(str, wheels.glob("*.whl")))
    return environment / "bin"


def run(*command: str, home: Path | None = None, good: bool = True) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    process = subprocess.run(
        command,
        cwd=locks.ROOT if home is None else home.parent,
        env=kept | ({"SAATHI_HOME": str(home), "SAATHI_DEMO": "yes"} if home else {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = process.stdout + process.stderr
    assert (process.returncode == 0) is good, said
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="module")
def demo(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """The address, the home and the log of a demo that runs there."""
    home = tmp_path_factory.mktemp("home") / "home"
    home.mkdir()
    log = home.with_name("demo.log")
    address = f"http://localhost:{(port := free_port())}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    with log.open("wb") as said:
        running = subprocess.Popen(
            [str(small / "saathi"), "demo", "--port", str(port), "--children", "40"],
            cwd=home.parent,
            env=kept | {"SAATHI_HOME": str(home)},
            stdout=said,
            stderr=said,
        )

    def is_up() -> bool:
        assert running.poll() is None, log.read_text()[-3000:]
        return "Sign in there" in log.read_text()

    try:
        until(is_up, 240)
        yield address, home, log
    finally:
        running.terminate()
        running.wait(timeout=60)


def test_the_optional_parts_are_not_installed(small: Path) -> None:
    listed = run(str(BIN / "uv"), "pip", "list", "--python", str(small / "python"))
    assert not re.search(r"^(scipy|highspy|pysdmx|pandas|lxml|pytest|mypy) ", listed, re.MULTILINE)
    assert re.search(r"^saathi ", listed, re.MULTILINE)


def test_the_demo_runs_and_a_childs_file_opens(demo: tuple[str, Path, Path]) -> None:
    address, _home, log = demo
    assert "needs the part “releases”, which is not installed" in log.read_text()
    assert "Traceback" not in log.read_text()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    door = browser.open(f"{address}/demo/").read().decode()
    form = door[: door.lower().index("sign in as case worker")].rpartition("<form")[2]
    told = dict(re.findall(r'name="(csrfmiddlewaretoken|person)" value="([^"]+)"', form))
    my_day = browser.open(f"{address}/demo/", urllib.parse.urlencode(told).encode()).read().decode()
    child = re.search(r'href="(/child/[0-9a-f-]+/)', my_day)
    assert child, "no child stands on the first page"
    assert "<h1" in browser.open(address + child[1]).read().decode()
    browser.open(f"{address}/numbers/").read()


def test_doctor_says_which_part_is_not_installed(small: Path, demo: tuple[str, Path, Path]) -> None:
    message = run(str(small / "saathi"), "doctor", home=demo[1])
    assert "not installed: the part “releases” (saathi[releases])" in message


def test_a_command_that_needs_the_part_says_so(
    small: Path, demo: tuple[str, Path, Path], tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("sex,count\ng,9\nb,12\n")
    for words in (
        ["protect", str(table), "--out", str(tmp_path / "out")],
        ["audit-tables", str(table)],
        ["release", "design", "some-family", "--by", "nobody@example.org"],
    ):
        message = run(str(small / "saathi"), *words, home=demo[1], good=False)
        assert "pip install 'saathi[releases]'" in message
