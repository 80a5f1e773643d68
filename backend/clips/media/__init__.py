"""Everything of the clips stage that touches PyAV: the rest of the stage works with paths, spans and milliseconds."""
