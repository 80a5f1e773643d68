"""What a real Chromium shows of a clip: the frame number at chosen instants, and when the beeps are heard."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.support.clip_footage import BITS, BLOCK, BLOCK_TOP

_PAGE = """
async ({data, bits, block, top, atMs, listenMs}) => {
  const video = document.createElement('video');
  video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(data), c => c.charCodeAt(0))], {type: 'video/mp4'}));
  document.body.append(video);
  const failed = new Promise((_, no) => { video.onerror = () => no(new Error(video.error.message)); });
  const once = (name) => Promise.race([new Promise(yes => video.addEventListener(name, yes, {once: true})), failed]);
  const painted = new Promise(yes => video.requestVideoFrameCallback(yes));
  await once('loadeddata');
  await Promise.race([painted, failed]);
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const read = () => {
    pen.drawImage(video, 0, 0);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
      const pixels = pen.getImageData(bit * block + 15, top + 5, 10, 10).data;
      let sum = 0;
      for (let i = 0; i < pixels.length; i += 4) sum += pixels[i];
      if (sum / 100 > 128) number |= 1 << bit;
    }
    return number;
  };
  const shown = [read()];
  const opened = video.currentTime;
  for (const at of atMs) {
    const sought = once('seeked');
    // A busy machine paints the frame after 'seeked'; a seek within one frame may paint nothing at all.
    const drawn = new Promise(yes => video.requestVideoFrameCallback(yes));
    video.currentTime = at / 1000;
    await sought;
    await Promise.race([drawn, new Promise(yes => setTimeout(yes, 3000))]);
    shown.push(read());
  }
  const beeps = [];
  if (listenMs) {
    const back = once('seeked');
    video.currentTime = 0;
    await back;
    const context = new AudioContext();
    const tap = context.createScriptProcessor(512, 1, 1);
    let quietSince = -1;
    tap.onaudioprocess = (event) => {
      const wave = event.inputBuffer.getChannelData(0);
      for (let i = 0; i < wave.length; i++) {
        const at = event.playbackTime + i / context.sampleRate;
        if (Math.abs(wave[i]) > 0.1) {
          if (at - quietSince > 0.05) beeps.push(video.currentTime * 1000);
          quietSince = at;
        }
      }
    };
    context.createMediaElementSource(video).connect(tap);
    tap.connect(context.destination);
    await video.play();
    await new Promise(yes => setTimeout(yes, listenMs));
    video.pause();
  }
  return {opened, shown, duration: video.duration, beeps};
}
"""


@dataclass(frozen=True)
class Shown:
    """`first` is the number shown before anything is played or sought; `at` those at the asked instants."""

    opened_ms: float
    first: int
    at: list[int]
    duration_ms: float
    beeps_ms: list[float]


def show(browser: Browser, path: Path, at_ms: Sequence[float] = (), listen_ms: int = 0) -> Shown:
    """Open the clip in a fresh page, read the frames at `at_ms`, then listen to its first `listen_ms`."""
    page = browser.new_page()
    try:
        page.set_default_timeout(30_000)
        found: dict[str, Any] = page.evaluate(
            _PAGE,
            {
                "data": base64.b64encode(path.read_bytes()).decode(),
                "bits": BITS,
                "block": BLOCK,
                "top": BLOCK_TOP,
                "atMs": list(at_ms),
                "listenMs": listen_ms,
            },
        )
    finally:
        page.close()
    return Shown(
        found["opened"] * 1000, found["shown"][0], found["shown"][1:], found["duration"] * 1000, found["beeps"]
    )
