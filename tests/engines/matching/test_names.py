"""Names: parsed, found by their keys, and compared in spelling; script by script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching import lexicon
from saathi.engines.matching.names import (
    coarsest_keys,
    detect_script,
    first_word_keys,
    name_keys,
    name_similarity,
    parse_name,
    shared_keys,
    split_name,
)
from saathi.engines.matching.scoring import NameScorer

BY_LETTERS = NameScorer(lexicon.build_lexicon([], [], []))  # knows no name
LATIN = [
    ("BENGALI", "মোহাম্মদ", "mohaamod"),
    ("BENGALI", "আয়েশা", "aayeshaa"),
    ("BENGALI", "বিজয়", "bijoy"),
    ("BENGALI", "জ্যোতি", "jyoti"),
    ("BENGALI", "স্বাতী", "saatii"),
    ("DEVANAGARI", "कमला", "kamlaa"),
    ("DEVANAGARI", "राम", "raam"),
    ("DEVANAGARI", "ज़ैनब", "zainab"),
    ("DEVANAGARI", "श्रेष्ठ", "shreshth"),
    ("GURMUKHI", "ਹਰਪ੍ਰੀਤ", "harpriit"),
    ("GURMUKHI", "ਕੌਰ", "kaur"),
    ("TELUGU", "లక్ష్మి", "lakshmi"),
    ("TAMIL", "முருகன்", "murugan"),
    ("TAMIL", "குமார்", "kumaar"),
    ("TAMIL", "ஃபாத்திமா", "faathimaa"),
    ("SINHALA", "ක්‍රිෂ්ණ", "krishna"),
    ("SINHALA", "බණ්ඩාර", "bandaara"),
    ("THAANA", "އައިޝަތު", "aishath"),
    ("THAANA", "މުޙައްމަދު", "muhamadh"),
    ("TIBETAN", "ཀརྨ", "karma"),
    ("TIBETAN", "རྡོ་རྗེ", "dorje"),
    ("TIBETAN", "བསོད་ནམས", "sonam"),
    ("TIBETAN", "བཀྲ་ཤིས", "tashi"),
    ("TIBETAN", "དབང་ཕྱུག", "wangchuk"),
    ("ARABIC", "سلمان", "slman"),
    ("ARABIC", "بھٹو", "bhtu"),
    ("ARABIC", "موسیٰ", "musa"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "written", "latin"), LATIN)
def test_a_word_is_romanised_as_its_script_is_read(script: str, written: str, latin: str) -> None:
    assert detect_script(written) == script
    assert split_name(written) == [latin]


MEET = [
    ("a title comes and goes", ["Md. Rahim", "Rahim", "Mohd Raheem", "মোঃ রহিম", "रहीम"]),
    ("five scripts", ["Fatima Khatun", "ফাতেমা খাতুন", "फातिमा", "فاطمہ بی بی", "ෆාතිමා", "Fathima"]),
    ("j, y and z", ["Jamuna", "Yamuna", "যমুনা", "यमुना"]),
    ("b and v", ["Bijoy", "Vijay", "विजय", "বিজয়", "விஜய்"]),
    ("w and v inside a word", ["Anwar", "Anowar", "Anvar", "আনোয়ার", "انور"]),
    ("a title after the name", ["Sita Devi", "Sita", "सीता देवी", "සීතා", "సీత"]),
    ("z and j", ["Zainab", "Jaynab", "زینب", "জয়নব"]),
    ("Tamil spellings", ["Lakshmi", "Latchumi", "லட்சுமி", "இலட்சுமி", "लक्ष्मी"]),
    ("Tamil voice", ["Murugan", "Murukan", "முருகன்"]),
    ("Dzongkha", ["Lhamo", "ལྷ་མོ"]),
    ("Dzongkha in one row", ["Karma Tshering", "ཀརྨ་ཚེ་རིང་"]),
    ("Dhivehi", ["Kareem", "Karim", "ކަރީމް"]),
    ("Gurmukhi", ["Gurpreet Kaur", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ"]),
    ("written in one word or two", ["Abdul Karim", "Abdulkarim", "আব্দুল করিম", "عبدالکریم"]),
    ("two letters for one", ["Ayesha", "Aisha", "عائشہ", "আয়েশা", "आयशा"]),
    ("Bengali kkh", ["রক্ষিত", "Rokkhit", "Rakshit"]),
    ("Bengali ry", ["সূর্য", "Surjo", "Surya"]),
    ("Bengali gg", ["বিজ্ঞান", "Bigyan", "Biggan"]),
    ("Hindi gy", ["Gyan", "ज्ञान"]),
    ("final te in Arabic", ["فاطمۃ", "Fatima", "فاطمة"]),
    ("se is an s", ["Saqib", "ثاقب", "সাকিব"]),
    ("composed and decomposed", ["Renée", "Rene\u0301e"]),
    ("surrounding blanks, case, order", [" THAPA ram ", "Ram Thapa"]),
]  # fmt: skip


@pytest.mark.parametrize("names", [row[1] for row in MEET], ids=[row[0] for row in MEET])
def test_ways_to_write_a_name_share_a_key_and_score_high(names: list[str]) -> None:
    first, *others = names
    for other in others:
        assert shared_keys(first, other), other
        assert name_similarity(first, other) > 0.5, other


@pytest.mark.parametrize(
    ("written", "spellings"),
    [
        ("লক্ষ", ("Lokkho", "Laksh")), ("আচার্য", ("Acharjo", "Acharya")), ("ঐতিহ্য", ("Oitijjho", "Oitihya")),
        ("ज्ञान", ("Gyan", "Dnyan")), ("خدیجۃ", ("Khadija", "Khadijat")), ("ښکلا", ("Shkela", "Khkela")),
        ("ږمنځ", ("Zhmanz", "Gmanz")), ("سڃاڻ", ("Sujan", "Sunjan")),
    ],
)  # fmt: skip
def test_a_sign_with_two_readings_is_found_by_both(
    written: str, spellings: tuple[str, str]
) -> None:
    for spelling in spellings:
        assert shared_keys(written, spelling), spelling


def test_ya_after_h_is_read_as_written_at_the_start_of_a_word_and_before_aa() -> None:
    assert split_name("হ্যাপি") == ["hyaapi"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Asha", "Bina"), ("Rahim", "Karim"), ("Maya", "Mina"), ("Sita Devi", "Gita Devi"), ("Md. Rahim", "Md. Salim")],
)  # fmt: skip
def test_other_names_share_no_key(one: str, other: str) -> None:
    assert not shared_keys(one, other)


DIFFERENT = [
    ("Karim", "Karima"), ("করিম", "Karima"), ("کریم", "Karima"), ("Hasan", "Hossain"), ("حسن", "হোসেন"),
    ("Rahim", "Rahman"), ("রহিম", "रहमान"), ("Sunita", "Sumita"), ("सुनीता", "সুমিতা"), ("Salim", "Salma"),
    ("Jamal", "Kamal"), ("Rita", "Gita"), ("Mukesh", "Mahesh"), ("Rashid", "Rashida"), ("Krishna", "Karishma"),
    ("Nandini", "Nandita"), ("Tshering", "Tenzin"), ("ཚེ་རིང", "Tenzin"), ("Harpreet Kaur", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ"),
    ("Mina", "Munna"), ("Isa", "Asa"), ("முருகன்", "Murugesh"), ("Amina Khatun", "Rina Parvin"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_differ_by_little_score_below_a_half(one: str, other: str) -> None:
    assert name_similarity(one, other) < 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("Rani", "Rana"), ("Munni", "Munna"), ("Raju", "Raja"), ("Shanti", "Shanto")]
)
def test_short_names_that_differ_by_a_vowel_score_below_a_half_by_their_letters_alone(
    one: str, other: str
) -> None:
    assert BY_LETTERS.similarity(one, other) < 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("Omar", "Omer"), ("Fatima", "Fatema"), ("Muhammad", "Mohammad")]
)
def test_vowels_that_clerks_choose_freely_score_above_a_half_by_their_letters_alone(
    one: str, other: str
) -> None:
    assert BY_LETTERS.similarity(one, other) > 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatima", "Fatima Khatun Rahman"),
        ("Fatima Rahman", "Rahman Fatema"),
        ("M. Rahman", "Mohammad Rahman"),
        ("Abd al-Rahman", "Abdur Rahman"),
        ("Nasir ud-Din", "Nasiruddin"),
        ("Ali bin Hasan", "Ali Hasan"),
        ("Sita d/o Ram", "Sita Ram"),
        ("করিমুল ইসলাম", "Karimul Islam"),
    ],
)
def test_words_may_be_missing_joined_exchanged_or_initials(one: str, other: str) -> None:
    assert name_similarity(one, other) > 0.5


@pytest.mark.parametrize("title", ["Bibi", "Devi", "Kumari", "بیگم", "མ"])
def test_title_without_other_name_stays_a_name(title: str) -> None:
    assert name_keys(title)
    assert name_similarity(title, title) == 1


def test_titles_are_parsed_apart_from_name_words() -> None:
    folded = parse_name("Mst. Rahima Begum")
    assert [word.text for word in folded.words] == ["rahima"]
    assert folded.titles == ("mst", "begum")
    assert 0.5 < name_similarity("Mst. Rahima Begum", "Rahima") < 1


@pytest.mark.parametrize("nothing", ["", "   ", "123", "১২৩", "-"])
def test_text_without_letters_gives_no_name_keys(nothing: str) -> None:
    assert name_keys(nothing) == frozenset()
    assert name_similarity(nothing, "Rahim") == 0


@pytest.mark.parametrize("unheard", ["ء", "ঁ", "ੱ", "ء ء"])
def test_text_without_sounds_gives_no_name_words(unheard: str) -> None:
    assert name_keys(unheard) == frozenset() == first_word_keys(unheard)
    assert split_name(unheard) == []
    assert name_keys(f"ضیا {unheard}") == name_keys("ضیا")


def test_the_script_of_a_text_without_letters_is_none() -> None:
    assert not detect_script("12")


SIGNS = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("রহিমা্ংঃ়यक़्षंஃபாத்திකි්‍ණކަރީމްཀརྨ་ཚེིརིང ਗੁਰਪ੍ਰੀالرحمٰنھہیےaeiounmdkh"),
    max_size=24,
)


@given(name=SIGNS)
def test_any_text_has_keys_of_plain_letters_exactly_when_it_has_words(name: str) -> None:
    keys = name_keys(name)
    assert keys == name_keys(name + " ")
    assert all(key.isascii() and key.isalpha() for key in keys)
    assert bool(keys) is bool(split_name(name))


@given(name=SIGNS)
def test_name_similarity_with_itself_is_high(name: str) -> None:
    assert name_similarity(name, name) == (1.0 if parse_name(name).words else 0.0)


@given(one=SIGNS, other=SIGNS)
def test_likeness_is_the_same_in_either_order(one: str, other: str) -> None:
    score = name_similarity(one, other)
    assert 0 <= score <= 1
    assert score == name_similarity(other, one)


@given(name=SIGNS)
def test_composed_and_decomposed_are_one(name: str) -> None:
    assert name_keys(unicodedata.normalize("NFD", name)) == name_keys(
        unicodedata.normalize("NFC", name)
    )


@given(name=SIGNS)
def test_a_romanised_name_folds_to_itself(name: str) -> None:
    once = " ".join(split_name(name))
    assert name_keys(once) <= name_keys(once.upper()) <= name_keys(once)


SERVANTS = [
    "Abdul Rahman", "Abdur Rahman", "Abdurrahman", "Abdul Rehman", "Abdoul Rahman", "abd al-Rahman",
    "عبدالرحمن", "عبد الرحمن", "عبدالرحمان", "আব্দুর রহমান", "আবদুল রহমান", "अब्दुल रहमान",
]  # fmt: skip


@pytest.mark.parametrize("name", SERVANTS)
def test_a_servant_of_the_merciful_is_one_name_however_it_is_written(name: str) -> None:
    assert name_similarity("Abdul Rahman", name) > 0.9
    assert shared_keys("Abdul Rahman", name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abdul Rahman", "Abdul Rahim"),
        ("عبدالرحمن", "عبدالرحیم"),
        ("Abdullah", "Abdul Rahman"),
        ("عبداللہ", "عبدالرحمن"),
        ("Abdul Karim", "Abdul Rahman"),
    ],
)
def test_different_abdul_names_are_distinguished(one: str, other: str) -> None:
    assert name_similarity(one, other) < 0.5


@pytest.mark.parametrize(
    "god", ["Abdullah", "Abdulla", "Abdallah", "عبداللہ", "عبد اللہ", "عبدالله"]
)
def test_abdullah_stays_one_name(god: str) -> None:
    assert name_similarity("Abdullah", god) > 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sunita Mahato", "সুনিতা মাহাতো"), ("Md. Abdul Karim", "Abdulkarim"), ("முருகன்", "Murugan"),
     ("Biswas", "Bishas"), ("Iraman", "Raman"), ("लक्ष्मी", "Latchumi"), ("ফাতেমা", "فاطمہ")],
)  # fmt: skip
def test_what_shares_a_key_shares_one_of_the_coarsest(one: str, other: str) -> None:
    assert shared_keys(one, other)
    assert coarsest_keys(name_keys(one)) & name_keys(other)
    assert coarsest_keys(name_keys(other)) & name_keys(one)


def test_the_coarsest_keys_are_fewer() -> None:
    keys = name_keys("Dilip Gurung")
    assert coarsest_keys(keys) < keys
