"""Small synthetic recordings for tests, rendered once and kept in the system's temporary folder across runs."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from backend.demo.batch import render_all
from backend.demo.render import truth_path
from backend.demo.scenario import GENERATOR_VERSION, Decoy, Encoding, Label, Order, Scenario
from backend.demo.truth import Truth

CODE = "SPXVN0123456789"
SECOND_CODE = "GHN9876543210"


@dataclass(frozen=True, slots=True)
class Footage:
    """Files of one scenario in `folder`, in time order, and what they show."""

    folder: Path
    truth: Truth

    @property
    def paths(self) -> list[Path]:
        return [self.folder / recording.path for recording in self.truth.recordings]

    @property
    def path(self) -> Path:
        """The first file."""
        return self.paths[0]


def cache_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"epack-test-footage-{GENERATOR_VERSION}"


def footage(scenario: Scenario, into: Path | None = None) -> Footage:
    """Render `scenario` or take it from the cache; with `into` copy the files there, so that a test may change them."""
    # The description is the key: another description is another folder.
    key = f"{scenario.name}-{_digest(scenario)}"
    home = cache_folder() / key
    home.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"{key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        render_all([scenario], home, workers=1, by_camera=False)
    truth = Truth.load(truth_path(scenario, home))
    if into is None:
        return Footage(home, truth)
    into.mkdir(parents=True, exist_ok=True)
    for recording in truth.recordings:
        shutil.copy2(home / recording.path, into / recording.path)
    return Footage(into, truth)


def _digest(scenario: Scenario) -> str:
    return hashlib.sha256(repr(scenario).encode()).hexdigest()[:12]


def small_scenario() -> Scenario:
    """20 s of 640x360, 12.5 fps, keyframe every 25: one order from about 3 s to 16 s, its QR code legible for 4 s."""
    label = Label(CODE, "QRCode", 2.6, 10_000, 14_000, "turned", 6.0)
    return Scenario(
        "small",
        "Small",
        640,
        360,
        12.5,
        encoding=Encoding(gop=25),
        duration_ms=20_000,
        orders=(Order(3000, 16_000, (label,), carton=0),),
        seed=3,
    )


def small_order_clip(into: Path | None = None) -> Footage:
    """One order on a table with a sticker, see `small_scenario`."""
    return footage(small_scenario(), into)


def small_order_clip_h265(into: Path | None = None) -> Footage:
    scene = small_scenario()
    return footage(replace(scene, name="small-h265", encoding=Encoding(codec="h265", gop=25)), into)


def minute_clip_h265(into: Path | None = None) -> Footage:
    """A minute of H.265, which browsers do not play, with two orders."""
    first = Label(CODE, "QRCode", 2.6, 12_500, 16_500, "turned", 6.0)
    second = Label(SECOND_CODE, "QRCode", 2.6, 40_000, 44_000, "turned", -6.0)
    scene = replace(
        small_scenario(),
        name="minute-h265",
        encoding=Encoding(codec="h265", gop=25),
        duration_ms=60_000,
        orders=(Order(5_000, 20_000, (first,), carton=0), Order(32_000, 48_000, (second,), carton=1)),
    )
    return footage(scene, into)


def small_order_clip_sound(into: Path | None = None) -> Footage:
    """With an AAC track that beeps when the order starts."""
    scene = small_scenario()
    return footage(replace(scene, name="small-sound", encoding=Encoding(gop=25, audio=True, creation_time="utc")), into)


def small_mjpeg_clip(into: Path | None = None) -> Footage:
    """Motion JPEG in AVI: every frame is a keyframe."""
    scene = small_scenario()
    return footage(replace(scene, name="small-mjpeg", encoding=Encoding(codec="mjpeg", container="avi", gop=1)), into)


def small_vfr_clip(into: Path | None = None) -> Footage:
    """Variable frame rate, keyframe every 250 frames."""
    scene = small_scenario()
    return footage(replace(scene, name="small-vfr", vfr=True, encoding=Encoding(gop=250)), into)


def hardly_free_clip(into: Path | None = None) -> Footage:
    """Two orders with 2 s between them, both longer than the footage shows, on a table with a sticker; a keyframe every
    6 s, each with a parcel on the sticker."""
    first = Label(CODE, "QRCode", 2.6, 5_000, 7_500, "turned")
    second = Label(SECOND_CODE, "QRCode", 2.6, 15_000, 17_500, "turned")
    orders = (Order(-4_000, 8_500, (first,)), Order(10_600, 26_000, (second,), carton=1))
    scene = replace(small_scenario(), name="hardly-free", encoding=Encoding(gop=75), orders=orders)
    return footage(scene, into)


def plain_table_clip(into: Path | None = None, *, gloves: bool = False) -> Footage:
    """24 s of 640x360 without a sticker: one order, bare or gloved hands."""
    label = Label(CODE, "QRCode", 2.6, 12_000, 15_500, "turned", -8.0)
    name = "plain-gloves" if gloves else "plain"
    scene = Scenario(
        name,
        "Plain",
        640,
        360,
        12.5,
        encoding=Encoding(gop=25),
        duration_ms=26_000,
        sticker=False,
        orders=(Order(5000, 18_000, (label,), carton=0, gloves=gloves),),
        seed=5,
    )
    return footage(scene, into)


def two_files_one_order(into: Path | None = None) -> Footage:
    """Two files of 12 s without a gap between them; one order runs across the cut, its label is in the second."""
    label = Label(CODE, "QRCode", 2.6, 14_500, 17_500, "turned", 6.0)
    scene = replace(
        small_scenario(),
        name="two-files",
        camera="Cut",
        duration_ms=24_000,
        split_at_ms=(12_000,),
        orders=(Order(4000, 20_000, (label,), carton=0),),
    )
    return footage(scene, into)


def two_orders_clip(into: Path | None = None) -> Footage:
    """32 s: two orders back to back with two codes, and a hand that only crosses the sticker at about 30 s."""
    first = Label(CODE, "QRCode", 2.6, 8500, 11_500, "turned", 6.0)
    second = Label(SECOND_CODE, "QRCode", 2.6, 21_000, 24_000, "turned", -6.0)
    scene = replace(
        small_scenario(),
        name="two-orders",
        duration_ms=33_000,
        orders=(Order(2500, 13_500, (first,), carton=0), Order(14_700, 27_000, (second,), carton=1)),
        decoys=(Decoy("cross", 30_000, 30_300),),
    )
    return footage(scene, into)


def quiet_clip(into: Path | None = None) -> Footage:
    """10 s of an empty table with a passer-by at its edge."""
    scene = replace(
        small_scenario(), name="quiet", duration_ms=10_000, orders=(), decoys=(Decoy("passer_by", 2000, 6000),)
    )
    return footage(scene, into)
