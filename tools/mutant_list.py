"""The mutants of `tools/mutants.py`: ten of rules, ten of locks, ten of engines."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A place in the code, what is written there instead, and the tests that fail then."""

    kind: str  # "rule", "lock" or "engine"
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """For the command line."""
        return f"{self.kind}: {self.what}"


TRAFFICKING = "saathi/protection/identification/trafficking/rules.py"
CLASSIFY = "tests/protection/identification/trafficking/test_classify.py"
CONSENT, OF_CONSENT = "saathi/consent/rules.py", "tests/consent/test_rules.py"
ORDERS = "saathi/protection/decisions/orders/rules.py"
OF_ORDERS = "tests/protection/decisions/orders/test_rules.py"
CONDITIONS, POLICIES = "saathi/agencies/read_conditions.py", "saathi/agencies/row_security.py"
TWO_LOCKS = "tests/agencies/test_two_locks.py"
WEB_ROLE = "tests/attacks/test_as_the_web_role.py"
EMERGENCY, OF_EMERGENCY = (
    "saathi/people/functions/emergency_access.sql",
    "tests/attacks/test_emergency_access.py",
)
POLICY = "saathi/engines/disclosure/policy.py"
ORIGINS = "tests/engines/disclosure/test_cell_sources.py"

RULES = (
    Mutant(
        "rule", "a child's trafficking needs means", TRAFFICKING,
        "(is_child or bool(episode.means))", "bool(episode.means)", (CLASSIFY,),
    ),
    Mutant(
        "rule", "smuggling needs a crossing that is proved", TRAFFICKING,
        "may_have_crossed = has_crossed_border(episode) is not False",
        "may_have_crossed = has_crossed_border(episode) is True", (CLASSIFY,),
    ),
    Mutant(
        "rule", "a guardian who may be involved consents", CONSENT,
        "if guardian.may_be_involved == GuardianYesNo.YES:", "if False:", (OF_CONSENT,),
    ),
    Mutant(
        "rule", "a guardian consents over the child's refusal", CONSENT,
        "if consent.basis == LegalBasis.GUARDIAN and consent.answer == ChildAnswer.NO:",
        "if False:", (OF_CONSENT,),
    ),
    Mutant(
        "rule", "an order ends a day early", ORDERS,
        "order.expires_on < today", "order.expires_on <= today", (OF_ORDERS,),
    ),
    Mutant(
        "rule", "a finding that was withdrawn still counts", ORDERS,
        "current.move != StatusDecisionMove.WITHDRAWN\n        and current.finding",
        "current.finding", (OF_ORDERS,),
    ),
    Mutant(
        "rule", "one person records and decides", "saathi/evidence/approval/rules.py",
        "if by == made_by:", "if False:", ("tests/evidence/research/test_rules.py",),
    ),
    Mutant(
        "rule", "a year is completed a day after the birthday", "saathi/people/ages.py",
        "((on.month, on.day) < (born.month, born.day))",
        "((on.month, on.day) <= (born.month, born.day))", ("tests/people/test_ages.py",),
    ),
    Mutant(
        "rule", "what was said once is never asked again", "saathi/participation/rules.py",
        "if topic == StatementTopic.WHAT_HAPPENED and StatementState.SAID in states:",
        "if StatementState.SAID in states:", ("tests/participation/test_rules.py",),
    ),
    Mutant(
        "rule", "a supervisor approves the own request", "saathi/protection/casework/cases/rules.py",
        "if approver == request.requested_by:",
        "if approver == request.requested_by and not supervises:",
        ("tests/protection/casework/cases/test_rules.py",),
    ),
)  # fmt: skip

