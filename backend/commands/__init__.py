"""The sub-commands of the `epack` command line, one file each."""
