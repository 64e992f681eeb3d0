"""No evidence has a default: a list that begins with an answer records what no one said.

Evidence is every code that a record of a child, a report or a contact takes from a vocabulary. What
describes our own work, and not the child, is named below with its reason; everything else is evidence,
so that a new field is found here. Fields that a form makes when it is opened: `test_file_pages.py`.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import import_module

from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

import saathi
from saathi.agencies.form_submission import RecordForm
from saathi.protection.identification.trafficking.vocabulary import StatementSource

WINGS = ("people", "consent", "participation", "protection", "desk")
OURS = "the state of our own work, which begins so"
READERS = "who may read it: an access decision, shown and changed on the page"
COMPUTED = "computed by a rule from what is on record"
FORMAT = "how something is written or sent, not what is so"
# Vocabularies that do not describe the child, each with the reason why they may have a default.
NOT_EVIDENCE = {
    **dict.fromkeys((
        "SafeguardAlertState", "AllegationState", "ApprovalDecision", "CaseStatus", "CheckInState",
        "ComplaintState", "DocumentState",
        "CrossBorderEnquiryState", "DecisionState", "EnquirySource", "EnquiryState", "EntryState", "ExportState",
        "FamilyClueState", "FollowUpState", "FormOutcome", "GoalState", "ImportState",
        "FacilityIncidentState", "IncidentState", "InspectionPhotoState", "LivelihoodState", "MatchPurpose", "MissingReportState", "NoteKind",
        "NoteState", "NoticeState", "OperationState", "PairState", "PermissionState", "PlanState", "ProposalResponse", "PortraitState", "ReferralState",
        "ResponseRoute", "ReviewKind", "SafetyPlanState", "SightingState", "Stage", "StepState",
        "TextState", "Urgency", "RecordingState", "SearchPhotoState", "TracingState", "ClaimState",
        "VerificationState", "ContactState", "ReunificationState", "TransferState",
        "PresentationState", "ReintegrationState", "PlannedContactState", "MentorState", "SignState", "PlacementReviewState",
        "ProtectionState", "ThreatState",
    ), OURS),
    **dict.fromkeys((
        "ComplaintReaders", "GroundsReaders", "NoteAudience", "SessionNoteAudience", "StatementAudience",
    ), READERS),
    **dict.fromkeys(("CollectionMethod", "MinorStatus", "OutcomeWave", "ScreeningReading"), COMPUTED),
    **dict.fromkeys(("Calendar", "ChildViewLanguage", "ExportFormat", "NameKind"), FORMAT),
    "ServiceCost": "of a service in the directory, not of a child",
}  # fmt: skip
# Boxes that may begin ticked, as form and field.
TICKED = {"ErasureRequestForm.with_reports": "what is to be erased, not what is so"}
# Evidence that the reviewers of the product named: the list must contain them.
NAMED = {
    "trafficking.Episode.source", "trafficking.Episode.confidence", "consent.Consent.capacity",
    "consent.InformationGiven.understood", "consent.InformationGiven.audience",
    "people.AgeStatement.basis",
    "intake.Report.channel", "intake.Report.reporter_kind", "intake.Report.contact_back",
    "screening.Screening.role", "screening.Interview.by_whom", "handovers.Handover.child_informed",
    "people.Child.gender", "missing.MissingChild.age_basis", "cases.Visit.outcome",
}  # fmt: skip


def _modules() -> None:
    for module in pkgutil.walk_packages(saathi.__path__, "saathi."):
        is_of_wing = module.name.startswith(tuple(f"saathi.{wing}." for wing in WINGS))
        if (
            (is_of_wing and module.name.rsplit(".", 1)[1] in {"vocabulary", "forms", "views"})
            or (is_of_wing and "forms" in module.name.split(".")[-1])
            or (is_of_wing and module.name.split(".")[-2] == "forms")
        ):
            import_module(module.name)


def _subclasses[ClassT: type](cls: ClassT) -> Iterator[ClassT]:
    for sub in cls.__subclasses__():
        if sub.__module__.startswith("saathi."):
            yield sub
        yield from _subclasses(sub)


@cache
def vocabularies() -> dict[frozenset[str], set[str]]:
    """The names of the vocabularies by their codes."""
    _modules()
    found: dict[frozenset[str], set[str]] = {}
    for vocabulary in _subclasses(models.TextChoices):
        if codes := frozenset(vocabulary.values) - {""}:
            found.setdefault(codes, set()).add(vocabulary.__name__)
    return found


def is_evidence(codes: set[str], known: dict[frozenset[str], set[str]]) -> bool:
    """Whether these codes describe the child or what was reported; codes of no vocabulary do not."""
    names = known.get(frozenset(codes - {""}), set())
    return bool(names) and not names & NOT_EVIDENCE.keys()


def evidence_columns() -> dict[str, models.Field]:  # type: ignore[type-arg]
    """Every column with a code of evidence, by its name."""
    known = vocabularies()
    found = {}
    for model in apps.get_models():
        if not model.__module__.startswith(tuple(f"saathi.{wing}." for wing in WINGS)):
            continue
        for column in model._meta.concrete_fields:
            codes = {str(code) for code, _label in column.flatchoices}
            if codes and not isinstance(column, ArrayField) and is_evidence(codes, known):
                found[f"{model._meta.app_label}.{model.__name__}.{column.name}"] = column
    return found


def form_fields() -> list[tuple[str, forms.Field]]:
    """Every field that a form class declares, by form and name."""
    _modules()
    classes = {cls for cls in _subclasses(RecordForm) if _is_of_wings(cls)}
    return [
        (f"{cls.__name__}.{name}", field)
        for cls in sorted(classes, key=lambda cls: cls.__name__)
        for name, field in cls.base_fields.items()
    ]


def _is_of_wings(cls: type) -> bool:
    return cls.__module__.startswith(tuple(f"saathi.{wing}." for wing in WINGS))


def _codes(field: forms.ChoiceField) -> set[str]:
    found: set[str] = set()
    for code, label in field.choices:
        is_group = isinstance(label, list | tuple)
        found |= {str(inner) for inner, _ in label} if is_group else {str(code)}
    return found


def evidence_fields() -> list[tuple[str, forms.ChoiceField]]:
    """Every field of a form that asks for a code of evidence."""
    known = vocabularies()
    return [
        (name, field)
        for name, field in form_fields()
        if isinstance(field, forms.ChoiceField)
        and not isinstance(field, forms.ModelChoiceField | forms.MultipleChoiceField)
        and is_evidence(_codes(field), known)
    ]


class _Preselected(HTMLParser):
    """The choices of lists and radio buttons that a browser would send untouched, by field."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, set[str]] = {}
        self.chosen: dict[str, str] = {}
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._list = given.get("name", "")
        elif tag == "option" and self._list:
            self.codes.setdefault(self._list, set()).add(given.get("value", ""))
            if "selected" in given or self._list not in self.chosen:
                self.chosen[self._list] = given.get("value", "")
        elif tag == "input" and given.get("type") == "radio":
            self.codes.setdefault(given["name"], set()).add(given.get("value", ""))
            if "checked" in given:
                self.chosen[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._list = ""


def preselected(html: str) -> dict[str, str]:
    """The evidence that the untouched form would send: field and code."""
    reader, known = _Preselected(), vocabularies()
    reader.feed(html)
    return {
        name: code
        for name, code in reader.chosen.items()
        if code and is_evidence(reader.codes[name], known)
    }


def test_evidence_list_contains_what_reviewers_named() -> None:
    assert evidence_columns().keys() >= NAMED
    assert len(evidence_columns()) > 100


def test_no_column_of_evidence_has_a_default() -> None:
    assert not [name for name, column in evidence_columns().items() if _has_default(column)]


def _has_default(column: models.Field) -> bool:  # type: ignore[type-arg]
    in_database = getattr(column.db_default, "value", column.db_default)
    return any(
        default not in {"", models.NOT_PROVIDED} for default in (column.default, in_database)
    )


def test_no_box_of_a_record_begins_ticked() -> None:
    ticked = [
        f"{model.__name__}.{column.name}"
        for model in apps.get_models()
        if _is_of_wings(model)
        for column in model._meta.concrete_fields
        if isinstance(column, models.BooleanField) and column.get_default() is True
    ]
    ticked += [
        name
        for name, field in form_fields()
        if isinstance(field, forms.BooleanField) and field.initial
    ]
    assert set(ticked) == TICKED.keys()


def test_no_form_begins_with_evidence() -> None:
    assert len(evidence_fields()) > 80
    assert not [name for name, field in evidence_fields() if field.initial not in {"", None}]


def test_html_of_the_empty_form_sends_no_evidence() -> None:
    sending = [
        name
        for name, field in evidence_fields()
        if preselected(str(type("OneField", (RecordForm,), {"asked": field})()["asked"]))
    ]
    assert not sending


def test_a_preselected_choice_is_found() -> None:
    """The tests above would find one."""
    rest = "".join(f'<option value="{code}">x</option>' for code in StatementSource.values)
    first = '<option value="child">x</option>'
    assert preselected(f'<select name="source">{first}{rest}</select>') == {"source": "child"}
    assert not preselected(f'<select name="source">{rest}</select>')


def test_every_excepted_vocabulary_exists() -> None:
    named = {name for names in vocabularies().values() for name in names}
    assert NOT_EVIDENCE.keys() <= named
    assert TICKED.keys() <= {name for name, _field in form_fields()}
