"""What `epack doctor` looks at, one file per subject."""
