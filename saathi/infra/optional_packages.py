"""Optional parts of Saathi that a small office can leave out: the extras in pyproject.toml."""

from importlib.util import find_spec

# The modules that each part imports; tests/architecture/test_parts.py compares them with
# pyproject.toml.
OPTIONAL_PARTS = {"releases": ("scipy", "highspy", "pysdmx", "pandas")}


class PartNotInstalled(Exception):
    """The operation needs a part that this installation does not include."""


def list_missing_modules(part: str) -> list[str]:
    """The modules of this part that are not installed here; empty if the part can be used."""
    return [module for module in OPTIONAL_PARTS[part] if find_spec(module) is None]


def require_optional_part(part: str, what: str) -> None:
    """Raises `PartNotInstalled` if the part is missing; `what` is the subject of its sentence."""
    if list_missing_modules(part):
        raise PartNotInstalled(missing_part_message(part, what))


def missing_part_message(part: str, what: str) -> str:
    """Why `what` is not possible here, and how to install its part."""
    return (
        f"{what} needs the part “{part}”, which is not installed. "
        f"Install it: pip install 'saathi[{part}]', or from requirements-run.lock."
    )
