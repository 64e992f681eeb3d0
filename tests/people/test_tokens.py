"""What a child is found by: her name beside a parent's, in any script, whatever the family name."""

from saathi.people.tokens import pairs_of


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
    assert pairs_of(["Sunita Mahato"], []) == []
    # Her own name beside his is not his beside hers: two fathers and daughters are not exchanged.
    assert not set(pairs_of(["Sunita"], ["Ram"])) & set(pairs_of(["Ram"], ["Sunita"]))
