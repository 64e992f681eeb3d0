"""Page data of possible duplicates: facts with their sources.

No address, telephone number or place of stay: the similarity of two records must not reveal where a
child is.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import district_list
from saathi.people import detail_comparison, languages
from saathi.people.formatting import nationality_names
from saathi.people.names import RELATIVE_NAME_KINDS, Name, names_in_payload
from saathi.people.vocabulary import Gender, NameKind, NameOwnership, NameSource
from saathi.protection.identification.matches import queries
from saathi.protection.identification.matches.models import MatchPair
from saathi.protection.identification.matches.queries import MatchSide, PairDecisions
from saathi.protection.identification.matches.vocabulary import (
    MatchDecision,
    MatchDecisionGround,
    MatchStrength,
    PairState,
)
from saathi.protection.identification.matches.wording import machine_assessment_sentences
from saathi.vault import store as vault
from saathi.web.components import (
    ActionLink,
    AlertBox,
    CellTag,
    ComparisonLine,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    RecordComparison,
    Text,
    TimelineItem,
)
from saathi.web.page_names import CHILD_FILE
from saathi.web.unanswered_choices import label_if_known

NEEDS_SECOND = _("Second confirmation needed")


@dataclass(frozen=True)
class PairPage:
    """Two records side by side, and what the reader may know of the decisions."""

    comparison: RecordComparison
    files: Sequence[ActionLink]
    alerts: Sequence[AlertBox]
    machine: str  # empty until the reader has decided
    machine_lines: Sequence[str]
    reviews: Sequence[TimelineItem]
    related_pairs: Sequence[ActionLink]
    undo_merge: ActionLink | None
    may_decide: bool


def match_queue_table(
    queue: queries.MatchQueuePage, staff: Staff, *, may_decide: bool = True
) -> DisplayTable:
    """The queue, without names of children or machine assessments; links for those who may decide."""
    columns = [
        DisplayTableColumn(_("The two records")),
        DisplayTableColumn(_("Reason for urgency")),
        DisplayTableColumn(_("Waiting since")),
    ]
    urgent: dict[int, tuple[Text, CellTag]] = {
        queries.IN_DANGER: (_("A child is in danger"), "danger"),
        queries.FAMILY_WAITS: (_("A family is waiting"), "attend"),
        queries.OTHERS: ("", ""),
    }
    rows = []
    for pair in queue.pairs:
        label, tag = urgent[pair.urgency]  # type: ignore[attr-defined]
        if pair.undone_by and not label:  # type: ignore[attr-defined]
            label, tag = NEEDS_SECOND, "attend"
        rows.append(
            [
                DisplayTableCell(
                    _codes(pair, queue.codes), url=_address(pair) if may_decide else ""
                ),
                DisplayTableCell(label, tag=tag),
                DisplayTableCell(_moment(pair.recorded_at, staff, "j F Y")),
            ]
        )
    caption = (
        _("Awaiting your decision, most urgent first")
        if may_decide
        else _("Awaiting a decision, most urgent first")
    )
    return DisplayTable(caption, columns, rows)


def pair_page(request: StaffRequest, pair: Any, sides: tuple[MatchSide, MatchSide]) -> PairPage:
    """The page of one pair."""
    staff = request.staff
    decisions = queries.load_pair_decisions(staff, pair)
    settled = pair.state != PairState.WAITING
    lines = (
        machine_assessment_sentences(decisions.machine_assessment.lines)
        if decisions.machine_assessment
        else []
    )
    related = queries.list_related_pairs(staff, pair)
    return PairPage(
        comparison=_comparison(sides, queries.offices_by_file(pair), staff.office.today()),
        files=[
            ActionLink(
                gettext("Open the file %(code)s") % {"code": side.child.code},
                reverse(CHILD_FILE, args=[side.child.file_id]),
                "file-text",
            )
            for side in sides
        ],
        alerts=_undone_alerts(pair, staff) + _alerts(pair, decisions, sides),
        machine=str(MatchStrength(decisions.machine_assessment.strength).label)
        if decisions.machine_assessment
        else "",
        machine_lines=lines,
        reviews=_reviews(decisions, staff, settled=settled),
        related_pairs=[
            ActionLink(
                gettext("Another pair, number %(place)d") % {"place": number},
                _address(related_pair),
            )
            for number, related_pair in enumerate(related, 1)
        ],
        undo_merge=_part(decisions),
        may_decide=decisions.own_review is None and not settled and pair.undone_by != staff.id,
    )


def _codes(pair: MatchPair, codes: dict[Any, str]) -> str:
    unknown = gettext("no access")
    sides = codes.get(pair.file_id, unknown), codes.get(pair.other_id, unknown)
    return gettext("%(one)s and %(other)s") % {"one": sides[0], "other": sides[1]}


def _address(pair: MatchPair) -> str:
    return reverse("matches:show_pair", args=[pair.pk])


def _undone_alerts(pair: Any, staff: Staff) -> list[AlertBox]:
    """What stays blocked until a second person confirms that the records are of two children."""
    if pair.undone_by is None:
        return []
    text = gettext(
        "The merge was undone and each record is separate again. Until a second person confirms "
        "that they are two children, what either file says still blocks contact with the country "
        "of origin, access from abroad, transfers and testimony in both."
    )
    if pair.undone_by == staff.id:
        own = gettext("You undid the merge: another person confirms it.")
        text = f"{text} {own}"
    return [AlertBox(NEEDS_SECOND, text, kind="attend", icon="link")]


def _alerts(
    pair: MatchPair, decisions: PairDecisions, sides: tuple[MatchSide, MatchSide]
) -> list[AlertBox]:
    if pair.state == PairState.WAITING:
        if decisions.own_review is None:
            return []
        alone = _("If another person must also decide, they cannot see your decision.")
        return [AlertBox(_("Your decision is saved"), alone, kind="calm", icon="check")]
    unchanged = gettext("Both files stay unchanged.")
    text = ""
    if decisions.merge is not None:
        surviving = {side.child.file_id: side.child.code for side in sides}.get(
            decisions.merge.into_id
        )
        counts = gettext("%(code)s is the main record. Both files stay unchanged.")
        text = counts % {"code": surviving} if surviving else unchanged
    return [AlertBox(PairState(pair.state).label, text, kind="calm", icon="link")]


def _part(decisions: PairDecisions) -> ActionLink | None:
    if decisions.merge is None:
        return None
    url = reverse("matches:undo_merge", args=[decisions.merge.pair_id])
    return ActionLink(_("Undo merge"), url)


def _reviews(decisions: PairDecisions, staff: Staff, *, settled: bool) -> list[TimelineItem]:
    """The reader's own decision; all decisions once the pair is settled."""
    reviews = [review for review in decisions.reviews if settled or review.recorded_by == staff.id]
    if not reviews:
        return []
    opened = vault.open_many(reviews)
    people = names_of([review.recorded_by for review in reviews])
    return [
        TimelineItem(
            _moment(review.recorded_at, staff, "j F Y, H:i"),
            " · ".join(
                (
                    str(MatchDecision(review.decision).label),
                    str(MatchDecisionGround(review.ground).label),
                    str(opened.get(review.pk, {}).get("words", "")),
                )
            ),
            gettext("You")
            if review.recorded_by == staff.id
            else people.get(review.recorded_by, ""),
        )
        for review in reviews
    ]


