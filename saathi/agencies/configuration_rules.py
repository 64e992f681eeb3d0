"""What a piece of configuration may contain: pure validation, each refusal with its reason."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies import country_protocols
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import ConfigurationKind

CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Every target that a procedure may set, with a sensible minimum and maximum.
# `protection.casework.cases.procedures` reads these names and no others.
PROCEDURE_TARGETS: dict[str, tuple[int, int]] = {
    "assessment_hours_high": (1, 168),
    "assessment_hours_medium": (1, 336),
    "assessment_hours_low": (1, 720),
    "visit_days_high": (1, 60),
    "visit_days_medium": (1, 90),
    "visit_days_low": (1, 180),
    "retry_days_high": (1, 30),
    "retry_days_medium": (1, 60),
    "retry_days_low": (1, 90),
    "review_days_high": (7, 365),
    "review_days_medium": (7, 365),
    "review_days_low": (7, 365),
    "report_visit_days": (1, 30),  # after a report with the urgency "within days"
    "plan_days": (1, 90),
    "review_days": (7, 365),
    "referral_days": (1, 90),
    "contact_attempts": (1, 20),
    "alert_attempts": (1, 20),
    "cases_per_worker": (5, 60),
    "return_first_days": (1, 14),  # of contacts after a return; the next three in months
    "return_second_days": (2, 60),
    "return_monthly_until": (1, 24),
    "return_quarterly_until": (3, 36),
    "return_half_yearly_until": (6, 60),
    "return_missed_days": (1, 30),
    "transfer_arrival_hours": (1, 168),  # after the planned arrival: the alarm
}
# The domains that a procedure may require of an assessment: those of `cases.vocabulary.Facet`.
ASSESSMENT_DOMAINS = (
    "protection", "medical", "psychological", "literacy", "vocational", "life_skills",
    "information", "care", "family", "legal", "livelihood", "identity", "participation",
    "reintegration",
)  # fmt: skip
REQUIRED_DOMAINS_LINE = "required_domains"
# What a risk level means in this country, beside the choice of the level.
RISK_MEANINGS = ("risk_high_means", "risk_medium_means", "risk_low_means")
# Hours within which a report must be accepted, by urgency, and then its outcome recorded. Read by
# `protection.identification.intake.queue` and its SQL function `report_target`.
REPORT_TARGETS: dict[str, tuple[int, int]] = {
    "report_hours_now": (1, 24),
    "report_hours_today": (1, 72),
    "report_hours_soon": (1, 336),
    "report_hours_later": (1, 720),
    "report_decision_hours": (1, 720),
}
# Days after which a proceeding is shown as prolonged. Read by `protection.justice.proceedings`.
JUSTICE_TARGETS: dict[str, tuple[int, int]] = {
    "justice_investigation_days": (1, 1095),
    "justice_evidence_days": (1, 1095),
    "justice_trial_days": (1, 3650),
}
_TARGETS = PROCEDURE_TARGETS | REPORT_TARGETS | JUSTICE_TARGETS
# An emergency step for a child in immediate danger: emergency_1 = what is to be done first.
EMERGENCY_PREFIX = "emergency_"
MAX_EMERGENCY_STEP = 300  # letters
PROCEDURE_NAME = "standard"  # a country has exactly one
# A line of a procedure may also name a legal time limit: limit_CODE = what starts it; hours; what
# must be done; law. The codes of `protection.decisions.orders.vocabulary.LimitTrigger` say what may
# start one.
TIME_LIMIT_PREFIX = "limit_"
TIME_LIMIT_STARTS = ("found", "apprehended", "removed", "ordered")
MAX_HOURS = 8760  # a year
# A step of urgent care: care_CODE = after what; hours (0: at once); what must be done; the source.
CARE_STEP_PREFIX = "care_"
CARE_STEP_STARTS = ("sexual_violence", "self_harm")
# The authority to notify of a safeguard violation: notify_SAFEGUARD or notify_all = authority, or
# nobody; why. The codes are those of `protection.decisions.orders.vocabulary`.
ALERT_PREFIX = "notify_"
ALERT_FOR_ALL = "notify_all"
ALERT_NOBODY = "nobody"
ALERT_AUTHORITIES = (
    "welfare_committee", "juvenile_board", "court", "prosecution", "police", "referral",
    "department", "immigration", "labour", "consulate", "commission", "other",
)  # fmt: skip
ALERT_SAFEGUARDS = (
    "deported", "pushed_back", "returned", "arrested", "detained", "charged", "not_moved",
    "removed_at_night", "unsafe_place", "with_adults", "faced_accused", "open_court", "named",
    "contacted_origin", "help_conditional", "other",
)  # fmt: skip
SEMICOLON = re.compile("[;؛]")  # in either writing direction
# A questionnaire names its owner and its subjects; every other line is one of its questions.
QUESTIONNAIRE_KEYS = frozenset({"title", "owner", "role", "source"})
QUESTION_PATTERN = re.compile(r"[a-z_]+\s*,\s*[SM]\s*,\s*\S.*")
MAX_LINES = 400  # lines

type ConfigurationBody = dict[str, str | int | list[str]]


def parse_configuration(kind: str, text: str) -> tuple[ConfigurationBody, list[str | Promise]]:
    """The body parsed from lines `code = meaning`, and the problems found, line by line."""
    body: ConfigurationBody = {}
    mistakes: list[str | Promise] = []
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines[: MAX_LINES + 1], 1):
        if not line or line.startswith("#"):
            continue
        code, equals, meaning = (part.strip() for part in line.partition("="))
        if number > MAX_LINES:
            mistakes.append(_("A version can have at most 400 lines."))
        elif not equals or not meaning or not CODE_PATTERN.fullmatch(code):
            mistakes.append(_("Line %(n)d must have the form “code = meaning”.") % {"n": number})
        elif code in body:
            mistakes.append(_("Line %(n)d repeats a code.") % {"n": number})
        else:
            trouble = _read_line(kind, code, meaning, body)
            if trouble:
                mistakes.append(_("Line %(n)d: %(why)s") % {"n": number, "why": trouble})
    if not body and not mistakes:
        mistakes.append(_("Enter at least one line."))
    if kind == ConfigurationKind.PROTOCOL and not mistakes:
        missing = [
            _("The line “%(code)s” is missing.") % {"code": c}
            for c in country_protocols.missing_lines(body)
        ]
        mistakes += missing
    return body, mistakes


def _read_line(kind: str, code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    """Adds one line to the body; returns the problem if the line is wrong, else ""."""
    if kind == ConfigurationKind.PROCEDURE:
        return _read_target(code, meaning, body)
    if kind == ConfigurationKind.BUNDLES:
        return _read_bundle(code, meaning, body)
    if trouble := _line_problem(kind, code, meaning):
        return trouble
    body[code] = meaning
    return ""


def _read_target(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    readers = {
        TIME_LIMIT_PREFIX: _read_time_limit,
        CARE_STEP_PREFIX: _read_care_step,
        ALERT_PREFIX: _read_alert,
        REQUIRED_DOMAINS_LINE: _read_domains,
        EMERGENCY_PREFIX: _read_emergency_step,
    }
    for prefix, read in readers.items():
        if code.startswith(prefix):
            return read(code, meaning, body)
    if code in RISK_MEANINGS:
        body[code] = meaning
        return ""
    return _read_number(code, meaning, body)


def _read_time_limit(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    if parse_time_limit(meaning) is None:
        words = _(
            "Enter a time limit as: trigger (%(starts)s); whole hours from 1 to %(most)d; "
            "action; law. Separate them with semicolons."
        )
        return words % {"starts": ", ".join(TIME_LIMIT_STARTS), "most": MAX_HOURS}
    body[code] = meaning
    return ""


def _read_alert(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    known = [ALERT_FOR_ALL, *(ALERT_PREFIX + safeguard for safeguard in ALERT_SAFEGUARDS)]
    if code not in known:
        return _("“%(code)s” is not a safeguard. Available lines: %(known)s.") % {
            "code": code,
            "known": ", ".join(known),
        }
    if parse_alert(meaning) is None:
        words = _(
            "Enter the authority to notify (%(known)s), or: %(none)s; why notifying an authority "
            "would endanger the child."
        )
        return words % {"known": ", ".join(ALERT_AUTHORITIES), "none": ALERT_NOBODY}
    body[code] = meaning
    return ""


def _read_number(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    if code not in _TARGETS:
        further = (REQUIRED_DOMAINS_LINE, *RISK_MEANINGS)
        prefixes = (
            f"{TIME_LIMIT_PREFIX}…",
            f"{EMERGENCY_PREFIX}…",
            f"{CARE_STEP_PREFIX}…",
            f"{ALERT_PREFIX}…",
        )
        known_codes = ", ".join([*_TARGETS, *further, *prefixes])
        return _("“%(code)s” is not a target of a procedure. Available targets: %(known)s.") % {
            "code": code,
            "known": known_codes,
        }
    least, most = _TARGETS[code]
    if not (meaning.isdecimal() and least <= int(meaning) <= most):
        return _("Enter a whole number from %(least)d to %(most)d.") % {
            "least": least,
            "most": most,
        }
    body[code] = int(meaning)
    return ""


def _read_domains(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    unknown = [domain for domain in split_codes(meaning) if domain not in ASSESSMENT_DOMAINS]
    if unknown:
        return _("“%(unknown)s” is not a domain of an assessment. The domains are: %(known)s.") % {
            "unknown": ", ".join(unknown),
            "known": ", ".join(ASSESSMENT_DOMAINS),
        }
    body[code] = meaning
    return ""


def split_codes(text: str) -> list[str]:
    """The codes in a line, separated by commas."""
    return [code.strip() for code in re.split("[,،]", text) if code.strip()]


def _read_care_step(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    if parse_care_step(meaning) is None:
        words = _(
            "Enter a time-critical care step as: trigger (%(starts)s); hours from 0 "
            "(immediately) to %(most)d; action; source. Separate them with semicolons."
        )
        return words % {"starts": ", ".join(CARE_STEP_STARTS), "most": MAX_HOURS}
    body[code] = meaning
    return ""


def _read_emergency_step(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    if len(meaning) > MAX_EMERGENCY_STEP:
        return _("Use at most %(most)d characters for a step.") % {"most": MAX_EMERGENCY_STEP}
    body[code] = meaning
    return ""


def initial_configuration(kind: str) -> str:
    """The initial text of a first version: every possible line, each still commented out."""
    if kind != ConfigurationKind.PROCEDURE:
        return ""
    lines = [f"# {name} = {least}–{most}" for name, (least, most) in _TARGETS.items()]
    example = _("found; 24; Bring the child before the committee; name and section of the law")
    lines.append(f"# {REQUIRED_DOMAINS_LINE} = {', '.join(ASSESSMENT_DOMAINS)}")
    lines += [f"# {name} = {_('Meaning, in one or two sentences')}" for name in RISK_MEANINGS]
    step = _("Contact to call first, and what to do until a worker is with the child")
    lines.append(f"# {EMERGENCY_PREFIX}1 = {step}")
    care = _("sexual_violence; 72; HIV post-exposure prophylaxis (PEP); name of the guideline")
    lines.append(f"# {TIME_LIMIT_PREFIX}produce = {example}")
    lines.append(f"# {ALERT_FOR_ALL} = {ALERT_AUTHORITIES[0]}")
    return "\n".join([*lines, f"# {CARE_STEP_PREFIX}pep = {care}"])


@dataclass(frozen=True, slots=True)
class ProcedureTimeLimit:
    """A time limit in a procedure: hours after a start, what must be done, and under which law."""

    starts: str  # one of STARTS_OF_LIMITS
    hours: int
    text: str
    law: str


def parse_time_limit(meaning: str) -> ProcedureTimeLimit | None:
    """The time limit in a line of a procedure; None if it is incomplete."""
    parts = [part.strip() for part in SEMICOLON.split(meaning)]
    if len(parts) != 4 or not all(parts):
        return None
    starts, hours, text, law = parts
    if starts not in TIME_LIMIT_STARTS or not (hours.isdecimal() and 1 <= int(hours) <= MAX_HOURS):
        return None
    return ProcedureTimeLimit(starts, int(hours), text, law)


@dataclass(frozen=True, slots=True)
class ProcedureCareStep:
    """A step of urgent care in a procedure: after what, within how many hours, what, and its source."""

    starts: str  # one of CARE_STEP_STARTS
    hours: int  # 0: at once
    text: str
    source: str


def parse_care_step(meaning: str) -> ProcedureCareStep | None:
    """The step of urgent care in a line of a procedure; None if it is incomplete."""
    parts = [part.strip() for part in SEMICOLON.split(meaning)]
    if len(parts) != 4 or not all(parts):
        return None
    starts, hours, text, source = parts
    if starts not in CARE_STEP_STARTS or not (hours.isdecimal() and int(hours) <= MAX_HOURS):
        return None
    return ProcedureCareStep(starts, int(hours), text, source)


@dataclass(frozen=True, slots=True)
class ProcedureAlert:
    """The authority that a procedure notifies of a safeguard violation, or none with the reason."""

    authority: str  # one of ALERT_AUTHORITIES, or empty
    why_nobody: str = ""


def parse_alert(meaning: str) -> ProcedureAlert | None:
    """The authority in a line of a procedure, or none and why; None if it is incomplete."""
    first, *rest = (part.strip() for part in SEMICOLON.split(meaning, maxsplit=1))
    if first == ALERT_NOBODY:
        return ProcedureAlert("", rest[0]) if rest and rest[0] else None
    return ProcedureAlert(first) if first in ALERT_AUTHORITIES and not rest else None


def _read_bundle(code: str, meaning: str, body: ConfigurationBody) -> str | Promise:
    named = [word.strip() for word in meaning.split(",") if word.strip()]
    unknown = [word for word in named if word not in set(Permission)]
    if unknown or not named:
        return _("Enter permissions, separated by commas.")
    body[code] = named
    return ""


def _line_problem(kind: str, code: str, meaning: str) -> str | Promise:
    if kind == ConfigurationKind.VOCABULARY and not CODE_PATTERN.fullmatch(meaning):
        return _("Enter exactly one regional code for each local code.")
    is_question = code not in QUESTIONNAIRE_KEYS and not QUESTION_PATTERN.fullmatch(meaning)
    if kind == ConfigurationKind.QUESTIONS and is_question:
        return _("Enter a question as: dimension, S or M, text. Separate them with commas.")
    return (
        country_protocols.find_line_problem(code, meaning)
        if kind == ConfigurationKind.PROTOCOL
        else ""
    )


def diff_lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each removed ("-"), added ("+") or unchanged (" ") line, in order."""
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line[0] in "+- ":
            yield line[0], line[2:]


def permission_changes(
    before: frozenset[Permission], after: frozenset[Permission]
) -> tuple[frozenset[Permission], frozenset[Permission]]:
    """The permissions that a bundle adds, and those that it removes."""
    return after - before, before - after
