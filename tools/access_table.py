"""Writes docs/access.md: which database role meets which policy on which table."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "access.md"

BEGINNING = """# Roles, tables, policies

Made by `tools/access_table.py` from the models and the `database_access.py` of each app; do not edit.
The database enforces exactly this: `saathi migrate` applies it, `saathi doctor` compares it.
Every table here has row-level security forced, for its owner too. A role without a line on a table
reads and writes nothing there.
"""

END_OF_PROOF = re.compile(r"access_is_shown\([\w.]+\)\)+")


def page() -> str:
    from saathi.agencies.row_security import all_policies
    from saathi.infra.database_access import (
        proved_functions,
        unprotected_tables,
        unreachable_tables,
    )
    from saathi.infra.roles import ROLES

    lines = [BEGINNING, "## Roles", ""]
    lines += [
        "| Role | What for | Signs in | Past row security | Statement | Lock | Idle in transaction |",
        "|---|---|---|---|---|---|---|",
    ]
    for role in ROLES:
        limits = " | ".join("none" if limit == "0" else limit for limit in role.settings().values())
        signs_in, past = (
            "yes" if is_so else "no" for is_so in (role.signs_in, role.bypasses_row_security)
        )
        lines.append(f"| `{role.name}` | {role.purpose} | {signs_in} | {past} | {limits} |")
    lines += ["", "## Tables under row-level security", ""]
    lines += ["| Table | Role | May | Policy | Row condition |", "|---|---|---|---|---|"]
    for policy in all_policies():
        condition = _plain(policy.using or policy.check or "")
        lines.append(
            f"| `{policy.table}` | `{policy.role}` | {policy.command} | {policy.name} | {condition} |"
        )
    lines += [
        "",
        "The log (`audit_entry`, `audit_batch`) keeps its own: `saathi/audit/database_rights.py`.",
    ]
    lines += ["", "## Tables without", "", "No child's data lies in these.", ""]
    lines += ["| Table | The web may | Why open |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {may} | {why} |" for name, (may, why) in sorted(unprotected_tables().items())
    ]
    closed = ", ".join(f"`{name}`" for name in sorted(unreachable_tables()))
    lines += ["", f"The web has no business with: {closed}."]
    changes = ", ".join(f"`{signature.split('(')[0]}`" for signature in proved_functions())
    lines += [
        "",
        "## Lasting changes",
        "",
        "The web makes these with a proof of the exact change alone (`agencies/change_proofs.py`):",
        f"{changes}.",
    ]
    return "\n".join(lines) + "\n"


def _plain(condition: str) -> str:
    """The condition in words where it is the usual one; else a short form of the SQL."""
    if condition == "true":
        return "every row"
    words = []
    for right in ("reads", "writes"):
        _, result, rest = condition.partition(f"(g.{right} & ")
        if result:
            words.append(f"a running grant {right} section {rest.split(')', 1)[0]}")
    if "access_hidden()" in condition:
        words.append("not hidden from the person")
    if " parent " in condition:
        words.append("parents visible and of the same file")
    rest = ""
    if (parts := END_OF_PROOF.split(condition, maxsplit=1))[1:]:
        rest = parts[1].removeprefix(" AND ")
    if words and rest and " parent " not in rest:
        words.append(f"`{rest}`")  # what the model asks beside the right
    text = " and ".join(words) or f"`{condition}`"
    return text.replace("|", "\\|")


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("SAATHI_PROCESS", "tools")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    import django

    django.setup()
    wanted = page()
    if "--check" in sys.argv:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != wanted:
            print("docs/access.md is not up to date: run python tools/access_table.py")
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
