"""How right and how fast: measurements on footage whose truth is known. Run by `epack bench` and `epack demo`."""
