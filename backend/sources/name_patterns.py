"""How recorders write the start time into file and folder names. PURE.

One row per known form. `source` names a public document or project that shows the form; "generic" means the form is
common but no document of that maker was found that states it. Rows are tried from the top: exact before loose.

Named groups: Y (or y, two digits) m d H M S, ms, ampm (with a 12-hour H), z (offset or Z), epoch (s), epoch_ms.
Where a name holds start and end, only the start is captured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DATE = r"(?P<Y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)"
_TIME = r"(?P<H>[0-2]\d)(?P<M>[0-5]\d)(?P<S>[0-5]\d)"
_DATE_ISO = r"(?P<Y>20\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)"
_ZONE = r"(?P<z>Z|[+-]\d\d[:_]?\d\d)"
_END14 = r"20\d{12}"
_EPOCH = r"(?P<epoch>1\d{9})"


@dataclass(frozen=True, slots=True)
class NamePattern:
    """`regex` is searched in the last parts of a path joined by "/"; `utc` when the name holds UTC, not local time."""

    vendor: str
    regex: re.Pattern[str]
    example: str
    expected: str
    """The start the example stands for: local ISO time, or UTC with a Z."""
    source: str
    utc: bool = False


def _row(vendor: str, regex: str, example: str, expected: str, source: str, *, utc: bool = False) -> NamePattern:
    return NamePattern(vendor, re.compile(regex, re.IGNORECASE), example, expected, source, utc)


PATTERNS: Final[tuple[NamePattern, ...]] = (
    _row(
        "ePACK (fetched or recorded by it)",
        rf"(?:\A|/)epack_{_DATE}T{_TIME}\.(?P<ms>\d{{3}})Z_[^/]*\Z",
        "2024-01-05/epack_20240105T010000.250Z_table-1.mp4",
        "2024-01-05T01:00:00.250Z",
        "backend/sources/sync/names.py",
        utc=True,
    ),
    _row(
        "Dahua, Amcrest, Imou (SD card, FTP)",
        rf"(?<!\d){_DATE_ISO}/(?:[^/]+/){{0,7}}(?P<H>[0-2]\d)\.(?P<M>[0-5]\d)\.(?P<S>[0-5]\d)-\d\d\.\d\d\.\d\d(?=[\[.])[^/]*\Z",
        "2019-05-09/001/dav/21/21.04.49-21.05.14[M][0@0][0].dav",
        "2019-05-09T21:04:49",
        "shawnburke/amcrest-viewer; rroller/dahua",
    ),
    _row(
        "Dahua (NVR, XVR export)",
        rf"ch\d+_(?:main|sub|extra\d?)_{_DATE}{_TIME}_{_END14}(?!\d)[^/]*\Z",
        "NVR_ch1_main_20230131000000_20230131010000.dav",
        "2023-01-31T00:00:00",
        "name seen in several public repositories that process Dahua exports",
    ),
    _row(
        "Reolink (SD card, NVR)",
        rf"Rec[MS]\d\d_(?:DST)?{_DATE}_{_TIME}_\d{{6}}_[^/]*\Z",
        "Mp4Record/2023-04-26/RecS02_DST20230426_145918_150032_2B14808_32F1DF.mp4",
        "2023-04-26T14:59:18",
        "starkillerOG/reolink_aio",
    ),
    _row(
        "Reolink (older cameras)",
        rf"(?:\A|/)Rec_{_DATE}_{_TIME}_\d+_[A-Z]\.[^/]*\Z",
        "Rec_20230517_043229_541_M.mp4",
        "2023-05-17T04:32:29",
        "starkillerOG/reolink_aio",
    ),
    _row(
        "Xiaomi (folder per hour)",
        rf"(?:\A|/)[0-5]\dM[0-5]\dS_{_EPOCH}\.[^/]*\Z",
        "2024121412/20M50S_1734150050.mp4",
        "2024-12-14T04:20:50Z",
        "zsanjin-p/xiaomi-camera-combine",
        utc=True,
    ),
    _row(
        "Xiaomi (folder per hour, no Unix time)",
        rf"(?<!\d){_DATE}(?P<H>[0-2]\d)/(?P<M>[0-5]\d)M(?P<S>[0-5]\d)S[^/\d]*\.[^/]*\Z",
        "2024121721/59M26S.mp4",
        "2024-12-17T21:59:26",
        "generic",
    ),
    _row(
        "Xiaomi (newer: start and end)",
        rf"(?:\A|[/_])\d+_{_DATE}{_TIME}_{_END14}\.[^/]*\Z",
        "00_20250301122432_20250301123046.mp4",
        "2025-03-01T12:24:32",
        "public tools for Xiaomi cameras (also video_0282_0_10_START_END.mp4)",
    ),
    _row(
        "Yi, Kami",
        r"(?P<Y>20\d\d)Y(?P<m>[01]\d)M(?P<d>[0-3]\d)D(?P<H>[0-2]\d)H/(?:E\d)?(?P<M>[0-5]\d)M(?P<S>[0-5]\d)S\d*\.[^/]*\Z",
        "2021Y07M05D14H/11M10S50.mp4",
        "2021-07-05T14:11:10",
        "roleoroleo/yi-hack-MStar #375, roleoroleo/yi-hack-Allwinner-v2 #826",
    ),
    _row(
        "TP-Link Tapo, VIGI (fetched from the SD card)",
        rf"(?:\A|/){_EPOCH}-1\d{{9}}\.[^/]*\Z",
        "1706108297-1706108310.mp4",
        "2024-01-24T14:58:17Z",
        "JurajNyiri/HomeAssistant-Tapo-Control #509",
        utc=True,
    ),
    _row(
        "UniFi Protect (web export)",
        r" - (?P<m>\d{1,2})-(?P<d>\d{1,2})-(?P<Y>20\d\d), "
        r"(?P<H>\d{1,2})\.(?P<M>\d{1,2})\.(?P<S>\d{1,2}) ?(?P<ampm>[ap]m)[^/]*\Z",
        "Front Door - 2-9-2020, 11.21.12pm.mp4",
        "2020-02-09T23:21:12",
        "danielfernau/unifi-protect-video-downloader #14",
    ),
    _row(
        "UniFi Protect (archiver)",
        rf" - {_DATE_ISO} - (?P<H>[0-2]\d)\.(?P<M>[0-5]\d)\.(?P<S>[0-5]\d){_ZONE}?[^/]*\Z",
        "Front Door A1B2 - 2020-02-09 - 23.21.12+0700.mp4",
        "2020-02-09T16:21:12Z",
        "danielfernau/unifi-protect-video-downloader #14",
    ),
    _row(
        "Blue Iris",
        rf"[^/.]+\.{_DATE}_{_TIME}(?!\d)[^/]*\Z",
        "Cam1.20240105_080000.mp4",
        "2024-01-05T08:00:00",
        "Blue Iris help, Recording and clips: &CAM.%Y%m%d_%H%M%S",
    ),
    _row(
        "ZoneMinder (deep storage)",
        r"(?:\A|/)\d+/(?P<y>\d\d)/(?P<m>\d\d)/(?P<d>\d\d)/(?P<H>\d\d)/(?P<M>\d\d)/(?P<S>\d\d)/(?:\d+-video|incomplete)\.[^/]*\Z",
        "events/1/15/02/15/20/10/00/3-video.mp4",
        "2015-02-15T20:10:00",
        "ZoneMinder/zoneminder #705, #3583 (medium storage has only the date: container or mtime decides)",
    ),
    _row(
        "Frigate (recordings)",
        rf"(?<!\d){_DATE_ISO}/(?P<H>[0-2]\d)/[^/]+/(?P<M>[0-5]\d)\.(?P<S>[0-5]\d)\.[^/.]*\Z",
        "2023-04-26/17/front_door/06.56.mp4",
        "2023-04-26T17:06:56Z",
        "blakeblackshear/frigate #9248, documentation of recordings",
        utc=True,
    ),
    _row(
        "Frigate (clips)",
        rf"-{_EPOCH}\.\d{{1,6}}-[0-9a-z]{{6}}\.[^/]*\Z",
        "front-1606742747.272411-0lbwng.mp4",
        "2020-11-30T13:25:47Z",
        "blakeblackshear/frigate #323",
        utc=True,
    ),
    _row(
        "Hikvision (FTP, scheduled and event files)",
        rf"_\d\d_{_DATE}{_TIME}(?P<ms>\d{{3}})_[A-Z_]+\.[^/]*\Z",
        "10.4.100.111_01_20150619045051383_TIMING.mp4",
        "2015-06-19T04:50:51.383",
        "evilboss/suiteview",
    ),
    _row(
        "Hikvision, EZVIZ (export by channel)",
        rf"ch\d{{1,3}}_{_DATE}{_TIME}(?P<ms>\d{{3}})?(?!\d)[^/]*\Z",
        "ch01_20211114061218.mp4",
        "2021-11-14T06:12:18",
        "name seen in several public repositories (also with milliseconds)",
    ),
    _row(
        "Uniview",
        rf"(?<!\d){_DATE_ISO}/[^/]*_S(?P<H>[0-2]\d)-(?P<M>[0-5]\d)-(?P<S>[0-5]\d)_E\d\d-\d\d-\d\d[^/]*\Z",
        "Record/2020-01-02/192.168.1.13_1_S10-00-00_E10-10-00.ts",
        "2020-01-02T10:00:00",
        "Uniview NVR302 user manual, local recording names",
    ),
    _row(
        "motionEye, ZLMediaKit (folder per day)",
        rf"(?<!\d){_DATE_ISO}/(?:[^/]+/)?(?P<H>[0-2]\d)[-._](?P<M>[0-5]\d)[-._](?P<S>[0-5]\d)(?!\d)[^/]*\Z",
        "live/2021-01-07/01-41-28.mp4",
        "2021-01-07T01:41:28",
        "ZLMediaKit/ZLMediaKit #679, motioneye-project/motioneye #1631",
    ),
    _row(
        "Synology Surveillance Station, Axis, Brickcom and many more",
        rf"(?<!\d){_DATE}[-_ T]{_TIME}(?P<ms>\d{{3}})?{_ZONE}?(?!\d)[^/]*\Z",
        "20140509-000500-001000_192.168.1.11-CH2.mp4",
        "2014-05-09T00:05:00",
        "Brickcom FAQ 106; generic for the others",
    ),
    _row(
        "generic (date and time with separators)",
        r"(?<!\d)(?P<Y>20\d\d)[-._](?P<m>[01]\d)[-._](?P<d>[0-3]\d)[-._ T]{1,3}"
        rf"(?P<H>[0-2]\d)[-._:h](?P<M>[0-5]\d)[-._:m](?P<S>[0-5]\d)(?:[.,](?P<ms>\d{{3}}))?{_ZONE}?(?!\d)[^/]*\Z",
        "Roof_Rear_Corner_2020-11-09T10_30_54-0800.mp4",
        "2020-11-09T18:30:54Z",
        "lurume84/bling-desktop #47; squiddity/nvr",
    ),
    _row(
        "generic (14 or 17 digits)",
        rf"(?<!\d){_DATE}{_TIME}(?P<ms>\d{{3}})?(?!\d)[^/]*\Z",
        "Motion_20240105080000.mp4",
        "2024-01-05T08:00:00",
        "Diviotec NDR153P manual, SD record handler",
    ),
    _row(
        "generic (folder per day, time in the name)",
        rf"(?:\A|/){_DATE}/(?:[^/]+/)?{_TIME}(?!\d)[^/]*\Z",
        "20240105/080000.mp4",
        "2024-01-05T08:00:00",
        "generic",
    ),
    _row(
        "generic (Unix time in ms)",
        r"(?<!\d)(?P<epoch_ms>1[2-9]\d{11})(?!\d)[^/]*\Z",
        "1685604361723.mp4",
        "2023-06-01T07:26:01.723Z",
        "Apra-Labs/ApraPipes test recordings",
        utc=True,
    ),
    _row(
        "generic (Unix time in s)",
        r"(?<![\d.])(?P<epoch>1[3-9]\d{8})(?!\d)[^/]*\Z",
        "cam2_1706108297.mp4",
        "2024-01-24T14:58:17Z",
        "generic",
        utc=True,
    ),
)
