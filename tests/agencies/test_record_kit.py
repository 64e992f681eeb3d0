"""The record kit: what a field says of itself gives its data class, its form field and its line."""

import datetime as dt
import uuid

import pytest
from django import forms
from django.db import models

from saathi.agencies import records, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.record_kit import fields, operational, statistical
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.record_kit.rows import format_field, format_moment, labelled_values
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, SENSITIVE, STATISTICAL
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import FollowUpFocus
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.vault import store as vault
from saathi.web.fields import FullDateField, PastDateField
from tests.desk import cast
from tests.roles import acting

TODAY = dt.date(2026, 11, 28)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """A member of staff at an office where it is 28 November; not stored."""
    monkeypatch.setattr(Office, "today", lambda _office: TODAY)
    return Staff(office=Office(time_zone="Asia/Kathmandu"))


def sent(form: type[DerivedForm[FollowUp]], staff: Staff, **typed: object) -> DerivedForm[FollowUp]:
    until = {"until_0": "30", "until_1": "11", "until_2": "2026"}
    return form(until | typed, staff=staff)


class AskForm(DerivedForm[FollowUp]):
    """A form for a follow-up."""

    model = FollowUp
    names = "called where look_at keep_in_mind until"


def test_data_classes_follow_from_the_declarations() -> None:
    assert FollowUp.classified == {
        "id": OPERATIONAL, "file": OPERATIONAL, "recorded_at": STATISTICAL,
        "recorded_by": OPERATIONAL, "version": OPERATIONAL,
        "case": OPERATIONAL, "asked_of": OPERATIONAL, "look_at": STATISTICAL,
        "asked_on": STATISTICAL, "until": OPERATIONAL, "state": STATISTICAL,
        "ended_on": STATISTICAL, "access": OPERATIONAL, "sealed": IDENTIFYING,
    }  # fmt: skip
    assert Operation.classified["name"] == SENSITIVE
    assert Incident.classified["closed_for"] == STATISTICAL


def test_field_without_declaration_has_no_data_class() -> None:
    """So that `test_house` refuses it."""
    column = models.DateField()
    assert fields.declaration_of(column) is None
    assert fields.declaration_of(operational(column)) is not None


def test_declaration_is_not_part_of_a_migration() -> None:
    declared = statistical.choice(FollowUpFocus, 8, label="What to check", help_text="All.")
    plain = models.CharField(max_length=8, choices=FollowUpFocus)
    assert declared.deconstruct() == plain.deconstruct()
    for model in (FollowUp, CommitteeObservation, Incident, Measure, Operation, FirstDecision):
        for column in model._meta.local_fields:
            _name, path, _args, options = column.deconstruct()
            assert path.startswith("django."), column
            assert not {"label", "verbose_name", "help_text"} & options.keys(), column


def test_sealed_text_is_an_attribute_and_no_column() -> None:
    names = {column.name for column in CommitteeObservation._meta.get_fields()}
    assert names.isdisjoint({"what", "child_words"})
    new = CommitteeObservation()
    new.what, new.child_words = "She walks to school.", ""
    assert fields.payload_of(new) == {"words": "She walks to school."}
    assert new.child_words == ""


def stored() -> Incident:
    incident = Incident(kind="media")
    incident._state.adding = False
    return incident


def test_stored_record_gives_its_texts_only_when_opened() -> None:
    incident = stored()
    with pytest.raises(fields.TextsNotOpened):
        _ = incident.what
    with pytest.raises(fields.TextsNotOpened):
        incident.closing = "would lose the others"
    with pytest.raises(fields.TextsNotOpened):
        fields.payload_of(incident)
    fields.attach_opened_texts(incident, {"what": "A name was printed.", "older_key": "kept"})
    incident.closing = "It was taken down."
    assert fields.payload_of(incident) == {
        "what": "A name was printed.", "older_key": "kept", "closing": "It was taken down.",
    }  # fmt: skip


def test_texts_that_cannot_be_read_are_empty_and_are_not_overwritten() -> None:
    incident = stored()
    fields.attach_opened_texts(incident, None)
    assert incident.what == ""
    with pytest.raises(fields.TextsNotOpened):
        incident.what = "Overwritten"
    with pytest.raises(fields.TextsNotOpened):
        fields.payload_of(incident)


def test_texts_of_a_record_are_not_in_its_text_form() -> None:
    incident = Incident(kind="media")
    incident.what = "A name was printed."
    assert "printed" not in f"{incident!r} {incident}"


