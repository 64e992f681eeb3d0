"""Names: how well and how fast they are folded, retrieved and compared, beside a peer in the same run.

    python -m bench.names FOLDER        FOLDER holds the Dakshina lexicons, train and development parts

The peer is what a careful team would do without us: romanise with anyascii and compare with
Jaro-Winkler (jellyfish). Pairs are of names held out from training, with them taken out of the
lexicon too; the names are from memory, so that an outside list is the better judge.
"""

import gzip
import random
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import jellyfish
import numpy as np
from anyascii import anyascii

from saathi.engines.matching import lexicon, name_words, names, retrieval, scoring, skeletons
from saathi.engines.matching.lexicon import AttestedSpellings
from tools.names_weights import is_held_out, nearest

LANGUAGES = ("bn", "hi", "mr", "pa", "sd", "si", "ta", "ur")
QUERIES, PEER_QUERIES = 2_500, 60  # of each language: all of its development part
RUNS = 5  # of each line of speed; the median is shown
TOP = 10
Pair = tuple[str, str]


def lexicon_of(folder: Path, language: str, part: str) -> list[tuple[str, str]]:
    with gzip.open(folder / f"{language}.{part}.tsv.gz", "rt", encoding="utf-8") as lines:
        return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def romanised(name: str) -> str:
    return anyascii(unicodedata.normalize("NFC", name)).lower()


def recall_of_retrieval(folder: Path) -> None:
    print(f"\nNative word to Latin, recall in the first {TOP}; queries: development part")
    print("language  candidates    ours  queries  ms each    peer  queries")
    for language in LANGUAGES:
        attested = defaultdict(set)
        for native, latin in lexicon_of(folder, language, "dev"):
            attested[native].add(latin)
        own = {latin for entry in attested.values() for latin in entry}
        others = {latin for _native, latin in lexicon_of(folder, language, "train")}
        queries = random.Random(1).sample(sorted(attested), min(QUERIES, len(attested)))
        for candidates in (sorted(own), sorted(own | others)):
            index = retrieval.NameIndex(candidates)
            start = time.perf_counter()
            hits = sum(
                any(candidates[item.position] in attested[query] for item in index.find(query, TOP))
                for query in queries
            )
            each = (time.perf_counter() - start) / len(queries)
            few = queries[: PEER_QUERIES if len(candidates) < 20_000 else 0]
            plain = [latin.lower() for latin in candidates]
            peer = sum(peer_hits(query, plain, attested[query]) for query in few)
            shown = f"{peer / len(few):.3f}" if few else "    -"
            print(
                f"{language:8}  {len(candidates):10,}   {hits / len(queries):.3f}  {len(queries):7}  {each * 1000:7.1f}   {shown}  {len(few):7}",
                flush=True,
            )


def peer_hits(query: str, candidates: list[str], attested: set[str]) -> bool:
    latin = romanised(query)
    likeness = np.array([jellyfish.jaro_winkler_similarity(latin, other) for other in candidates])
    return any(candidates[at] in attested for at in np.argsort(-likeness, kind="stable")[:TOP])


def labelled_pairs(rows: list[AttestedSpellings]) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Alike, nearly alike and any other pairs that hold at least one held-out name."""
    draw = random.Random(5)
    near = nearest(rows)
    alike, hard, easy = [], [], []
    for number, row in enumerate(rows):
        if not is_held_out(row):
            continue
        both = [(item, other) for at, item in enumerate(row.words) for other in row.words[at + 1 :]]
        alike += draw.sample(both, min(40, len(both)))
        for place in near[number] * 4 + [draw.randrange(len(rows)) for _ in range(24)]:
            if set(rows[place].words).isdisjoint(row.words):
                pair = draw.choice(row.words), draw.choice(rows[place].words)
                (hard if place in near[number] else easy).append(pair)
    return alike, hard, easy


def report(
    name: str, score: Callable[[str, str], float], pairs: Sequence[list[Pair]], at: float | None
) -> None:
    alike, hard, easy = (np.array([score(*pair) for pair in kind]) for kind in pairs)
    is_cross = np.array(
        [names.detect_script(item) != names.detect_script(other) for item, other in pairs[0]]
    )
    different = np.concatenate([hard, easy])

    def f1(least: float) -> float:
        right, wrong = (alike > least).sum(), (different > least).sum()
        return float(2 * right / (len(alike) + right + wrong))

    best = max(np.quantile(np.concatenate([alike, different]), np.linspace(0, 1, 400)), key=f1)
    least = best if at is None else at
    tenth = np.quantile(hard, 0.9)
    print(
        f"{name:34} {f1(least):.3f}   {f1(best):.3f}   {(alike[is_cross] > least).mean():.3f}   {(hard > least).mean():.3f}   {(easy > least).mean():.4f}   {(alike > tenth).mean():.3f}",
        flush=True,
    )


def peer_score(one: str, other: str) -> float:
    return float(jellyfish.jaro_winkler_similarity(romanised(one), romanised(other)))


def quality_of_pairs() -> None:
    rows = lexicon.load_spellings()
    pairs = labelled_pairs(rows)
    held_out = [row for row in rows if is_held_out(row)]
    print(
        f"\nPairs of names: {len(held_out)} names held out of {len(rows)}; alike, nearest other, any other: {[len(kind) for kind in pairs]}"
    )
    print(
        "                                   F1    best F1  cross-   false positives    recall at 10 % of"
    )
    print(
        "                                   (at .5)        script   nearest  others    nearest false"
    )
    alone = scoring.NameScorer(lexicon.shipped_lexicon_without(held_out))
    report("ours, names not in the lexicon", alone.similarity, pairs, 0.5)
    report("ours as shipped", names.name_similarity, pairs, 0.5)
    report("anyascii, Jaro-Winkler, best cut", peer_score, pairs, None)


def speed(folder: Path) -> None:
    print("\nNames a second of one process's time; nothing is remembered from before each run")
    kinds = {
        "native": {
            native for entry in LANGUAGES for native, _latin in lexicon_of(folder, entry, "train")
        },
        "Latin": {
            latin
            for language in LANGUAGES
            for _native, latin in lexicon_of(folder, language, "train")
        },
    }
    for shown, row in kinds.items():
        single = random.Random(3).sample(sorted(row), 60_000)
        both = [f"{item} {other}" for item, other in zip(single[::2], single[1::2], strict=True)]
        for what, work in (("one word, all distinct", single), ("two words, all distinct", both)):
            for call in (names.parse_name, names.name_keys, anyascii):
                runs = [seconds(call, work) for _ in range(RUNS)]
                a_second = len(work) / statistics.median(runs)
                print(f"{call.__name__:9} {shown:7} {what:24} {a_second:10,.0f}")


def seconds(call: Callable[[str], object], work: list[str]) -> float:
    """Processor time of folding all of them, when none has been seen before."""
    name_words.parse_name.cache_clear()
    name_words.parse_word.cache_clear()
    skeletons.tamil_class_skeletons.cache_clear()
    skeletons.sound_keys.cache_clear()
    start = time.process_time()
    for name in work:
        call(name)
    return time.process_time() - start


def main() -> None:
    folder = Path(sys.argv[1])
    names.parse_name("Rahim")
    speed(folder)
    quality_of_pairs()
    recall_of_retrieval(folder)


if __name__ == "__main__":
    main()
