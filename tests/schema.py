"""The inputs of the schema: a migrated template is reused while they are unchanged."""

import hashlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "saathi"
NAMED = [
    *(
        SOURCE / "agencies" / f"{name}.py"
        for name in (
            "change_proofs",
            "actor_columns",
            "codes_in_lists",
            "json_shapes",
            "decision_proofs",
            "declared_kinds",
            "definer_functions",
            "guarded_columns",
            "permissions",
            "read_conditions",
            "rls_conditions",
            "row_security",
            "sealed_history",
            "sections",
            "shipped_roles",
            "sql_names",
            "value_triggers",
        )
    ),
    SOURCE / "config" / "migrate.py",
    # see `supplements/database_access.py`
    *(SOURCE / "engines" / "xlsform" / f"{name}.py" for name in ("disclosing_words", "limits")),
    *(
        SOURCE / "infra" / f"{name}.py"
        for name in (
            "atomic_migrations",
            "restricted_functions",
            "countries",
            "fast_migrations",
            "locks",
            "json_cache",
            "roles",
        )
    ),
    # `migrate` notes its generation of tokens
    SOURCE / "people" / "search_tokens.py",
]


def schema_hash() -> str:
    """A digest of all that makes the schema, its functions and policies; FileNotFoundError if one is gone."""
    digest = hashlib.sha256()
    files = [*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql"), *SOURCE.rglob("models*")]
    files += [*SOURCE.rglob("models/*.py"), *SOURCE.rglob("facts.py")]
    files += SOURCE.rglob("database_access.py")
    files += SOURCE.rglob("audit/*.py")
    # see `value_triggers`
    files += [*SOURCE.rglob("vocabulary*"), *SOURCE.rglob("vocabulary/*.py")]
    files += [*SOURCE.rglob("data/*.csv")]
    for file in sorted({*(f for f in files if f.is_file()), *NAMED}):
        digest.update(str(file.relative_to(SOURCE)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]
