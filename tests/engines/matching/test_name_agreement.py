"""Comparison of two names side by side: agree, similar or differ, in the scripts of the region."""

import pytest

from saathi.engines.matching import names
from saathi.engines.matching.names import NameAgreement, compare_names

AGREE = [
    ("Sunita", "सुनिता"), ("Sunita Mahato", "सुनीता महतो"), ("রহিম", "Raheem"), ("محمد علی", "Muhammad Ali"),
    ("Priya", "பிரியா"), ("Nirmala", "නිර්මලා"), ("Tenzin", "བསྟན་འཛིན"), ("Deepak", "Dipak"),
    ("Md. Rahim", "Rahim"), ("Abdul Karim", "Abdulkarim"),
]  # fmt: skip
SIMILAR = [
    ("Sunita Mahato", "Sunita"), ("सुनीता महतो", "Sunita"), ("Rina", "Rani"), ("Ram", "Rahim"), ("Asha", "Usha"),
    ("Rani", "Rana"), ("Raju", "Raja"), ("Shiva", "Shova"),
]  # fmt: skip
DIFFER = [
    ("Test", "यादव"), ("Sunita", "Anita"), ("Sunita Mahato", "Anita Mahato"), ("Sunita Mahato", "सुनीता यादव"),
    ("Karim", "করিমা"), ("Ram Bahadur", "Hari Bahadur"), ("Babita", "कविता"), ("زینب", "فاطمہ"), ("Maya", "Mira"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        *((*pair, NameAgreement.AGREE) for pair in AGREE),
        *((*pair, NameAgreement.SIMILAR) for pair in SIMILAR),
        *((*pair, NameAgreement.DIFFER) for pair in DIFFER),
    ],
)
def test_two_names_agree_are_similar_or_differ(one: str, other: str, result: NameAgreement) -> None:
    assert compare_names([one], [other]) == result
    assert compare_names([other], [one]) == result


def test_the_most_similar_of_several_names_counts() -> None:
    assert compare_names(["Rosy", "Sunita"], ["Kanchhi", "सुनिता"]) == NameAgreement.AGREE


def test_nothing_is_said_where_a_side_has_no_name() -> None:
    assert compare_names([], ["Sunita"]) is None
    assert compare_names(["Sunita"], []) is None


@pytest.mark.parametrize(
    ("score", "result"),
    [(0.95, "agree"), (0.9499, "similar"), (0.2, "similar"), (0.1999, "differ")],
)
def test_the_limits_of_the_three_results(
    score: float, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "name_similarity", lambda _one, _other: score)
    assert compare_names(["a"], ["b"]) == result
