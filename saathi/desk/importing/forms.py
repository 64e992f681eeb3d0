"""Import forms. They contain columns and values of a table, and no stored text about a child."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Staff
from saathi.desk.importing import wording
from saathi.engines.sheets import checking, dates, primero
from saathi.engines.sheets.checking import ColumnPlan
from saathi.engines.sheets.dates import DateOrder
from saathi.engines.sheets.fields import (
    CODED_FIELDS,
    DATE_FIELDS,
    CaseloadField,
    guess_columns,
    guess_value_codes,
)
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.engines.sheets.reading import read_sheet
from saathi.engines.sheets.table import MAX_BYTES, MAX_ROWS, Sheet
from saathi.protection.casework.cases.vocabulary import ClosingReason
from saathi.protection.exchange import import_codes, import_rows
from saathi.protection.exchange.actions.importing import PrimeroChoices
from saathi.protection.exchange.primero.owners import CaseOwner, propose_colleagues
from saathi.protection.exchange.queries import NamedColumnPlan
from saathi.web.dynamic_choices import set_choices

MAX_VALUES = 60  # maximum number of values shown for a column; rarer ones are kept unchanged
MAX_EXAMPLES = 3
MAX_EXAMPLE_LENGTH = 40


class ImportUploadForm(RecordForm):
    """Form for a file, its source system and its character encoding."""

    shows_stored_texts = False

    file = forms.FileField(
        label=_("File to upload"),
        help_text=_("CSV, Excel, LibreOffice, or the JSON that Primero exports."),
    )
    incidents = forms.FileField(
        label=_("Incidents exported from Primero"),
        required=False,
        help_text=_("Only with a case export: each incident is imported with its case."),
    )
    source = forms.CharField(
        label=_("Source system"),
        max_length=60,
        help_text=_(
            "Write the name the same way each time. It is used with the record number to "
            "recognise children already imported."
        ),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    encoding = forms.ChoiceField(
        label=_("Character encoding"),
        required=False,
        choices=wording.ENCODING_TEXTS.items(),
        help_text=_("For CSV files. Change this if names look wrong on the next page."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet: Sheet | None = None
        self.limits = {"megabytes": MAX_BYTES // 1024**2, "rows": MAX_ROWS}

    def clean(self) -> dict[str, Any]:
        """Reads the table in the file, or adds an error that says why it cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            self.sheet = self._read("file", file, cleaned.get("encoding") or "")
        incidents = cleaned.get("incidents")
        if incidents is not None and self.sheet is not None:
            self.sheet = self._with_incidents(self.sheet, incidents)
        return cleaned

    def _read(self, name: str, file: Any, encoding: str = "") -> Sheet | None:
        try:
            return read_sheet(file.read(), encoding=encoding)
        except SheetNotReadable as error:
            self.add_error(name, wording.describe_problem(error.problem))
            return None

    def _with_incidents(self, cases: Sheet, file: Any) -> Sheet | None:
        incidents = self._read("incidents", file)
        if incidents is None:
            return None
        if not import_rows.is_primero(cases) or not import_rows.is_primero(incidents):
            self.add_error("incidents", _("Choose the JSON files that Primero exports."))
            return None
        return primero.join_sheets(cases, incidents)


