"""The widgets: each gets values and posts messages; none changes the records."""
