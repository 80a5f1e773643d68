"""Cameras that are recorded while they film: packets are copied, never decoded."""
