"""Talk records, page regions and checks for an academic webinar series."""

__version__ = "0.1.0"
