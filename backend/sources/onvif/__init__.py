"""Cameras and recorders that speak ONVIF."""
