"""The example alert rules: valid, with the limits of the code, over figures that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from saathi.infra import thresholds

FOLDER = Path(__file__).resolve().parents[2] / "deploy"
PROMTOOL = pytest.mark.skipif(
    not shutil.which("promtool"), reason="prometheus is not installed, 2026-11-28"
)


@PROMTOOL
def test_alert_rules_are_valid_and_fire_as_intended() -> None:
    subprocess.run(["promtool", "check", "rules", FOLDER / "alerts.yml"], check=True)
    subprocess.run(["promtool", "test", "rules", FOLDER / "alerts_test.yml"], check=True)


def test_limits_of_the_alerts_are_those_of_the_code() -> None:
    text = (FOLDER / "alerts.yml").read_text(encoding="utf-8")
    for figure, limit in (
        ("saathi_audit_oldest_unsealed_seconds", thresholds.UNSEALED_SECONDS),
        (r"max\(saathi_oldest_waiting_job_seconds\)", thresholds.WAITING_JOB_SECONDS),
        (r'\{run="backup"\}', int(thresholds.BACKUP_AGE.total_seconds())),
        (r'\{run="drill"\}', int(thresholds.DRILL_AGE.total_seconds())),
    ):
        assert re.search(rf"{figure} > {limit}\b", text), figure


def test_alerts_use_existing_metrics() -> None:
    code = Path(__file__).resolve().parents[2] / "saathi"
    given = (code / "config/metrics_collector.py").read_text("utf-8")
    given += (code / "infra/request_metrics.py").read_text("utf-8")
    used = set(re.findall(r"\bsaathi_[a-z_]+", (FOLDER / "alerts.yml").read_text("utf-8")))
    for name in used:
        base = re.sub(r"_(bucket|count|sum)$", "", name)
        assert f'"{base}"' in given, name
