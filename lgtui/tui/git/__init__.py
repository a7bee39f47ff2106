"""Git in the app: where the clone stands, publishing, what others publish, and the history."""
