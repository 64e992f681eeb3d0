"""Search keys of a child: own and parents' names in any script, with or without the family name."""

from saathi.people.name_pair_keys import name_place_keys
from saathi.people.search_tokens import name_pair_keys, name_trio_keys


def test_name_pair_keys_are_the_same_in_any_script() -> None:
    stored_keys = name_pair_keys(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"])
    for own_name, father in (("सुनीता महतो", "राम महतो"), ("Suneeta", "Raam"), ("সুনীতা", "রাম মাহাতো")):
        assert set(name_pair_keys([own_name], [father])) & set(stored_keys)


def test_a_child_is_found_by_both_parents_in_any_order_without_a_name() -> None:
    stored_keys = name_pair_keys(["Sunita"], ["Ram Mahato", "Sita Devi"])
    query_keys = name_pair_keys([], ["Sita", "Ram"])
    assert len(query_keys) == 1
    assert set(query_keys) <= set(stored_keys)


def test_name_pair_keys_differ_by_parent_and_need_two_names() -> None:
    assert not set(name_pair_keys(["Sunita"], ["Ram"])) & set(
        name_pair_keys(["Sunita"], ["Bikash"])
    )
    assert name_pair_keys(["Sunita"], []) == []
    # Own name and parent's name cannot be exchanged: two father-daughter pairs stay distinct.
    assert not set(name_pair_keys(["Sunita"], ["Ram"])) & set(name_pair_keys(["Ram"], ["Sunita"]))


def test_two_own_names_give_one_pair_key_in_either_order() -> None:
    stored_keys = name_pair_keys(["Sunita Mahato"], [])
    assert stored_keys
    assert name_pair_keys(["महतो सुनीता"], []) == stored_keys
    assert name_pair_keys(["Sunita", "Mahato"], []) == stored_keys
    assert not set(stored_keys) & set(name_pair_keys(["Sunita Tamang"], ["Mahato"]))


def test_name_trio_keys_combine_own_and_parents_names() -> None:
    stored_keys = set(name_trio_keys(["Sunita Mahato"], ["Ram Mahato", "Sita Devi"]))
    for own_names, parents in (
        (
            "सुनीता",
            ["सीता देवी", "राम महतो"],
        ),  # without the child's family name, parents in any order
        ("महतो सुनीता", ["राम"]),  # family name first, one parent alone
        ("Suneeta Mahto", ["Seeta"]),
    ):
        assert stored_keys & set(name_trio_keys([own_names], parents)), own_names


def test_name_trio_keys_need_three_names_and_differ_by_parent() -> None:
    assert name_trio_keys(["Sunita"], ["Ram"]) == []
    assert name_trio_keys(["Sunita Mahato"], []) == []
    stored_keys = set(name_trio_keys(["Sunita Mahato"], ["Ram Mahato"]))
    assert stored_keys
    assert not stored_keys & set(name_trio_keys(["Sunita Mahato"], ["Bikash Mahato"]))


def test_name_place_keys_are_the_same_in_any_script_and_word_division() -> None:
    stored_keys = set(name_place_keys(["Sunita Mahato"], ["Ram Mahato"], ["Gopalpur", "Dhanusha"]))
    for own_name, place in (
        ("सुनीता", "गोपालपुर"),
        ("Suneeta Devi", "Gopal Pur"),
        ("সুনীতা", "গোপালপুর"),
    ):
        assert stored_keys & set(name_place_keys([own_name], [], [place])), place
    assert stored_keys & set(
        name_place_keys([], ["राम"], ["Gopalpur"])
    )  # by the father's name, if the child's name was lost


def test_name_place_keys_differ_by_village_and_by_name() -> None:
    stored_keys = set(name_place_keys(["Sunita"], [], ["Gopalpur"]))
    assert stored_keys
    assert not stored_keys & set(name_place_keys(["Sunita"], [], ["Rampur"]))
    assert not stored_keys & set(name_place_keys(["Bimala"], [], ["Gopalpur"]))
    assert name_place_keys(["Sunita"], [], []) == name_place_keys([], [], ["Gopalpur"]) == []
    # A village name is not a person's name.
    assert not stored_keys & {
        *name_pair_keys(["Sunita"], ["Gopalpur"]),
        *name_trio_keys(["Sunita Gopalpur"], ["Ram"]),
    }
