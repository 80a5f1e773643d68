"""Is a camera still as good as it was: verdicts from what analyses measured, against what is normal for it."""