class ImportColumnsForm(RecordForm):
    """Form for the field of each column: guessed, or from a saved plan."""

    shows_stored_texts = False

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        plan: ColumnPlan | None,
        saved: Sequence[NamedColumnPlan],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.sheet, self.saved = sheet, saved
        guessed = dict(plan.columns) if plan else guess_columns(sheet.columns)
        fields: list[tuple[str, Any]] = [
            (str(field), wording.FIELD_TEXTS[field]) for field in CaseloadField
        ]
        for place, column in enumerate(sheet.columns):
            guess = guessed.get(column)
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column,
                required=False,
                initial=str(guess) if guess else "",
                choices=[("", _("Store unchanged with the record")), *fields],
                help_text=_examples(sheet, place),
            )
        if saved:
            choices: list[tuple[str, Any]] = [("", _("Use the choices below"))]
            choices += [(str(saved_plan.id), saved_plan.name) for saved_plan in saved]
            plan_field = forms.ChoiceField(
                label=_("Saved mapping"), required=False, choices=choices
            )
            self.fields["saved"] = plan_field
            self.order_fields(["saved"])

    def clean(self) -> dict[str, Any]:
        """Checks that no field occurs twice and that there is at least one name."""
        cleaned: dict[str, Any] = super().clean() or {}
        for problem in checking.find_mapping_problems(self._plan()):
            place = (
                self.sheet.columns.index(problem.column)
                if problem.column in self.sheet.columns
                else None
            )
            name = None if place is None else f"column_{place}"
            self.add_error(name, wording.describe_problem(problem) if name is None else _twice())
        return cleaned

    def _plan(self) -> ColumnPlan:
        chosen = next(
            (plan for plan in self.saved if str(plan.id) == self.cleaned_data.get("saved")), None
        )
        if chosen is not None:
            columns = {
                column: field
                for column, field in chosen.plan.columns.items()
                if column in self.sheet.columns
            }
            return ColumnPlan(columns, chosen.plan.values, chosen.plan.date_orders)
        columns = {
            column: CaseloadField(value)
            for place, column in enumerate(self.sheet.columns)
            if (value := self.cleaned_data.get(f"column_{place}"))
        }
        return ColumnPlan(columns)

    def to_plan(self, before: ColumnPlan | None) -> ColumnPlan:
        """The plan with guesses for values and dates; earlier choices take precedence."""
        chosen = self._plan()
        return add_guessed_values(self.sheet, chosen, before)


def add_guessed_values(sheet: Sheet, plan: ColumnPlan, before: ColumnPlan | None) -> ColumnPlan:
    """The plan, with a code for each known value and a date order for each date column."""
    values: dict[CaseloadField, dict[str, str]] = {}
    orders: dict[CaseloadField, DateOrder] = {}
    for column, field in plan.columns.items():
        if field in CODED_FIELDS:
            words = checking.list_distinct_values(sheet, column, field)
            known = dict(before.values.get(field, {})) if before else {}
            known |= plan.values.get(field, {})
            guessed = guess_value_codes(field, words, import_codes.codes_with_labels(field))
            values[field] = {word: known.get(word, guessed.get(word, "")) for word in words}
        elif field in DATE_FIELDS:
            place = sheet.columns.index(column)
            order = plan.date_orders.get(field) or (
                before.date_orders.get(field) if before else None
            )
            orders[field] = order or dates.guess_date_order(row[place] for row in sheet.rows)
    return ColumnPlan(plan.columns, values, orders)


def _twice() -> Any:
    return _("Another column is already used for this field. Choose only one column.")


def _examples(sheet: Sheet, place: int) -> str:
    examples = list(dict.fromkeys(row[place] for row in sheet.rows[:200] if row[place]))[
        :MAX_EXAMPLES
    ]
    return " · ".join(
        text if len(text) <= MAX_EXAMPLE_LENGTH else f"{text[:MAX_EXAMPLE_LENGTH]}…"
        for text in examples
    )