LOCKS = (
    Mutant(
        "lock", "row security takes expired records for current ones", CONDITIONS,
        '{_column(model, self.field)} > now()"', '{_column(model, self.field)} IS NOT NULL"',
        (TWO_LOCKS,),
    ),
    Mutant(
        "lock", "a grant that ended still opens narrowed records", CONDITIONS,
        '"AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now()) OFFSET 0)"',
        '"OFFSET 0)"', (TWO_LOCKS,),
    ),
    Mutant(
        "lock", "what may not be read may be changed", POLICIES,
        "reads, changes = reads + narrowed, writes + narrowed",
        "reads, changes = reads + narrowed, writes", (WEB_ROLE,),
    ),
    Mutant(
        "lock", "records are made in another person's name", POLICIES,
        'own = f" AND {table}.recorded_by = (SELECT access_staff())"', 'own = ""',
        ("tests/attacks/test_actor_columns.py",),
    ),
    Mutant(
        "lock", "a record hangs on a record of another file", POLICIES,
        'f"AND parent.file_id = {table}.file_id)"', 'f")"', (WEB_ROLE,),
    ),
    Mutant(
        "lock", "emergency access opens protected files", EMERGENCY,
        "AND NOT f.is_protected AND NOT EXISTS (", "AND NOT EXISTS (",
        (OF_EMERGENCY, "tests/desk/test_emergency.py"),
    ),
    Mutant(
        "lock", "emergency access without a limit for an hour", EMERGENCY,
        "files_an_hour CONSTANT integer := 10", "files_an_hour CONSTANT integer := 1000",
        (OF_EMERGENCY,),
    ),
    Mutant(
        "lock", "a context is good for other transactions", "saathi/agencies/functions/context.sql",
        " OR parts[5]::bigint <> (extract(epoch FROM now()) * 1000000)::bigint THEN", " THEN",
        ("tests/attacks/test_contexts.py",),
    ),
    Mutant(
        "lock", "notices of others are read", "saathi/agencies/database_access.py",
        'RowPolicy("agencies_notice", "web_reads", "SELECT", APP, using=_OWN_ROW)',
        'RowPolicy("agencies_notice", "web_reads", "SELECT", APP, using="true")',
        (WEB_ROLE,),
    ),
    Mutant(
        "lock", "rights are given that the giver lacks", "saathi/agencies/functions/rights.sql",
        "\n       OR the_reads & ~mine.reads <> 0 OR the_writes & ~mine.writes <> 0 THEN", " THEN",
        ("tests/protection/casework/services/test_access_of_services.py",),
    ),
)  # fmt: skip

ENGINES = (
    Mutant(
        "engine", "counts of k - 1 are printed", POLICY,
        "    if count < k:", "    if count < k - 1:",
        ("tests/engines/disclosure/test_threshold.py",),
    ),
    Mutant(
        "engine", "two agencies know a cell between them", POLICY,
        "count - top < k:", "count - top < 0:", (ORIGINS,),
    ),
    Mutant("engine", "one event makes a cell", POLICY, "MIN_EVENTS = 3", "MIN_EVENTS = 1", (ORIGINS,)),
    Mutant(
        "engine", "small cells of earlier releases are not judged",
        "saathi/engines/disclosure/audit.py",
        "k <= lower[place] == upper[place]", "0 <= lower[place] == upper[place]",
        ("tests/engines/disclosure/test_earlier_releases.py",),
    ),
    Mutant(
        "engine", "zeros are never rounded up", "saathi/engines/disclosure/rounding.py",
        "high = np.where((counts == 0) & ~fixed, 1, high)", "high = high + 0",
        ("tests/engines/disclosure/test_rounding.py",),
    ),
    Mutant(
        "engine", "cells that a spreadsheet takes for formulas", "saathi/engines/sheets/writing.py",
        "if _FORMULA.match(text) and not _NUMBER.fullmatch(text):", 'if text.startswith("="):',
        ("tests/engines/sheets/test_reading.py",),
    ),
    Mutant(
        "engine", "a second record of one child counts against the first",
        "saathi/engines/matching/competing_matches.py",
        "own_odds / (whole - same_child_odds)", "own_odds / whole",
        ("tests/engines/matching/test_rivals.py",),
    ),
    Mutant(
        "engine", "a plan of linkage is never outgrown",
        "saathi/engines/matching/linking/incremental.py",
        "return size > self.learned_from + self.learned_from // 2 + MIN_NEW_RECORDS",
        "return size < 0", ("tests/engines/matching/test_incremental.py",),
    ),
    Mutant(
        "engine", "no number is taken for true", "saathi/engines/xlsform/evaluator.py",
        "return not math.isnan(value) and value != 0", "return value != 0",
        ("tests/engines/xlsform/test_expressions.py",),
    ),
    Mutant(
        "engine", "a word in another place is not found", "saathi/engines/matching/phonetic_match.py",
        'return OTHER if all(map(keys.isdisjoint, among[1:])) else "elsewhere"', "return OTHER",
        ("tests/engines/matching/test_phonetic_match.py",),
    ),
)  # fmt: skip

MUTANTS = (*RULES, *LOCKS, *ENGINES)
