"""Reads the lock files. `--check` holds them against pyproject.toml and against each other.

requirements.lock has all there is for development, requirements-run.lock what a complete installation
needs, requirements-run-small.lock what one without the optional parts needs, build.lock what makes the
wheel, and the lock of each folder in engines/ what that engine needs alone. Every line is pinned and
hashed, and none names where a package comes from.
"""

import importlib.metadata
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALL, RUN, SMALL, BUILD = (
    "requirements.lock",
    "requirements-run.lock",
    "requirements-run-small.lock",
    "build.lock",
)
ENGINES = ("matching", "disclosure", "xlsform")
ENGINE_LOCKS = {name: f"engines/{name}/requirements.lock" for name in ENGINES}
LOCKS = (ALL, RUN, SMALL, BUILD, *ENGINE_LOCKS.values())
PINNED = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))? \\$"
)
HASH = re.compile(r"^    --hash=sha256:(?P<hash>[0-9a-f]{64})(?: \\)?$")


@dataclass
class Pin:
    name: str
    version: str
    marker: str = ""
    hashes: set[str] = field(default_factory=set)


class LockError(Exception):
    """A line of a lock file that is neither a pin, nor a hash, nor a comment."""


def read(path: Path) -> dict[str, Pin]:
    """The pins of a lock file by name. Any line of another form is refused."""
    pins: dict[str, Pin] = {}
    pin = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if found := PINNED.match(line):
            pin = Pin(found["name"], found["version"], found["marker"] or "")
            if pin.name in pins:
                raise LockError(f"{path.name}:{number}: {pin.name} is pinned twice")
            pins[pin.name] = pin
        elif pin is not None and (found := HASH.match(line)):
            pin.hashes.add(found["hash"])
        elif line.strip() and not line.lstrip().startswith("#"):
            raise LockError(f"{path.name}:{number}: neither a pin nor a hash: {line.strip()}")
    return pins


def project(root: Path = ROOT) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text())


def engine_project(engine: str, root: Path = ROOT) -> dict:
    return tomllib.loads((root / "engines" / engine / "pyproject.toml").read_text())


def wanted(root: Path = ROOT) -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, and that of each engine, by lock file."""
    told = project(root)
    core = told["project"]["dependencies"]
    extras = told["project"]["optional-dependencies"]
    parts = [entry for name, ones in extras.items() if name != "all" for entry in ones]
    groups = told["dependency-groups"]
    asked = {
        ALL: [*core, *parts, *groups["dev"]],
        RUN: [*core, *parts],
        SMALL: core,
        BUILD: groups["build"],
    }
    for engine, lock in ENGINE_LOCKS.items():
        asked[lock] = engine_project(engine, root)["project"]["dependencies"]
    return {lock: [Requirement(item) for item in ones] for lock, ones in asked.items()}


def problems(root: Path = ROOT) -> list[str]:
    """What does not agree, one sentence each."""
    try:
        locks = {name: read(root / name) for name in LOCKS}
    except (LockError, OSError) as error:
        return [str(error)]
    results = []
    for name, pins in locks.items():
        results += [f"{name}: {pin.name} has no hash" for pin in pins.values() if not pin.hashes]
        results += _not_as_asked(name, pins, wanted(root)[name])
        if name != BUILD:  # what builds the wheel is not installed here, so cannot be asked
            results += _comes_with_nothing(name, pins, wanted(root)[name])
    within = [(RUN, ALL), (SMALL, RUN), *((lock, RUN) for lock in ENGINE_LOCKS.values())]
    for smaller, larger in within:
        results += _not_within(smaller, locks[smaller], larger, locks[larger])
    return results + _project_disagrees(project(root)) + _engines_disagree(root)


def _not_as_asked(lock: str, pins: dict[str, Pin], asked: list[Requirement]) -> list[str]:
    not_as_asked = []
    for item in asked:
        pin = pins.get(canonicalize_name(item.name))
        if pin is None:
            not_as_asked.append(f"{lock} lacks {item.name}, which pyproject.toml asks for")
        elif not item.specifier.contains(pin.version, prereleases=True):
            not_as_asked.append(
                f"{lock} pins {pin.name} {pin.version}; pyproject.toml asks for {item}"
            )
    return not_as_asked


def _comes_with_nothing(lock: str, pins: dict[str, Pin], asked: list[Requirement]) -> list[str]:
    """Lines that nothing asks for, and packages that something asks for without a line.

    By what is installed here, so of other systems' packages (those with a marker) nothing is said.
    """
    needed = set(dependencies(asked))
    lacks = [f"{lock} lacks {name}" for name in sorted(needed - pins.keys())]
    here = {name for name, pin in pins.items() if not pin.marker and _is_installed(name)}
    return lacks + [f"{lock} has {name}, which nothing asks for" for name in sorted(here - needed)]


def dependencies(asked: list[Requirement]) -> dict[str, set[str]]:
    """What these requirements bring, by name, each with the names it asks for itself."""
    graph: dict[str, set[str]] = {}
    waiting = [(canonicalize_name(item.name), frozenset(item.extras)) for item in asked]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        graph.setdefault(name, set())
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for entry in map(Requirement, _requires(name)):
            if entry.marker is None or any(
                entry.marker.evaluate({"extra": extra}) for extra in extras | {""}
            ):
                graph[name].add(canonicalize_name(entry.name))
                waiting.append((canonicalize_name(entry.name), frozenset(entry.extras)))
    return graph


def _requires(name: str) -> list[str]:
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _not_within(
    smaller: str, of_smaller: dict[str, Pin], larger: str, of_larger: dict[str, Pin]
) -> list[str]:
    not_within = []
    for name, pin in of_smaller.items():
        other = of_larger.get(name)
        if other is None:
            not_within.append(f"{smaller} has {name}, {larger} has not")
        elif (pin.version, pin.hashes) != (other.version, other.hashes):
            not_within.append(f"{name} is {pin.version} in {smaller}, {other.version} in {larger}")
    return not_within


def _project_disagrees(told: dict) -> list[str]:
    project_disagrees = []
    if told["build-system"]["requires"] != told["dependency-groups"]["build"]:
        project_disagrees.append(
            "build-system and the group `build` in pyproject.toml name different backends"
        )
    extras = told["project"]["optional-dependencies"]
    parts = ",".join(sorted(name for name in extras if name != "all"))
    if extras.get("all") != [f"saathi[{parts}]"]:
        project_disagrees.append(f"the extra `all` in pyproject.toml must be saathi[{parts}]")
    return project_disagrees


def _engines_disagree(root: Path) -> list[str]:
    """An engine asks for the same versions as Saathi, and is built by the same backend."""
    asked = {str(entry) for entry in wanted(root)[RUN]}
    backend = project(root)["build-system"]
    engines_disagree = []
    for engine in ENGINES:
        told = engine_project(engine, root)
        engines_disagree += [
            f"engines/{engine}/pyproject.toml asks for {item}, pyproject.toml does not"
            for item in told["project"]["dependencies"]
            if str(Requirement(item)) not in asked
        ]
        if told["build-system"] != backend:
            engines_disagree.append(f"engines/{engine}/pyproject.toml names another build backend")
    return engines_disagree


def main() -> int:
    result = problems()
    for line in result:
        print(line)
    return 1 if result else 0


if __name__ == "__main__":
    sys.exit(main())
