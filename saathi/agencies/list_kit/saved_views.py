"""The saved views of a list: those of one person, to open, save and remove."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction

from saathi.agencies.models import SavedListView, Staff

MAX_VIEWS = 12  # of one list
MAX_QUERY_LENGTH = 2000


class TooManyViews(Exception):
    """The person has as many views of this list as fit above it."""


class ViewTooLong(Exception):
    """The choices are too long for a saved view."""


def list_saved_views(staff: Staff, list_name: str) -> list[SavedListView]:
    """The views of one list that this person saved, by name."""
    views = SavedListView.objects.filter(staff=staff, list_name=list_name)
    return list(views.order_by("name")[:MAX_VIEWS])


@transaction.atomic
def save_list_view(
    *, list_name: str, name: str, parameters: Sequence[tuple[str, str]], actor: Staff
) -> SavedListView:
    """Saves choices as a view, replacing one of this name. `TooManyViews` or `ViewTooLong`."""
    query = urlencode(parameters)
    if len(query) > MAX_QUERY_LENGTH:
        raise ViewTooLong
    views = SavedListView.objects.filter(staff=actor, list_name=list_name)
    views.filter(name=name).delete()
    if views.count() >= MAX_VIEWS:
        raise TooManyViews
    view = SavedListView(staff=actor, list_name=list_name, name=name, query=query)
    view.save(force_insert=True)
    return view


@transaction.atomic
def remove_list_view(*, view_id: UUID, list_name: str, actor: Staff) -> None:
    """Removes a view of the actor; nothing happens if it is gone or another person's."""
    SavedListView.objects.filter(pk=view_id, staff=actor, list_name=list_name).delete()
