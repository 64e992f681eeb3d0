"""Counts our own register through the facts, as the analyst, in cells rounded to fives."""

from django.db import connections, transaction

from saathi.evidence.models import RegisterCell
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipExploitationType, Sex
from saathi.infra import clock
from saathi.protection.identification.trafficking.exploitation_codes import exploitation_categories
from saathi.protection.identification.trafficking.vocabulary import ExploitationPurpose

ROUNDED_TO = 5

# One row for each child, year, form and sex. "Detected" follows the official indicator: a child
# whose episode has an act and a purpose (Palermo 3(c)), in the country and year in which the case
# was opened.
CHILDREN_SQL = """
SELECT DISTINCT c.child, c.country, extract(year FROM c.opened)::int AS year, f.form,
       CASE k.gender WHEN 'girl' THEN 'female' WHEN 'boy' THEN 'male' ELSE 'other' END AS sex,
       CASE WHEN extract(year FROM c.opened) - coalesce(k.birth_year_high, 9999) >= 19
            THEN 'adults' ELSE 'children' END AS age
FROM facts_case c
JOIN facts_child k ON k.child = c.child
JOIN facts_episode e ON e.child = c.child AND (cardinality(e.acts) > 0 OR EXISTS (
    SELECT 1 FROM facts_leg l
    WHERE l.episode = e.episode AND NOT l.is_removed AND cardinality(l.acts) > 0))
CROSS JOIN LATERAL unnest(e.purposes) AS purpose
JOIN unnest(%s::text[], %s::text[]) AS f(purpose, form) ON f.purpose = purpose.purpose
"""

# Every group is counted separately, totals too: a child in two forms is one child in all forms.
CELLS_SQL = f"""
SELECT country, year, coalesce(form, 'all'), coalesce(sex, 'all'), coalesce(age, 'all'),
       count(DISTINCT child)
FROM ({CHILDREN_SQL}) AS detected
GROUP BY country, year, CUBE (form, sex, age)
"""  # noqa: S608 - both parts are constants


def round_to_five(children: int) -> int:
    """The count rounded to the nearest five, so that one or two children never show."""
    return ROUNDED_TO * round(children / ROUNDED_TO)


def count_register(*, using: str = "default") -> int:
    """Replaces the cells with new counts and returns their number. Runs as the analyst."""
    with transaction.atomic(using=using):
        return _count(using)


def _count(using: str) -> int:
    pairs = [
        (str(p), str(form)) for p in ExploitationPurpose for form in exploitation_categories([p])
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(CELLS_SQL, [[p for p, _ in pairs], [form for _, form in pairs]])
        counts = {row[:5]: row[5] for row in cursor.fetchall()}
    now = clock.now()
    places = sorted({(country, year) for country, year, *_ in counts})
    cells = [
        RegisterCell(
            country=country,
            year=year,
            form=form,
            sex=sex,
            age=age,
            children=round_to_five(counts.get((country, year, form, sex, age), 0)),
            counted_at=now,
        )
        for country, year in places
        for form in GlotipExploitationType.values
        for sex in Sex.values
        for age in GlotipAgeGroup.values
    ]
    RegisterCell.objects.using(using).all().delete()
    RegisterCell.objects.using(using).bulk_create(cells, batch_size=2000)
    return len(cells)