def _comparison(
    sides: tuple[MatchSide, MatchSide], offices: dict[Any, str], on: dt.date
) -> RecordComparison:
    first, second = sides
    left, right = (
        gettext("%(code)s, %(office)s")
        % {"code": side.child.code, "office": offices.get(side.child.file_id, "")}
        for side in sides
    )
    return RecordComparison(
        gettext("Content of the two records"), left, right, _lines(first, second, on)
    )


def _lines(first: MatchSide, second: MatchSide, on: dt.date) -> list[ComparisonLine]:
    a, b = first.child, second.child
    ages = [detail_comparison.age_spans(side.child, side.ages, on) for side in (first, second)]
    told_ages = [detail_comparison.describe_ages(side.ages, on) for side in (first, second)]
    genders = label_if_known(Gender(a.gender)), label_if_known(Gender(b.gender))
    districts = (
        district_list.district_name(a.home_district),
        district_list.district_name(b.home_district),
    )
    return [
        _names(_("Names, as written"), _own(first), _own(second)),
        _names(_("Father’s name"), _of(first, NameKind.FATHER), _of(second, NameKind.FATHER)),
        _names(_("Mother’s name"), _of(first, NameKind.MOTHER), _of(second, NameKind.MOTHER)),
        detail_comparison.compare_ages(*ages).line(_("Age (based on evidence)"), *told_ages),
        detail_comparison.compare_values(*genders).line(_("Gender"), *genders),
        detail_comparison.compare_values(*districts).line(_("Home district"), *districts),
        detail_comparison.compare_several(
            _("Languages"), a.languages, b.languages, languages.language_name
        ),
        detail_comparison.compare_several(
            _("Nationality"),
            a.nationalities,
            b.nationalities,
            lambda code: nationality_names([code]),
        ),
        *(
            detail_comparison.compare_texts(label, _text(first, key), _text(second, key))
            for label, key in (
                (_("Distinguishing features"), "marks"),
                (_("Identified on"), "identified_on"),
            )
        ),
    ]


def _own(side: MatchSide) -> list[Name]:
    return [n for n in _hers(side) if n.kind not in RELATIVE_NAME_KINDS]


def _of(side: MatchSide, kind: NameKind) -> list[Name]:
    return [n for n in _hers(side) if n.kind == kind]


def _hers(side: MatchSide) -> list[Name]:
    return [n for n in names_in_payload(side.texts) if n.whose != NameOwnership.NOT_THE_CHILD]


def _names(label: object, left: list[Name], right: list[Name]) -> ComparisonLine:
    """Names with kind and source."""
    verdict = detail_comparison.compare_person_names(left, right)
    return verdict.line(label, _written(left), _written(right))


def _written(recorded_names: Iterable[Name]) -> str:
    return " · ".join(_with_source(name) for name in recorded_names)


def _with_source(name: Name) -> str:
    details = [str(NameKind(name.kind).label)] if name.kind in NameKind.values else []
    if name.source in NameSource.values and name.source:
        details.append(str(NameSource(name.source).label))
    return f"{name.text} ({', '.join(details)})" if details else name.text


def _text(side: MatchSide, key: str) -> str:
    return str(side.texts.get(key, "") or "")


def _moment(at: Any, staff: Staff, form: str) -> str:
    return date_format(at.astimezone(ZoneInfo(staff.office.time_zone)), form)
