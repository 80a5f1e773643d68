"""Sources of the kind `rtsp`: cameras whose stream addresses a person enters."""
