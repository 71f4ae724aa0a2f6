from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes.models import Outcome
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.library import rules
from cyfran.learn.library.models import LearningItem

TEXTS = ("title", "activity", "for_whom", "result", "did_not_work", "resources_needed")


@transaction.atomic
def write_down_learning(
    *,
    partnership: Partnership,
    texts: dict[str, tuple[str, str]],
    verdict: str,
    topic: str,
    strand: str,
    outcomes: Iterable[Outcome],
    commitments: Iterable[Commitment],
    findings: Iterable[Finding] = (),
    by: User,
    at: datetime,
) -> LearningItem:
    """Add an item to the library. ``texts`` gives (English, Welsh) for each of ``TEXTS``."""
    outcomes, commitments = list(outcomes), list(commitments)
    require(rules.may_write(by, partnership))
    require(bool(outcomes or commitments), "learning_from_nothing")
    columns = {
        f"{name}_{language}": texts[name][index]
        for name in TEXTS
        for index, language in enumerate(("en", "cy"))
    }
    item = LearningItem.objects.create(
        partnership=partnership, verdict=verdict, topic=topic, strand=strand, **columns, at=at, by=by
    )
    item.outcomes.set(outcomes)
    item.commitments.set(commitments)
    item.findings.set(findings)
    log_event("learning.written", item, by=by, at=at, within=partnership.pk, verdict=verdict)
    return item
