"""Brings the files of sources beyond this machine here: listed, fetched, verified, queued, on a schedule."""
