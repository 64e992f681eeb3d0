"""Secret addresses at which a calendar application reads the days of a person's duties."""

from typing import ClassVar

from django.db import models

from saathi.agencies.models.staff import Staff
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class CalendarAddress(models.Model):
    """The calendar address of one member of staff, as a digest: the address itself is not stored."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)  # when an application last read it

    classified: ClassVar[dict[str, DataClass]] = {
        "staff": OPERATIONAL,
        "digest": SENSITIVE,
        "made_at": OPERATIONAL,
        "read_at": OPERATIONAL,
    }
