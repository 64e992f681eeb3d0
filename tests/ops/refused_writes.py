"""The writes of a drill on a database whose disk is full: run in the place of `drill_workload`."""

import sys

import psycopg

from saathi.config.backups import drill_workload


def _refuse() -> dict[str, object]:
    raise psycopg.errors.DiskFull("could not extend a file of Sunita")


drill_workload._write_once = _refuse
if __name__ == "__main__":
    sys.exit(drill_workload.main(sys.argv[1:]))
