"""Screens of a child's file that other pages link to, and who may open them."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest


class ScreenNotOfFile(LookupError):
    """A link names a screen whose access requirements the kit does not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is no list, form or step of a child's file in this domain: write its link with "
            "`link`, and decide there who sees it."
        )


@dataclass(frozen=True)
class FileScreen:
    """The rights that a screen of a child's file needs; one of the permissions is enough."""

    permissions: tuple[Permission, ...]
    section: Section
    is_read_only: bool

    def is_open_to(self, request: StaffRequest, file_id: UUID) -> bool:
        """Whether the reader may open it: a list needs the right to read the section, a form to write."""
        if request.may.isdisjoint(self.permissions):
            return False
        if self.is_read_only:
            reads, _writes = access.sections_of_file(request.staff, file_id)
            return self.section in reads
        return access.may_write(request.staff, file_id, self.section)


class FileSubject(Protocol):
    """What the form of a file is about: the child's case, or another row with its child."""

    child: Any
