"""Quiet the native libraries: their start-up chatter on stderr tells a user nothing. Call before they are loaded."""

from __future__ import annotations

import os

# MediaPipe's logger, TensorFlow Lite's, OpenCV's. The owner's own value wins.
_QUIET = {"GLOG_minloglevel": "3", "TF_CPP_MIN_LOG_LEVEL": "3", "OPENCV_LOG_LEVEL": "ERROR"}


def quiet_native_libraries() -> None:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
