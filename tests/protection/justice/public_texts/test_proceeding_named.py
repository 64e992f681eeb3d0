"""A text for publication names the proceeding that it is about, if the file has one."""

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.public_texts import actions
from saathi.protection.justice.public_texts.actions import PublicTextInput, PublicTextStepRefused
from saathi.protection.justice.public_texts.models import PublicText
from saathi.protection.justice.public_texts.vocabulary import TextKind
from tests.factories import children, people, proceedings
from tests.protection.justice.public_texts.test_screens import (
    GOOD,
    act,
    address,
    create_text,
    notified_texts,
    reloaded,
    send,
)
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TYPED = {"kind": "press", "title": "Two men sentenced", "text": GOOD, "where": "Evening news"}
CHOOSE = "Choose the proceeding that the text is about."


@pytest.fixture
def case(worker: Staff) -> Case:
    case = children.case(worker)
    with acting(worker):
        people.person(case.child, worker)
    return case


@pytest.fixture
def child(case: Case) -> Child:
    return case.child


def opened(case: Case, worker: Staff, **fields: str) -> Proceeding:
    with acting(worker):
        return proceedings.proceeding(case, worker, **fields)


def shown(staff: Staff, path: str) -> str:
    return whole(signed_in(staff).get(path).content)


def data(**more: object) -> PublicTextInput:
    return PublicTextInput(TextKind.PRESS, "Two men sentenced", GOOD, "Evening news", **more)  # type: ignore[arg-type]


def test_without_proceedings_the_form_asks_for_none(child: Child, worker: Staff) -> None:
    assert "Proceeding that" not in shown(worker, address("write_text", child))
    text = create_text(worker, child)
    assert text.proceeding_id is None
    assert "proceeding not recorded" not in shown(worker, address("list_texts", child))


def test_the_only_proceeding_is_proposed_and_named_in_the_list(
    case: Case, child: Child, worker: Staff
) -> None:
    proceeding = opened(case, worker)
    client = signed_in(worker)
    form = client.get(address("write_text", child)).context["form"]
    assert form["proceeding"].value() == str(proceeding.pk)
    text = create_text(worker, child, proceeding=str(proceeding.pk))
    assert text.proceeding_id == proceeding.pk
    for path in (address("list_texts", child), address("show_text", child, text.pk)):
        page = shown(worker, path)
        assert "Criminal" in page
        assert "77/2026" in page


def test_among_several_proceedings_one_is_chosen_and_none_is_a_default(
    case: Case, child: Child, worker: Staff
) -> None:
    first, second = opened(case, worker), opened(case, worker, country="NPL")
    form = signed_in(worker).get(address("write_text", child)).context["form"]
    assert not form["proceeding"].value()
    status, page = send(worker, address("write_text", child), **TYPED)
    assert (status, CHOOSE in page) == (200, True)
    text = create_text(worker, child, proceeding=str(second.pk))
    assert text.proceeding_id == second.pk
    change = address("change_text", child, text.pk)
    assert send(worker, change, **TYPED, proceeding=str(first.pk))[0] == 302
    assert reloaded(text).proceeding_id == first.pk


def test_a_proceeding_of_another_child_is_never_named(
    case: Case, child: Child, worker: Staff
) -> None:
    opened(case, worker)
    other = opened(children.case(worker), worker)
    status, _page = send(worker, address("write_text", child), **TYPED, proceeding=str(other.pk))
    assert status == 200
    for named in (None, other.pk):
        with acting(worker), pytest.raises(PublicTextStepRefused) as refused:
            actions.create_text(child=child, data=data(proceeding=named), actor=worker)
        assert [reason.code for reason in refused.value.reasons] == ["proceeding"]


def test_a_text_from_before_the_proceeding_is_approved_once_it_names_it(
    case: Case, child: Child, worker: Staff, supervisor: Staff
) -> None:
    text = create_text(worker, child)
    proceeding = opened(case, worker)
    assert "proceeding not recorded" in shown(worker, address("list_texts", child))
    page = shown(supervisor, address("show_text", child, text.pk))
    assert "Edit the text and choose the proceeding that it is about." in page
    assert f'href="{act(child, text, "approve")}"' not in page
    with acting(supervisor), pytest.raises(PublicTextStepRefused) as refused:
        actions.decide_on_text(
            text=text, is_approved=True, reason="", version=text.version, actor=supervisor
        )
    assert [reason.code for reason in refused.value.reasons] == ["proceeding"]
    change = address("change_text", child, text.pk)
    assert send(worker, change, **TYPED, proceeding=str(proceeding.pk))[0] == 302
    assert notified_texts(supervisor) == ["text_waits", "text_waits"]
    assert send(supervisor, act(child, text, "approve"))[0] == 302
    assert reloaded(text).state == "approved"


def test_a_text_without_its_proceeding_can_be_returned_and_withdrawn(
    case: Case, child: Child, worker: Staff, supervisor: Staff
) -> None:
    text = create_text(worker, child)
    opened(case, worker)
    assert send(supervisor, act(child, text, "send_back"), why="Name the proceeding.")[0] == 302
    assert send(worker, act(child, text, "withdraw"))[0] == 302
    assert reloaded(text).state == "withdrawn"


def test_database_refuses_a_text_that_names_no_proceeding(
    case: Case, child: Child, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = create_text(worker, child)
    opened(case, worker)
    monkeypatch.setattr(actions, "_proceeding", lambda *_given: None)
    with acting(worker), pytest.raises(DatabaseError, match="not named"), transaction.atomic():
        actions.create_text(child=child, data=data(), actor=worker)
    with acting(worker), pytest.raises(DatabaseError, match="not named"), transaction.atomic():
        actions.revise_text(
            text=PublicText.objects.get(pk=text.pk), data=data(), version=1, actor=worker
        )
    with role("maintenance"):
        assert PublicText.objects.count() == 1
