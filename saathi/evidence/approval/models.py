"""The columns of a record that a second person must decide."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.infra import clock


class TwoPersonDecision(models.Model):
    """A record's author, decider (another person) and reason; each type has its own `state`."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decision = operational(models.CharField(max_length=500, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    state: "models.CharField[str, str]"
    classified = DeclaredClasses()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("made_by")),
                name="%(app_label)s_second_person",
            ),
        ]

    @property
    def log_detail(self) -> dict[str, object]:
        """What the audit log records about the record besides the action."""
        return {}


class SignedAgreement(TwoPersonDecision):
    """A signed agreement under which tables are shared: its dates, its state, how it ended."""

    agreed_on = operational.date()
    until = operational.date()
    state = operational.choice(AgreementState, 10, default=AgreementState.ASKED)
    ended_at = operational(models.DateTimeField(null=True, blank=True))
    ended_by = operational(models.UUIDField(null=True, blank=True))
    ending = operational(models.CharField(max_length=500, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "ended"))

    class Meta(TwoPersonDecision.Meta):
        abstract = True
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_by=None)
                | (~models.Q(state="asked") & models.Q(decided_by__isnull=False)),
                name="%(app_label)s_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("agreed_on")),
                name="%(app_label)s_ends_later",
            ),
        ]
