"""What the pages of possible matches show: facts first, each with where it comes from.

No address, no telephone number and no place of stay: that two records are alike tells nobody where a
child is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.formatting import format_age_statement, name_comparison, nationality_names
from saathi.people.names import RELATIVE_NAME_KINDS, Name, names_in_payload
from saathi.people.vocabulary import Gender, NameKind, NameOwnership, NameSource
from saathi.protection.matches import queries
from saathi.protection.matches.models import MatchPair
from saathi.protection.matches.queries import MatchSide, PairDecisions
from saathi.protection.matches.vocabulary import (
    MatchDecision,
    MatchDecisionGround,
    MatchStrength,
    PairState,
)
from saathi.protection.matches.wording import machine_lines
from saathi.vault import store as vault
from saathi.web.components import (
    ActionLink,
    AlertBox,
    ComparisonLine,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    RecordComparison,
    TimelineItem,
)


@dataclass(frozen=True)
class PairPage:
    """Two records side by side, and what this person may know of the decision."""

    comparison: RecordComparison
    files: Sequence[ActionLink]
    alerts: Sequence[AlertBox]
    machine: str  # empty until she has decided
    machine_lines: Sequence[str]
    reviews: Sequence[TimelineItem]
    related_pairs: Sequence[ActionLink]
    undo_merge: ActionLink | None
    may_decide: bool


def match_queue_table(queue: queries.MatchQueuePage, staff: Staff) -> DisplayTable:
    """The queue; no name of a child and nothing of the machine's stands in it."""
    columns = [
        DisplayTableColumn(_("The two records")),
        DisplayTableColumn(_("Why it is urgent")),
        DisplayTableColumn(_("Waiting since")),
    ]
    urgent = {
        queries.IN_DANGER: (_("A child is in danger"), "danger"),
        queries.FAMILY_WAITS: (_("A family waits"), "attend"),
        queries.OTHERS: ("", ""),
    }
    rows = []
    for pair in queue.pairs:
        words, tag = urgent[pair.urgency]  # type: ignore[attr-defined]
        rows.append(
            [
                DisplayTableCell(_codes(pair, queue.codes), url=_address(pair)),
                DisplayTableCell(words, tag=tag),  # type: ignore[arg-type]
                DisplayTableCell(_moment(pair.recorded_at, staff, "j F Y")),
            ]
        )
    return DisplayTable(_("Waiting for you, the most urgent first"), columns, rows)


def pair_page(
    request: StaffRequest, pair: MatchPair, sides: tuple[MatchSide, MatchSide]
) -> PairPage:
    """The page of one pair."""
    staff = request.staff
    found = queries.load_pair_decisions(staff, pair)
    settled = pair.state != PairState.WAITING
    lines = machine_lines(found.machine_assessment.lines) if found.machine_assessment else []
    others = queries.list_related_pairs(staff, pair)
    return PairPage(
        comparison=_comparison(sides, queries.offices_by_file(pair)),
        files=[
            ActionLink(
                gettext("Open the file %(code)s") % {"code": side.child.code},
                reverse("desk:child_file", args=[side.child.file_id]),
                "file-text",
            )
            for side in sides
        ],
        alerts=_alerts(pair, found, sides),
        machine=str(MatchStrength(found.machine_assessment.strength).label)
        if found.machine_assessment
        else "",
        machine_lines=lines,
        reviews=_reviews(found, staff, settled=settled),
        related_pairs=[
            ActionLink(gettext("Another pair, number %(place)d") % {"place": place}, _address(one))
            for place, one in enumerate(others, 1)
        ],
        undo_merge=_part(found),
        may_decide=found.own_review is None and not settled,
    )


def _codes(pair: MatchPair, codes: dict[Any, str]) -> str:
    unknown = gettext("not open to you")
    both = codes.get(pair.file_id, unknown), codes.get(pair.other_id, unknown)
    return gettext("%(one)s and %(other)s") % {"one": both[0], "other": both[1]}


def _address(pair: MatchPair) -> str:
    return reverse("matches:show_pair", args=[pair.pk])


def _alerts(
    pair: MatchPair, found: PairDecisions, both: tuple[MatchSide, MatchSide]
) -> list[AlertBox]:
    if pair.state == PairState.WAITING:
        if found.own_review is None:
            return []
        alone = _("If another person is needed, she or he decides without seeing yours.")
        return [AlertBox(_("Your decision is kept"), alone, kind="calm", icon="check")]
    stays = gettext("Both files stay as they are.")
    text = ""
    if found.merge is not None:
        kept = {side.child.file_id: side.child.code for side in both}.get(found.merge.into_id)
        counts = gettext("%(code)s is the record that counts. Both files stay as they are.")
        text = counts % {"code": kept} if kept else stays
    return [AlertBox(PairState(pair.state).label, text, kind="calm", icon="link")]


