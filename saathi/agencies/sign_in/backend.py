"""Loads the owner of a session with every request."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from saathi.agencies.compiled_queries import compiled_query, first_row
from saathi.agencies.models import Staff
from saathi.agencies.models.staff import StaffQuerySet


@compiled_query
def _by_id(staff_id: UUID) -> StaffQuerySet:
    return Staff.objects.get_queryset().filter(pk=staff_id)


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    """allauth's backend, with a compiled query for the owner of a session."""

    def get_user(self, user_id: Any) -> Staff | None:
        """The member of staff with this id; None if deactivated or missing."""
        staff = first_row(_by_id(UUID(str(user_id))))
        return staff if staff is not None and self.user_can_authenticate(staff) else None
