"""Who a session belongs to. It is asked with every request."""

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
    """allauth's, with a query for the person of a session that is put together once."""

    def get_user(self, user_id: Any) -> Staff | None:
        """The member of staff with this id; None where she was deactivated or is not there."""
        found = first_row(_by_id(UUID(str(user_id))))
        return found if found is not None and self.user_can_authenticate(found) else None
