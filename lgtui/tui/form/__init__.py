"""The form of a record: all its fields as drawn lines, and one real editor where the cursor is.

The app gives it values with :meth:`RecordForm.show` and :meth:`RecordForm.mark`; it posts
``Edited`` for a whole edit and ``Typed`` while a field is being typed in, and never changes
anything itself. Only the field that is edited is a widget, so that following the list of talks
costs no more than drawing some lines.
"""

from lgtui.tui.form.record_form import RecordForm

__all__ = ["RecordForm"]
