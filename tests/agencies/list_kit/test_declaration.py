"""A declaration of a list that could not be shown is refused when it is made."""

from typing import Any

import pytest

from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.derived import field_column, text_column
from saathi.protection.casework.services.models import Service
from saathi.web.components import EmptyState


def declare(**values: Any) -> ListDeclaration[Service]:
    given: dict[str, Any] = {
        "name": "services",
        "records": Service.objects.none(),
        "columns": [
            field_column("name", "Service", sort="name"),
            text_column("place", "Place", lambda row: row.district),
        ],
        "order": "name",
        "count_text": lambda _number, shown: shown,
        "empty": EmptyState("None", ""),
    }
    return ListDeclaration(**given | values)


@pytest.mark.parametrize("order", ["place", "-place", "unknown", "", "-"])
def test_a_list_is_ordered_by_a_column_with_a_sort(order: str) -> None:
    with pytest.raises(ValueError, match="The list services cannot be ordered"):
        declare(order=order)


def test_the_column_of_a_field_can_be_sorted() -> None:
    assert declare(order="-name").sort_field("-name") == "-name"
    assert field_column("name", "Service").sort == ""


@pytest.mark.parametrize("columns", [["place"], ["name", "unknown"]])
def test_columns_shown_at_first_are_of_the_list(columns: list[str]) -> None:
    with pytest.raises(ValueError, match="do not fit together"):
        declare(default_columns=columns)
