"""Family tracing as shown on its pages and in print: records in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.record_kit.rows import format_day, format_field, labelled_values
from saathi.infra.join_words import join_words
from saathi.protection.returns.tracing import family_rules, reunification_rules, rules
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    FamilyClaim,
    HomeAssessment,
    RelationshipVerification,
    TracingRequest,
    VerificationItem,
)
from saathi.protection.returns.tracing.vocabulary import (
    ClaimState,
    ItemMatch,
    SignsAssessed,
    TracingWish,
)
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    Text,
    join_facts,
)


def request_title(request: TracingRequest) -> str:
    """The relationship, and the first spelling of the name."""
    names = request.names.strip().splitlines()
    return join_facts([str(format_field(request, "relation")), *names[:1]])


def request_pairs(
    request: TracingRequest, counting: rules.ChildWish | None, clue_count: int, today: dt.date
) -> list[LabelledValue]:
    """Who is sought, what the child wants, and for how long the tracing has gone on."""
    days = rules.days_waiting(request.opened_on, request.ended_on, today)
    waiting = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    pairs = labelled_values(
        request,
        [
            "state",
            LabelledValue(_("Time so far"), waiting),
            LabelledValue(_("Child’s wish"), wish_text(counting), missing=_("not asked yet")),
            "keep_from",
            "names",
            "languages",
            "places",
            "about",
            LabelledValue(_("Clues used"), str(clue_count) if clue_count else ""),
            "reviewed_on",
            "review",
            "solution_on",
            "solution",
            "why_ended",
        ],
    )
    return [pair for pair in pairs if pair.text or pair.missing]


def unassessed_pairs(request: TracingRequest, assessed_on: dt.date | None) -> list[LabelledValue]:
    """That tracing began before best interests were assessed for the first time; else empty."""
    if assessed_on is not None and assessed_on <= request.opened_on:
        return []
    return [LabelledValue(_("Best interests"), _("Not assessed before the tracing began"))]


def unassessed_alert(file_id: UUID) -> AlertBox:
    """That best interests are to be assessed before family tracing, with the way to it."""
    page = reverse("best_interests:list_best_interests", args=[file_id])
    text = _("Family tracing needs one. Assess the child’s best interests now.")
    action = ActionLink(_("Best interests"), page)
    return AlertBox(_("No best interests assessment yet"), text, action, "attend", "scale")


def wish_text(counting: rules.ChildWish | None) -> str:
    """The child's answer about tracing that counts, with its date."""
    if counting is None:
        return ""
    wish = TracingWish(counting.wish).label
    return join_facts([str(wish), format_day(counting.wait_until or counting.asked_on)])


def view_pairs(view: ChildTracingView) -> list[LabelledValue]:
    """One answer of the child, without the words."""
    names = "asked_on wait_until why_not"
    if view.wish == TracingWish.NOT_ASKED:
        names = "asked_on why_not_asked why_not"
    if view.wish == TracingWish.TOO_YOUNG:
        names = "asked_on why_not heard_for_child said_for_child"
    return [pair for pair in labelled_values(view, names) if pair.text]


def refusal_text(counting: rules.ChildWish | None) -> Text:
    """That the child does not want a tracing, by the answer that counts; empty if the child may."""
    if counting is not None and counting.wish == TracingWish.NO:
        return _(rules.NO_TRACING)
    if counting is not None and counting.wish == TracingWish.NOT_NOW:
        return _("The child does not want this tracing now.")
    return ""


def _claim_due(claim: FamilyClaim) -> list[LabelledValue]:
    """The day by which an open claim is verified or refused."""
    if claim.state != ClaimState.OPEN:
        return []
    due_on = family_rules.claim_due_on(claim.claimed_on)
    return [LabelledValue(_("Verification due"), format_day(due_on))]


def claim_pairs(claim: FamilyClaim) -> list[LabelledValue]:
    """A claim, with its warning signs."""
    signs = format_field(claim, "signs") if claim.assessed == SignsAssessed.SEEN else ""
    pairs = labelled_values(
        claim,
        [
            "name",
            "claimed_on",
            "reach",
            "brought_by",
            "papers",
            "unasked",
            "said",
            LabelledValue(_("Warning signs"), signs or format_field(claim, "assessed")),
            "explained",
            "told",
            "note",
            "refusal",
            *_claim_due(claim),
        ],
    )
    return [pair for pair in pairs if pair.text]


def verification_title(verification: RelationshipVerification) -> str:
    """The person and the relationship."""
    return join_facts([verification.name, str(format_field(verification, "relation"))])


def verification_pairs(
    verification: RelationshipVerification, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """How a relationship is verified, and who does it."""
    asks_family = [
        names.get(verification.family_worker_id, "") if verification.family_worker_id else "",
        verification.other_worker,
    ]
    by = names.get(verification.child_worker_id, "") if verification.child_worker_id else ""
    second = names.get(verification.decided_by, "") if verification.decided_by else ""
    pairs = labelled_values(
        verification,
        [
            "state",
            "outcome",
            "methods",
            "recognises",
            LabelledValue(_("The child was asked by"), by),
            LabelledValue(_("The family was asked by"), join_words([a for a in asks_family if a])),
            "reasons",
            LabelledValue(_("Second person"), second),
            "decided_on",
            "question",
        ],
    )
    return [pair for pair in pairs if pair.text]


def items_table(items: Sequence[VerificationItem]) -> DisplayTable | None:
    """The answers of both sides next to each other; None without questions."""
    if not items:
        return None
    columns = [_("Question"), _("Child"), _("Family"), _("Comparison"), _("Use of the question")]
    rows = [
        [
            DisplayTableCell(item.question),
            DisplayTableCell(item.child_answer),
            DisplayTableCell(item.family_answer),
            DisplayTableCell(
                join_facts(part for part in (str(format_field(item, "match")), item.note) if part),
                tag="attend" if item.match == ItemMatch.DIFFERS else "quiet",
            ),
            DisplayTableCell(format_field(item, "use")),
        ]
        for item in items
    ]
    return DisplayTable(
        _("Answers of both sides"), [DisplayTableColumn(column) for column in columns], rows
    )


HOME_FIELDS = (
    "assessor visits address household seen_alone family_part family_role factors violence "
    "violence_words others_at_risk others_done alleged_near school_health support conditions reasons"
)


def home_pairs(home: HomeAssessment) -> list[LabelledValue]:
    """A home assessment with the day until which it counts."""
    valid = format_day(family_rules.home_valid_until(home.visited_on))
    until = LabelledValue(_("Valid until"), valid)
    pairs = labelled_values(home, ["visited_on", until, *HOME_FIELDS.split()])
    return [pair for pair in pairs if pair.text]


def is_outdated(home: HomeAssessment, today: dt.date) -> bool:
    """Whether a home assessment is too old to rely on."""
    return family_rules.home_valid_until(home.visited_on) < today


def missing_pairs(
    facts: reunification_rules.ReturnFacts, on: dt.date, *, is_approved: bool
) -> list[LabelledValue]:
    """All that is missing for a return, as one line; empty if nothing is."""
    missing: list[Text] = [
        _(reason.text) for reason in reunification_rules.missing_for_return(facts, on=on)
    ]
    if is_approved:
        text = " ".join(str(each) for each in missing)
        return [LabelledValue(_("Missing for the handover"), text)] if missing else []
    if not missing:
        return [LabelledValue(_("Missing for approval"), _("Nothing"))]
    return [LabelledValue(_("Missing for approval"), " ".join(str(text) for text in missing))]
