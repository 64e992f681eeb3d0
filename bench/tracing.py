"""One missing child against a large register: tokens, opening and scoring, compared with the indexed keys alone.

Run in a home that holds a simulated nation (`saathi simulate --children 100000 --seed 7`):
`SAATHI_HOME=... python -m bench.tracing [--queries 200] [--seed 1]`. Half of the queries ask for children whose given name
is among the ten commonest of their community, half for others. Each asks by the name as a clerk of another country writes it
(another script, or Latin letters), by an age that is a year off in a third of them, and by the district of home, which in a
fifth is another one. Keys alone: the same words without opening any record, ranked by how few files share them.

With `--registrations` it uses a home that `bench.registrations` filled: the query is the second registration of a child, written by
another clerk, often in another script, with the parents and places of both. Processor time is that of this
process and of its server process together; it depends less on other work of the machine than elapsed time.
The server starts with empty buffers: `--warm` other questions of the same kind are asked first, as on a server that has run for a while.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import argparse
import json
import os
import random
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench import registrations
from saathi.config import start

COMMON = 10
TOP = 5


@dataclass
class Series:
    """Milliseconds of one part, and where the child stood."""

    times: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, before: "Moment", after: "Moment") -> None:
        """One more question."""
        self.times.append((after.clock - before.clock) * 1000)
        self.processor.append((after.processor - before.processor) * 1000)

    def line(self, name: str) -> str:
        """One line of the table."""
        shown = [percentile(of, share) for of in (self.times, self.processor) for share in (50, 95)]
        return f"{name:<34}" + "".join(f"{value:>9.1f}" for value in shown)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many of a hundred do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)]


@dataclass(frozen=True)
class Moment:
    """Seconds on the clock, and of processor time of this process and of its server process."""

    clock: float
    processor: float

    @classmethod
    def now(cls, server: Path) -> "Moment":
        """This moment."""
        there = int(server.read_text().split()[0]) / 1e9
        return cls(time.perf_counter(), time.process_time() + there)


def choose(number: int, seed: int) -> None:
    """Prints so many children, common and rare names by turns."""
    from saathi.people.models import Child
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


def question(told: dict[str, Any], report: tuple[str, str], draws: random.Random) -> Any:
    """The child as described by the family."""
    from saathi.engines.matching import names as matching
    from saathi.engines.matching.tracing import TracingProfile
    from saathi.infra import district_list
    from saathi.people import search_tokens as people_tokens
    from saathi.people.match_profiles import sex_of
    from saathi.protection.identification.missing.simulation import PARENTS, transliterate_name
    from saathi.vault import tokens

    shift = draws.choice((-1, 0, 0, 0, 1))
    years = (told["years"][0] + shift, told["years"][1] + shift)
    district = told["district"]
    if draws.random() < 0.2:
        same = [c for c in district_list.load_districts() if c[:2] == district[:2]]
        district = draws.choice(same)
    own = [n["text"] for n in told["names"] if n["kind"] == "given"]
    kin = {n["kind"]: transliterate_name(n["text"]) for n in told["names"] if n["kind"] in PARENTS}
    names = tuple(transliterate_name(text) for text in own)
    keys = {key for text in (*names, *kin.values()) for key in matching.name_keys(text)}
    portrait = TracingProfile(
        names=names, father=kin.get("father", ""), mother=kin.get("mother", ""),
        sex=sex_of(told["gender"]), birth_years=years, district=district,
        languages=tuple(told["languages"][:1]),
    )  # fmt: skip
    facts = tokens.TokenFacts(
        sorted(keys), tokens.birth_bands(*years), [district],
        people_tokens.name_pair_keys(names, list(kin.values())),
        people_tokens.name_trio_keys(names, list(kin.values())),
    )  # fmt: skip
    return asked_for(portrait, facts, report)


def by_registration(told: dict[str, Any], report: tuple[str, str], _draws: random.Random) -> Any:
    """The child as described by another registration, a year wider on both sides."""
    from saathi.engines.matching import names as matching
    from saathi.engines.matching.tracing import TracingProfile
    from saathi.people import search_tokens as people_tokens
    from saathi.vault import tokens

    row = told["row"]
    whole = f"{row['given_name']} {row['family_name']}".strip()
    own = (whole,) if whole else ()
    parents = [name for name in (row["father_name"], row["mother_name"]) if name]
    born, district = registrations.years(row, 1), row["district_code"]
    portrait = TracingProfile(
        names=own, father=row["father_name"], mother=row["mother_name"], sex=row["sex"], birth_years=born,
        district=district, places=(row["place"],) if row["place"] else (),
    )  # fmt: skip
    facts = tokens.TokenFacts(
        sorted({key for text in (*own, *parents) for key in matching.name_keys(text)}),
        tokens.birth_bands(*born) if born else [],
        [district] if district else [],
        people_tokens.name_pair_keys(own, parents),
        [
            *people_tokens.name_trio_keys(own, parents),
            *people_tokens.name_place_keys(own, parents, portrait.places),
        ],
    )
    return asked_for(portrait, facts, report)


def asked_for(portrait: Any, facts: Any, report: tuple[str, str]) -> Any:
    """The question, in the name of a report."""
    from django.utils import timezone

    from saathi.protection.identification.intake.enquiry_dispatch import MatchQuestion
    from saathi.protection.identification.intake.vocabulary import EnquirySource, MatchUse

    return MatchQuestion(
        id=uuid.UUID(report[0]), source=EnquirySource.MISSING, use=MatchUse.TRACING,
        asker=uuid.UUID(report[1]), agency=uuid.UUID(report[1]), purpose="missing_child",
        asked_at=timezone.now(), relation="mother", urgency="today", portrait=portrait, facts=facts,
    )  # fmt: skip


def forget() -> None:
    """Resets the count of opened records, so that each report may be used again."""
    with psycopg.connect(os.environ["SAATHI_DATABASE_URL_MAINTENANCE"]) as maintenance:
        maintenance.execute("DELETE FROM intake_opening")


def ask(
    children: list[dict[str, Any]], reports: list[tuple[str, str]], seed: int, warm: int = 3
) -> None:
    """Asks for each child and prints the table; the first ones only warm the server up."""
    from django.db import connection, transaction

    from saathi.engines.matching import tracing
    from saathi.people import search_tokens as people_tokens
    from saathi.protection.identification.intake import enquiry_dispatch
    from saathi.protection.identification.intake.vocabulary import MatchUse
    from saathi.vault import store as vault
    from saathi.vault.tokens import TokenKind

    draws = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    parts = {name: Series() for name in ("keys", "opening", "scoring", "all")}
    by_keys: Counter[str] = Counter()
    by_score: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    opened_number = wrong = sure = 0
    model = enquiry_dispatch.model_for_use(MatchUse.TRACING)
    for number, told in enumerate(children):
        wanted = (by_registration if "row" in told else question)(
            told, reports[number % len(reports)], draws
        )
        file_id = uuid.UUID(told["file"])
        if number % len(reports) == 0:
            forget()
        # Kept, as in serving: after what is rolled back the driver plans its statements anew.
        with transaction.atomic(), vault.open_keyring():
            at = [Moment.now(server)]
            met = people_tokens.find_files_everywhere(
                wanted.facts,
                tuple(TokenKind),
                using="default",
                limit=enquiry_dispatch.MAX_CANDIDATES,
            )
            hits = list(met.hits)
            at.append(Moment.now(server))
            candidates = enquiry_dispatch.open_candidates(wanted, met.bits, using="default")
            at.append(Moment.now(server))
            ranked = tracing.rank_children(
                wanted.portrait,
                [item.portrait for item in candidates],
                model,
                enquiry_dispatch.register_size("default"),
            )
            at.append(Moment.now(server))
        if number < warm:
            continue
        for name, row in zip(("keys", "opening", "scoring"), range(3), strict=True):
            parts[name].add(at[row], at[row + 1])
        parts["all"].add(at[0], at[3])
        asked[told["group"]] += 1
        by_keys[told["group"]] += file_id in hits[:TOP]
        by_score[told["group"]] += file_id in [
            candidates[entry.position].file_id for entry in ranked[:TOP]
        ]
        opened_number += len(candidates)
        sure += is_child_likely(ranked, candidates, file_id)
        wrong += is_other_likely(wanted, candidates, file_id)
    print(
        f"{'':<34}{'p50 ms':>9}{'p95 ms':>9}{'cpu p50':>9}{'cpu p95':>9}   load {os.getloadavg()[0]:.1f}"
    )
    print(parts["keys"].line("tokens in PostgreSQL (keys alone)"))
    print(parts["opening"].line("opening what they meet"))
    print(parts["scoring"].line("scoring"))
    print(parts["all"].line("all three"))
    whole = max(sum(asked.values()), 1)
    print(
        f"{opened_number / whole:.0f} children opened for each query; at {tracing.LIKELY_PROBABILITY} or more the child ranks "
        f"first: {sure / whole:.4f}; another child, if the child is absent: {wrong / whole:.4f}"
    )
    for group in dict.fromkeys(told["group"] for told in children[warm:]):
        many = max(asked[group], 1)
        print(
            f"{group:<8}{asked[group]:>5} queries: R@{TOP} keys alone {by_keys[group] / many:.3f}, "
            f"scored {by_score[group] / many:.3f}"
        )


def is_child_likely(ranked: Sequence[Any], found: Sequence[Any], file_id: uuid.UUID) -> bool:
    """Whether the child ranks first, at the threshold or above."""
    from saathi.engines.matching import tracing

    first = ranked[0] if ranked else None
    return bool(
        first
        and found[first.place].file_id == file_id
        and first.probability >= tracing.LIKELY_PROBABILITY
    )


def is_other_likely(wanted: Any, found: Sequence[Any], file_id: uuid.UUID) -> bool:
    """Whether another child would rank first at the threshold or above if the child were absent.

    The others are ranked again: with the child present they are less probable.
    """
    from saathi.engines.matching import tracing
    from saathi.protection.identification.intake import enquiry_dispatch

    others = [entry for entry in found if entry.file_id != file_id]
    model = enquiry_dispatch.model_for_use(wanted.use)
    ranked = tracing.rank_children(
        wanted.portrait, [item.portrait for item in others], model,
        enquiry_dispatch.register_size("default"),
    )  # fmt: skip
    return bool(ranked) and ranked[0].probability >= tracing.LIKELY_PROBABILITY


def main() -> None:
    """Chooses the questions as the maintenance role in a separate process, asks as the matcher."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--registrations", action="store_true")
    parser.add_argument("--warm", type=int, default=0, help="with --registrations: so many first")
    parser.add_argument("--skip", type=int, default=0, help="so many of each group are not asked")
    parser.add_argument("--choose", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.choose:
        with start.process("maintenance"):
            choose(options.queries, options.seed)
        return
    with start.process("matcher"):
        if options.registrations:
            asked = registered(options.queries, options.warm, options.skip)
            ask(asked, looked_for(), options.seed, options.warm)
            return
        command = [sys.executable, "-m", "bench.tracing", "--choose",
                   "--queries", str(options.queries), "--seed", str(options.seed)]  # fmt: skip
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        children = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        ask(children[:3] + children, looked_for(), options.seed)


def registered(number: int, warm: int, skip: int) -> list[dict[str, Any]]:
    """So many of the questions that the load left, of both groups; before them others to warm up with.

    The first ones after those that are passed over.
    """
    path = Path(os.environ["SAATHI_HOME"]) / registrations.ASKED
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_group = [
        [item for item in told if (item["group"] == "common") is it][skip:] for it in (True, False)
    ]
    first = [result for group in by_group for result in group[-(warm // 2) :]] if warm else []
    if 2 * min(len(group) for group in by_group) < number + warm:
        raise SystemExit(f"there are not {number + warm} questions: load more with --queries")
    return first + [entry for group in by_group for entry in group[: number // 2]]


def looked_for() -> list[tuple[str, str]]:
    """The reports to ask in the name of, each with who made it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, recorded_by FROM missing_missingreport WHERE state = 'open'")
        return [(str(report), str(by)) for report, by in cursor.fetchall()]


if __name__ == "__main__":
    main()