def _part(found: PairDecisions) -> ActionLink | None:
    if found.merge is None:
        return None
    url = reverse("matches:part_records", args=[found.merge.pair_id])
    return ActionLink(_("Part the two records again"), url)


def _reviews(found: PairDecisions, staff: Staff, *, settled: bool) -> list[TimelineItem]:
    """Her own decision; all of them once it is settled."""
    shown = [one for one in found.reviews if settled or one.recorded_by == staff.id]
    if not shown:
        return []
    opened = vault.open_many(shown)
    people = names_of([one.recorded_by for one in shown])
    return [
        TimelineItem(
            _moment(one.recorded_at, staff, "j F Y, H:i"),
            " · ".join(
                (
                    str(MatchDecision(one.decision).label),
                    str(MatchDecisionGround(one.ground).label),
                    str(opened.get(one.pk, {}).get("words", "")),
                )
            ),
            gettext("You") if one.recorded_by == staff.id else people.get(one.recorded_by, ""),
        )
        for one in shown
    ]


def _comparison(both: tuple[MatchSide, MatchSide], offices: dict[Any, str]) -> RecordComparison:
    one, other = both
    left, right = (
        gettext("%(code)s, %(office)s")
        % {"code": side.child.code, "office": offices.get(side.child.file_id, "")}
        for side in both
    )
    return RecordComparison(gettext("What the two records say"), left, right, _lines(one, other))


def _lines(one: MatchSide, other: MatchSide) -> list[ComparisonLine]:
    a, b = one.child, other.child
    years = None
    if None not in {a.birth_year_low, a.birth_year_high, b.birth_year_low, b.birth_year_high}:
        years = a.birth_year_low <= b.birth_year_high and b.birth_year_low <= a.birth_year_high  # type: ignore[operator]
    return [
        _names(_("Names, as written"), _own(one), _own(other)),
        _names(_("Father’s name"), _of(one, NameKind.FATHER), _of(other, NameKind.FATHER)),
        _names(_("Mother’s name"), _of(one, NameKind.MOTHER), _of(other, NameKind.MOTHER)),
        ComparisonLine(_("Age, by the evidence"), _ages(one), _ages(other), years),
        _same(_("Girl, boy or other"), _gender(a.gender), _gender(b.gender)),
        _same(
            _("District of home"),
            district_list.district_name(a.home_district),
            district_list.district_name(b.home_district),
        ),
        _shared(_("Languages"), a.languages, b.languages, languages.language_name),
        _shared(
            _("Nationality"),
            a.nationalities,
            b.nationalities,
            lambda code: nationality_names([code]),
        ),
        ComparisonLine(_("Marks to know the child by"), _text(one, "marks"), _text(other, "marks")),
        ComparisonLine(_("Found on"), _text(one, "found_on"), _text(other, "found_on")),
    ]


def _own(side: MatchSide) -> list[Name]:
    return [n for n in _hers(side) if n.kind not in RELATIVE_NAME_KINDS]


def _of(side: MatchSide, kind: NameKind) -> list[Name]:
    return [n for n in _hers(side) if n.kind == kind]


def _hers(side: MatchSide) -> list[Name]:
    return [n for n in names_in_payload(side.texts) if n.whose != NameOwnership.NOT_HERS]


def _names(label: object, left: list[Name], right: list[Name]) -> ComparisonLine:
    """Names with their kind and source."""
    ones, others = ([name.text for name in side] for side in (left, right))
    return name_comparison(label, ones, others, left=_written(left), right=_written(right))


def _written(shown: Iterable[Name]) -> str:
    return " · ".join(_with_source(name) for name in shown)


def _with_source(name: Name) -> str:
    known = [str(NameKind(name.kind).label)] if name.kind in NameKind.values else []
    if name.source in NameSource.values and name.source:
        known.append(str(NameSource(name.source).label))
    return f"{name.text} ({', '.join(known)})" if known else name.text


def _ages(side: MatchSide) -> str:
    return "; ".join(
        f"{format_age_statement(told)}{f', {told.note}' if told.note else ''}" for told in side.ages
    )


def _gender(code: str) -> str:
    return "" if code == Gender.NOT_SAID else str(Gender(code).label)


def _same(label: object, left: str, right: str) -> ComparisonLine:
    return ComparisonLine(str(label), left, right, left == right if left and right else None)


def _shared(label: object, left: list[str], right: list[str], named: Any) -> ComparisonLine:
    agrees = bool({*left} & {*right}) if left and right else None
    one, other = (join_words(str(named(code)) for code in side) for side in (left, right))
    return ComparisonLine(str(label), one, other, agrees)


def _text(side: MatchSide, key: str) -> str:
    return str(side.texts.get(key, "") or "")


def _moment(at: Any, staff: Staff, form: str) -> str:
    return date_format(at.astimezone(ZoneInfo(staff.office.time_zone)), form)
