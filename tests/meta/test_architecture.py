"""The house rules about who may import what. docs/architecture.md explains them."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.meta.tree import CODE, ROOT, Import, code_files, imports_of, parsed, relative

ENTRY = (
    "backend.__main__",
    "backend.bootstrap",
    "backend.app",
    "backend.analysis",
    "backend.bench",
    "backend.commands",
    "backend.composition",
)
STAGES = (
    "sources", "scheduling", "sampling", "detection", "events", "search", "clips", "timeline", "health",
    "regions", "demo", "counting", "scanner", "accounts", "licensing", "payments", "mail", "backups",
    "site",
)  # fmt: skip
STAGE_EXCEPTIONS = {("sampling", "detection")}
"""The sampler drives the detectors: it decides which frame each of them sees."""

# Each kind of module and the kinds it may import. Nothing else is allowed.
MAY_IMPORT = {
    "entry": {"entry", "api", "stage", "runtime", "database", "containers", "config", "domain"},
    "api": {"api", "stage", "runtime", "database", "config", "domain"},
    "stage": {"stage", "runtime", "database", "containers", "printing", "config", "domain"},
    "database": {"database", "runtime", "config", "domain"},
    "containers": {"containers", "domain"},
    "printing": {"printing", "domain"},
    "runtime": {"runtime", "domain"},
    "config": {"config", "domain"},
    "domain": {"domain"},
}

# One home per technology: module -> where it may be imported (a folder ends with "/").
HOMES: dict[str, tuple[str, ...]] = {
    "sqlalchemy": ("database/",),
    "sqlite3": ("database/",),
    "alembic": ("database/",),
    "flask": ("backend/api/", "backend/app.py"),
    "flask_openapi3": ("backend/api/", "backend/app.py"),
    "flask_cors": ("backend/api/", "backend/app.py"),
    "werkzeug": ("backend/api/", "backend/app.py"),
    "waitress": ("backend/app.py", "backend/commands/"),
    "cheroot": ("backend/commands/tls_server.py",),
    "av": (
        "backend/containers/opening.py",
        "backend/sampling/",
        "backend/clips/",
        "backend/sources/probe.py",
        "backend/sources/live/",
        "backend/sources/onvif/replay.py",
        "backend/sources/sync/cutting.py",
        "backend/demo/",
        "backend/regions/",
        "backend/bench/",
    ),
    "mediapipe": ("backend/detection/hands.py",),
    "zxingcpp": ("backend/detection/", "backend/demo/", "backend/bench/"),
    "pyzbar": ("backend/detection/", "backend/bench/"),
    "python_calamine": ("backend/search/",),
    "reportlab": ("backend/printing/", "backend/regions/", "backend/clips/event_sheet.py"),
    "cryptography": (
        "backend/config/",
        "backend/accounts/",
        "backend/licensing/",
        "backend/composition/licensing.py",
        "backend/composition/rotation.py",
    ),
    "requests": ("backend/sources/", "backend/accounts/", "backend/payments/", "backend/licensing/"),
    "lxml": ("backend/sources/untrusted_xml.py", "backend/sources/onvif/"),
    # The ONVIF library for its WSDL, sign-in token and time types; its event loop and transport are not used.
    "onvif": ("backend/sources/onvif/library.py",),
    "zeep": ("backend/sources/onvif/",),
    "wsdiscovery": ("backend/sources/onvif/discovery.py",),
    "payos": ("backend/payments/gateway.py",),
    "httpx": ("backend/payments/gateway.py",),
    "smtplib": ("backend/mail/",),
    "pydrive2": ("backend/sources/drive/google_client.py",),
    "googleapiclient": ("backend/sources/drive/google_client.py",),
    "google_auth_httplib2": ("backend/sources/drive/google_client.py",),
    "google": ("backend/sources/drive/google_client.py", "backend/accounts/google_sign_in.py"),
    "httplib2": ("backend/sources/drive/google_client.py",),
    "apscheduler": ("backend/composition/housekeeping.py", "backend/sources/sync/timers.py"),
    "threading": ("backend/runtime/",),
    # Footage is made by a command of its own, in processes; the server knows threads only.
    "concurrent": ("backend/runtime/", "backend/demo/batch.py"),
    "multiprocessing": ("backend/runtime/", "backend/demo/batch.py"),
    "queue": ("backend/runtime/",),
    "asyncio": (),
    "psutil": (
        "backend/runtime/",
        "backend/scheduling/",
        "backend/commands/",
        "backend/config/",
        "backend/licensing/machine.py",
    ),
}

PURE = (
    "backend/domain/",
    "backend/sources/working_hours.py",
    "backend/sources/start_time.py",
    "backend/sources/name_patterns.py",
    "backend/sources/channels.py",
    "backend/sources/zoneminder/answers.py",
    "backend/sources/zoneminder/times.py",
    "backend/sources/drive/endpoints.py",
    "backend/sources/drive/troubles.py",
    "backend/sources/sync/backoff.py",
    "backend/sources/sync/options.py",
    "backend/sources/live/stream_clock.py",
    "backend/sources/live/meter.py",
    "backend/sources/live/pauses.py",
    "backend/sources/live/parameter_sets.py",
    "backend/sampling/splice.py",
    "backend/sources/onvif/rtp.py",
    "backend/scheduling/policy.py",
    "backend/sampling/plan.py",
    "backend/sampling/vote.py",
    "backend/sampling/consensus.py",
    "backend/sampling/picked_up.py",
    "backend/sampling/reads.py",
    "backend/events/event_detector.py",
    "backend/events/trigger_machine.py",
    "backend/events/label_machine.py",
    "backend/events/merge.py",
    "backend/events/intervals.py",
    "backend/search/code_list.py",
    "backend/clips/spans.py",
    "backend/clips/naming.py",
    "backend/timeline/gaps.py",
    "backend/health/limits.py",
    "backend/health/days.py",
    "backend/health/trend.py",
    "backend/health/clocks.py",
    "backend/health/findings.py",
)
IMPURE_STANDARD_MODULES = {
    "os", "io", "time", "random", "socket", "subprocess", "threading", "shutil", "tempfile", "sqlite3",
    "signal", "secrets",
}  # fmt: skip

IMPORT_TIME_BANNED = {
    "open", "mkdir", "makedirs", "write_text", "write_bytes", "read_text", "read_bytes", "touch", "unlink",
    "Thread", "Timer", "Worker", "Pool", "Watchdog", "start", "Popen", "run", "connect", "create_engine", "open_store",
    "basicConfig", "socket", "getenv", "now", "time_ns",
}  # fmt: skip


def kind_of(module: str) -> str:
    """Which layer a module of the project belongs to."""
    if module == "backend" or any(module == name or module.startswith(name + ".") for name in ENTRY):
        return "entry"
    parts = module.split(".")
    if parts[0] == "database":
        return "database"
    if parts[1] in STAGES:
        return "stage"
    return parts[1]


def is_within(file: str, places: tuple[str, ...]) -> bool:
    return any(file == place or (place.endswith("/") and file.startswith(place)) for place in places)


def project_imports(path: Path) -> list[Import]:
    return [one for one in imports_of(path) if one.top in CODE and one.module not in CODE]


def test_every_module_belongs_to_a_layer() -> None:
    homeless = [i for p in code_files() for i in [relative(p)] if kind_of(relative_module(i)) not in MAY_IMPORT]
    assert not homeless, f"Files in no layer of the house: {homeless}"


def relative_module(file: str) -> str:
    return file.removesuffix(".py").replace("/__init__", "").replace("/", ".")


def test_imports_go_down_only() -> None:
    wrong = []
    for path in code_files():
        layer = kind_of(relative_module(relative(path)))
        for one in project_imports(path):
            if kind_of(one.module) not in MAY_IMPORT[layer]:
                wrong.append(f"{relative(path)}:{one.line} ({layer}) imports {one.module} ({kind_of(one.module)})")
    assert not wrong, "Imports that go up:\n" + "\n".join(wrong)


def test_stages_do_not_import_each_other() -> None:
    wrong = []
    for path in code_files():
        parts = relative(path).split("/")
        if len(parts) < 3 or parts[0] != "backend" or parts[1] not in STAGES:
            continue
        for one in project_imports(path):
            target = one.module.split(".")[1]
            if target in STAGES and target != parts[1] and (parts[1], target) not in STAGE_EXCEPTIONS:
                wrong.append(f"{relative(path)}:{one.line} imports {one.module}")
    assert not wrong, "Stages meet in bootstrap, not in each other:\n" + "\n".join(wrong)


@pytest.mark.parametrize("technology", sorted(HOMES))
def test_one_home_per_technology(technology: str) -> None:
    strays = [
        f"{relative(path)}:{one.line}"
        for path in code_files()
        for one in imports_of(path)
        if one.top == technology and not is_within(relative(path), HOMES[technology])
    ]
    assert not strays, f"{technology} belongs to {HOMES[technology] or 'nobody'}, not to: {strays}"


def test_environment_is_read_in_config_only() -> None:
    strays = []
    for path in code_files():
        if is_within(relative(path), ("backend/config/",)):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.environb", "os.getenv"}:
                strays.append(f"{relative(path)}:{node.lineno}")
    assert not strays, f"Environment variables are read in backend/config only, not in: {strays}"


def test_pure_files_exist_and_stay_pure() -> None:
    missing = [place for place in PURE if not (ROOT / place).exists()]
    assert not missing, f"Pure files named in this test that do not exist: {missing}"
    wrong = []
    for path in code_files():
        if not is_within(relative(path), PURE):
            continue
        for one in imports_of(path):
            of_domain = one.module == "backend.domain" or one.module.startswith("backend.domain.")
            of_library = one.top in sys.stdlib_module_names and one.top not in IMPURE_STANDARD_MODULES
            of_pure = is_within(one.module.replace(".", "/") + ".py", PURE)
            if not (of_domain or of_library or of_pure):
                wrong.append(f"{relative(path)}:{one.line} imports {one.module}")
    assert not wrong, "Pure files may use pure library parts, backend.domain and each other:\n" + "\n".join(wrong)


def calls_at_import(tree: ast.Module) -> list[ast.Call]:
    """Calls that run when the module is loaded: module and class bodies, decorators, defaults; no function bodies."""
    found: list[ast.Call] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
                visit(part)
            return
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.If) and "__main__" in ast.dump(node.test):
            return
        if isinstance(node, ast.Call):
            found.append(node)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found


def test_nothing_happens_at_import() -> None:
    wrong = []
    for path in code_files():
        if "migrations" in path.parts:
            continue
        for call in calls_at_import(parsed(path)):
            target = call.func
            name = (
                target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
            )
            if name in IMPORT_TIME_BANNED:
                wrong.append(f"{relative(path)}:{call.lineno} calls {name}()")
    assert not wrong, "Loading a module must open, start and read nothing:\n" + "\n".join(wrong)
