"""The weights of a linkage and their file: versioned JSON that a person can read."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking.fields import (
    FIELDS,
    FIELDS_BY_NAME,
    AgreementGroup,
    LinkageField,
)

VERSION: Final = 1
SHIPPED_MODELS: Final = ("duplicate", "tracing", "repeat")
type ShareArray = npt.NDArray[np.float64]


class ModelNotUsable(Exception):
    """A model that does not exist or cannot be read, and why."""


@dataclass
class LinkageModel:
    """Shares of levels, by field, and the expectations before a pair is compared.

    `matches` among pairs of one person, `household` among two people of one house, `others` among
    strangers.
    """

    matches: dict[str, ShareArray]
    household: dict[str, ShareArray]
    others: dict[str, ShareArray]
    # Pairs of one person, and pairs of two people of one household, each per record.
    matches_a_record: float = 0.2
    household_a_record: float = 0.2
    moved: float = 0.05  # the share of pairs of one person in which the child has moved
    # How many bits more often strangers with the same given name also agree in another field.
    together: dict[str, float] = field(default_factory=dict)
    # The same for strangers with the same family name who agree in a parent's whole name: many
    # parents are written with the family name.
    with_family: dict[str, float] = field(default_factory=dict)
    threshold: float = 0.5
    use: str = "duplicate"
    frequencies: dict[str, dict[str, float]] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def level_bits(self, name: str) -> tuple[ShareArray, ShareArray]:
        """Bits that each level adds for one person and for one household, before frequencies."""
        matches, household = self.matches[name].copy(), self.household[name].copy()
        partner = FIELDS_BY_NAME[name].exchanged_with
        if partner and name > partner:
            # An exchange of two values happens once; the other field has counted it.
            for level in ("exchanged", "exchanged_close"):
                matches[FIELDS_BY_NAME[name].level(level)] = 1.0
                household[FIELDS_BY_NAME[name].level(level)] = 1.0
        return np.log2(matches / self.others[name]), np.log2(household / self.others[name])

    def save_to(self, path: Path) -> None:
        """Writes the model as JSON."""
        path.write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n")

    def as_json(self) -> dict[str, Any]:
        """The model as JSON; `model_from_json` reads it."""
        written = asdict(self) | {"version": VERSION}
        for group in ("matches", "household", "others"):
            written[group] = {
                name: {
                    level.name: float(f"{share:.4g}")
                    for level, share in zip(FIELDS_BY_NAME[name].levels, shares, strict=True)
                }
                for name, shares in written[group].items()
            }
        return written


def initial_model() -> LinkageModel:
    """The model at the start of training: the usual shares from the levels."""
    matches = {
        f.name: normalise_shares(f, [level.match_share for level in f.levels]) for f in FIELDS
    }
    others = {
        f.name: normalise_shares(f, [level.stranger_share for level in f.levels]) for f in FIELDS
    }
    household = {
        f.name: (others if f.group is AgreementGroup.CHILD else matches)[f.name].copy()
        for f in FIELDS
    }
    return LinkageModel(matches, household, others)


def normalise_shares(field: LinkageField, shares: Sequence[float] | ShareArray) -> ShareArray:
    """Shares that add up to one, except `same_within`: a share of the pairs with the same place."""
    array = np.array(shares, dtype=np.float64)
    within = [level.name == "same_within" for level in field.levels]
    array[~np.array(within)] /= array[~np.array(within)].sum()
    return array


def load_model(name: str) -> LinkageModel:
    """A shipped model by its use, or one from a file; `ModelNotUsable` says what is wrong."""
    try:
        if name in SHIPPED_MODELS:
            shipped = resources.files("saathi.engines.matching.linking") / "models" / f"{name}.json"
            text = shipped.read_text(encoding="utf-8")
        else:
            text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ModelNotUsable(
            f"There is no model {name}: name a file, auto, or one of {', '.join(SHIPPED_MODELS)}."
        ) from None
    try:
        return model_from_json(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelNotUsable(f"{name} is no model of this version: {error!r}.") from None


def model_from_json(read: dict[str, Any]) -> LinkageModel:
    """The model read from a file; `ValueError` or `KeyError` if it is invalid."""
    read = dict(read)
    if read.pop("version") != VERSION:
        raise ValueError("another version")
    usual = initial_model()
    for group in ("matches", "household", "others"):
        # A file made before a field existed says nothing of it: the usual shares count.
        read[group] = getattr(usual, group) | {
            name: normalise_shares(FIELDS_BY_NAME[name], _read_shares(FIELDS_BY_NAME[name], shares))
            for name, shares in read[group].items()
        }
    return LinkageModel(**read)


def _read_shares(field: LinkageField, shares: dict[str, float]) -> list[float]:
    """The shares by level. A file made before the level `heard` counts its pairs in `sounds`."""
    if "sounds" in shares and "heard" not in shares:
        half = shares["sounds"] / 2
        shares = shares | {"heard": half, "sounds": half}
    return [shares[level.name] for level in field.levels]
