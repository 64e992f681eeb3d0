"""A determination is recorded with few choices, none of which is made for the person."""

import datetime as dt
import re

import pytest
from django import forms

from saathi.protection.decisions.best_interests import panel_choices
from saathi.protection.decisions.best_interests.models import Determination, PanelMember
from saathi.web.fields import DayChoiceField, FullDateField, PastDateField, with_offered_days
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.reading import day, words
from tests.roles import role
from tests.signing import signed_in

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def chosen(page: str, name: str) -> list[str]:
    """The chosen options of a list, by their words."""
    found = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert found, name
    return re.findall(r'<option value="([^"]*)"\s+selected>', found[0])


def typed(choice: str, *parts: str) -> dict[str, str]:
    boxes = {f"on_{number}": part for number, part in enumerate(parts)}
    return {"on_choice": choice} | boxes


def form_of(field: forms.Field, data: dict[str, str]) -> forms.Form:
    return type("OneDay", (forms.Form,), {"on": field})(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (typed("2026-12-01"), DAY),
        (typed("", "3", "11", "2026"), dt.date(2026, 11, 3)),
        (typed("2026-12-01", "1", "12", "2026"), DAY),
        (typed("2026-12-01", "2", "12", "2026"), None),
        (typed("2026-12-24"), None),  # is not offered
        (typed("", "3", "11", ""), None),
        (typed(""), None),
    ],
)
def test_one_of_the_offered_days_or_another(data: dict[str, str], expected: dt.date | None) -> None:
    field = with_offered_days(FullDateField(label="Day"), {DAY: "Today"})
    form = form_of(field, data)
    assert form.is_valid() == (expected is not None)
    assert form.cleaned_data.get("on") == expected
    assert "selected" not in str(form_of(field, {})["on"]).split("</option>")[1]


def test_offered_day_does_not_allow_a_future_one() -> None:
    field = with_offered_days(PastDateField(label="Day", today=DAY, required=False), {DAY: "Today"})
    assert isinstance(field, DayChoiceField)
    assert not form_of(field, typed("", "2", "12", "2026")).is_valid()
    assert form_of(field, typed("")).is_valid()


def test_both_declarations_are_one_choice_that_keeps_them_apart() -> None:
    pairs = list(panel_choices.DECLARED.values())
    assert len(pairs) == len(set(pairs)) == 9
    assert panel_choices.declared_field("Declarations").choices[0] == ("", "—")


@pytest.mark.django_db
@pytest.mark.requirement("BID-002")
def test_latest_approved_full_assessment_is_proposed_and_can_be_changed(
    around: ChildFileCast,
) -> None:
    worker, path = signed_in(around.worker), f"{around.url}best-interests/determinations/new/"
    assert 'name="assessment"' not in worker.get(path).content.decode()
    today = around.worker.office.today()
    for days, solution in ((9, "family"), (2, "return"), (5, "foster")):
        factory.agreed_assessment(
            around.case, around.worker, around.supervisor, occasion="change", solution=solution,
            assessed_on=today - dt.timedelta(days=days),
        )  # fmt: skip
    factory.full_assessment(around.case, around.worker, occasion="change")  # is not approved
    page = worker.get(path).content.decode()
    offered = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    assert chosen(page, "assessment") == offered[:1]
    assert len(offered) == 3
    heard = dict.fromkeys(("guardian", "representative", "parents", "caregiver"), "not_asked")
    sent = filled.form(
        page, occasion="repatriation", authority="court", body="District court", view="chose_not",
        **heard,
    )  # fmt: skip
    answer = worker.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        found = Determination.objects.select_related("assessment").get()
        assert found.assessment is not None
        assert (str(found.assessment_id), found.assessment.recommended) == (offered[0], "return")
    options = worker.get(answer.url).content.decode()
    assert chosen(options, "option_1") == ["return"]
    sent = filled.form(
        worker.get(path).content.decode(), occasion="repatriation", authority="court",
        body="District court", view="chose_not", assessment=offered[1], **heard,
    )  # fmt: skip
    answer = worker.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        newest = Determination.objects.order_by("-recorded_at")[0]
        assert str(newest.assessment_id) == offered[1]


@pytest.mark.django_db
def test_one_answer_for_all_votes_is_stored_for_each_member(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    leader = signed_in(around.supervisor)
    path = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    page = leader.get(path).content.decode()
    today = around.worker.office.today()
    with role("maintenance"):
        members = list(PanelMember.objects.filter(determination=found))
    given = {"solution": "foster", "reasons": "The foster family knows the child.",
             "weight": "followed", "siblings": "none", "decided_on_choice": today.isoformat()}  # fmt: skip
    given |= day("review_on", today + dt.timedelta(days=90))
    assert chosen(page, "all_voted") in ([], [""])
    given |= dict.fromkeys(re.findall(r'name="(aside_\w+)"', page), "The foster family is near.")
    none = leader.post(path, filled.form(page, **given))
    assert "At least three panel members vote." in words(none.content)
    against = {f"vote_{members[0].pk.hex}": "against"}
    refused = leader.post(path, filled.form(page, **given, **against, all_voted="for"))
    assert "A member voted differently." in words(refused.content)
    answer = leader.post(path, filled.form(page, **given, all_voted="for"))
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        assert {each.vote for each in PanelMember.objects.filter(determination=found)} == {"for"}
        assert Determination.objects.get(pk=found.pk).decided_on == today


@pytest.mark.django_db
def test_no_answer_for_all_where_a_member_does_not_vote(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    with role("maintenance"):
        member = PanelMember.objects.filter(determination=found)[0]
        PanelMember.objects.filter(pk=member.pk).update(function="home")
    path = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    assert 'name="all_voted"' not in signed_in(around.supervisor).get(path).content.decode()
