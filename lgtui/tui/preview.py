"""What the record becomes: the live preview of the pages that it is on."""

from textual.containers import VerticalScroll

from lgtui.model import Records, Where


class Preview(VerticalScroll, can_focus=True):
    """The preview of one record. The app gives it values with :meth:`show`."""

    def __init__(self) -> None:
        super().__init__(id="preview")

    def show(self, records: Records, where: Where, path: str) -> None:
        """Shows what a record becomes on each page.

        Args:
            records: all records, with what is being typed.
            where: the record.
            path: the data file, from which the pages are found.
        """
