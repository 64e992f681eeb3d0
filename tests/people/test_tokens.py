"""What a child is found by: her name beside a parent's, in any script, whatever the family name."""

from saathi.people.pairs import placed
from saathi.people.tokens import pairs_of, trios_of


def test_a_name_beside_a_parents_is_the_same_in_any_script() -> None:
    known = pairs_of(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"])
    for own, father in (("सुनीता महतो", "राम महतो"), ("Suneeta", "Raam"), ("সুনীতা", "রাম মাহাতো")):
        assert set(pairs_of([own], [father])) & set(known)


def test_both_parents_are_found_in_any_order_without_her_own_name() -> None:
    known = pairs_of(["Sunita"], ["Ram Mahato", "Sita Devi"])
    asked = pairs_of([], ["Sita", "Ram"])
    assert len(asked) == 1
    assert set(asked) <= set(known)


def test_another_parent_is_another_pair_and_a_name_alone_is_none() -> None:
    assert not set(pairs_of(["Sunita"], ["Ram"])) & set(pairs_of(["Sunita"], ["Bikash"]))
    assert pairs_of(["Sunita"], []) == []
    # Her own name beside his is not his beside hers: two fathers and daughters are not exchanged.
    assert not set(pairs_of(["Sunita"], ["Ram"])) & set(pairs_of(["Ram"], ["Sunita"]))


def test_two_words_of_her_own_are_a_pair_in_either_order_and_in_two_records() -> None:
    known = pairs_of(["Sunita Mahato"], [])
    assert known
    assert pairs_of(["महतो सुनीता"], []) == known
    assert pairs_of(["Sunita", "Mahato"], []) == known
    assert not set(known) & set(pairs_of(["Sunita Tamang"], ["Mahato"]))


def test_three_names_are_hers_beside_both_parents_or_two_of_hers_beside_one() -> None:
    known = set(trios_of(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"]))
    for own, parents in (
        ("सुनीता", ["सीता देवी", "राम महतो"]),  # without her family name, parents in any order
        ("महतो सुनीता", ["राम"]),  # the family name first, one parent alone
        ("Suneeta Mahto", ["Seeta"]),
    ):
        assert known & set(trios_of([own], parents)), own


def test_two_names_are_no_three_and_another_parent_makes_another_three() -> None:
    assert trios_of(["Sunita"], ["Ram"]) == []
    assert trios_of(["Sunita Mahato"], []) == []
    known = set(trios_of(["Sunita Mahato"], ["Ram Mahato"]))
    assert known
    assert not known & set(trios_of(["Sunita Mahato"], ["Bikash Mahato"]))


def test_a_name_beside_her_village_is_the_same_in_any_script_and_however_it_is_parted() -> None:
    known = set(placed(["Sunita Mahato"], ["Ram Mahato"], ["Gopalpur", "Dhanusha"]))
    for own, place in (("सुनीता", "गोपालपुर"), ("Suneeta Devi", "Gopal Pur"), ("সুনীতা", "গোপালপুর")):
        assert known & set(placed([own], [], [place])), place
    assert known & set(placed([], ["राम"], ["Gopalpur"]))  # by her father, where her name was lost


def test_another_village_or_another_name_there_is_another_word() -> None:
    known = set(placed(["Sunita"], [], ["Gopalpur"]))
    assert known
    assert not known & set(placed(["Sunita"], [], ["Rampur"]))
    assert not known & set(placed(["Bimala"], [], ["Gopalpur"]))
    assert placed(["Sunita"], [], []) == placed([], [], ["Gopalpur"]) == []
    # A village of a name is no name.
    assert not known & {
        *pairs_of(["Sunita"], ["Gopalpur"]),
        *trios_of(["Sunita Gopalpur"], ["Ram"]),
    }
