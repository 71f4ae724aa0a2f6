"""The official texts of a partnership."""

from cyfran.core.thread.node_types import Reader, node_types
from cyfran.core.wording.queries import OfficialText, bilingual_fields, official_texts
from cyfran.ground.partnerships.models import (
    Partnership,
    PowerTopic,
)
from cyfran.ground.partnerships.queries.governance import charter
from cyfran.ground.partnerships.queries.partnerships import organisations, priority_groups


def texts_of(partnership: Partnership) -> list[OfficialText]:
    """Return every official text of a partnership and of its thread, in both languages, with its check if any."""
    newest_charter, reader = charter(partnership), Reader(partnership.pk, is_member=True)
    text_types = [node_type for node_type in node_types() if bilingual_fields(node_type.model)]
    return official_texts(
        [
            partnership,
            *([newest_charter] if newest_charter else []),
            *organisations(partnership),
            *priority_groups(partnership),
            *PowerTopic.objects.filter(partnership=partnership),
            *(subject for node_type in text_types for subject in node_type.queryset(reader)),
        ]
    )


def official_text(partnership: Partnership, key: str) -> OfficialText | None:
    return next((text for text in texts_of(partnership) if text.key == key), None)
