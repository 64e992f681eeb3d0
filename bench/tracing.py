"""One missing child against a large register: tokens, opening and scoring, beside the indexed keys alone.

Run in a home that holds a simulated nation (`saathi simulate --children 100000 --seed 7`):
`SAATHI_HOME=... python -m bench.tracing [--queries 200] [--seed 1]`. Half of the queries ask for children whose given name
is among the ten commonest of their community, half for others. Each asks by the name as a clerk of another country writes it
(another script, or Latin letters), by an age that is a year off in a third of them, and by the district of home, which in a
fifth is another one. Keys alone: the same words without opening anybody, ranked by how few files share them.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import argparse
import json
import random
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from saathi.config import start

COMMON = 10
TOP = 5


@dataclass
class Series:
    """Milliseconds of one part, and where the child stood."""

    times: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One line of the table."""
        ordered = sorted(self.times)
        middle = ordered[len(ordered) // 2]
        late = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
        return f"{name:<34}{middle:>9.1f}{late:>9.1f}"


def choose(number: int, seed: int) -> None:
    """Prints so many children, common and rare names by turns, and the reports to ask in the name of."""
    from saathi.people.models import Child
    from saathi.protection.missing.models import MissingReport
    from saathi.vault import store as vault

    draws = random.Random(seed)
    ids = list(
        Child.objects.filter(file__is_protected=False, birth_year_low__isnull=False).values_list(
            "pk", flat=True
        )
    )
    sample = list(Child.objects.filter(pk__in=draws.sample(ids, min(len(ids), number * 10))))
    opened = vault.open_many(sample)
    given = {c.pk: opened[c.pk]["names"][0]["text"].split()[0] for c in sample}
    ranked = [name for name, _count in Counter(given.values()).most_common()]
    common = set(ranked[: COMMON * 5])  # of five communities
    by_turns = [
        [c for c in sample if (given[c.pk] in common) is is_common] for is_common in (True, False)
    ]
    for group, children in zip(("common", "rare"), by_turns, strict=True):
        for child in children[: number // 2]:
            print(json.dumps({
                "group": group, "file": str(child.file_id), "names": opened[child.pk]["names"],
                "years": [child.birth_year_low, child.birth_year_high], "gender": child.gender,
                "district": child.home_district, "languages": child.languages,
            }))  # fmt: skip
    looked_for = MissingReport.objects.filter(state="open").values_list("pk", "recorded_by")
    print(json.dumps({"reports": [[str(pk), str(by)] for pk, by in looked_for]}))


def question(told: dict[str, Any], report: tuple[str, str], draws: random.Random) -> Any:
    """The child as her family asks for her."""
    from django.utils import timezone

    from saathi.infra import places
    from saathi.matching import names as matching
    from saathi.matching.tracing import Portrait
    from saathi.people import tokens as people_tokens
    from saathi.people.portraits import sex_of
    from saathi.protection.intake.passing import Question
    from saathi.protection.intake.vocabulary import EnquirySource, MatchUse
    from saathi.simulation.missing import in_another_script
    from saathi.vault import tokens

    shift = draws.choice((-1, 0, 0, 0, 1))
    years = (told["years"][0] + shift, told["years"][1] + shift)
    district = told["district"]
    if draws.random() < 0.2:
        same = [c for c in places.districts() if c[:2] == district[:2]]
        district = draws.choice(same)
    own = [n["text"] for n in told["names"] if n["kind"] == "given"]
    father = next((n["text"] for n in told["names"] if n["kind"] == "father"), "")
    names = tuple(in_another_script(text) for text in own)
    fathers = in_another_script(father) if father else ""
    keys = {key for text in (*names, fathers) if text for key in matching.keys(text)}
    return Question(
        id=uuid.UUID(report[0]), source=EnquirySource.MISSING, use=MatchUse.TRACING,
        asker=uuid.UUID(report[1]), agency=uuid.UUID(report[1]), purpose="missing_child",
        asked_at=timezone.now(), relation="mother", urgency="today",
        portrait=Portrait(
            names=names, father=fathers, sex=sex_of(told["gender"]), born=years, district=district,
            languages=tuple(told["languages"][:1]),
        ),
        facts=tokens.Facts(
            sorted(keys), tokens.birth_bands(*years), [district],
            people_tokens.pairs_of(names, [fathers] if fathers else []),
        ),
    )  # fmt: skip


def ask(children: list[dict[str, Any]], reports: list[tuple[str, str]], seed: int) -> None:
    """Asks for each child and prints the table."""
    from django.db import transaction

    from saathi.matching import tracing
    from saathi.people import tokens as people_tokens
    from saathi.protection.intake import passing
    from saathi.protection.intake.vocabulary import MatchUse
    from saathi.vault import store as vault
    from saathi.vault.tokens import Kind

    draws = random.Random(seed)
    parts = {name: Series() for name in ("keys", "opening", "scoring", "all")}
    by_keys: Counter[str] = Counter()
    by_score: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    opened_number = 0
    model = passing.model_of(MatchUse.TRACING)
    for number, told in enumerate(children[:1] * 3 + children):  # three to warm up
        wanted = question(told, reports[number % len(reports)], draws)
        file_id = uuid.UUID(told["file"])
        # Rolled back each time: what the door counts stays as it was.
        with transaction.atomic(), vault.keyring():
            at = [time.perf_counter()]
            met = people_tokens.find_everywhere(wanted.facts, tuple(Kind), using="default").bits
            hits = list(met)
            at.append(time.perf_counter())
            named = dict(islice(met.items(), passing.MOST_NAMED))
            found = passing.opened(wanted, named, using="default")
            at.append(time.perf_counter())
            ranked = tracing.rank(
                wanted.portrait,
                [one.portrait for one in found],
                model,
                passing.register_size("default"),
                [one.bits for one in found],
            )
            at.append(time.perf_counter())
            transaction.set_rollback(True)
        if number < 3:
            continue
        for name, one in zip(("keys", "opening", "scoring"), range(3), strict=True):
            parts[name].times.append((at[one + 1] - at[one]) * 1000)
        parts["all"].times.append((at[3] - at[0]) * 1000)
        asked[told["group"]] += 1
        by_keys[told["group"]] += file_id in hits[:TOP]
        by_score[told["group"]] += file_id in [found[one.place].file_id for one in ranked[:TOP]]
        opened_number += len(found)
    print(f"{'':<34}{'p50 ms':>9}{'p95 ms':>9}")
    print(parts["keys"].line("tokens in PostgreSQL (keys alone)"))
    print(parts["opening"].line("opening what they meet"))
    print(parts["scoring"].line("scoring"))
    print(parts["all"].line("all three"))
    print(f"{opened_number / max(sum(asked.values()), 1):.0f} children opened for each query")
    for group in ("common", "rare"):
        many = max(asked[group], 1)
        print(
            f"{group:<8}{asked[group]:>5} queries: R@{TOP} keys alone {by_keys[group] / many:.3f}, "
            f"scored {by_score[group] / many:.3f}"
        )


def main() -> None:
    """Chooses as the maintenance role in a process of its own, asks as the matcher."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--choose", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.choose:
        with start.process("maintenance"):
            choose(options.queries, options.seed)
        return
    with start.process("matcher"):
        command = [sys.executable, "-m", "bench.tracing", "--choose",
                   "--queries", str(options.queries), "--seed", str(options.seed)]  # fmt: skip
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        ask(lines[:-1], [(one, by) for one, by in lines[-1]["reports"]], options.seed)


if __name__ == "__main__":
    main()
