"""The offline check of pinned packages against an export of advisories, all of them invented."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import advisories
from tools.advisories import Installed

INSTALLED = {
    ("PyPI", "some-package"): Installed("2.5.1", {"requirements.lock"}),
    ("npm", "@scope/drawing"): Installed("3.0.0", {"package-lock.json"}),
}


def advisory(name: str = "INVENTED-1", *, events: Any = (), **more: Any) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Some_Package"},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        **more.pop("affected", {}),
    }
    return {"id": name, "modified": "2026-11-20T00:00:00Z", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("events", "is_affected"),
    [
        ([{"introduced": "0"}, {"fixed": "2.5.2"}], True),
        ([{"introduced": "0"}, {"fixed": "2.5.1"}], False),
        ([{"introduced": "2.5.1"}], True),
        ([{"introduced": "2.5.2"}], False),
        ([{"introduced": "2.0"}, {"last_affected": "2.5.1"}], True),
        ([{"introduced": "2.0"}, {"last_affected": "2.5.0"}], False),
        ([{"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "2.4"}, {"fixed": "2.10"}], True),
        ([{"introduced": "2.4"}, {"fixed": "2.10"}, {"introduced": "0"}, {"fixed": "1.9"}], True),
        ([{"introduced": "0"}, {"fixed": "2.5.1rc1"}], False),
        ([{"introduced": "2.5.1.post1"}], False),
    ],
)
def test_an_advisory_affects_the_versions_in_its_range(events: Any, is_affected: bool) -> None:
    assert bool(list(advisories.hits(advisory(events=events), INSTALLED))) is is_affected


def test_an_advisory_affects_a_version_that_it_lists() -> None:
    listed = advisory(affected={"versions": ["2.5.1"], "ranges": []})
    assert [hit.version for hit in advisories.hits(listed, INSTALLED)] == ["2.5.1"]


def test_a_range_of_git_commits_is_no_range_of_versions() -> None:
    commits = {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}
    assert not list(advisories.hits(advisory(affected=commits), INSTALLED))


def test_a_withdrawn_advisory_affects_nothing() -> None:
    gone = advisory(events=[{"introduced": "0"}], withdrawn="2026-11-21T00:00:00Z")
    assert not list(advisories.hits(gone, INSTALLED))


def test_advisories_of_other_ecosystems_and_packages_are_passed_over() -> None:
    other = advisory(events=[{"introduced": "0"}])
    other["affected"][0]["package"] = {"ecosystem": "Go", "name": "some-package"}
    assert not list(advisories.hits(other, INSTALLED))


def test_an_npm_advisory_is_ordered_as_npm_orders_versions() -> None:
    package = {"package": {"ecosystem": "npm", "name": "@scope/drawing"}}
    pre = [{"introduced": "3.0.0-beta.2"}, {"fixed": "3.0.1-alpha"}]
    semver = {**package, "ranges": [{"type": "SEMVER", "events": pre}]}
    (hit,) = advisories.hits(advisory(affected=semver), INSTALLED)
    assert hit.fixed == ("3.0.1-alpha",)


def test_advisories_that_are_aliases_of_each_other_are_one(tmp_path: Path) -> None:
    open_end, fixed = [{"introduced": "0"}], [{"introduced": "0"}, {"fixed": "2.6"}]
    told = [
        advisory("INVENTED-1", events=open_end, aliases=["CVE-0000-1"], summary="Opens a door."),
        advisory("OTHER-7", events=fixed, aliases=["CVE-0000-1"]),
        advisory("INVENTED-2", events=fixed),
    ]
    file = tmp_path / "all.json"
    file.write_text(json.dumps(told))
    found, read, newest = advisories.report([file], INSTALLED)
    assert (read, newest) == (3, "2026-11-20")
    assert [sorted(hit.names) for hit in found] == [
        ["CVE-0000-1", "INVENTED-1", "OTHER-7"],
        ["INVENTED-2"],
    ]
    assert found[0].fixed == ("2.6",)


def test_the_pinned_packages_of_every_lock_file_are_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [
        ("PyPI", "Django"),
        ("PyPI", "hatchling"),
        ("PyPI", "pytest"),
        ("npm", "@tabler/icons"),
    ]
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for number, (ecosystem, name) in enumerate(names):
            result = advisory(f"INVENTED-{number}", database_specific={"severity": "HIGH"})
            result["affected"][0]["package"] = {"ecosystem": ecosystem, "name": name}
            result["affected"][0]["ranges"][0]["events"] = [
                {"introduced": "0"},
                {"fixed": "999.0.0"},
            ]
            archive.writestr(f"{ecosystem}/{number}.json", json.dumps(result))
    assert advisories.main([str(tmp_path / "export.zip")]) == 1
    said = capsys.readouterr().out
    assert "requirements-run.lock" in next(line for line in said.splitlines() if "django" in line)
    assert "build.lock" in next(line for line in said.splitlines() if "hatchling" in line)
    assert "@tabler/icons" in said
    assert "high; fixed in 999.0.0" in said
    assert "4 advisories read" in said


def test_an_export_without_a_hit_ends_well(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(advisory(events=[{"introduced": "0"}])))
    assert advisories.main([str(tmp_path)]) == 0


@pytest.mark.parametrize("text", ["{", '{"no": "id"}', "[1]"])
def test_an_export_that_cannot_be_read_is_no_all_clear(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.json").write_text(text)
    assert advisories.main([str(tmp_path)]) == 2
    assert "one.json" in capsys.readouterr().err
    assert advisories.main([str(tmp_path / "nothing-here.zip")]) == 2
    (tmp_path / "one.json").unlink()
    assert advisories.main([str(tmp_path)]) == 2


def test_a_version_that_is_none_is_no_all_clear(tmp_path: Path) -> None:
    odd = advisory(events=[{"introduced": "first"}])
    odd["affected"][0]["package"]["name"] = "django"
    (tmp_path / "one.json").write_text(json.dumps(odd))
    assert advisories.main([str(tmp_path)]) == 2
