"""What a search must state, which reports call for a closer look, what a contact may hold.

A report itself has no rule: every concern is taken down (domain B.1, "always accepted").
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ChildView,
    Concern,
    ContactBackPreference,
    ContactKind,
    ContactSafety,
    ContactThrough,
    SearchFact,
    SearchPurpose,
)

MIN_FACTS_BEYOND_NAME: Final = 2


def reasons_not_to_search(
    purpose: SearchPurpose | None, facts: Mapping[SearchFact, str]
) -> tuple[Reason, ...]:
    """Why a search may not run yet; empty when it may.

    Need to know (PRI-006): a purpose, and at least two facts beyond a name, so that nobody can
    leaf through children by name. A name may be left out: many children are found without one.
    Blank values do not count.
    """
    reasons = []
    if purpose is None:
        reasons.append(Reason("purpose_missing", _("Say why you are looking for this child.")))
    given = {kind for kind, value in facts.items() if value.strip()}
    if len(given - {SearchFact.NAME}) < MIN_FACTS_BEYOND_NAME:
        text = _("Give at least two facts beyond a name, such as age and district.")
        reasons.append(Reason("facts_missing", text))
    return tuple(reasons)


def seconds_to_wait(search_times: Sequence[dt.datetime], *, most: int, now: dt.datetime) -> int:
    """How long until a person may search again; nought when she may now (PRI-006).

    `earlier` are the times of her latest searches, latest first; `most` are hers in an hour.
    """
    hour = dt.timedelta(hours=1)
    within = [at for at in search_times if now - at < hour]
    if len(within) < most:
        return 0
    free_again = within[most - 1] + hour
    return max(1, math.ceil((free_again - now).total_seconds()))


_SCREENING_PROMPTS: Final = {
    Concern.ON_THE_MOVE: Reason(
        "on_the_move", _("A child on the move may have been trafficked: look closer.")
    ),
    Concern.SEPARATED: Reason(
        "separated", _("A child without family may have been trafficked: look closer.")
    ),
    Concern.DETAINED: Reason(
        "detained", _("A child who is detained or charged may have been trafficked: look closer.")
    ),
}


def screening_prompts(concerns: Collection[Concern]) -> tuple[Reason, ...]:
    """Why a trafficking screening suggests itself; a prompt, never a gate (IDN-008).

    Undocumented migrants, unaccompanied children and young offenders are the three groups in
    whom trafficked children are known to be overlooked.
    """
    return tuple(reason for concern, reason in _SCREENING_PROMPTS.items() if concern in concerns)


def reasons_against_text(kind: ContactKind, words: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why words cannot stay in a contact of this kind; empty when they can (IDN-005).

    What is no report is kept for statistics, without anything personal. Where something was said
    that matters, it was another kind of contact.
    """
    if kind in KINDS_WITHOUT_TEXT and any(text.strip() for text in words.values()):
        text = _("A contact of this kind is kept without words. Choose another kind to keep them.")
        return (Reason("without_words", text),)
    return ()


def may_contact_back(choice: ContactBackPreference) -> bool:
    """Whether the person who told it may be called or visited again (IDN-021).

    Only where she said so herself: a telephone or a house may be that of whom she fears.
    """
    return choice in {ContactBackPreference.SAFE, ContactBackPreference.CAREFUL}


_CHILD_VIEW_REASONS: Final = {
    ChildView.NOT_ASKED: Reason(
        "view", _("Ask the child first what she or he says to being in touch with this person.")
    ),
    ChildView.UNSURE: Reason("view", _("The child is not sure. Wait, and ask again.")),
    ChildView.NO: Reason("view", _("The child does not want to be in touch with this person.")),
}


def reasons_against_contact(
    *,
    is_traced: bool,
    is_protected: bool,
    view: ChildView,
    safety: ContactSafety,
    through: ContactThrough,
) -> tuple[Reason, ...]:
    """Why contact may not be made with the one who asks after a child (TRC-003, TRC-004, IDN-014).

    Behind a search for a missing child stands a family: nothing reaches it before the child's own
    view on that person is on record, and somebody has looked whether it is safe. Between agencies
    that both work for her, her no is enough.
    """
    found = []
    if is_protected:
        text = _("This child is protected: nobody outside may learn that she or he is known.")
        found.append(Reason("protected", text))
    if view == ChildView.NO or (is_traced and view in _CHILD_VIEW_REASONS):
        found.append(_CHILD_VIEW_REASONS[view])
    if safety == ContactSafety.DANGER:
        found.append(Reason("safety", _("The child would be in danger.")))
    if is_traced and safety == ContactSafety.NOT_LOOKED:
        found.append(Reason("safety", _("Say first whether contact is safe for the child.")))
    if is_traced and through == ContactThrough.NOBODY:
        found.append(Reason("through", _("Say through whom contact is made.")))
    return tuple(found)
