"""Staff accounts and principals. A principal, a person or an office, can be granted rights."""

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import DateField, Func, OuterRef, Subquery
from django.db.models.functions import Cast, Now
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from saathi.agencies import credentials
from saathi.agencies.models.bundles import BundleVersion
from saathi.agencies.models.organisation import Agency, Office
from saathi.agencies.permissions import MAX_PERMISSIONS, Permission, permissions_of
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.vocabulary import ChangeOutcome, NoticesByMail
from saathi.infra import clock


class StaffQuerySet(models.QuerySet["Staff"]):
    """Staff with their offices; a lock applies to the person only, not to the joined office."""

    def select_for_update(
        self,
        nowait: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
        skip_locked: bool = False,  # noqa: FBT001, FBT002
        of: Sequence[str] = (),
        no_key: bool = False,  # noqa: FBT001, FBT002
    ) -> Self:
        """Rows of staff, locked."""
        return super().select_for_update(nowait, skip_locked, of or ("self",), no_key)


@cache
def _own_bundle() -> Subquery:
    """The permissions of a person's own agency bundle in force at their office today, or NULL.

    Built once: a query copies what it includes, and every page queries staff.
    """
    today = Cast(Func(OuterRef("office__time_zone"), Now(), function="timezone"), DateField())
    begun = BundleVersion.objects.filter(
        agency=OuterRef("agency"),
        code=OuterRef("post"),
        kind=OuterRef("role_kind"),
        outcome=ChangeOutcome.AGREED,
        valid_from__lte=today,
    )
    return Subquery(begun.order_by("-version").values("permissions")[:1])


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by sign-in address, each with their office, which every page shows.

    Also loads the permissions of the bundle, so that no page needs a second query for them.
    """

    def get_queryset(self) -> StaffQuerySet:
        """Staff with their offices."""
        staff = StaffQuerySet(self.model, using=self._db).select_related("office")
        return staff.annotate(own_bundle=_own_bundle())


class Staff(AbstractBaseUser):
    """One member of staff of an agency. `permissions` follow from the bundle."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    email = sensitive(models.EmailField(unique=True))
    name = sensitive(models.CharField(max_length=120))
    agency = operational.foreign_key(Agency, related_name="staff")
    office = operational.foreign_key(Office, related_name="staff", db_index=False)
    # A key of `SHIPPED_ROLES`
    role_kind = operational(models.CharField(max_length=40, db_column="bundle"))
    # Code of the agency's own bundle, of that kind; empty for the role as Saathi ships it.
    post = operational(models.SlugField(max_length=40, blank=True))
    # Shown to colleagues; grants no rights
    title = operational(models.CharField(max_length=40, blank=True))
    language = operational(models.CharField(max_length=8, default="en"))
    is_active = operational(models.BooleanField(default=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    deactivated_at = operational(models.DateTimeField(null=True, blank=True))
    # A change of this value ends all sessions: a new password, a reset, a closed account.
    session_stamp = operational(
        models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    )
    notices_by_mail = operational(
        models.CharField(
            max_length=8,
            choices=NoticesByMail,
            default=NoticesByMail.NONE,
            db_default=NoticesByMail.NONE,
        )
    )
    # The key a browser seals with while offline, and its sealed private half; see `offline_keys`.
    unsent_public = operational(models.CharField(max_length=120, blank=True, db_default=""))
    unsent_private = sensitive(models.CharField(max_length=400, blank=True, db_default=""))
    version = operational(models.PositiveIntegerField(default=1))
    password = None  # type: ignore[assignment]  # with the other sign-in details, sealed: see `agencies.credentials`
    last_login = None  # the log has it; the web role could not write it before sign-in

    # The purpose of this request; set by `http.staff_screen`, written into access log entries.
    access_purpose: str = ""

    objects = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    classified = DeclaredClasses()

    class Meta:
        indexes = [models.Index(fields=["office", "is_active"])]

    @cached_property
    def acts_as(self) -> list[uuid.UUID]:
        """The person and the offices they lead; empty when inactive. Queried once per request."""
        if not self.is_active:
            return []
        return list(self.principals.values_list("principal", flat=True))

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """The permissions in force today; none if inactive. No query if loaded by the manager.

        The same as `staff_permissions` in the database: none if no version has begun yet, and never
        more than the kind of role may include.
        """
        if not self.is_active:
            return frozenset()
        if not self.post:
            return permissions_of(self.role_kind)
        cached = self.__dict__
        holds = cached["own_bundle"] if "own_bundle" in cached else self._own_bundle_today()
        permissions = {Permission(name) for name in holds or () if name in set(Permission)}
        return frozenset(permissions) & MAX_PERMISSIONS.get(self.role_kind, frozenset())

    def _own_bundle_today(self) -> Sequence[str] | None:
        begun = BundleVersion.objects.filter(
            agency=self.agency_id,
            code=self.post,
            kind=self.role_kind,
            outcome=ChangeOutcome.AGREED,
            valid_from__lte=self.office.today(),
        )
        return begun.order_by("-version").values_list("permissions", flat=True).first()

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Does not upgrade an old hash: the person is not signed in yet."""
        details = credentials.read_checked_details(self.pk, self.email)
        if details is None or not details.password:
            # as slow as a wrong password, so that timing reveals nothing
            make_password(raw_password)
            return False
        return details.accepts_password(raw_password)

    def has_usable_password(self) -> bool:
        """Whether the account has a password. Queried only by the pages that change it."""
        details = credentials.read_details(self.pk, self.email)
        return details is not None and bool(details.password)

    def is_linked(self) -> bool:
        """Whether the account is linked to an identity of single sign-on."""
        details = credentials.read_details(self.pk, self.email)
        return details is not None and details.identity is not None

    def set_password(self, raw_password: str | None) -> None:
        """Only computes the slow hash, as for an unknown address; `change_password` stores it."""
        make_password(raw_password)

    def change_password(self, raw_password: str) -> None:
        """Stores a new password; ends all sessions except the one whose stamp is renewed."""
        details = credentials.read_checked_details(self.pk, self.email)
        details = details or credentials.SignInDetails(self.email)
        new = details.with_password(raw_password)
        self.session_stamp = credentials.write_details(self.pk, new, ends_sessions=True)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The value a session must carry to belong to this account; Django would use the password."""
        salt = "saathi.agencies.session"
        return salted_hmac(
            salt, str(self.session_stamp), secret=secret, algorithm="sha256"
        ).hexdigest()


class Principal(models.Model):
    """Links a member of staff to a principal they act as: themselves or an office they lead.

    Written by `agencies.actions`; the web role can only read it, so that an injected statement
    cannot make its sender a supervisor.
    """

    id = operational(models.BigAutoField(primary_key=True))
    staff = operational.foreign_key(
        Staff, on_delete=models.CASCADE, related_name="principals", db_index=False
    )
    principal = operational(models.UUIDField())

    classified = DeclaredClasses()

    class Meta:
        # Each notice to an office looks up its staff.
        indexes = [models.Index(fields=["principal", "staff"], name="agencies_principal_of")]
        constraints = [
            models.UniqueConstraint(fields=["staff", "principal"], name="agencies_principal_once")
        ]
