"""The answers of the outcome scale as pages show them: a row and a small drawing for each domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.protection.casework.reintegration import outcome_rules
from saathi.protection.casework.reintegration.vocabulary import (
    OutcomeDomain,
    OutcomeFace,
    OutcomeRespondent,
    OutcomeWave,
)
from saathi.web.components import Text

STEP: Final = 24  # between two waves of a drawing
LEVEL: Final = 8  # between two faces
HIGHEST: Final = 4
PIXELS: Final = 2  # on the screen for each unit; a drawing without a size fills the page


@dataclass(frozen=True)
class OutcomePoint:
    """One answer in a drawing; `face` is its text."""

    x: int
    y: int
    wave: Text
    face: Text
    is_very_hard: bool


@dataclass(frozen=True)
class DomainChart:
    """The answers of one person about one domain over time."""

    domain: Text
    words: str  # all answers in words, for those who do not see the drawing
    points: Sequence[OutcomePoint]
    width: int
    height: int = LEVEL * (HIGHEST + 1)

    @property
    def shown_width(self) -> int:
        """The width on the screen, in pixels."""
        return self.width * PIXELS

    @property
    def shown_height(self) -> int:
        """The height on the screen, in pixels."""
        return self.height * PIXELS

    @property
    def line(self) -> str:
        """The points of the line, left to right."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class RespondentCharts:
    """All domains as one person answered; no total."""

    respondent: Text
    charts: Sequence[DomainChart]


def charts_of(
    answers: Sequence[tuple[OutcomeRespondent, OutcomeWave, Mapping[str, str]]],
) -> list[RespondentCharts]:
    """A drawing for each domain of each person who answered, the child first."""
    shown = []
    for respondent in OutcomeRespondent:
        own = [(wave, faces) for who, wave, faces in answers if who == respondent]
        if own:
            charts = [_chart(domain, own) for domain in OutcomeDomain]
            shown.append(RespondentCharts(respondent.label, charts))
    return shown


def _chart(
    domain: OutcomeDomain, answers: Sequence[tuple[OutcomeWave, Mapping[str, str]]]
) -> DomainChart:
    faces = {wave: known.get(domain, "") for wave, known in answers}
    changes = outcome_rules.changes_over_time(answers, domain)
    points = [
        OutcomePoint(
            x=STEP // 2 + STEP * place,
            y=LEVEL * (HIGHEST + 1 - level),
            wave=wave.label,
            face=OutcomeFace(faces[wave]).label,
            is_very_hard=faces[wave] == OutcomeFace.VERY_HARD,
        )
        for place, (wave, level) in enumerate(changes)
        if level is not None
    ]
    words = ", ".join(f"{wave.label}: {_label(faces[wave])}" for wave, _level in changes)
    return DomainChart(domain.label, words, points, width=STEP * max(len(changes), 2))


def _label(face: str) -> str:
    return str(OutcomeFace(face).label if face else _("no answer"))
