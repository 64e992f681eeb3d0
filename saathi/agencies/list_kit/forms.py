"""The form above a list: search, filters, order and columns, all in the address."""

import copy
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import MAX_COLUMNS, ListDeclaration
from saathi.web.paging import MAX_SEARCH_LENGTH

SEARCH, ORDER, COLUMNS = "q", "order", "columns"
CHOOSE_ALL = "choose"  # in an address: every row of the page is chosen
MAX_VIEW_NAME_LENGTH = 60


class ListForm(forms.Form):
    """The fields of one list. An invalid value is shown with its error and not applied."""

    def __init__(self, query: QueryDict, declaration: ListDeclaration[Any]) -> None:
        # Without a choice, the boxes of the columns that are shown are ticked.
        shown = query.copy()
        if COLUMNS not in query:
            shown.setlist(COLUMNS, [*declaration.default_columns[1:]])
        super().__init__(shown)
        self.declaration = declaration
        if declaration.search is not None:
            self.fields[SEARCH] = forms.CharField(
                required=False, max_length=MAX_SEARCH_LENGTH, label=str(declaration.search_label)
            )
        for each in declaration.filters:
            self.fields[each.name] = copy.deepcopy(each.field)
        self.fields[ORDER] = forms.ChoiceField(
            choices=list(self._orders()), required=False, label=_("Sort by")
        )
        self.fields[COLUMNS] = forms.MultipleChoiceField(
            choices=[
                (column.name, column.label)
                for column in declaration.columns[1:]
                if not column.is_order_only
            ],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Columns"),
            help_text=_("Choose at most six columns besides the first."),
        )
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """The values, with the errors that the list itself finds."""
        if self.declaration.check is not None:
            self.declaration.check(self)
        return self.cleaned_data

    def _orders(self) -> Iterator[tuple[str, str]]:
        yield ("", "—")
        for column in self.declaration.columns:
            if column.sort:
                label = {"column": column.label}
                rising, falling = (
                    (gettext("%(column)s, highest first"), gettext("%(column)s, lowest first"))
                    if column.is_by_rank
                    else (gettext("%(column)s, ascending"), gettext("%(column)s, descending"))
                )
                yield (column.name, rising % label)
                yield (f"-{column.name}", falling % label)

    def filter_fields(self) -> list[forms.BoundField]:
        """The search and the filters, in the order in which they are shown above the list."""
        bound = [self[name] for name in self.fields if name not in {ORDER, COLUMNS}]
        return [each for each in bound if not each.is_hidden]

    def kept_parameters(self) -> list[tuple[str, str]]:
        """Hidden fields (such as a tab), order and columns, which stay when filters are cleared."""
        hidden = {each.name for each in self.hidden_fields()}
        return [pair for pair in self.chosen_parameters() if pair[0] in {ORDER, COLUMNS, *hidden}]

    def main_fields(self) -> list[forms.BoundField]:
        """The search and the first filters, which are always visible."""
        return self.filter_fields()[: self.declaration.main_filters]

    def more_fields(self) -> list[forms.BoundField]:
        """The other filters, which are folded until needed."""
        return self.filter_fields()[self.declaration.main_filters :]

    @property
    def has_more_in_force(self) -> bool:
        """Whether one of the other filters is in force or has an error."""
        names = {name for name, _value in self.chosen_parameters()}
        return any(bound.name in names or bound.errors for bound in self.more_fields())

    @property
    def are_all_rows_chosen(self) -> bool:
        """Whether the boxes of all rows are ticked."""
        return CHOOSE_ALL in self.data

    @property
    def order(self) -> str:
        """The chosen order, or the list's default order."""
        return self.cleaned_data.get(ORDER) or self.declaration.order

    @property
    def column_names(self) -> list[str]:
        """The chosen columns, always with the first, in the order of the list; at most seven."""
        chosen = self.cleaned_data.get(COLUMNS) or self.declaration.default_columns
        shown = (column for column in self.declaration.columns if not column.is_order_only)
        first, *others = (column.name for column in shown)
        return [first, *(name for name in others if name in chosen)][:MAX_COLUMNS]

    def chosen_parameters(self) -> list[tuple[str, str]]:
        """The choices, as parameters of an address without the position in the list.

        Default columns are omitted.
        """
        usual = set(self.declaration.default_columns[1:])
        has_usual = set(self.cleaned_data.get(COLUMNS) or ()) == usual
        return [
            (name, value)
            for name in self.fields
            for value in self.data.getlist(name)  # type: ignore[attr-defined]
            if value and name in self.cleaned_data and not (name == COLUMNS and has_usual)
        ]


class SavedViewForm(forms.Form):
    """The name under which a person saves the current choices of a list."""

    view_name = forms.CharField(
        max_length=MAX_VIEW_NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        label=_("Name of this view"),
    )
