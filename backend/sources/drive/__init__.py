"""Google Drive as a source: folders of it are cameras, the videos in them recordings."""
