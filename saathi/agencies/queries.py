"""Queries about agencies, offices and staff; none of them returns data of a child."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from saathi.agencies import invitation_tokens
from saathi.agencies.models import Configuration, Invitation, Office, Staff, StaffChange
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import ChangeOutcome

PAGE_SIZE = 50


@dataclass(frozen=True)
class OfficeRow:
    """An office in the tree: its depth and its number of staff."""

    office: Office
    depth: int
    people: int

    @property
    def depth_marks(self) -> str:
        """The depth as characters, which need no colour, script or style."""
        return "– " * self.depth


@dataclass(frozen=True)
class StaffPage:
    """A page of staff, by name, and the keys of the previous and next pages."""

    people: Sequence[Staff]
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class InvitationDetails:
    """The person and agency of an invitation, for the invitation's page."""

    staff_id: UUID
    name: str
    email: str
    agency: str
    is_confirmed: bool


def staff_by_email(email: str) -> Staff | None:
    """The member of staff who signs in with this address, or None."""
    return Staff.objects.filter(email__iexact=email.strip()).first() if email else None


def staff_by_email_suffix(suffix: str) -> list[Staff]:
    """Active staff whose address ends with `suffix`, with their offices; for the demo accounts."""
    return list(Staff.objects.filter(email__endswith=suffix, is_active=True).order_by("email"))


def agency_of(staff_id: UUID) -> UUID:
    """The agency of a member of staff."""
    return Staff.objects.values_list("agency_id", flat=True).get(pk=staff_id)


def get_colleague(agency_id: UUID, staff_id: UUID) -> Staff | None:
    """A member of staff of this agency, or None."""
    return Staff.objects.filter(agency_id=agency_id, pk=staff_id).first()


def names_of(staff_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these members of staff, by id. One query, or none for an empty list."""
    ids = {staff_id for staff_id in staff_ids if staff_id}
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def principals_hidden_from(file_id: UUID) -> set[UUID]:
    """The staff and agencies that a file is hidden from; empty for readers who may not hide it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [file_id])
        return {principal for (principal,) in cursor.fetchall()}


def filter_hidden_principals(file_id: UUID, principals: Sequence[UUID]) -> set[UUID]:
    """Which of these staff and agencies a file is hidden from, for readers who assign it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_among(%s, %s::uuid[])", [file_id, list(principals)])
        return {principal for (principal,) in cursor.fetchall()}


def files_with_access_blocked(colleague: Staff, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files are hidden from a colleague or their agency, for readers who assign them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f FROM unnest(%s::uuid[]) f "
            "WHERE EXISTS (SELECT 1 FROM access_hidden_among(f, %s::uuid[]))",
            [list(files), [colleague.pk]],
        )
        return {file_id for (file_id,) in cursor.fetchall()}


def exclude_hidden_staff(staff: QuerySet[Staff], file_id: UUID) -> QuerySet[Staff]:
    """The staff that a file is not hidden from, for readers who assign it; no query of its own."""
    colleagues = "SELECT s.id FROM agencies_staff s WHERE s.agency_id = (SELECT access_agency())"
    hidden = f"SELECT access_hidden_among(%s, ARRAY({colleagues}))"
    return staff.exclude(pk__in=RawSQL(hidden, [file_id]))  # noqa: S611 - constants


def list_open_offices(agency_id: UUID) -> list[Office]:
    """The offices of an agency that are open, by name."""
    return list(Office.objects.filter(agency_id=agency_id, is_active=True).order_by("name"))


def get_office(agency_id: UUID, office_id: UUID) -> Office | None:
    """An office of this agency with its coming holidays, or None."""
    return (
        Office.objects.filter(agency_id=agency_id, pk=office_id)
        .prefetch_related("holidays")
        .first()
    )


def list_office_tree(agency_id: UUID) -> list[OfficeRow]:
    """All offices of an agency, each after its parent. One query."""
    offices = Office.objects.filter(agency_id=agency_id).annotate(
        people=Count("staff", filter=Q(staff__is_active=True))
    )
    below: dict[UUID | None, list[Office]] = {}
    for row in offices.order_by("name"):
        below.setdefault(row.parent_id, []).append(row)
    rows: list[OfficeRow] = []
    pending = [(top, 0) for top in reversed(below.get(None, []))]
    while pending:
        office, depth = pending.pop()
        rows.append(OfficeRow(office, depth, office.people))  # type: ignore[attr-defined]
        pending += [(child, depth + 1) for child in reversed(below.get(office.pk, []))]
    return rows


def staff_page(
    agency_id: UUID, *, search_text: str = "", after: str | None = None, before: str | None = None
) -> StaffPage:
    """At most fifty staff of an agency, by name; `search_text` matches part of name or address."""
    staff = Staff.objects.filter(agency_id=agency_id)
    if search_text:
        staff = staff.filter(Q(name__icontains=search_text) | Q(email__icontains=search_text))
    key = _read_key(after or before or "")
    if key and after:
        staff = staff.filter(Q(name__gt=key[0]) | Q(name=key[0], id__gt=key[1]))
    elif key:
        staff = staff.filter(Q(name__lt=key[0]) | Q(name=key[0], id__lt=key[1]))
    order = ("-name", "-id") if key and not after else ("name", "id")
    rows = list(staff.order_by(*order)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if order[0] == "-name":
        rows.reverse()
        has_after, has_before = True, more
    else:
        has_after, has_before = more, bool(key)
    return StaffPage(
        rows,
        after=_key(rows[-1]) if rows and has_after else None,
        before=_key(rows[0]) if rows and has_before else None,
    )


def _key(staff: Staff) -> str:
    # The key of a page is an id, so that an address contains no name.
    return str(staff.pk)


def _read_key(key: str) -> tuple[str, UUID] | None:
    try:
        row = Staff.objects.filter(pk=UUID(key)).values_list("name", "pk").first()
    except ValueError:
        return None
    return row


def role_permissions_of(staff: Staff) -> frozenset[Permission]:
    """What a person's role permits, even if they have not joined yet or have left."""
    if staff.is_active:
        return staff.permissions
    unsaved_staff = Staff(
        agency_id=staff.agency_id, office=staff.office, role_kind=staff.role_kind, post=staff.post
    )
    return unsaved_staff.permissions


