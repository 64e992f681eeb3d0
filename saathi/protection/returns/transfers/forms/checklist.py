"""The form with all required documents of a transfer, a row for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.actions.checklist import ChecklistEntry
from saathi.protection.returns.transfers.models import TransferDocument
from saathi.protection.returns.transfers.vocabulary import (
    REQUIRED_PAPERS,
    SETTLED_PAPERS,
    STAGES_OF_PAPERS,
    PaperForm,
    PaperState,
    PreparationStage,
    TransferPaper,
)
from saathi.web.components import Text, join_facts

PARTS = ("state", "form", "issuer", "valid_until", "goes", "note")


@dataclass(frozen=True)
class ChecklistRow:
    """One document with its fields."""

    label: Text
    fields: list[forms.BoundField]


@dataclass(frozen=True)
class ChecklistGroup:
    """The documents of one stage, those that are missing first."""

    label: Text
    rows: list[ChecklistRow]
    missing: int
    is_open: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether a field of the group has an error."""
        return any(bound.errors for row in self.rows for bound in row.fields)

    @property
    def title(self) -> str:
        """The stage, with the number of missing documents."""
        if not self.missing:
            return join_facts([str(self.label), gettext("complete")])
        text = ngettext("%(count)s missing", "%(count)s missing", self.missing)
        return join_facts([str(self.label), text % {"count": self.missing}])


class ChecklistForm(kit.DerivedForm[TransferDocument]):
    """The required documents of the transfer `about`: status, form, issuing authority, remarks."""

    model = TransferDocument
    shows_stored_texts = True

    def prepare(self) -> None:
        """Adds the fields of each document, with what is recorded of it."""
        self.found = queries.newest_papers(self.about, self.staff)
        for paper in REQUIRED_PAPERS:
            self._add_row(paper, self.found.get(paper.value))

    def _add_row(self, paper: TransferPaper, found: TransferDocument | None) -> None:
        made = {
            "state": forms.ChoiceField(
                choices=[("", "—"), *PaperState.choices], required=found is not None
            ),
            "form": forms.ChoiceField(choices=[("", "—"), *PaperForm.choices], required=False),
            "issuer": kit.derive_field(TransferDocument, "issuer", required=False),
            "valid_until": kit.derive_field(TransferDocument, "valid_until", required=False),
            "goes": forms.BooleanField(required=False, label=_("Goes to the other country")),
            "note": forms.CharField(
                required=False, max_length=1000, widget=forms.TextInput(attrs={"dir": "auto"})
            ),
            "version": forms.IntegerField(required=False, widget=forms.HiddenInput),
        }
        labels = {"state": _("Status"), "form": _("Original or copy"), "note": _("Remarks")}
        for part, field in made.items():
            name = f"{part}_{paper.value}"
            field.label = labels.get(part, field.label)
            field.error_messages["required"] = _("%(document)s: choose the status.") % {
                "document": paper.label
            }
            self.fields[name] = field
            if found is not None:
                self.initial.setdefault(name, getattr(found, part))

    def add_refusal_reasons(
        self, reasons: Iterable[Reason], field_by_code: Mapping[str, str] | None = None
    ) -> None:
        """Shows each reason with the name of its document."""
        named = [Reason(reason.code, self._with_document(reason)) for reason in reasons]
        super().add_refusal_reasons(named, field_by_code)

    def _with_document(self, reason: Reason) -> str:
        """The reason in the reader's language, after the name of the document of its field."""
        text = gettext(reason.text)
        part, _sign, paper = reason.code.partition("_")
        if part not in PARTS or paper not in TransferPaper.values:
            return text
        return f"{TransferPaper(paper).label}: {text}"

    def groups(self) -> list[ChecklistGroup]:
        """The documents by stage: stages with missing documents first, of which the first is unfolded.

        A stage with an error is unfolded, too.
        """
        groups = [self._group(stage) for stage in dict.fromkeys(STAGES_OF_PAPERS.values())]
        groups.sort(key=lambda group: group.missing == 0)
        shown = [group for group in groups if group.missing][:1]
        return [replace(group, is_open=group in shown or group.has_errors) for group in groups]

    def _group(self, stage: PreparationStage) -> ChecklistGroup:
        papers = [paper for paper in REQUIRED_PAPERS if STAGES_OF_PAPERS[paper] == stage]
        papers.sort(key=self._is_settled)
        rows = [
            ChecklistRow(paper.label, [self[f"{part}_{paper.value}"] for part in PARTS])
            for paper in papers
        ]
        missing = sum(not self._is_settled(paper) for paper in papers)
        return ChecklistGroup(stage.label, rows, missing)

    def _is_settled(self, paper: TransferPaper) -> bool:
        """Whether a document is here, handed over or not needed, by what is recorded."""
        found = self.found.get(paper.value)
        return found is not None and found.state in SETTLED_PAPERS

    def entries(self) -> list[ChecklistEntry]:
        """What was entered about each document."""
        return [self._entry(paper) for paper in REQUIRED_PAPERS]

    def _entry(self, paper: TransferPaper) -> ChecklistEntry:
        entered = {part: self.cleaned_data.get(f"{part}_{paper.value}") or "" for part in PARTS}
        return ChecklistEntry(
            paper=paper,
            found=self.found.get(paper.value),
            version=self.cleaned_data.get(f"version_{paper.value}") or 0,
            state=entered["state"],
            form=entered["form"],
            valid_until=self.cleaned_data.get(f"valid_until_{paper.value}"),
            goes=bool(entered["goes"]),
            issuer=entered["issuer"],
            note=entered["note"],
        )
