"""The claims for a child beside the options of a panel, with a warning while no one is verified."""

import pytest

from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.protection.returns.tracing.test_claims import claim
from tests.reading import words
from tests.signing import signed_in

SIGNS = "no relationship is verified and there are warning signs"
UNVERIFIED = "no relationship is verified. Verify it before the panel decides."


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize(
    ("occasion", "options", "signs", "shown", "missing"),
    [
        ("claims", ("relatives", "foster"), ("money",), ("Money was offered", SIGNS), ()),
        ("claims", ("relatives", "foster"), (), ("Aunt or uncle", UNVERIFIED), (SIGNS,)),
        ("claims", ("stay", "foster"), ("money",), ("Relationship not verified",), ("Warning:",)),
        ("residential", ("family", "foster"), ("money",), (SIGNS,), ()),
        ("residential", ("stay", "foster"), ("money",), (), ("Claims for the child",)),
    ],
)
def test_claims_are_beside_the_options(
    around: ChildFileCast,
    occasion: str,
    options: tuple[str, ...],
    signs: tuple[str, ...],
    shown: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:
    claim(around, *signs)
    found = factory.determination(around.case, around.worker, occasion=occasion)
    factory.add_options(found, around.worker, options=options)
    show = f"/best-interests/determinations/{found.pk}/"
    meeting = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    for person, path in ((around.worker, show), (around.supervisor, meeting)):
        page = words(signed_in(person).get(path).content)
        for text in shown:
            assert text in page, (path, text)
        for text in missing:
            assert text not in page, (path, text)