def requested_permissions(change: StaffChange) -> frozenset[Permission]:
    """The permissions of the role that a change requests."""
    unsaved_staff = Staff(
        agency_id=change.agency_id,
        office=change.to_office,
        role_kind=change.to_bundle,
        post=change.to_post,
    )
    return unsaved_staff.permissions


def count_open_files(staff_id: UUID) -> int:
    """The number of files a person works on, shown before an account is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT staff_open_files(%s)", [staff_id])
        return int(cursor.fetchone()[0])


def has_waiting_change(staff_id: UUID) -> bool:
    """Whether a change for this person is waiting for a second person."""
    return StaffChange.objects.filter(staff_id=staff_id, outcome=ChangeOutcome.WAITS).exists()


def waiting_change_of(staff_id: UUID) -> StaffChange:
    """The waiting change of this person."""
    return StaffChange.objects.get(staff_id=staff_id, outcome=ChangeOutcome.WAITS)


def get_staff_change(agency_id: UUID, change_id: UUID) -> StaffChange:
    """A change of this agency's staff; `StaffChange.DoesNotExist` for any other."""
    return StaffChange.objects.select_related("staff", "to_office").get(
        agency_id=agency_id, pk=change_id
    )


def list_staff_changes(agency_id: UUID, *, waiting: bool) -> list[StaffChange]:
    """The waiting changes, oldest first; otherwise the last fifty decided ones."""
    changes = StaffChange.objects.filter(agency_id=agency_id).select_related("staff", "to_office")
    if waiting:
        return list(changes.filter(outcome=ChangeOutcome.WAITS).order_by("asked_at")[:PAGE_SIZE])
    return list(changes.exclude(outcome=ChangeOutcome.WAITS).order_by("-decided_at")[:PAGE_SIZE])


def open_invitation(staff_id: UUID) -> Invitation | None:
    """The unused invitation of this person; it may be expired or withdrawn."""
    invitations = Invitation.objects.filter(staff_id=staff_id, used_at=None).defer("token_hash")
    return invitations.order_by("-invited_at").first()


def get_invitation_details(token: str) -> InvitationDetails | None:
    """The person of a link; None if it was used, expired, or made for another account.

    An invitation that SQL alone made, or moved to another account, has no valid token.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM staff_invitation(%s)", [token])
        row = cursor.fetchone()
    invitation = InvitationDetails(*row) if row else None
    return (
        invitation
        if invitation
        and invitation_tokens.is_valid_token(token, invitation.staff_id, invitation.email)
        else None
    )


def newest_configuration_version(country: str, kind: str, name: str) -> Configuration | None:
    """The newest version of a piece of configuration."""
    versions = Configuration.objects.filter(country=country, kind=kind, name=name)
    return versions.order_by("-version").first()


def list_configuration_versions(country: str) -> list[Configuration]:
    """Every version of a country's configuration, newest first; at most two hundred."""
    versions = Configuration.objects.filter(country=country)
    return list(versions.order_by("kind", "name", "-version")[:200])


def get_configuration_version(country: str, version_id: UUID) -> Configuration | None:
    """One version of a country's configuration."""
    return Configuration.objects.filter(country=country, pk=version_id).first()


def previous_configuration_version(after: Configuration) -> Configuration | None:
    """The version that this one replaced, or None."""
    versions = Configuration.objects.filter(
        country=after.country, kind=after.kind, name=after.name, version__lt=after.version
    )
    return versions.order_by("-version").first()
