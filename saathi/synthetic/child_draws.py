"""Draws consistent facts about each simulated child, in columns.

The shares are invented to resemble the region, not measured anywhere: age, sex, purpose, route,
risk and stage depend on each other; every purpose occurs for girls and boys; trafficking within the
country is as common as across a border; and half of the children were never trafficked.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saathi.synthetic.nation import DISTRICT_SHARES

type Ints = npt.NDArray[np.int64]

NOT_TRAFFICKED, TRAFFICKED, PREVENTED, UNKNOWN = range(4)
_TRAFFICKING_SHARES = (0.42, 0.40, 0.10, 0.08)
DISTRICTS = tuple(DISTRICT_SHARES)

# Purposes with their weights for girls and boys in three age bands: to 9, 10 to 13, 14 to 17.
type Weights = tuple[float, float, float]
PURPOSES: dict[str, tuple[Weights, Weights]] = {
    "domestic_servitude": ((34, 40, 18), (18, 14, 5)),
    "prostitution": ((1, 8, 24), (1, 3, 5)),
    "sexual_exploitation": ((5, 8, 14), (6, 9, 8)),
    "sexual_abuse_material": ((5, 5, 4), (4, 4, 3)),
    "factory": ((8, 12, 11), (14, 26, 27)),
    "agriculture": ((5, 6, 4), (8, 12, 12)),
    "forced_labour": ((3, 5, 7), (6, 14, 22)),
    "slavery": ((5, 5, 4), (8, 9, 8)),
    "begging": ((22, 6, 1), (28, 12, 2)),
    "forced_marriage": ((1, 8, 16), (0.2, 0.5, 1)),
    "arranged_marriage": ((0.5, 4, 9), (0.1, 0.4, 0.8)),
    "criminal_activities": ((2, 2, 1), (4, 8, 9)),
    "armed_conflict": ((0.2, 0.5, 0.6), (0.4, 1.5, 2.5)),
    "illegal_adoption": ((9, 0.6, 0.2), (7, 0.4, 0.1)),
    "organ_removal": ((0.1, 0.2, 0.5), (0.1, 0.2, 0.6)),
    "camel_racing": ((0.1, 0.05, 0), (1.5, 0.3, 0)),
    "debt_release": ((2, 3, 2), (2, 2, 2)),
    "dispute_settlement": ((0.6, 1, 0.8), (0.2, 0.3, 0.2)),
    "ritual_dedication": ((0.5, 0.8, 0.2), (0.2, 0.2, 0.1)),
    "not_known_which": ((5, 5, 5), (5, 5, 5)),
    "other": ((1, 1, 1), (2, 1.5, 1)),
}
NAMES_OF_PURPOSES = tuple(PURPOSES)
_ABROAD = {"prostitution": 0.55, "camel_racing": 0.95, "domestic_servitude": 0.38, "factory": 0.42,
           "begging": 0.35, "forced_marriage": 0.45, "organ_removal": 0.8}  # fmt: skip
STAGES = ("registration", "assessment", "planning", "implementation", "review", "closing")


@dataclass(frozen=True)
class ChildDraws:
    """A list for each fact, with an entry for each child."""

    district: list[int]  # of the office that owns the file
    group: list[int]  # the community from which the child's names are drawn
    is_girl: list[int]
    age: list[int]  # completed years when the case opened
    days_ago: list[int]  # when the case opened
    trafficking: list[int]  # NOT_TRAFFICKED, ...
    purpose: list[int]
    second_purpose: list[int]  # -1: one only
    is_abroad: list[int]
    risk: list[int]  # 0 high, 1 medium, 2 low
    stage: list[int]
    is_closed: list[int]
    late_days: list[int]  # days from the case's opening until it was recorded
    years_since: list[int]  # years from the events to the case's opening


def draw_children(rng: np.random.Generator, n: int) -> ChildDraws:
    """The drawn facts about `n` children."""
    district = rng.choice(len(DISTRICTS), n, p=np.array(list(DISTRICT_SHARES.values())) / 100)
    is_girl = (rng.random(n) < 0.54).astype(np.int64)
    trafficking = rng.choice(4, n, p=_TRAFFICKING_SHARES)
    age = _ages(rng, trafficking, is_girl)
    days_ago = np.minimum(rng.exponential(420, n).astype(np.int64) + rng.integers(0, 4, n), 2400)
    purpose = _purposes(rng, is_girl, age)
    second = np.where(rng.random(n) < 0.14, _purposes(rng, is_girl, age), -1)
    second[second == purpose] = -1
    chance = np.array([_ABROAD.get(name, 0.3) for name in NAMES_OF_PURPOSES])[purpose]
    risk = _risks(rng, trafficking, age, days_ago)
    is_closed = (rng.random(n) < 0.82 * (1 - np.exp(-np.maximum(days_ago - 60, 0) / 330))).astype(
        np.int64
    )
    # Paper files typed in later, and events reported years afterwards.
    late = np.where(rng.random(n) < 0.09, (rng.random(n) * days_ago).astype(np.int64), 0)
    years = np.where(rng.random(n) < 0.16, rng.integers(1, 7, n), 0)
    return ChildDraws(
        district=district.tolist(),
        group=_groups(rng, district).tolist(),
        is_girl=is_girl.tolist(),
        age=age.tolist(),
        days_ago=days_ago.tolist(),
        trafficking=trafficking.tolist(),
        purpose=purpose.tolist(),
        second_purpose=second.tolist(),
        is_abroad=(rng.random(n) < chance).astype(np.int64).tolist(),
        risk=risk.tolist(),
        stage=_stages(rng, days_ago, is_closed).tolist(),
        is_closed=is_closed.tolist(),
        late_days=late.tolist(),
        years_since=years.tolist(),
    )


def _ages(rng: np.random.Generator, trafficking: Ints, is_girl: Ints) -> Ints:
    """Ages of children: trafficked children are mostly teenagers, girls slightly older than boys."""
    n = len(trafficking)
    teens = np.clip(rng.normal(14.0, 2.6, n) + 0.6 * is_girl, 3, 17.4)
    wide = np.clip(rng.normal(10.8, 4.1, n), 0.6, 17.4)
    ages: Ints = np.where(trafficking == NOT_TRAFFICKED, wide, teens).astype(np.int64)
    return ages


def _purposes(rng: np.random.Generator, is_girl: Ints, age: Ints) -> Ints:
    band = np.digitize(age, [10, 14])
    purposes: Ints = np.zeros(len(age), dtype=np.int64)
    for girl in (0, 1):
        for number in range(3):
            cell = (is_girl == girl) & (band == number)
            weights = np.array(
                [weights_by_sex[1 - girl][number] for weights_by_sex in PURPOSES.values()]
            )
            purposes[cell] = rng.choice(len(weights), int(cell.sum()), p=weights / weights.sum())
    return purposes


def _risks(rng: np.random.Generator, trafficking: Ints, age: Ints, days_ago: Ints) -> Ints:
    """Risk levels: high for recent or serious cases and small children, falling with time."""
    danger = 0.35 * (trafficking == TRAFFICKED) + 0.15 * (trafficking == UNKNOWN) + 0.12 * (age < 7)
    danger = danger + 0.35 * np.exp(-days_ago / 90) + rng.normal(0, 0.22, len(age))
    risks: Ints = np.where(danger > 0.52, 0, np.where(danger > 0.18, 1, 2))
    return risks


def _stages(rng: np.random.Generator, days_ago: Ints, is_closed: Ints) -> Ints:
    pace = days_ago * np.exp(rng.normal(0, 0.45, len(days_ago)))
    stage = np.digitize(pace, [4, 16, 45, 240])
    is_closure_requested = (rng.random(len(pace)) < 0.09) & (pace > 200)
    stages: Ints = np.where((is_closed == 1) | is_closure_requested, 5, stage)
    return stages


_GROUPS = {  # shares of Nepali, Madhesi, Bengali, Urdu and Latin names at an office
    "NP": (0.66, 0.22, 0.02, 0.06, 0.04), "NP-DHA": (0.18, 0.62, 0.02, 0.16, 0.02),
    "NP-PAR": (0.24, 0.52, 0.03, 0.18, 0.03), "NP-RUP": (0.46, 0.34, 0.01, 0.15, 0.04),
    "IN-BR-SIT": (0.05, 0.62, 0.05, 0.24, 0.04), "BD-JAS": (0, 0.01, 0.93, 0.03, 0.03),
}  # fmt: skip


def _groups(rng: np.random.Generator, district: Ints) -> Ints:
    groups: Ints = np.zeros(len(district), dtype=np.int64)
    for number, code in enumerate(DISTRICTS):
        is_in_district = district == number
        shares = _GROUPS.get(code, _GROUPS["NP"])
        groups[is_in_district] = rng.choice(len(shares), int(is_in_district.sum()), p=shares)
    return groups
