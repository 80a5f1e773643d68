"""What everything that is printed shares."""
