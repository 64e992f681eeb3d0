"""Parts of the names engine: script tables, the lexicon, costs, alignment, the index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching import (
    alignment,
    costs,
    latin_sounds,
    lexicon,
    retrieval,
    scripts,
    tibetan,
)
from saathi.engines.matching.alphabets import LATIN, LEARNED_SCRIPTS, load_alphabet
from saathi.engines.matching.lexicon import AttestedSpellings, LexiconError
from saathi.engines.matching.name_words import parse_name
from saathi.engines.matching.scoring import NameScorer
from saathi.engines.matching.scripts import TABLES_FOLDER, ScriptTableError


@pytest.mark.parametrize("name", TABLES_FOLDER)
def test_every_table_gives_each_sign_once(name: str) -> None:
    script = scripts.load_script(name)
    assert script is not None
    assert len(set(script.alphabet)) == len(script.alphabet)
    assert len(load_alphabet(name).labels) < 256


def test_a_line_that_is_no_row_is_an_error_with_its_number() -> None:
    with pytest.raises(ScriptTableError, match=r"x\.tsv, line 2: not a row"):
        scripts.read_rows("consonant\tক\tk\t\nconsnant\tখ\tkh\t", "x.tsv")
    with pytest.raises(LexiconError, match=r"x\.tsv, line 3: expected 2 cells"):
        lexicon.parse_rows("# note\nsex\tspellings\nf", "x.tsv", 2)


def test_a_corrected_table_changes_how_a_word_is_read() -> None:
    rows = scripts.read_rows(
        "consonant\tক\tk\t\nsign\tা\taa\t\nsilent\t্\t\t\ninherent\tə\to\t", "x.tsv"
    )
    script = scripts.build_script("BENGALI", rows)
    assert latin_sounds.spell_sounds(script.sounds(script.units("ককা"))) == "kokaa"


@pytest.mark.parametrize(
    ("pattern", "sign"),
    [
        ("খক(?=গ)", "ক"),
        ("(?<!^[কখ])ə$", "ə"),
        ("([কখ])্(?=\\1)", "্"),
        ("(?<=ক)্(?=খ)|(?<=চ)্(?=ছ)", "্"),
        ("ং(?=[পফ]|$)", "ং"),
        ("[কখ](?=গ)", ""),
        ("ক|খ", ""),
        ("কখ?", ""),
        ("ক(?:খ)?", ""),
        ("ক\\w", ""),
    ],
)
def test_a_rule_is_passed_over_only_without_a_sign_that_it_needs(pattern: str, sign: str) -> None:
    assert scripts.required_sign(pattern) == sign


@pytest.mark.parametrize(
    ("sign", "written", "heard"),
    [
        ("(?<=ক)খ", "কখগখ", "কগগখ"),
        ("(?<!ক)খ", "কখগখ", "কখগগ"),
        ("(?<!^ক)খ$", "কখগখ", "কখগগ"),
        ("(?<!^ক)খ$", "কখ", "কখ"),
        ("(?<=ক)খ+", "কখখগ", "কগগ"),
        ("(?<=ক)খ|গ", "কখখগ", "কগখগ"),
    ],
)
def test_a_rule_may_say_what_precedes_a_sign(sign: str, written: str, heard: str) -> None:
    signs = "consonant\tক\tk\t\nconsonant\tখ\tkh\t\nconsonant\tগ\tg\t\n"
    rows = scripts.read_rows(f"{signs}rule\t{sign}\tগ\t", "x.tsv")
    assert scripts.build_script("BENGALI", rows).units(written) == heard


def test_a_half_form_carries_the_vowel_of_its_consonant() -> None:
    rows = scripts.read_rows(
        "consonant\tক\tk\t\nsign\tা\taa\t\nhalf\tᵞ\ty\t\nsilent\t্\t\t\ninherent\tə\to\t", "x.tsv"
    )
    units = scripts.build_script("BENGALI", rows).units
    read = {"কᵞক": "কᵞəকə", "কᵞা": "কᵞা", "কᵞ্ক": "কᵞকə", "াᵞক": "াᵞকə", "কᵞᵞ": "কᵞᵞə"}
    assert {written: units(written) for written in read} == read


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("ཨོ་རྒྱན", "orgyen"),
        ("རྟ་མགྲིན", "tandin"),
        ("ངག་དབང", "ngawang"),
        ("ཟླ་བ", "dawa"),
        ("དབྱངས་ཅན", "yangchen"),
        ("པདྨ", "padma"),
        ("སྒྲོལ་མ", "dolma"),
        ("བསམ་གཏན", "samten"),
    ],
)
def test_tibetan_stacks_are_read_as_they_are_heard(written: str, heard: str) -> None:
    assert tibetan.to_latin(written) == heard


@given(text=st.text(st.characters(min_codepoint=0x0F00, max_codepoint=0x0FFF), max_size=12))
def test_any_tibetan_signs_give_plain_letters_or_nothing(text: str) -> None:
    heard = tibetan.to_latin(text)
    assert heard == "" or (heard.isascii() and heard.isalpha())


@pytest.mark.parametrize("one", [LATIN, *LEARNED_SCRIPTS])
@pytest.mark.parametrize("other", [LATIN, *LEARNED_SCRIPTS])
def test_costs_are_never_negative_and_the_same_in_either_order(one: str, other: str) -> None:
    between, back = costs.costs_between(one, other), costs.costs_between(other, one)
    assert between.replaced.shape == (
        len(load_alphabet(one).labels),
        len(load_alphabet(other).labels),
    )
    assert min(between.replaced.min(), between.dropped.min(), between.inserted.min()) > -1e-9
    assert np.allclose(between.replaced, back.replaced.T)
    assert np.allclose(between.dropped, back.inserted)


@pytest.mark.parametrize("name", LEARNED_SCRIPTS)
def test_every_sign_has_costs_of_its_own(name: str) -> None:
    """A sign that no line of the costs names would be read as any letters at no cost."""
    between = costs.costs_between(name, LATIN)
    rows = np.column_stack((between.replaced, between.dropped))
    signs = load_alphabet(name).labels
    assert [sign for sign, row in zip(signs, rows, strict=True) if np.ptp(row) == 0] == []


@pytest.mark.parametrize(
    ("sign", "usual", "unusual"),
    [("ښ", "sh", "r"), ("ښ", "kh", "r"), ("ږ", "zh", "r"), ("ږ", "g", "n")],
)
def test_a_sign_without_attested_pairs_is_read_as_the_table_of_its_script_says(
    sign: str, usual: str, unusual: str
) -> None:
    replaced = costs.costs_between("ARABIC", LATIN).replaced[
        load_alphabet("ARABIC").labels.index(sign)
    ]
    latins = load_alphabet(LATIN).labels
    assert replaced[latins.index(usual)] == pytest.approx(0, abs=0.1)
    assert replaced[latins.index(unusual)] > 2


WORDS = st.text("abdeghiklmnorstuvyz", min_size=1, max_size=9)
BENGALI = st.text("করমহিাুেোংন্সয", min_size=1, max_size=9)


@given(one=st.one_of(WORDS, BENGALI), others=st.lists(WORDS, min_size=1, max_size=5))
def test_many_words_at_once_cost_the_same_as_each_alone(one: str, others: list[str]) -> None:
    for word in parse_name(one).words:
        found = [parse_name(other).words[0] for other in others if parse_name(other).words]
        if not found:
            continue
        units = [load_alphabet(LATIN).encode_units(other.units) for other in found]
        numbers = load_alphabet(word.script).encode_units(word.units)
        between = costs.costs_between(word.script, LATIN)
        together = alignment.alignment_costs(numbers, *alignment.pad_words(units), between)
        for number, total in zip(units, together, strict=True):
            steps = alignment.align_words(numbers, number, between)
            assert sum(step.cost for step in steps) == pytest.approx(total)
            assert [step.one for step in steps if step.one >= 0] == list(range(len(numbers)))
            assert [step.other for step in steps if step.other >= 0] == list(range(len(number)))


def test_the_lexicon_joins_and_parts_names() -> None:
    known = lexicon.build_lexicon(
        (), (), [AttestedSpellings("f", ("Zulekha", "Juli")), AttestedSpellings("f", ("Zuleika",))]
    )
    unknown = NameScorer(lexicon.build_lexicon((), (), ()))
    scorer = NameScorer(known)
    assert scorer.similarity("Zulekha", "Juli") > 0.5 > unknown.similarity("Zulekha", "Juli")
    assert scorer.similarity("Zulekha", "Zuleika") < 0.5 < unknown.similarity("Zulekha", "Zuleika")


def test_every_attested_spelling_is_read() -> None:
    for row in lexicon.load_spellings():
        assert row.sex in {"f", "m", "u"}
        for text in row.words:
            assert parse_name(text).words, text


def test_an_index_finds_names_that_are_written_alike_one_by_one() -> None:
    index = retrieval.NameIndex(["Rahim", "Karim", "rahim", "", "রহিম"])
    matches = index.find("Rahim", 3)
    assert [place.position for place in matches] == [0, 2, 4]
    assert matches[0].score == matches[1].score == 1
    assert index.find("", 3) == []
    assert retrieval.NameIndex([]).find("Rahim") == []
