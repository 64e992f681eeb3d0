"""The options of `protect` that design tables before protection, and what they print."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saathi.engines.disclosure.design import DesignList, DesignRequirements
    from saathi.engines.disclosure.hierarchies import Hierarchy
    from saathi.engines.disclosure.protect import ProtectionSettings
    from saathi.engines.disclosure.tables import CountTable

# Suppression draws among equally good choices: the list tries each design with a draw of its own.
ONE_DRAW = (
    "  Each figure is of one draw of what is hidden, so about right: what is published is drawn again, "
    "and its own figures follow."
)
HEADINGS = ("no.", "cells shown", "of cells", "of children", "detail")


def add_design_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--design` and what a design must keep."""
    parser.add_argument(
        "--design", action="store_true", help="roll up first, until four fifths stay to be seen"
    )
    parser.add_argument(
        "--require",
        action="append",
        default=[],
        metavar="DIMENSION[=CATEGORY]",
        help="with --design: a dimension that no design leaves out, a category that none merges or hides",
    )
    parser.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="TABLE.csv=NUMBER",
        help="with --design: the number of the design to protect (1)",
    )


def check_design_options(options: argparse.Namespace) -> None:
    """Raises `InputError` for an option that does nothing without `--design`."""
    from saathi.engines.disclosure.errors import InputError

    for name in ("require", "choose"):
        if getattr(options, name) and not options.design:
            raise InputError(f"--{name} goes with --design.")


def design_tables(
    options: argparse.Namespace,
    tables: "Sequence[CountTable]",
    trees: "Mapping[str, Hierarchy]",
    order: "ProtectionSettings",
) -> "tuple[list[CountTable], ProtectionSettings]":
    """The chosen design of each table, and the settings that keep the required categories shown.

    Prints the designs of every table.
    """
    from dataclasses import replace

    from saathi.engines.disclosure.tables import DisclosureMethod

    needed = _requirements(options, tables, trees)
    numbers = _chosen_numbers(options, tables)
    designed = [
        _designed(table, trees, order, needed, numbers.get(table.name, 1)) for table in tables
    ]
    order = replace(order, is_designed=True)
    if order.method is not DisclosureMethod.SUPPRESS:
        return designed, order
    print(ONE_DRAW)
    return designed, replace(order, keep=[*order.keep, *needed.kept_cells()])


def _designed(
    table: "CountTable",
    trees: "Mapping[str, Hierarchy]",
    order: "ProtectionSettings",
    needed: "DesignRequirements",
    number: int,
) -> "CountTable":
    from saathi.engines.disclosure.design import list_designs
    from saathi.engines.disclosure.errors import InputError
    from saathi.engines.disclosure.usefulness import advise_without_design

    own = {name: tree for name, tree in trees.items() if name in table.dimensions}
    designs = list_designs(table, own, order.policy, order.method, needed.limit_to(table, own))
    if not designs.designs:
        raise InputError(
            advise_without_design(
                table.name, order.method, has_requirements=bool(needed.limit_to(table, own))
            )
        )
    if number > len(designs.designs):
        raise InputError(
            f"--choose: {table.name} has {len(designs.designs)} designs, not {number}."
        )
    print("\n".join(describe_designs(table.name, designs, number)))
    return designs.designs[number - 1].table


def describe_designs(name: str, found: "DesignList", number: int) -> list[str]:
    """The designs as a table of text, with the number of each, and which one is taken."""
    rows = [
        (
            str(place),
            f"{design.shown_cells:,} of {design.cells:,}",
            f"{design.shown_share:.0%}",
            f"{design.persons_share:.0%}",
            design.describe_detail(),
        )
        for place, design in enumerate(found.designs, 1)
    ]
    widths = [max(len(row[column]) for row in (HEADINGS, *rows)) for column in range(4)]
    first = (
        f"{name}: {len(found.designs)} designs, cells that are not zero; no other design shows more of "
        f"everything. Number {number} is protected (--choose {name}=NUMBER takes another)."
    )
    lines = [first]
    for row in (HEADINGS, *rows):
        cells = [text.rjust(width) for text, width in zip(row[:4], widths, strict=True)]
        lines.append("  " + "  ".join([*cells, row[4]]))
    if found.is_out_of_time:
        lines.append("  Time ran out before every design was tried: there may be more.")
    return lines


def _requirements(
    options: argparse.Namespace,
    tables: "Sequence[CountTable]",
    trees: "Mapping[str, Hierarchy]",
) -> "DesignRequirements":
    from saathi.engines.disclosure.design import DesignRequirements
    from saathi.engines.disclosure.errors import InputError

    pairs = [text.partition("=") for text in options.require]
    for text, (name, sign, code) in zip(options.require, pairs, strict=True):
        if not name or (sign and not code):
            raise InputError(f"--require is DIMENSION or DIMENSION=CATEGORY, not “{text}”.")
    needed = DesignRequirements(
        frozenset(name for name, sign, _ in pairs if not sign),
        frozenset((name, code) for name, sign, code in pairs if sign),
    )
    needed.check(tables, trees)
    return needed


def _chosen_numbers(options: argparse.Namespace, tables: "Sequence[CountTable]") -> dict[str, int]:
    from saathi.engines.disclosure.errors import InputError

    numbers: dict[str, int] = {}
    for text in options.choose:
        name, _, number = text.rpartition("=")
        if name not in {table.name for table in tables} or not number.isdecimal() or number == "0":
            raise InputError(f"--choose is TABLE.csv=NUMBER, not “{text}”.")
        numbers[name] = int(number)
    return numbers
