"""Finds inconsistencies within a source. They are reported; nothing is changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from saathi.evidence.glotip import DetectedRow
from saathi.evidence.printed_counts import Count, add_counts
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipExploitationType, Sex
from saathi.infra.countries import Country


class SplitDimension(Enum):
    """The dimension by which a whole was split; LABELS: rows with the same labels."""

    LABELS = "labels"
    SEX = "sex"
    AGE = "age"
    FORM = "form"


class SourceFault(Enum):
    """The kind of inconsistency between rows of the source.

    ABOVE cannot be true of the same people. REPEATED leaves open which row is right. SHORT is not
    an error: the source does not state sex, age or form for the rest, which must not be read as
    zero.
    """

    ABOVE = "above"
    REPEATED = "repeated"
    SHORT = "short"


@dataclass(frozen=True, slots=True, order=True)
class DetectedCountKey:
    """The country, year, form, sex and age of one count."""

    country: Country
    year: int
    form: GlotipExploitationType
    sex: Sex
    age: GlotipAgeGroup


@dataclass(frozen=True, slots=True)
class SourceInconsistency:
    """Rows of the source that are inconsistent; `whole` is None where labels repeat."""

    key: DetectedCountKey
    fault: SourceFault
    along: SplitDimension
    parts: tuple[Count, ...]
    whole: Count | None


CountsByKey = Mapping[DetectedCountKey, Sequence[Count]]


def group_counts_by_key(rows: Iterable[DetectedRow]) -> dict[DetectedCountKey, list[Count]]:
    """The counts of each combination of country, year, form, sex and age; several if printed so."""
    cells: dict[DetectedCountKey, list[Count]] = defaultdict(list)
    for row in rows:
        if row.form is not None:
            cells[DetectedCountKey(row.country, row.year, row.form, row.sex, row.age)].append(
                row.count
            )
    return dict(cells)


def find_source_inconsistencies(cells: CountsByKey) -> tuple[SourceInconsistency, ...]:
    """Every inconsistency between rows, in order of country and year."""
    inconsistencies = []
    for key in sorted(cells):
        counts = cells[key]
        if len(counts) > 1:
            inconsistencies.append(
                SourceInconsistency(
                    key, SourceFault.REPEATED, SplitDimension.LABELS, tuple(counts), None
                )
            )
            continue
        for split in _splits(key):
            single_counts = {
                part: cells[part][0] for part in split.parts if len(cells.get(part, ())) == 1
            }
            if not single_counts:
                continue
            total, parts = add_counts(single_counts.values()), tuple(single_counts.values())
            if total.lower > counts[0].upper:
                inconsistencies.append(
                    SourceInconsistency(key, SourceFault.ABOVE, split.along, parts, counts[0])
                )
            elif single_counts.keys() >= split.needed and total.upper < counts[0].lower:
                inconsistencies.append(
                    SourceInconsistency(key, SourceFault.SHORT, split.along, parts, counts[0])
                )
    return tuple(inconsistencies)


@dataclass(frozen=True, slots=True)
class _Split:
    """A split of a whole; without the `needed` parts a shortfall cannot be established."""

    along: SplitDimension
    parts: tuple[DetectedCountKey, ...]
    needed: frozenset[DetectedCountKey]


def _splits(key: DetectedCountKey) -> Iterator[_Split]:
    place = (key.country, key.year)
    if key.sex == Sex.ALL:
        sexes = (Sex.FEMALE, Sex.MALE, Sex.OTHER)
        by_sex = tuple(DetectedCountKey(*place, key.form, sex, key.age) for sex in sexes)
        yield _Split(
            SplitDimension.SEX, by_sex, frozenset(by_sex[:2])
        )  # a third sex is rarely printed
    if key.age == GlotipAgeGroup.ALL:
        ages = (GlotipAgeGroup.CHILDREN, GlotipAgeGroup.ADULTS)
        by_age = tuple(DetectedCountKey(*place, key.form, key.sex, age) for age in ages)
        yield _Split(SplitDimension.AGE, by_age, frozenset(by_age))
    if key.form == GlotipExploitationType.ALL:
        forms = (
            GlotipExploitationType.SEXUAL,
            GlotipExploitationType.LABOUR,
            GlotipExploitationType.OTHER,
        )
        by_form = tuple(DetectedCountKey(*place, form, key.sex, key.age) for form in forms)
        yield _Split(SplitDimension.FORM, by_form, frozenset(by_form))
