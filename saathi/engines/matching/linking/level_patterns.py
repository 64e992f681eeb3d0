"""Candidates counted by their pattern of levels: training weighs each pattern once."""

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import scoring
from saathi.engines.matching.linking.comparing import LevelArray
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, MISSING, AgreementGroup
from saathi.engines.matching.linking.model import LinkageModel, ShareArray
from saathi.engines.matching.linking.preparing import IntArray, PreparedRecords

type LevelPatterns = tuple[npt.NDArray[np.uint8], tuple[scoring.BitArray, ...]]


def count_patterns(
    prepared: PreparedRecords,
    model: LinkageModel,
    found: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
) -> tuple[LevelPatterns, ShareArray]:
    """The distinct patterns of levels and surprise (in steps of three bits), and their counts."""
    names = list(found)
    shares = scoring.value_frequencies(prepared, model)
    surprise = {tells: np.zeros(len(rows[0])) for tells in AgreementGroup}
    packed = np.zeros(len(rows[0]), dtype=np.uint64)
    for name in names:
        width = _width(name)
        # A missing value, 15, becomes the highest number that fits.
        packed = (packed << width) | (
            found[name].astype(np.uint64) & ((np.uint64(1) << width) - np.uint64(1))
        )
        more = scoring.rarity_evidence_bits(prepared, model, shares, name, (found[name], *rows))
        surprise[FIELDS_BY_NAME[name].group] += more
    for bits in surprise.values():
        packed = (packed << np.uint64(4)) | (np.clip(np.rint(bits / 3), -8, 7) + 8).astype(
            np.uint64
        )
    packed.sort()
    starts = np.flatnonzero(np.append(True, packed[1:] != packed[:-1]))[: len(packed)]
    different, counts = packed[starts], np.diff(np.append(starts, len(packed)))

    def take(width: np.uint64) -> npt.NDArray[np.uint8]:
        nonlocal different
        most = (np.uint64(1) << width) - np.uint64(1)
        part = (different & most).astype(np.uint8)
        different = different >> width
        return np.where(part == most, np.uint8(MISSING), part) if width < 4 else part

    bits_of = tuple((take(np.uint64(4)).astype(np.float64) - 8) * 3 for _ in AgreementGroup)[::-1]
    levels = np.stack([take(_width(name)) for name in reversed(names)])[::-1]
    return (levels, bits_of), counts.astype(np.float64)


def _width(name: str) -> np.uint64:
    """The bits that hold the levels of a field and one number more, for a missing value."""
    return np.uint64(len(FIELDS_BY_NAME[name].levels).bit_length())


def weigh_patterns(
    model: LinkageModel, names: list[str], patterns: LevelPatterns
) -> scoring.PairEvidence:
    """The evidence of each pattern, in bits; names count without a cap."""
    levels, (own, kin, home) = patterns
    # Training may use names; their weight is capped only when the model is used.
    uncapped = np.full(len(own), -np.inf)
    both = scoring.PairEvidence(own + kin, kin.copy(), home.copy(), uncapped, np.zeros(len(own)))
    for name, mine in zip(names, levels, strict=True):
        tables = []
        for ratios in model.level_bits(name):
            table = np.zeros(MISSING + 1)
            table[: len(ratios)] = np.maximum(ratios, scoring.MIN_BITS)
            tables.append(table[mine])
        scoring.add_field_bits(both, name, *tables)
    less = scoring.chance_agreement_bits(model, dict(zip(names, levels, strict=True)), len(own))
    scoring.add_field_bits(both, "family", -less, -less)
    return both
