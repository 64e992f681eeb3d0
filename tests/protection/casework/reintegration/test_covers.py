"""One explanation at the door: the safe contact on the file, and what was agreed for the follow-up."""

import pytest

from saathi.people.models import Child
from saathi.protection.casework.reintegration import rules
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import Reintegration
from saathi.vault import store as vault
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

ON_FILE = "At home; say that you come from the health post"


@pytest.fixture
def around() -> ChildFileCast:
    made = cast.around()
    child = made.case.child
    with acting(made.worker):
        vault.seal(child, vault.open(child) | {"contact_how": ON_FILE})
    with role("maintenance"):
        Child.objects.filter(pk=child.pk).update(sealed=child.sealed)
    return made


@pytest.mark.parametrize(
    ("cover", "on_file", "is_confirmed", "is_refused"),
    [
        ("From the school", ON_FILE, False, True),
        ("From the school", ON_FILE, True, False),
        ("From the school", "", False, False),
        ("", ON_FILE, False, False),
        ("say that you come from  the Health post", ON_FILE, False, False),
        (f"{ON_FILE}. Ask for her brother", ON_FILE, False, False),
    ],
)
def test_second_explanation_needs_confirmation(
    cover: str, on_file: str, is_confirmed: bool, is_refused: bool
) -> None:
    found = rules.reasons_against_cover(cover, on_file, is_confirmed=is_confirmed)
    assert [reason.code for reason in found] == ["cover_confirmed"] * is_refused


@pytest.mark.django_db
def test_second_explanation_is_refused_until_confirmed_and_then_shown(
    around: ChildFileCast,
) -> None:
    with pytest.raises(ReintegrationRefused, match="cover_confirmed"):
        steps.begin(around)  # “From the school”
    client = signed_in(around.worker)
    path = f"{around.url}reintegration/begin/"
    day = steps.today(around)
    values = {
        "returned_on_0": day.day, "returned_on_1": day.month, "returned_on_2": day.year,
        "lives_with": "family", "cover_agreement": "agreed", "cover": "From the library",
        "keep_in_mind": "Meet at the library",
    }  # fmt: skip
    answer = client.post(path, filled.form(client.get(path).content.decode(), **values))
    assert f"“{ON_FILE}”. Two stories at one door expose a child" in read(answer)[0]
    assert "Meet at the library" in answer.content.decode()
    sent = filled.form(answer.content.decode(), cover_confirmed="on")
    assert client.post(path, sent).status_code == 302
    assert "agreed for the follow-up differ" in read(client.get(f"{around.url}reintegration/"))[0]
    shown = read(client.get(f"{around.url}reintegration/contact/"))[0]
    form = shown[shown.index("How to contact the child") :]
    for text in (ON_FILE, "From the library", "Meet at the library"):
        assert text in form


@pytest.mark.django_db
def test_changed_explanation_is_compared_too(around: ChildFileCast) -> None:
    steps.begin(around, cover="Say that you come from the health post")
    with acting(around.worker):
        follow_up = Reintegration.objects.get()
    client = signed_in(around.worker)
    path = f"{around.url}reintegration/{follow_up.pk}/"
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page, cover="From the school"))
    assert "Two stories at one door expose a child" in read(answer)[0]
    assert client.post(path, filled.form(page, keep_in_mind="After six")).status_code == 302
