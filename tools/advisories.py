"""Names pinned packages that an advisory is about: python tools/advisories.py EXPORT...

An export is a file of JSON, a folder or a zip of such files, in the format of OSV
(https://ossf.github.io/osv-schema/), ecosystems PyPI and npm. Nothing is fetched: SECURITY.md says how
an export is brought here. Exit code 1 when a package is affected, 2 when an export cannot be read.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from semver import Version as NpmVersion

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import locks

Key = tuple[str, str]  # ecosystem and name


@dataclass
class Installed:
    version: str
    locks: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Hit:
    """One advisory that is about one pinned package."""

    key: Key
    version: str
    names: frozenset[str]  # its id and aliases
    summary: str
    severity: str
    fixed: tuple[str, ...]


class ExportError(Exception):
    """An export, or an advisory in it, that cannot be read."""


def pinned(root: Path = locks.ROOT) -> dict[Key, Installed]:
    """Every version that a lock file pins, with the lock files that do."""
    found: dict[Key, Installed] = {}
    for name in (*locks.LOCKS, "spark.lock", "readers.lock"):
        for pin in locks.read(root / name).values():
            key = ("PyPI", canonicalize_name(pin.name))
            found.setdefault(key, Installed(pin.version)).locks.add(name)
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    for place, told in packages.items():
        if place:
            key = ("npm", place.rpartition("node_modules/")[2])
            found.setdefault(key, Installed(told["version"])).locks.add("package-lock.json")
    return found


def advisories(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each advisory of an export with its place."""
    for place, text in _texts(path):
        try:
            told = json.loads(text)
        except ValueError as error:
            raise ExportError(f"{place} is no JSON: {error}") from None
        for item in told if isinstance(told, list) else [told]:
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                raise ExportError(f"{place} is no advisory in the format of OSV: it has no id.")
            yield place, item


def _texts(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield str(file), file.read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    yield f"{path.name}: {name}", archive.read(name)
    elif path.is_file():
        yield str(path), path.read_bytes()
    else:
        raise ExportError(f"{path} is not there.")


def hits(advisory: dict[str, Any], installed: dict[Key, Installed]) -> Iterator[Hit]:
    """The pinned packages that this advisory is about. A withdrawn one is about none."""
    if advisory.get("withdrawn"):
        return
    for affected in advisory.get("affected", []):
        package = affected.get("package", {})
        ecosystem, name = package.get("ecosystem", ""), package.get("name", "")
        key = (ecosystem, canonicalize_name(name) if ecosystem == "PyPI" else name)
        if key in installed and is_affected(key, installed[key].version, affected):
            yield Hit(
                key,
                installed[key].version,
                frozenset({advisory["id"], *advisory.get("aliases", [])}),
                advisory.get("summary") or advisory.get("details", "").partition("\n")[0],
                _severity(advisory, affected),
                tuple(_fixed(affected)),
            )


def is_affected(key: Key, version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is listed, or lies in a range, as the OSV schema says it is to be evaluated."""
    order = ORDERS[key[0]]
    if version in affected.get("versions", []):
        return True
    for item in affected.get("ranges", []):
        if item.get("type") in {"ECOSYSTEM", "SEMVER"} and _within(version, item["events"], order):
            return True
    return False


def _within(version: str, events: list[dict[str, str]], order: Callable[[str], Any]) -> bool:
    this = order(version)
    within = False
    for kind, at in sorted(
        ((kind, at) for event in events for kind, at in event.items()),
        key=lambda event: (event[1] != "0", order(event[1]) if event[1] != "0" else 0),
    ):
        if kind == "introduced" and (at == "0" or this >= order(at)):
            within = True
        elif (kind in {"fixed", "limit"} and this >= order(at)) or (
            kind == "last_affected" and this > order(at)
        ):
            within = False
    return within


def _python(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion:
        raise ExportError(f"“{version}” is no version of a Python package.") from None


def _npm(version: str) -> NpmVersion:
    try:
        return NpmVersion.parse(version, optional_minor_and_patch=True)
    except ValueError:
        raise ExportError(f"“{version}” is no version of an npm package.") from None


ORDERS: dict[str, Callable[[str], Any]] = {"PyPI": _python, "npm": _npm}


def _fixed(affected: dict[str, Any]) -> Iterator[str]:
    for item in affected.get("ranges", []):
        if item.get("type") != "GIT":
            yield from (event["fixed"] for event in item.get("events", []) if "fixed" in event)


def _severity(advisory: dict[str, Any], affected: dict[str, Any]) -> str:
    for told in (affected, advisory):
        for where in ("database_specific", "ecosystem_specific"):
            if isinstance(word := told.get(where, {}).get("severity"), str):
                return word.lower()
    scores = [item.get("score", "") for item in advisory.get("severity", [])]
    return scores[0] if scores else "severity not said"


def merged(found: list[Hit]) -> list[Hit]:
    """One hit for each weakness: databases publish the same one under several names."""
    kept: list[Hit] = []
    for hit in found:
        same = next((item for item in kept if item.key == hit.key and item.names & hit.names), None)
        if same is None:
            kept.append(hit)
            continue
        fixed = tuple(dict.fromkeys((*same.fixed, *hit.fixed)))
        names = same.names | hit.names
        kept[kept.index(same)] = Hit(
            same.key, same.version, names, same.summary or hit.summary, same.severity, fixed
        )
    return kept


def report(paths: list[Path], installed: dict[Key, Installed]) -> tuple[list[Hit], int, str]:
    """The hits, how many advisories were read, and the day of the newest."""
    results: list[Hit] = []
    read, newest = 0, ""
    for path in paths:
        for place, advisory in advisories(path):
            read += 1
            newest = max(newest, str(advisory.get("modified", ""))[:10])
            try:
                results += hits(advisory, installed)
            except (ExportError, KeyError, TypeError, AttributeError) as error:
                raise ExportError(f"{place} cannot be evaluated: {error}") from None
    return merged(results), read, newest


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("exports", nargs="+", type=Path, metavar="EXPORT")
    options = parser.parse_args(argv)
    installed = pinned()
    try:
        result, read, newest = report(options.exports, installed)
    except (ExportError, OSError, zipfile.BadZipFile) as error:
        print(f"advisories: {error}", file=sys.stderr)
        return 2
    if not read:
        print("advisories: the export holds no advisory.", file=sys.stderr)
        return 2
    for hit in result:
        where = ", ".join(sorted(installed[hit.key].locks))
        remedy = f"fixed in {', '.join(hit.fixed)}" if hit.fixed else "no fixed version is named"
        print(f"{hit.key[1]} {hit.version} ({hit.key[0]}; {where}): {', '.join(sorted(hit.names))}")
        print(f"    {hit.severity}; {remedy}. {hit.summary}")
    print(
        f"{read} advisories read, the newest of {newest or 'an unknown day'}; "
        f"{len(result)} concern {len(installed)} pinned packages."
    )
    return 1 if result else 0


if __name__ == "__main__":
    sys.exit(main())
