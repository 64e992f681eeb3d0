"""Public texts about proceedings, with author, approver and publisher."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.public_texts.vocabulary import TextKind, TextState


class PublicText(Scoped):
    """A text for publication, which needs another person's approval (PRI-004)."""

    child = operational.foreign_key(Child, db_index=False, related_name="public_texts")
    # Named if the file has a proceeding (`functions/proceedings.sql`); a text from before may name none.
    proceeding = operational.optional_foreign_key(
        Proceeding, db_index=False, label=_("Proceeding"), missing=_("not recorded")
    )
    kind = statistical.choice(TextKind, 12)
    state = statistical.choice(TextState, 10, default=TextState.WAITS)
    written_by = operational(models.UUIDField())  # author of the current version
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    withdrawn_on = operational(models.DateField(null=True, blank=True))
    # {"title", "text", "where", "passed": [words], "passed_why", "reason"}
    sealed = identifying(models.BinaryField())

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "public_texts.text"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "published"))

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
            # The approver is not the author: the database enforces this as well.
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