class ImportValuesForm(RecordForm):
    """Form for Saathi's code for each source value, date orders, and a name for saving the plan."""

    shows_stored_texts = False

    save_as = forms.CharField(
        label=_("Name for this mapping, to use with the next file from this system"),
        required=False,
        max_length=60,
        help_text=_("Leave blank if you do not want to save the mapping."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, sheet: Sheet, plan: ColumnPlan, country: str, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.sheet, self.plan = sheet, plan
        self.words: dict[str, tuple[CaseloadField, str]] = {}
        self.left_out: list[Any] = []
        for field, order in plan.date_orders.items():
            self.fields[f"order_{field}"] = forms.ChoiceField(
                label=str(wording.FIELD_TEXTS[field]),
                choices=[(str(code), label) for code, label in wording.ORDER_TEXTS.items()],
                initial=str(order),
                help_text=_examples(sheet, self._place(field)),
            )
        for field, words in plan.values.items():
            self._add_words(field, words, country)
        self.order_fields([name for name in self.fields if name != "save_as"])

    def _place(self, field: CaseloadField) -> int:
        column = next(
            name for name, column_field in self.plan.columns.items() if column_field == field
        )
        return self.sheet.columns.index(column)

    def _add_words(self, field: CaseloadField, words: Mapping[str, str], country: str) -> None:
        """Adds a choice for each value; for districts, only for those not recognised."""
        shown_words = list(words)
        if field == CaseloadField.DISTRICT:
            shown_words = [word for word, code in words.items() if not code]
        if len(shown_words) > MAX_VALUES:
            self.left_out.append(wording.FIELD_TEXTS[field])
        choices: list[tuple[str, Any]] = [
            ("", _("Store unchanged with the record")),
            *import_codes.code_choices(field),
        ]
        if field == CaseloadField.DISTRICT:
            choices = [pair for pair in choices if not pair[0] or f"({country})" in str(pair[1])]
        for number, word in enumerate(shown_words[:MAX_VALUES]):
            name = f"word_{field}_{number}"
            self.words[name] = (field, word)
            self.fields[name] = forms.ChoiceField(
                label=f"{wording.FIELD_TEXTS[field]}: {word}",
                required=False,
                choices=choices,
                initial=words[word],
            )

    def to_plan(self) -> ColumnPlan:
        """The plan with the chosen values."""
        data = self.cleaned_data
        values = {field: dict(words) for field, words in self.plan.values.items()}
        for name, (field, word) in self.words.items():
            values[field][word] = data.get(name, "")
        orders = {field: DateOrder(data[f"order_{field}"]) for field in self.plan.date_orders}
        return ColumnPlan(self.plan.columns, values, orders)


class ImportAssignmentAndClosureForm(RecordForm):
    """Form for the worker who gets cases without column or owner, and each owner's colleague."""

    shows_stored_texts = False

    worker = StaffChoiceField(
        label=_("Case worker for these children"),
        queryset=Staff.objects.none(),
        help_text=_(
            "A supervisor can reassign the cases later. Rows that name a case worker go to "
            "that worker. Cases with an owner in Primero go to the colleague chosen below."
        ),
    )

    def __init__(
        self,
        *args: Any,
        workers: Sequence[Staff],
        owners: Sequence[CaseOwner] = (),
        closures: Mapping[str, int] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.closures = dict(closures or {})
        ids = [worker.pk for worker in workers]
        colleagues = Staff.objects.filter(pk__in=ids).select_related("office")
        set_choices(self, "worker", colleagues)
        self.owners = owners
        if owners:
            self._add_owners(list(colleagues))
        self._add_closures()

    def _add_closures(self) -> None:
        """Adds a choice for each Primero closure reason: a reason of Saathi's, or none."""
        stays: list[tuple[str, Any]] = [
            ("", _("The cases stay open, each with a task to review it"))
        ]
        for number, (word, count) in enumerate(self.closures.items()):
            cases = ngettext("%(n)d case", "%(n)d cases", count) % {"n": count}
            label = gettext("Closed in Primero: %(reason)s (%(cases)s)")
            self.fields[f"closing_{number}"] = forms.ChoiceField(
                label=label % {"reason": word.replace("_", " "), "cases": cases},
                required=False,
                choices=[*stays, *ClosingReason.choices],
            )

    def _chosen_closings(self) -> dict[str, ClosingReason]:
        chosen = {
            word: self.cleaned_data.get(f"closing_{number}")
            for number, word in enumerate(self.closures)
        }
        return {word: ClosingReason(code) for word, code in chosen.items() if code}

    def _add_owners(self, colleagues: Sequence[Staff]) -> None:
        """Adds a choice for each owner, preselected if the colleague is clear."""
        self.by_id = {str(colleague.pk): colleague for colleague in colleagues}
        proposed = propose_colleagues(self.owners, colleagues)
        choices: list[tuple[str, Any]] = [("", _("The case worker chosen above"))]
        choices += [(key, f"{each.name}, {each.office.name}") for key, each in self.by_id.items()]
        for number, owner in enumerate(self.owners):
            cases = ngettext("%(n)d case", "%(n)d cases", owner.cases) % {"n": owner.cases}
            label = gettext("Owner in Primero: %(owner)s (%(cases)s)")
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                label=label % {"owner": owner.label, "cases": cases},
                required=False,
                choices=choices,
                initial=str(proposed.get(owner.key, "")),
            )

    def chosen(self) -> PrimeroChoices:
        """The decisions on cases from Primero."""
        return PrimeroChoices(self._chosen_owners() if self.owners else {}, self._chosen_closings())

    def _chosen_owners(self) -> dict[str, Staff]:
        data = self.cleaned_data
        return {
            owner.key: self.by_id[chosen]
            for number, owner in enumerate(self.owners)
            if (chosen := data.get(f"owner_{number}"))
        }


def fields_with_prefix(form: forms.Form, prefix: str) -> Iterator[Any]:
    """The bound fields whose names begin with this prefix, in order."""
    return (bound for bound in form if bound.name.startswith(prefix))
