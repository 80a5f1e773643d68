"""Space: what is measured, what it comes to a day, and how long the disk lasts."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from backend.api.schemas.site import CameraSpaceOut, DiskOut, GrowthOut, SpaceOut
from backend.api.services import Services
from backend.runtime.machine import machine_facts
from backend.site.space import DAY_MS, camera_space, clip_space, days_left, kept_bytes

MEASURED_DAYS = 7
SHOWN_DAYS = 30
_THUMBS_BYTES = 500_000_000


def space(ours: Services, clips_per_day: int, retention_days: int | None = None) -> SpaceOut:
    """What the present settings will need, from what was measured so far."""
    settings, facts, now_ms = ours.settings.current(), ours.site_facts, ours.clock.now_ms()
    retention = settings.retention_clips_days if retention_days is None else retention_days
    names = {one.camera.id: one.camera.name for one in ours.cameras.all_stored()}
    cameras = [camera_space(one) for one in facts.footage()]
    clips, sums = facts.clips(), facts.sums(now_ms - SHOWN_DAYS * DAY_MS, now_ms)
    clip = clip_space(
        cameras,
        clips=clips.clips,
        clip_bytes=clips.size_bytes,
        clip_ms=clips.media_ms,
        events=sums.events,
        packed_ms=sums.packed_ms,
        around_ms=round((settings.pre_roll_s + settings.post_roll_s) * 1000),
    )
    here = recordings_here(ours)
    recordings = sum(one.bytes_per_day for one in cameras)
    store = store_growth(ours)
    growing = clip.size_bytes * clips_per_day + store + (recordings if here else 0)
    disk = disk_of(ours)
    return SpaceOut(
        cameras=[
            CameraSpaceOut(
                camera_id=one.camera_id,
                camera=names.get(one.camera_id, ""),
                files=one.files,
                bytes_per_hour=one.bytes_per_hour,
                hours_per_day=round(one.hours_per_day, 2),
                bytes_per_day=one.bytes_per_day,
            )
            for one in cameras
        ],
        recordings_bytes_per_day=recordings,
        recordings_here=here,
        clip_ms=clip.length_ms,
        clip_bytes=clip.size_bytes,
        clip_measured=clip.measured,
        clips_per_day=clips_per_day,
        clips_bytes_per_day=clip.size_bytes * clips_per_day,
        clips_kept_bytes=kept_bytes(clip.size_bytes * clips_per_day, retention, SHOWN_DAYS),
        retention_clips_days=retention,
        store_bytes=ours.store.size_bytes(),
        store_bytes_per_day=store,
        caches_bytes=round((settings.rendition_cache_gb + settings.preview_cache_gb) * 1e9) + _THUMBS_BYTES,
        growth_bytes_per_day=growing,
        days_left=days_left(disk.free_bytes, growing),
        disk=disk,
    )


def growth(ours: Services) -> GrowthOut:
    """Bytes a day, as measured over the last week."""
    now_ms = ours.clock.now_ms()
    since_ms = now_ms - MEASURED_DAYS * DAY_MS
    clips = ours.site_facts.clips(since_ms)
    days = MEASURED_DAYS if clips.first_done_ms is None else _days_since(clips.first_done_ms, now_ms)
    clips_bytes = round(clips.size_bytes / days)
    recordings = sum(camera_space(one).bytes_per_day for one in ours.site_facts.footage(since_ms))
    recordings = recordings if recordings_here(ours) else 0
    store = store_growth(ours)
    return GrowthOut(
        recordings_bytes=recordings,
        clips_bytes=clips_bytes,
        store_bytes=store,
        total_bytes=recordings + clips_bytes + store,
    )


def store_growth(ours: Services) -> int:
    """What the store grows by a day: its size per event, times the events a day of the last week."""
    now_ms = ours.clock.now_ms()
    events = ours.site_facts.events_total()
    week = ours.site_facts.sums(now_ms - MEASURED_DAYS * DAY_MS, now_ms).events
    return round(ours.store.size_bytes() / max(events, 1) * week / MEASURED_DAYS) if events else 0


def disk_of(ours: Services) -> DiskOut:
    machine = machine_facts(ours.paths.data_dir)
    return DiskOut(free_bytes=machine.disk_free, total_bytes=machine.disk_total)


def recordings_here(ours: Services) -> bool:
    """Whether any source lies on the disk of the data folder, so that recordings take space from it."""
    with contextlib.suppress(OSError):
        disk = os.stat(ours.paths.data_dir).st_dev
        for source in ours.sources.all(enabled_only=True):
            with contextlib.suppress(OSError):
                if os.stat(source.path).st_dev == disk:
                    return True
    return False


def caches(ours: Services) -> list[Path]:
    """Folders whose files can be made again at any time."""
    return [ours.paths.renditions_dir, ours.paths.previews_dir, ours.paths.thumbs_dir]


def freeable_bytes(ours: Services) -> int:
    return sum(size for folder in caches(ours) for _, size in _files(folder))


def free(ours: Services) -> int:
    """Delete what can be made again; returns how many bytes that was."""
    freed = 0
    for folder in caches(ours):
        for path, size in _files(folder):
            with contextlib.suppress(OSError):
                os.unlink(path)
                freed += size
    return freed


def _files(folder: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with contextlib.suppress(OSError):
                found.append((path, os.lstat(path).st_size))
    return found


def _days_since(first_ms: int, now_ms: int) -> float:
    return min(MEASURED_DAYS, max(1.0, (now_ms - first_ms) / DAY_MS))
