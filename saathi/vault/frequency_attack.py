"""The frequency attack on dumped blind tokens, to measure what an attacker would learn.

The attacker has the token table and the unsealed columns beside it, no key, and a public list of
how common each name is. Nothing here is used in operation.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

# The share of records whose name the attack may reveal. Surname tokens that were equal for equal
# names revealed 27 % of the records through the ten commonest names.
MAX_RECOVERED_SHARE = 0.02
# A name counts as revealed if the attacker's claims are right at least this often. Claiming the
# commonest name for everyone is right for one record in ten, and is not an attack.
MIN_PRECISION = 0.5


@dataclass(frozen=True)
class DumpedToken:
    """One row of a dump: the token, its file, and what clear columns show of that file."""

    file_id: UUID
    token: bytes
    kind: str
    cell: str = ""  # for example "band 503", "district NP-27": from the record beside it


@dataclass(frozen=True)
class FrequencyAttackReport:
    """How much the strongest of the attacks reveals."""

    records: int
    tokens: int
    commonest_token: int  # records that share the commonest token; 1: nothing to count
    recovered_share: (
        float  # share of all records whose name is claimed correctly, at `MIN_PRECISION` or better
    )
    attack: str  # the strongest attack

    @property
    def passes(self) -> bool:
        """Whether the share of revealed records is within the limit."""
        return self.recovered_share <= MAX_RECOVERED_SHARE

    def __str__(self) -> str:
        return (
            f"{self.recovered_share:.1%} of {self.records} records give their name away "
            f"({self.attack}; limit {MAX_RECOVERED_SHARE:.0%}); "
            f"the commonest of {self.tokens} tokens is shared by {self.commonest_token}"
        )


@dataclass(frozen=True)
class _Claim:
    name: str
    confidence: float


def frequency_attack(
    rows: Collection[DumpedToken],
    public_names: Mapping[str, float],
    truth: Mapping[UUID, Collection[str]],
) -> FrequencyAttackReport:
    """What an attacker learns from these rows and a list of names with their frequencies.

    `truth` (the name keys of each file) only marks the claims as right or wrong.
    """
    total = sum(public_names.values())
    shares = {name: count / total for name, count in public_names.items() if count > 0}
    unseen = [DumpedToken(row.file_id, row.token, row.kind) for row in rows]
    attacks = {
        "ranks": _claims_by_rank(unseen, shares),
        "ranks within what clear columns show": _claims_by_rank(rows, shares),
        "likelihood": _claims_by_likelihood(unseen, shares),
        "likelihood within what clear columns show": _claims_by_likelihood(rows, shares),
    }
    results = {attack: _recovered(rows, claims, truth) for attack, claims in attacks.items()}
    strongest = max(results, key=lambda attack: results[attack])
    counts = Counter(row.token for row in rows)
    return FrequencyAttackReport(
        records=len({row.file_id for row in rows}),
        tokens=len(counts),
        commonest_token=max(counts.values(), default=0),
        recovered_share=results[strongest],
        attack=strongest,
    )


def _cells(rows: Iterable[DumpedToken]) -> dict[tuple[str, str], tuple[Counter[bytes], int]]:
    """How often each token occurs, and the number of records, for each kind and cell."""
    counts: dict[tuple[str, str], Counter[bytes]] = defaultdict(Counter)
    files: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for row in rows:
        counts[row.kind, row.cell][row.token] += 1
        files[row.kind, row.cell].add(row.file_id)
    return {cell: (counts[cell], len(files[cell])) for cell in counts}


def _claims_by_rank(
    rows: Iterable[DumpedToken], shares: Mapping[str, float]
) -> dict[bytes, _Claim]:
    """Claims the commonest token as the commonest name, and so on; common names are surer."""
    names = sorted(shares, key=lambda name: (-shares[name], name))
    claims = {}
    for counts, _ in _cells(rows).values():
        ranked = sorted(counts, key=lambda token: (-counts[token], token))
        for name, token in zip(names, ranked, strict=False):
            claims[token] = _Claim(name, counts[token])
    return claims


def _claims_by_likelihood(
    rows: Iterable[DumpedToken], shares: Mapping[str, float]
) -> dict[bytes, _Claim]:
    """Claims each token as the likeliest name for its count; surer if no other name fits."""
    claims = {}
    for counts, records in _cells(rows).values():
        by_count: dict[int, _Claim] = {}
        for token, count in counts.items():
            if count not in by_count:
                by_count[count] = _likeliest(count, records, shares)
            claims[token] = by_count[count]
    return claims


def _likeliest(count: int, records: int, shares: Mapping[str, float]) -> _Claim:
    logs = {
        name: count * math.log(records * share) - records * share for name, share in shares.items()
    }
    best = max(logs, key=lambda name: logs[name])
    weight = sum(math.exp(value - logs[best]) for value in logs.values())
    return _Claim(best, 1 / weight)


def _recovered(
    rows: Iterable[DumpedToken],
    claims: Mapping[bytes, _Claim],
    truth: Mapping[UUID, Collection[str]],
) -> float:
    """The share of records correctly named by the largest set of surest claims at PRECISION."""
    surest: dict[UUID, _Claim] = {}
    for row in rows:
        claim = claims.get(row.token)
        if claim and (
            row.file_id not in surest or claim.confidence > surest[row.file_id].confidence
        ):
            surest[row.file_id] = claim
    made: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for file_id, claim in surest.items():
        made[claim.confidence] += 1
        right[claim.confidence] += claim.name in truth[file_id]
    best = claimed = correct = 0
    # Claims of equal confidence are counted together: the attacker cannot distinguish them.
    for confidence in sorted(made, reverse=True):
        claimed += made[confidence]
        correct += right[confidence]
        if correct >= MIN_PRECISION * claimed:
            best = max(best, correct)
    return best / len(truth) if truth else 0.0
