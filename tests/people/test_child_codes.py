"""Codes of files, however they are typed."""

import pytest

from saathi.people.child_codes import MAX_TYPED, ChildCodeField, normalise_child_code


@pytest.mark.parametrize(
    "typed",
    [
        "NP-JM2D-T2",
        "NPJM2DT2",
        " np jm2d t2 ",
        "np-jm2d-t2",
        "NP JM२D T२",
        "NP–JM2D–T2",
        "NP - JM2D - T2",
    ],
)
def test_one_code_however_it_is_typed(typed: str) -> None:
    assert normalise_child_code(typed) == "NP-JM2D-T2"
    assert ChildCodeField().clean(typed) == "NP-JM2D-T2"


def test_what_is_no_code_stays_none() -> None:
    assert normalise_child_code("NP-JM2D") == "NPJM2D"
    assert normalise_child_code("") == ""
    assert ChildCodeField(required=False).clean("") == ""


def test_the_limit_of_what_is_typed() -> None:
    ChildCodeField().clean("N" * MAX_TYPED)
    with pytest.raises(Exception, match="at most"):
        ChildCodeField().clean("N" * (MAX_TYPED + 1))
