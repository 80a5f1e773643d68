"""Cameras and recorders of Hikvision, by ISAPI. Built from the public documents; untested on a device."""
