"""What a child is found by: her name beside a parent's, in any script, whatever the family name."""

from saathi.people.name_pair_keys import name_place_keys
from saathi.people.tokens import name_pair_keys, name_trio_keys


def test_a_name_beside_a_parents_is_the_same_in_any_script() -> None:
    known = name_pair_keys(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"])
    for own, father in (("सुनीता महतो", "राम महतो"), ("Suneeta", "Raam"), ("সুনীতা", "রাম মাহাতো")):
        assert set(name_pair_keys([own], [father])) & set(known)


def test_both_parents_are_found_in_any_order_without_her_own_name() -> None:
    known = name_pair_keys(["Sunita"], ["Ram Mahato", "Sita Devi"])
    asked = name_pair_keys([], ["Sita", "Ram"])
    assert len(asked) == 1
    assert set(asked) <= set(known)


def test_another_parent_is_another_pair_and_a_name_alone_is_none() -> None:
    assert not set(name_pair_keys(["Sunita"], ["Ram"])) & set(
        name_pair_keys(["Sunita"], ["Bikash"])
    )
    assert name_pair_keys(["Sunita"], []) == []
    # Her own name beside his is not his beside hers: two fathers and daughters are not exchanged.
    assert not set(name_pair_keys(["Sunita"], ["Ram"])) & set(name_pair_keys(["Ram"], ["Sunita"]))


def test_two_words_of_her_own_are_a_pair_in_either_order_and_in_two_records() -> None:
    known = name_pair_keys(["Sunita Mahato"], [])
    assert known
    assert name_pair_keys(["महतो सुनीता"], []) == known
    assert name_pair_keys(["Sunita", "Mahato"], []) == known
    assert not set(known) & set(name_pair_keys(["Sunita Tamang"], ["Mahato"]))


def test_three_names_are_hers_beside_both_parents_or_two_of_hers_beside_one() -> None:
    known = set(name_trio_keys(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"]))
    for own, parents in (
        ("सुनीता", ["सीता देवी", "राम महतो"]),  # without her family name, parents in any order
        ("महतो सुनीता", ["राम"]),  # the family name first, one parent alone
        ("Suneeta Mahto", ["Seeta"]),
    ):
        assert known & set(name_trio_keys([own], parents)), own


def test_name_trio_keys_need_three_names_and_differ_by_parent() -> None:
    assert name_trio_keys(["Sunita"], ["Ram"]) == []
    assert name_trio_keys(["Sunita Mahato"], []) == []
    known = set(name_trio_keys(["Sunita Mahato"], ["Ram Mahato"]))
    assert known
    assert not known & set(name_trio_keys(["Sunita Mahato"], ["Bikash Mahato"]))


def test_a_name_beside_her_village_is_the_same_in_any_script_and_however_it_is_parted() -> None:
    known = set(name_place_keys(["Sunita Mahato"], ["Ram Mahato"], ["Gopalpur", "Dhanusha"]))
    for own, place in (("सुनीता", "गोपालपुर"), ("Suneeta Devi", "Gopal Pur"), ("সুনীতা", "গোপালপুর")):
        assert known & set(name_place_keys([own], [], [place])), place
    assert known & set(
        name_place_keys([], ["राम"], ["Gopalpur"])
    )  # by her father, where her name was lost


def test_another_village_or_another_name_there_is_another_word() -> None:
    known = set(name_place_keys(["Sunita"], [], ["Gopalpur"]))
    assert known
    assert not known & set(name_place_keys(["Sunita"], [], ["Rampur"]))
    assert not known & set(name_place_keys(["Bimala"], [], ["Gopalpur"]))
    assert name_place_keys(["Sunita"], [], []) == name_place_keys([], [], ["Gopalpur"]) == []
    # A village of a name is no name.
    assert not known & {
        *name_pair_keys(["Sunita"], ["Gopalpur"]),
        *name_trio_keys(["Sunita Gopalpur"], ["Ram"]),
    }