@pytest.mark.django_db
def test_added_record_seals_its_declared_texts() -> None:
    around = cast.around()
    with acting(around.worker):
        incident = Incident(file_id=around.file_id, kind="media", began_at=around.case.recorded_at)
        incident.what = "A name was printed."
        writing.add(incident, actor=around.worker)
        assert b"printed" not in bytes(incident.sealed)
        again = Incident.objects.get(pk=incident.pk)
        assert vault.open(again) == {"what": "A name was printed."}
        with pytest.raises(fields.TextsNotOpened):
            _ = again.what
        records.open_texts_of_each([again])
        assert (again.what, again.who) == ("A name was printed.", "")


def test_form_has_the_named_fields_in_order_with_labels(reader: Staff) -> None:
    form = AskForm(staff=reader)
    shown = [name for name in form.fields if name not in {"form_key", "version"}]
    assert shown == ["called", "where", "look_at", "keep_in_mind", "until"]
    assert form.fields["called"].label == "Name by which the committee knows the child"
    assert "Write nothing about what happened to the child" in str(
        form.fields["keep_in_mind"].help_text
    )
    assert [code for code, _label in form.fields["look_at"].choices] == FollowUpFocus.values
    assert form.get_initial_for_field(form.fields["until"], "until") == dt.date(2026, 12, 28)


def test_form_gives_an_unsaved_record_with_its_texts(reader: Staff) -> None:
    form = sent(AskForm, reader, called="Sunu", look_at=["well"])
    assert form.is_valid(), form.errors
    file_id = uuid.uuid4()
    follow_up = form.to_record(file_id=file_id)
    assert follow_up._state.adding
    assert (follow_up.file_id, follow_up.until) == (file_id, dt.date(2026, 11, 30))
    assert (follow_up.look_at, follow_up.version) == (["well"], 1)
    assert fields.payload_of(follow_up) == {"called": "Sunu"}


def test_form_shows_the_present_values_of_an_opened_record(reader: Staff) -> None:
    follow_up = FollowUp(until=TODAY, look_at=["school"], version=4)
    follow_up.called = "Sunu"
    form = AskForm(staff=reader, record=follow_up)
    assert (form["called"].value(), form["until"].value()) == ("Sunu", TODAY)
    assert str(form["version"].value()).startswith("4.")


def test_subclass_replaces_and_adds_fields(reader: Staff) -> None:
    class ShortForm(DerivedForm[FollowUp]):
        model = FollowUp
        names = "why until called"
        why = forms.CharField(label="Why")
        called = forms.CharField(label="Name")
        more = forms.BooleanField(required=False)

    form = sent(ShortForm, reader, called="Sunu", why="x")
    assert [*form.fields][-4:] == ["why", "until", "called", "more"]
    assert form.is_valid(), form.errors
    record = form.to_record()
    assert (record.called, form.fields["called"].label) == ("Sunu", "Name")
    assert not hasattr(record, "why")


def test_form_field_follows_the_column() -> None:
    assert isinstance(derive_field(FollowUp, "until"), FullDateField)
    assert isinstance(derive_field(CommitteeObservation, "seen_on"), PastDateField)
    assert isinstance(derive_field(CommitteeObservation, "seen").widget, forms.RadioSelect)
    assert isinstance(derive_field(Measure, "kind").widget, forms.Select)
    assert derive_field(Incident, "closed_for").required
    assert not derive_field(Operation, "expected").required
    assert derive_field(Operation, "name").max_length == 80
    with pytest.raises(TypeError, match="write it in the form"):
        derive_field(Incident, "began_at", label="Since when")


def test_undeclared_column_needs_a_label() -> None:
    with pytest.raises(TypeError, match="label"):
        derive_field(FollowUp, "recorded_by")


def test_lines_have_label_value_in_words_and_text_for_none() -> None:
    follow_up = FollowUp(until=TODAY, look_at=["well", "school"])
    lines = labelled_values(follow_up, "where look_at until")
    assert [(str(line.term), str(line.text), str(line.missing)) for line in lines] == [
        ("Where the child can be found", "", "not recorded"),
        ("What to check", "How the child is, Whether the child goes to school", ""),
        ("Until", "28 November 2026", ""),
    ]
    assert str(format_field(Measure(kind="complaint"), "kind")) == "A complaint was made"


def test_moment_is_shown_by_the_clock_of_the_office() -> None:
    moment = dt.datetime(2026, 11, 28, 20, tzinfo=dt.UTC)
    with pytest.raises(TypeError, match="office"):
        format_field(Incident(began_at=moment), "began_at")
    office = Office(time_zone="Asia/Kathmandu")
    assert format_moment(moment, office) == "29 November 2026, 01:45"
