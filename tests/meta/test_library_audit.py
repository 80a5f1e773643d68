"""`scripts/check --audit`: what is known of the locked libraries, and that not knowing is never taken for "none"."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from scripts.lib.audit import NOT_ASKED, of_npm, of_python
from tests.meta.tree import ROOT

NOWHERE = "http://127.0.0.1:1"


def test_the_option_is_there() -> None:
    done = subprocess.run(
        ["bash", "scripts/check", "--nothing-of-the-kind"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "[--audit]" in done.stderr
    assert "scripts/lib/audit.py" in (ROOT / "scripts" / "check").read_text("utf-8")


def test_without_a_network_it_says_so_and_fails() -> None:
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE)
    clean = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    done = subprocess.run(
        [sys.executable, "scripts/lib/audit.py"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=150, env={**clean, **proxies},
    )  # fmt: skip
    assert done.returncode == NOT_ASKED, done.stdout + done.stderr
    assert done.stdout.count("NOT AUDITED") == 2
    assert "needs a network" in done.stdout
    assert "no known holes" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_library_that_was_skipped_was_not_audited() -> None:
    """pip-audit itself says "No known vulnerabilities found" then."""
    skipped = {"name": "flask", "skip_reason": "Dependency not found on PyPI and could not be audited: flask (3.1.3)"}
    asked = {"name": "jinja2", "version": "3.1.6", "vulns": []}
    assert of_python(json.dumps({"dependencies": [asked]}), "").unasked is None
    assert "1 of 2" in (of_python(json.dumps({"dependencies": [asked, skipped]}), "").unasked or "")
    assert of_python(json.dumps({"dependencies": []}), "").unasked is not None


def test_holes_are_named_with_what_mends_them() -> None:
    hole = {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": ["CVE-2019-10906"], "description": ""}
    found = of_python(json.dumps({"dependencies": [{"name": "jinja2", "version": "2.10", "vulns": [hole]}]}), "")
    assert (found.holes, found.unasked) == (["jinja2 2.10: PYSEC-2019-217, mended in 2.10.1"], None)
    report = {"auditReportVersion": 2, "vulnerabilities": {"next": {"severity": "high", "range": "<14.2.25"}}}
    assert of_npm(json.dumps(report), "").holes == ["next: high, <14.2.25"]
    assert of_npm(json.dumps({**report, "vulnerabilities": {}}), "").unasked is None


def test_an_index_that_does_not_audit_is_told_apart_from_none() -> None:
    assert of_npm(json.dumps({"message": "405 Method Not Allowed", "statusCode": 405}), "").unasked is not None
    assert of_npm("", "npm error network request failed").unasked == "npm error network request failed"
