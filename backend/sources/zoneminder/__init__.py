"""ZoneMinder as a source: its monitors are cameras, the video files of its events are recordings.

`kind` puts it into the registry, `source` is a conversation with one server, `session` its sign-in, `listing` what is
new there, `answers` and `times` (PURE) how its answers are read.
"""
