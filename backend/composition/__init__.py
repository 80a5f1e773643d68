"""Where stages that do not know each other are joined: each file is one arrow of the picture in docs/architecture.md.

Used by `bootstrap` only.
"""
