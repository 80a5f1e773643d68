"""Cameras and recorders of Dahua, by its HTTP API. Built from the public documents; untested on a device."""
