"""Public texts about proceedings, with author, approver and publisher."""

from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.justice.public_texts.vocabulary import TextKind, TextState


class PublicText(Scoped):
    """A text for publication, which needs another person's approval (PRI-004)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="public_texts"
    )
    kind = models.CharField(max_length=12, choices=TextKind)
    state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITS)
    written_by = models.UUIDField()  # author of the current version
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    published_by = models.UUIDField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    # {"title", "text", "where", "passed": [words], "passed_why", "reason"}
    sealed = models.BinaryField()

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "public_texts.text"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "published"))
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "state": STATISTICAL,
        "written_by": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "published_by": OPERATIONAL,
        "published_at": OPERATIONAL,
        "withdrawn_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child", "-recorded_at"], name="public_texts_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="public_texts_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None, published_at=None)
                | models.Q(published_by__isnull=False, published_at__isnull=False),
                name="public_texts_published_by_and_at",
            ),
            # The approver is not the author: enforced by the database as well.
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("written_by")),
                name="public_texts_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "published", "sent_back"])
                | models.Q(decided_by__isnull=False),
                name="public_texts_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_by__isnull=False),
                name="public_texts_published_by_somebody",
            ),
        ]
