"""Secret addresses at which calendar applications read the due dates of a person's duties."""

from django.db import models

from saathi.agencies.models.staff import Staff
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock


class CalendarAddress(models.Model):
    """The calendar address of one member of staff, as a digest: the address itself is not stored."""

    staff = operational(
        models.OneToOneField(Staff, on_delete=models.CASCADE, primary_key=True, related_name="+")
    )
    digest = sensitive(models.CharField(max_length=64, unique=True))
    made_at = operational(models.DateTimeField(default=clock.now))
    # When an application last read the calendar
    read_at = operational(models.DateTimeField(null=True, blank=True))

    classified = DeclaredClasses()
