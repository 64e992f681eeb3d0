"""Writes Containerfile and compose.yaml from the table of users and files in `saathi.config.deployment`."""

from pathlib import Path

from saathi.config.deployment import containers

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    (ROOT / "Containerfile").write_text(containers.containerfile(), encoding="utf-8")
    (ROOT / "compose.yaml").write_text(containers.compose_file(), encoding="utf-8")
    print("Containerfile and compose.yaml written")


if __name__ == "__main__":
    main()
