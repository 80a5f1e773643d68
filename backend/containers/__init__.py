"""Forms of video that FFmpeg reads, but does not time or cannot seek in: shown to it as MP4, nothing is copied.

Dahua's DHAV (.dav) jumps to wrong places there, and raw streams (.264, .h265, .mjpeg) have no times at all. Here such a
file is read through once, without decoding, and gets the index that a recorder would have written. `opening` is the
door; `dhav` and `raw_stream` read the forms, `virtual_mp4` is the MP4.
"""
