"""What a panel answers with one choice: both declarations of a member, and a unanimous vote."""

from collections.abc import Mapping
from itertools import product
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from saathi.protection.decisions.best_interests.models import PanelMember
from saathi.protection.decisions.best_interests.panel_rules import NO_VOTE
from saathi.protection.decisions.best_interests.vocabulary import (
    ConflictAnswer,
    PanelVote,
    Undertaking,
)

# The conflict of interest and the undertaking by the code of both.
DECLARED: Final[Mapping[str, tuple[ConflictAnswer, Undertaking]]] = {
    f"{conflict}.{undertaking}": (conflict, undertaking)
    for conflict, undertaking in product(ConflictAnswer, Undertaking)
}


def declared_field(label: Any) -> forms.ChoiceField:
    """One choice for both declarations of a member; none is chosen."""
    choices = [
        (code, format_lazy("{} · {}", conflict.label, undertaking.label))
        for code, (conflict, undertaking) in DECLARED.items()
    ]
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)


def may_vote(member: PanelMember) -> bool:
    """Whether nothing that a member declared speaks against a vote."""
    is_clear = (member.conflict, member.undertaking) == (ConflictAnswer.NONE, Undertaking.SIGNED)
    return is_clear and member.function not in NO_VOTE


def all_voted_field() -> forms.ChoiceField:
    """One answer for the votes of all members, who are listed; none is chosen."""
    return forms.ChoiceField(
        label=_("Votes"),
        choices=[
            (PanelVote.NOT_RECORDED.value, _("The vote of each member, entered below")),
            (PanelVote.FOR.value, _("All listed members were present and voted for")),
        ],
        required=False,
    )
