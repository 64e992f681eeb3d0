"""Similarity of a few texts in plain Python: opening a database for them would take longer."""

from functools import lru_cache
from typing import Final

MAX_TEXTS: Final = 2000  # pairs; from here on a database is faster
MAX_PREFIX: Final = 4
MIN_BOOSTED_SIMILARITY: Final = 0.7


@lru_cache(maxsize=1 << 16)
def jaro_winkler(one: str, other: str) -> float:
    """Jaro-Winkler similarity, equal to the database function of that name."""
    jaro = _jaro(one, other)
    if jaro <= MIN_BOOSTED_SIMILARITY:
        return jaro
    prefix = 0
    for left, right in zip(one[:MAX_PREFIX], other[:MAX_PREFIX], strict=False):
        if left != right:
            break
        prefix += 1
    return jaro + 0.1 * prefix * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    window = max(len(one), len(other)) // 2 - 1
    window = max(window, 0)
    is_matched = [False] * len(other)
    matched = []
    for place, letter in enumerate(one):
        start = max(place - window, 0)
        for at in range(start, min(place + window + 1, len(other))):
            if not is_matched[at] and other[at] == letter:
                is_matched[at] = True
                matched.append(letter)
                break
    if not matched:
        return 0.0
    matched_letters = [letter for at, letter in enumerate(other) if is_matched[at]]
    exchanged = (
        sum(left != right for left, right in zip(matched, matched_letters, strict=True)) // 2
    )
    share = len(matched)
    return (share / len(one) + share / len(other) + (share - exchanged) / share) / 3
