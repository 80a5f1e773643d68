"""A camera's day: which footage there is, what was seen in it, and why there is none where there is none."""
