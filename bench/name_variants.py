"""Names: variants of spelling by language and sign, names that differ by one vowel, and fairness by group.

    python -m bench.name_variants FOLDER [--part dev] [--seeds 31 32] [--records 20000]

FOLDER holds the Dakshina lexicons (Roark et al. 2020), train and development parts: words of Wikipedia with
romanisations that readers of the language attested. Rules are made by looking at the train part (`--part train`)
and judged on the development part. Names are those held out of training (`tools/names_weights.py`), without
them in the lexicon. Registrations are invented (`saathi matching evaluate`), the threshold is the learned one.
"""

import argparse
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from bench.names import LANGUAGES, TOP, Pair, lexicon_of, quality_of_pairs
from saathi.engines.matching import evaluating, generator, latin_sounds, lexicon, names, retrieval
from saathi.engines.matching.scoring import NameScorer
from tools.names_weights import is_held_out

# Language, what is looked at, and a pattern of the native word.
SIGNS = (
    ("bn", "ক্ষ", "ক্ষ"), ("bn", "র্য", "র্য"), ("bn", "হ্য", "হ্য"), ("bn", "জ্ঞ", "জ্ঞ"), ("bn", "ya-phala", "[^রহ]্য"),
    ("bn", "ba-phala", ".্ব"), ("ur", "final ۃ", "[ۃة]$"), ("ur", "ٰ", "ٰ"), ("ur", "final ح", "ح$"),
    ("ur", "final ع", "ع$"), ("ur", "ھ", "ھ"), ("sd", "ھ", "ھ"), ("sd", "ڙه", "ڙ[هھہ]"), ("sd", "ڃ", "ڃ"),
    ("sd", "final ه", "[هہ]$"), ("hi", "क्ष", "क्ष"), ("hi", "ज्ञ", "ज्ञ"), ("mr", "ज्ञ", "ज्ञ"),
)  # fmt: skip
QUERIES, BY_SIGN = 800, 1500  # of each language, of each sign
SHORT = 5  # letters of a short name


def attested_pairs(folder: Path, part: str) -> None:
    """Of all attested pairs, not of words, those whose romanisation is among the first ten."""
    print(f"\nAttested pairs, native to Latin, in the first {TOP} of that part")
    print("language   R@10  ceiling   pairs")
    for language in LANGUAGES:
        attested: dict[str, set[str]] = defaultdict(set)
        for native, latin in lexicon_of(folder, language, part):
            attested[native].add(latin)
        candidates = sorted({latin for item in attested.values() for latin in item})
        index = retrieval.NameIndex(candidates)
        queries = random.Random(1).sample(sorted(attested), min(QUERIES, len(attested)))
        hits = best = pairs = 0
        for query in queries:
            found = {candidates[match.position] for match in index.find(query, TOP)}
            hits += len(found & attested[query])
            best += min(TOP, len(attested[query]))
            pairs += len(attested[query])
        print(
            f"{language:8}  {hits / pairs:.3f}     {best / pairs:.3f}  {pairs:6,}",
            flush=True,
        )


def by_sign(folder: Path, part: str) -> None:
    print("\nAttested pairs by sign: share with a key in common, and with a likeness above .5")
    print("language  sign           pairs    key  likeness")
    for language, what, pattern in SIGNS:
        sought = re.compile(unicodedata.normalize("NFC", pattern))
        pairs = [
            pair
            for pair in lexicon_of(folder, language, part)
            if sought.search(unicodedata.normalize("NFC", pair[0]))
        ]
        random.Random(2).shuffle(pairs)
        few = pairs[:BY_SIGN]
        if few:
            met = sum(bool(names.shared_keys(*pair)) for pair in few) / len(few)
            like = sum(names.name_similarity(*pair) > 0.5 for pair in few) / len(few)
            print(f"{language:8}  {what:12}  {len(pairs):6,}  {met:.3f}     {like:.3f}", flush=True)


def one_vowel_apart() -> list[Pair]:
    """Spellings of short names, one of them held out, that differ from those of another name by one vowel."""
    rows = lexicon.load_spellings()
    spelt = [(row, text.lower()) for row in rows for text in row.words if text.isascii()]
    short = [(row, text) for row, text in spelt if len(text) <= SHORT]
    return [
        (item, other)
        for (row, item), (beside, other) in combinations(short, 2)
        if (is_held_out(row) or is_held_out(beside))
        and set(row.words).isdisjoint(beside.words)
        and _is_one_vowel_apart(latin_sounds.to_sounds(item), latin_sounds.to_sounds(other))
    ]


def _is_one_vowel_apart(one: str, other: str) -> bool:
    differ = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return (
        len(one) == len(other) and len(differ) == 1 and set(differ[0]) <= set(latin_sounds.VOWELS)
    )


def groups_of_names(scorer: NameScorer) -> None:
    """Of held-out names, the share of pairs of one name with a likeness above .5, by script and sex."""
    result: dict[str, list[bool]] = defaultdict(list)
    for row in filter(is_held_out, lexicon.load_spellings()):
        for entry, other in combinations(row.words, 2):
            is_found = scorer.similarity(entry, other) > 0.5
            result[f"sex {row.sex}"].append(is_found)
            for script in {names.detect_script(entry), names.detect_script(other)}:
                result[f"script {script.lower()}"].append(is_found)
    print("\nHeld-out names: pairs of one name with a likeness above .5")
    for group, results in sorted(result.items()):
        print(f"{group:20} {sum(results) / len(results):.3f}  {len(results):6,}")


def groups_of_children(records: int, seeds: Iterable[int]) -> None:
    for seed in seeds:
        made = generator.generate_records(records, seed)
        labelled = evaluating.labelled_from_rows(made.rows, made.children)
        print(f"\nInvented registrations, seed {seed}")
        evaluating.print_figures(evaluating.evaluate_model(labelled, None, None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[31, 32])
    parser.add_argument("--records", type=int, default=20_000)
    options = parser.parse_args()
    held_out = [row for row in lexicon.load_spellings() if is_held_out(row)]
    alone = NameScorer(lexicon.shipped_lexicon_without(held_out))
    quality_of_pairs()
    pairs = one_vowel_apart()
    passed = [pair for pair in pairs if alone.similarity(*pair) > 0.5]
    print(f"\nShort names that differ by one vowel: {len(passed)} of {len(pairs)} above .5")
    groups_of_names(alone)
    by_sign(options.folder, options.part)
    attested_pairs(options.folder, options.part)
    groups_of_children(options.records, options.seeds)


if __name__ == "__main__":
    main()
