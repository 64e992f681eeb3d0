"""What the schema is made from: a template that was migrated for it serves as long as it stays so."""

import hashlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "saathi"


def schema_hash() -> str:
    """A digest of everything that makes the schema, its functions and its policies."""
    digest = hashlib.sha256()
    files = [*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql"), *SOURCE.rglob("models*")]
    files += [
        *SOURCE.rglob("models/*.py"),
        *SOURCE.rglob("row_security.py"),
        *SOURCE.rglob("facts.py"),
    ]
    files += [
        SOURCE / "agencies" / f"{name}.py"
        for name in (
            "unprotected_tables",
            "special_rights",
            "special_grants",
            "sections",
            "rls_conditions",
            "change_proofs",
            "decision_proofs",
            "permissions",
            "shipped_roles",
            "value_triggers",
            "codes_in_lists",
            "actor_columns",
            "json_shapes",
        )
    ]
    files += [SOURCE / "config" / "migrate.py", SOURCE / "infra" / "fast_migrations.py"]
    files += [SOURCE / "infra" / name for name in ("roles.py", "closed_functions.py")]
    files += SOURCE.rglob("audit/*.py")
    files += [
        *SOURCE.rglob("vocabulary*"),
        *SOURCE.rglob("vocabulary/*.py"),
    ]  # see `value_triggers`
    files += [SOURCE / "infra" / name for name in ("plain_cache.py", "countries.py")]
    files += [*SOURCE.rglob("data/*.csv")]
    for file in sorted({f for f in files if f.is_file()}):
        digest.update(str(file.relative_to(SOURCE)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]
