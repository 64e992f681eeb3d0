"""Forms derived from the fields of a record; anything can be overridden in an ordinary subclass."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit.fields import (
    FieldDeclaration,
    SealedText,
    codes_in_list,
    declaration_of,
    sealed_texts_of,
)
from saathi.agencies.sections import Section
from saathi.infra.classification import OPERATIONAL
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import (
    DigitsField,
    FullDateField,
    PastDateField,
    ShortTextField,
)


class DerivedForm[RecordT: models.Model](SealedTextsForm):
    """A form with the fields of a record that `names` lists, in this order.

    A field of the same name in the class replaces the derived one; other fields of the class may be
    listed too, or follow at the end. The fields of a base class come first. `record` is the record
    that the form changes; `about` is what a new one belongs to, such as the case.
    """

    model: ClassVar[type[models.Model]]
    names: ClassVar[str] = ""
    declared_fields: ClassVar[dict[str, forms.Field]]
    filled_by_address: ClassVar[tuple[str, ...]] = ()  # fields that an address may fill in

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = cls.__dict__.get("declared_fields", {})
        if "names" in cls.__dict__:
            cls.declared_fields = {
                name: own.get(name) or derive_field(cls.model, name) for name in cls.names.split()
            } | {name: field for name, field in own.items() if name not in cls.names.split()}

    def __init__(
        self,
        data: Any = None,
        *,
        staff: Staff,
        record: RecordT | None = None,
        about: Any = None,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.staff, self.record, self.about = staff, record, about
        known = {**(self._values_of(record) if record else {}), **(initial or {})}
        super().__init__(data, today=staff.office.today(), initial=known, **options)
        for name in self._record_fields():
            declared = _declaration(self.model, name)
            if (
                declared
                and callable(declared.initial)
                and declared.initial is self.fields[name].initial
            ):
                self.fields[name].initial = declared.initial(self.today)
        self.prepare()

    @classmethod
    def initial_of(cls, given: Mapping[str, str]) -> dict[str, str]:
        """What an address fills in already, such as the facility that was chosen on another page."""
        return {name: given[name] for name in cls.filled_by_address if name in given}

    def prepare(self) -> None:
        """Sets what is known only when the form is made, such as the rows that a field offers."""

    def offer(self, name: str, rows: models.QuerySet[Any], label: Callable[[Any], str]) -> None:
        """Makes a field offer these rows, each with this label."""
        set_choices(self, name, rows)
        self.fields[name].label_from_instance = label  # type: ignore[attr-defined]

    def offer_codes(self, name: str, codes: Iterable[models.TextChoices]) -> None:
        """Makes a field offer these codes of its vocabulary, in this order."""
        set_choices(self, name, [(code.value, code.label) for code in codes])

    @classmethod
    def section(cls) -> Section:
        """The section of the file to which the records belong."""
        return cast("type[Scoped]", cls.model).section

    def to_record(self, **context: Any) -> RecordT:
        """A new record, not saved, with the values of the form; `context` gives its other fields."""
        record = self.model(**self.columns(), **context)
        self.put_texts(record)
        return cast("RecordT", record)

    def columns(self) -> dict[str, Any]:
        """The values of the record's columns, for `writing.change`."""
        return {
            name: self.cleaned_data[name] for name in self._record_fields() - self._text_fields()
        }

    def put_texts(self, record: models.Model) -> None:
        """Puts the sealed texts of the form on a new or opened record."""
        for name in self._text_fields():
            setattr(record, name, self.cleaned_data[name])

    def _values_of(self, record: RecordT) -> dict[str, Any]:
        """The present values as a form takes them: a foreign key as an id."""
        names = self._record_fields(self.base_fields)
        columns = {column.name: column.attname for column in record._meta.concrete_fields}
        values = {name: getattr(record, columns.get(name, name)) for name in names}
        return values | {"version": getattr(record, "version", 0)}

    def _record_fields(self, fields: Mapping[str, forms.Field] | None = None) -> set[str]:
        """The fields of the form that are columns or sealed texts of the record."""
        of_record = {column.name for column in self.model._meta.concrete_fields}
        of_record |= sealed_texts_of(self.model).keys()
        bases = type(self).__mro__
        listed = {name for base in bases for name in vars(base).get("names", "").split()}
        return listed & of_record & (self.fields if fields is None else fields).keys()

    def _text_fields(self) -> set[str]:
        return self._record_fields() & sealed_texts_of(self.model).keys()


def derive_field(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The form field for one field of a record; `options` replace those of its declaration.

    A column that is not declared with the kit needs a label here.
    """
    text = sealed_texts_of(model).get(name)
    if text is not None:
        return _text_field(text, _options(text.declaration, is_required=False) | options)
    column = cast("models.Field[Any, Any]", model._meta.get_field(name))
    declaration = declaration_of(column)
    if declaration is None:
        if "label" not in options:
            raise TypeError(f"{model.__name__}.{name} is not declared: give it a label.")
        declaration = FieldDeclaration(OPERATIONAL)
    chosen = _options(declaration, is_required=not (column.blank or column.null)) | options
    if chosen.get("initial") is None and column.has_default() and not callable(column.default):
        chosen["initial"] = column.default
    return _column_field(column, declaration, chosen)


def _declaration(model: type[models.Model], name: str) -> FieldDeclaration | None:
    text = sealed_texts_of(model).get(name)
    return text.declaration if text else declaration_of(model._meta.get_field(name))


def _options(declaration: FieldDeclaration, *, is_required: bool) -> dict[str, Any]:
    required = is_required if declaration.required is None else declaration.required
    shown = {"label": declaration.label, "help_text": declaration.help_text}
    widget = {"widget": forms.RadioSelect} if declaration.is_radio else {}
    return {**shown, "required": required, "initial": declaration.initial, **widget}


def _text_field(text: SealedText, options: Mapping[str, Any]) -> forms.Field:
    if text.rows == 1:
        return _line_field(text.max_length, options)
    return ShortTextField(rows=text.rows, max_length=text.max_length, **options)


def _line_field(max_length: int | None, options: Mapping[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(**{"max_length": max_length, "widget": widget, **options})


def _column_field(
    column: "models.Field[Any, Any]", declaration: FieldDeclaration, options: dict[str, Any]
) -> forms.Field:
    choices = getattr(column, "base_field", column).choices or codes_in_list(column)
    given: dict[str, Any] = {}
    kind: type[forms.Field]
    match column:
        case models.ForeignKey():  # the form sets them, with `set_choices`
            kind = forms.ModelChoiceField
            none = column.related_model._default_manager.none()
            given = {"queryset": none, "empty_label": "—"}
        case ArrayField() if choices:
            kind = forms.MultipleChoiceField
            given = {"choices": choices, "widget": forms.CheckboxSelectMultiple}
        case models.CharField() if choices:
            kind = forms.ChoiceField
            codes = {code for code, _label in column.flatchoices}
            empty = [] if options["required"] or "" in codes else [("", "—")]
            given = {"choices": [*empty, *choices]}
        case models.DateField() if not isinstance(column, models.DateTimeField):
            kind = PastDateField if declaration.is_past else FullDateField
        case models.IntegerField():
            kind, given = DigitsField, {"max_length": 4}
        case models.CharField():
            return _line_field(column.max_length, options)
        case _:
            raise TypeError(f"There is no form field for {column}: write it in the form.")
    return kind(**given | options)
