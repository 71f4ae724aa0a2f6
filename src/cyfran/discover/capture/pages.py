"""What a phone is told while it has signal, so that it can ask without."""

from collections.abc import Iterable

from django.utils.timezone import localtime

from cyfran.core.language import LANGUAGES, BilingualText
from cyfran.discover.capture.models import NotebookDevice
from cyfran.discover.events.models import Event, EventType


def as_bilingual_dict(pair: BilingualText) -> dict[str, str]:
    return {language: pair.in_language(language).text for language in LANGUAGES}


def kit_as_data(phone: NotebookDevice, events: Iterable[Event]) -> dict:
    return {
        "owner": str(phone.by_id),
        "until": phone.until.isoformat(),
        "events": [
            {
                "id": str(one.pk),
                "name": as_bilingual_dict(one.name),
                "day": localtime(one.starts_at).date().isoformat(),
                "talks": one.kind == EventType.TALKS,
                "language": one.main_language,
                "questions": [
                    {
                        "id": str(item.pk),
                        "number": item.number,
                        "question": as_bilingual_dict(item.conversation.question),
                    }
                    for item in one.questions
                ],
            }
            for one in events
        ],
    }
