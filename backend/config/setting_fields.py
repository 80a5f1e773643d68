"""Every setting: its default, unit, bounds and explanation. What is done with them stands in `settings.py`."""

from __future__ import annotations

from dataclasses import dataclass

from backend.config.setting import setting
from backend.domain.camera import DEFAULT_SYMBOLOGIES, DEFAULT_TIMEZONE, DEFAULT_TRIGGER_TEXT

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# The names zxing-cpp gives the symbologies that parcels and order slips carry.
SYMBOLOGIES = (
    "QRCode", "MicroQRCode", "DataMatrix", "Aztec", "PDF417", "Code128", "Code39", "Code93", "Codabar", "EAN13", "EAN8",
    "ITF", "UPCA", "UPCE", "DataBar", "DataBarExpanded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettingFields:
    """The groups follow the pages on which people change them."""

    # Site
    brand_name: str = setting("", "text", "site", "Name of the shop, shown in the dashboard.")
    country: str = setting("Vietnam", "text", "site", "Country of the site.")
    timezone: str = setting(
        DEFAULT_TIMEZONE, "timezone", "site", "Time zone of the site: times are shown in it, new cameras start with it."
    )
    language: str = setting(
        "auto", "text", "site", "Language of the dashboard; auto follows the browser.", choices=("auto", "en", "vi")
    )
    working_days: tuple[str, ...] = setting(DAYS, "texts", "site", "Days whose recordings are analysed.", choices=DAYS)
    from_time: str = setting(
        "00:00", "time", "site", "Start of the working hours in site time; equal to the end means all day."
    )
    to_time: str = setting(
        "00:00", "time", "site", "End of the working hours in site time; earlier than the start means past midnight."
    )
    # Folders
    input_root: str = setting(
        "",
        "text",
        "folders",
        "Folder with one sub-folder per camera; empty means input/ beside the data.",
        restart=True,
    )
    clips_root: str = setting(
        "", "text", "folders", "Where clips are written; empty means clips/ beside the data.", restart=True
    )
    downloads_root: str = setting(
        "", "text", "folders", "Where downloads are written; empty means downloads/ beside the data.",
        restart=True,
    )  # fmt: skip
    allowed_roots: tuple[str, ...] = setting(
        (), "texts", "folders", "Folders that sources and custom runs may lie in, besides the input folder."
    )
    # Packing
    min_packing_s: float = setting(
        10.0, "float", "packing", "A packing event shorter than this is flagged too short.",
        unit="s", minimum=0, maximum=3600,
    )  # fmt: skip
    max_packing_s: float = setting(
        120.0, "float", "packing", "A packing event longer than this is flagged too long.",
        unit="s", minimum=1, maximum=86400,
    )  # fmt: skip
    continuous_gap_s: float = setting(
        2.0, "float", "packing", "Recordings of a camera this close together count as one; events go on across them.",
        unit="s", minimum=0, maximum=600,
    )  # fmt: skip
    trigger_text: str = setting(
        DEFAULT_TRIGGER_TEXT, "text", "packing", "Text of the table sticker; new cameras start with it."
    )
    symbologies: tuple[str, ...] = setting(
        DEFAULT_SYMBOLOGIES, "texts", "packing",
        "Kinds of codes looked for; new cameras start with them, fewer is faster.",
        choices=SYMBOLOGIES,
    )  # fmt: skip
    # Clips
    pre_roll_s: float = setting(
        2.0, "float", "clips", "How much a clip shows before the event.", unit="s", minimum=0, maximum=120
    )
    post_roll_s: float = setting(
        2.0, "float", "clips", "How much a clip shows after the event.", unit="s", minimum=0, maximum=120
    )
    clip_brand: str = setting("", "text", "clips", "First part of clip file names; empty means the brand name.")
    parallel_cuts: int = setting(
        2, "int", "clips", "How many clips are cut at the same time.", minimum=1, maximum=16, restart=True
    )
    # Finding recordings
    scan_interval_s: float = setting(
        60.0, "float", "scan", "Pause between two looks for new recordings.", unit="s", minimum=5, maximum=86400
    )
    settle_s: float = setting(
        10.0, "float", "scan", "A file counts as complete when it has not changed for this long.",
        unit="s", minimum=0, maximum=3600,
    )  # fmt: skip
    lookback_days: int = setting(
        7, "int", "scan", "How many days back the default program looks for recordings.",
        unit="days", minimum=1, maximum=3650,
    )  # fmt: skip
    run_default_on_start: bool = setting(
        True, "bool", "scan", "Start the default program with the server once the first run has been completed."
    )
    second_look: bool = setting(
        True, "bool", "scan",
        "When nothing else is to do, recordings with much work are looked through once more for every code.",
    )  # fmt: skip
    # Sources beyond this machine
    source_networks: tuple[str, ...] = setting(
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"),
        "texts", "sources",
        "Networks in which cameras and recorders may lie. Addresses outside of them are never called.",
    )  # fmt: skip
    sync_interval_min: float = setting(
        10.0, "float", "sources", "Pause between two looks for new files at a source, unless the source has its own.",
        unit="min", minimum=1, maximum=10_080,
    )  # fmt: skip
    parallel_downloads: int = setting(
        3, "int", "sources", "How many files are fetched from one source at the same time.", minimum=1, maximum=16
    )
    keep_free_gb: float = setting(
        5.0, "float", "sources", "Space that fetching and recording leave free on the disk.",
        unit="GB", minimum=0.1, maximum=100_000,
    )  # fmt: skip
    live_segment_s: float = setting(
        60.0, "float", "sources", "Length of the files that live cameras are recorded into.",
        unit="s", minimum=60, maximum=300,
    )  # fmt: skip
    fill_gaps: bool = setting(
        True, "bool", "sources",
        "Fetch afterwards what a live camera missed, from its own memory card or from a recorder that has it.",
    )  # fmt: skip
    # Workers
    workers_min: int = setting(
        1, "int", "workers", "Fewest recordings analysed at the same time.", minimum=1, maximum=32
    )
    workers_max: int = setting(
        0, "int", "workers", "Most recordings analysed at the same time; 0 means one per processor, at most 6.",
        minimum=0, maximum=32,
    )  # fmt: skip
    cpu_low: float = setting(
        70.0, "float", "workers", "A worker is added while the processors are used less than this.",
        unit="%", minimum=1, maximum=100,
    )  # fmt: skip
    cpu_high: float = setting(
        90.0, "float", "workers", "A worker is taken away when the processors are used more than this.",
        unit="%", minimum=1, maximum=100,
    )  # fmt: skip
    mem_low: float = setting(
        70.0, "float", "workers", "A worker is added only while less than this of the memory is used.",
        unit="%", minimum=1, maximum=100,
    )  # fmt: skip
    mem_high: float = setting(
        85.0, "float", "workers", "A worker is taken away when more than this of the memory is used.",
        unit="%", minimum=1, maximum=100,
    )  # fmt: skip
    recording_timeout_s: float = setting(
        3600.0, "float", "workers", "Longest time the analysis of one recording may take, counted from its start.",
        unit="s", minimum=10, maximum=86400,
    )  # fmt: skip
    heartbeat_s: float = setting(
        5.0, "float", "workers", "How often a worker writes down that it is alive and how far it is.",
        unit="s", minimum=0.5, maximum=60,
    )  # fmt: skip
    stale_claim_s: float = setting(
        120.0, "float", "workers", "A claimed recording without a sign of life for this long goes back to the queue.",
        unit="s", minimum=10, maximum=3600,
    )  # fmt: skip
    max_attempts: int = setting(
        3, "int", "workers", "How often a recording that failed for a passing reason is tried.", minimum=1, maximum=20
    )
    # Keeping
    retention_downloads_days: int = setting(
        30,
        "int",
        "retention",
        "Footage that ePACK recorded or fetched is deleted after this; 0 keeps it.",
        unit="days",
        minimum=0,
        maximum=36500,
    )
    retention_downloads_gb: float = setting(
        0.0, "float", "retention",
        "Most space for footage that ePACK recorded or fetched; the oldest goes first, 0 sets no limit.",
        unit="GB", minimum=0, maximum=1_000_000,
    )  # fmt: skip
    retention_clips_days: int = setting(
        0, "int", "retention", "Clips that are not locked are deleted after this; 0 keeps them.",
        unit="days", minimum=0, maximum=36500,
    )  # fmt: skip
    retention_events_days: int = setting(
        0, "int", "retention", "Events that are not locked are deleted after this; 0 keeps them.",
        unit="days", minimum=0, maximum=36500,
    )  # fmt: skip
    retention_logs_days: int = setting(
        30, "int", "retention", "Log files are deleted after this; 0 keeps them.", unit="days", minimum=0, maximum=36500
    )
    retention_audit_days: int = setting(
        2557, "int", "retention", "The record of who did what is deleted after this; 2557 days are 7 years.",
        unit="days", minimum=30, maximum=36500,
    )  # fmt: skip
    rendition_cache_gb: float = setting(
        20.0, "float", "retention", "Most space for playable copies of H.265 recordings; the oldest go first.",
        unit="GB", minimum=0.1, maximum=100_000, restart=True,
    )  # fmt: skip
    preview_cache_gb: float = setting(
        4.0, "float", "retention", "Most space for clips made while watching; the oldest go first.",
        unit="GB", minimum=0.1, maximum=100_000, restart=True,
    )  # fmt: skip
    # Server
    host: str = setting(
        "127.0.0.1", "text", "server", "Address the server listens on; 0.0.0.0 opens it to the network.", restart=True
    )
    port: int = setting(8080, "int", "server", "Port the server listens on.", minimum=1, maximum=65535, restart=True)
    tls: bool = setting(
        False, "bool", "server", "Serve over HTTPS. Needed where the server is open to the network.", restart=True
    )
    tls_certificate: str = setting(
        "", "text", "server",
        "Certificate of the server (PEM file, with its chain); empty: ePACK makes one for itself.",
        restart=True,
    )  # fmt: skip
    tls_key: str = setting(
        "", "text", "server", "Private key of that certificate (PEM file without a passphrase).", restart=True
    )
    allowed_hosts: tuple[str, ...] = setting(
        (), "texts", "server",
        "Names under which the dashboard may be opened, besides localhost and plain addresses.",
        restart=True,
    )  # fmt: skip
    rate_limit_factor: float = setting(
        1.0, "float", "server",
        "Times the usual number of requests that one address may send; more behind a proxy, 0: no limit.",
        minimum=0, maximum=1000, restart=True,
    )  # fmt: skip
    dev_origin: str = setting(
        "", "text", "server",
        "Address of a dashboard in development that may use this server, such as http://localhost:3000; usually empty.",
        restart=True,
    )  # fmt: skip
    log_level: str = setting(
        "info", "text", "server", "How much the log tells.", choices=("debug", "info", "warning", "error"), restart=True
    )
    licence_server: str = setting(
        "", "text", "server", "Address of the vendor's licence server; empty: licences are entered as text or file."
    )
