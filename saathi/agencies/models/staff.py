"""Staff sign in and act. A principal is what a right can be given to: a person or an office."""

import uuid
from collections.abc import Sequence
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils.functional import cached_property

from saathi.agencies.models.organisation import Agency, Office
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class StaffQuerySet(models.QuerySet["Staff"]):
    """Staff with their offices; a lock is on the person alone, never on the office joined to her."""

    def select_for_update(
        self,
        nowait: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
        skip_locked: bool = False,  # noqa: FBT001, FBT002
        of: Sequence[str] = (),
        no_key: bool = False,  # noqa: FBT001, FBT002
    ) -> Self:
        """Rows of staff, locked."""
        return super().select_for_update(nowait, skip_locked, of or ("self",), no_key)


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the address they sign in with, each with her office: every page names it."""

    def get_queryset(self) -> StaffQuerySet:
        """Staff with their offices."""
        return StaffQuerySet(self.model, using=self._db).select_related("office")


class Staff(AbstractBaseUser):
    """One person of an agency. What she may do follows from her bundle; `agencies.permissions`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="staff")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="staff")
    bundle = models.CharField(max_length=40)  # slug of a bundle of permissions
    title = models.CharField(max_length=40, blank=True)  # slug of a title in the configuration
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    may_break_glass = models.BooleanField(default=False)  # kept with the bundle; read by SQL
    recorded_at = models.DateTimeField(default=clock.now)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    pin = models.CharField(max_length=200, blank=True)  # hash; unlocks a screen, never signs in
    version = models.PositiveIntegerField(default=1)
    last_login = None  # the log knows; the web role could not write it before she is known

    # What this request opens a file for; `http.staff_screen` sets it, looks in the log carry it.
    looks_for: str = ""

    objects = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "password": SENSITIVE,
        "email": SENSITIVE,
        "name": SENSITIVE,
        "agency": OPERATIONAL,
        "office": OPERATIONAL,
        "bundle": OPERATIONAL,
        "title": OPERATIONAL,
        "language": OPERATIONAL,
        "is_active": OPERATIONAL,
        "may_break_glass": OPERATIONAL,
        "recorded_at": OPERATIONAL,
        "deactivated_at": OPERATIONAL,
        "pin": SENSITIVE,
        "version": OPERATIONAL,
    }

    class Meta:
        indexes = [models.Index(fields=["office", "is_active"])]

    @cached_property
    def acts_as(self) -> list[uuid.UUID]:
        """Herself and the offices she leads; nobody when inactive. Asked once a request."""
        if not self.is_active:
            return []
        return list(self.principals.values_list("principal", flat=True))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is her password. Strengthens no old hash on the way: she is not known yet."""
        return check_password(raw_password, self.password)


class Principal(models.Model):
    """One line says: this member of staff acts as this principal, herself or an office she leads.

    Kept by `agencies.actions`; the web role can only read it, so that an injected statement
    cannot make itself a supervisor.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="principals")
    principal = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "staff": OPERATIONAL,
        "principal": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "principal"], name="agencies_principal_once")
        ]
