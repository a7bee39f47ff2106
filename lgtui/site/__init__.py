"""Use cases of a site that command line and app share; neither parses arguments nor prints.

What is to be written is worked out first, as a frozen value that can be shown and refused, and
then written whole. Opening, validating, saving, rendering and taking hand edits back need no
git; :mod:`lgtui.site.publishing` does.
"""
