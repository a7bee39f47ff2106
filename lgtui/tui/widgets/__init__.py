"""The widgets, and the messages they post: each gets values, none changes the records."""

from textual.message import Message

from lgtui.model import Records, Where


class Edited(Message):
    """One whole edit: it becomes one step of undo.

    Attributes:
        label: what was done, as it reads in "Undo …": ``S09E01: title``.
        records: all records after the edit.
        where: the place that the cursor belongs to afterwards.
    """

    def __init__(self, label: str, records: Records, where: Where) -> None:
        super().__init__()
        self.label, self.records, self.where = label, records, where


class Typed(Message):
    """A field is being typed in: the draft has to know, undo does not.

    Attributes:
        records: all records as they would be if the field were left now; ``None`` where its text
            is again as it was.
    """

    def __init__(self, records: Records | None) -> None:
        super().__init__()
        self.records = records


class Do(Message):
    """A pane asks for an action of the registry, by its id."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
