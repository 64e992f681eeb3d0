"""The count of proved requirements tells the truth about the tests."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("requirements", ROOT / "tools/requirements.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "requirements.csv").write_text(
        "id,module_code\nABC-001,ABC\nABC-002,ABC\nXYZ-001,XYZ\n"
    )
    return tmp_path


def write_test(project: Path, *markers: str) -> None:
    lines = [f"@pytest.mark.{marker}" for marker in markers]
    text = "\n".join(["import pytest", *lines, "def test_it(): pass", ""])
    (project / "tests" / "deep" / "test_it.py").write_text(text)


def test_each_module_has_a_line_in_the_order_of_the_catalogue(
    tool: ModuleType, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_test(project, 'requirement("ABC-002")', 'requirement("ABC-002")')
    assert tool.main(project) == 0
    assert capsys.readouterr().out.splitlines() == ["ABC 1/2", "XYZ 0/1", "total 1/3"]


def test_a_marker_among_parameters_counts(
    tool: ModuleType, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_test(
        project,
        'parametrize("x", [pytest.param(1, marks=pytest.mark.requirement("XYZ-001"))])',
    )
    assert tool.main(project) == 0
    assert "XYZ 1/1" in capsys.readouterr().out


@pytest.mark.parametrize("marker", ['requirement("ABC-999")', "requirement(SOME_NAME)"])
def test_an_id_that_the_catalogue_does_not_hold_is_an_error(
    tool: ModuleType, project: Path, capsys: pytest.CaptureFixture[str], marker: str
) -> None:
    write_test(project, marker)
    assert tool.main(project) == 1
    assert "test_it.py:2" in capsys.readouterr().err


def test_a_mention_in_a_text_does_not_count(
    tool: ModuleType, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "tests" / "test_text.py").write_text('"""pytest.mark.requirement("ABC-001")"""\n')
    assert tool.main(project) == 0
    assert "ABC 0/2" in capsys.readouterr().out


def test_the_catalogue_of_this_project(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main() == 0
    *modules, total = capsys.readouterr().out.splitlines()
    assert len(modules) == 34
    assert all(re.fullmatch(r"[A-Z]{3} \d+/\d+", line) for line in modules)
    assert total.endswith("/450")
