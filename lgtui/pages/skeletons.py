"""What a page begins with when there is none yet; the organizers make it theirs."""

from lgtui.model import Records
from lgtui.pages.escape import TBA, heading_end, plain
from lgtui.pages.kramdown import quoted
from lgtui.pages.regions import wrap


def webinar_skeleton(records: Records) -> str:
    """The webinar page with empty regions."""
    return f"""---
layout: page
permalink: /webinar/
title: Webinar
description: {quoted(records.series.name)}
nav: true
nav_order: 5
---

# {_name(records)}

{wrap("next", "")}

#### Previous talks:

{wrap("previous", "")}

### Organizers

{wrap("organizers", "")}
"""


def abstracts_skeleton(records: Records) -> str:
    """The abstracts page with an empty region."""
    return f"""---
layout: page
permalink: /webinar_talks/
title: Webinar talks
description: {quoted(records.series.name)}
nav: false
---

# {_name(records)}: abstracts

{wrap("abstracts", "")}
"""


def _name(records: Records) -> str:
    return heading_end(plain(records.series.name)) or TBA
