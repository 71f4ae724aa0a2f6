"""The thread at size: 10,000 linked things in one partnership. How long a page takes, and how many questions it asks.

``make bench`` writes what is printed to benchmarks/results/thread.txt. The site is built in a folder of its own, in SQLite,
and asked through its own views without a network. Bar: 100 ms server time for any thread page; as many queries whatever the size.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
FOLDER = tempfile.TemporaryDirectory(prefix="cyfran-bench-")
os.environ |= {
    "CYFRAN_DATA": FOLDER.name,
    "DATABASE_URL": "",
    "DJANGO_SETTINGS_MODULE": "cyfran.config.settings",
}

import django  # noqa: E402 - after the settings it reads

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from cyfran.define.insights.models import Citation, Insight, Tagging, Theme  # noqa: E402
from cyfran.deliver.commitments.models import Commitment  # noqa: E402
from cyfran.demo import story  # noqa: E402
from cyfran.discover.conversations.models import ModerationDecision, Statement  # noqa: E402

NOW = datetime(2026, 10, 5, tzinfo=UTC)
WORDS, INSIGHTS, PROMISES, CITED = 9_000, 600, 400, 5
BAR = 100
REPEATS = 15


def say(universe, theme: Theme, first: int) -> list[Statement]:
    """Many words, let through, in one theme: rows only, as fast as they go in."""
    by = {"at": NOW, "by": universe.users["officer"]}
    more = {"conversation": universe.conversation, "language": "cy", "route": "paper", "at": NOW}
    said = [
        Statement(number=n, label=str(n), text=f"Word {n} of many", **more)
        for n in range(first, first + WORDS)
    ]
    Statement.objects.bulk_create(said, batch_size=1000)
    ModerationDecision.objects.bulk_create(
        [ModerationDecision(statement=s, accepted=True, ground="fits", **by) for s in said], batch_size=1000
    )
    Tagging.objects.bulk_create([Tagging(theme=theme, statement=s, **by) for s in said], batch_size=1000)
    return said


def grow(universe) -> Theme:
    """Many words in one theme, many insights on them, many promises on those."""
    partnership, officer = universe.partnership, universe.users["officer"]
    by = {"at": NOW, "by": officer}
    theme = Theme.objects.create(partnership=partnership, name_en="Everything", name_cy="Popeth", **by)
    said = say(universe, theme, 1000)
    insights = [
        Insight(partnership=partnership, text_en=f"Insight {n}", text_cy=f"Mewnwelediad {n}", **by)
        for n in range(INSIGHTS)
    ]
    Insight.objects.bulk_create(insights, batch_size=500)
    Insight.themes.through.objects.bulk_create(
        [Insight.themes.through(insight_id=i.pk, theme_id=theme.pk) for i in insights], batch_size=500
    )
    Citation.objects.bulk_create(
        [
            Citation(insight=i, statement=said[(CITED * n + k) % WORDS])
            for n, i in enumerate(insights)
            for k in range(CITED)
        ],
        batch_size=1000,
    )
    promises = [
        Commitment(
            partnership=partnership,
            text_en=f"Promise {n}",
            text_cy=f"Addewid {n}",
            institution_owner=officer,
            first_due=NOW.date(),
            **by,
        )
        for n in range(PROMISES)
    ]
    Commitment.objects.bulk_create(promises, batch_size=500)
    Commitment.insights.through.objects.bulk_create(
        [
            Commitment.insights.through(commitment_id=p.pk, insight_id=insights[n % INSIGHTS].pk)
            for n, p in enumerate(promises)
        ],
        batch_size=500,
    )
    return theme


def one_of_each(partnership, theme: Theme) -> dict[str, object]:
    return {
        "statement": theme.statements.first().pk,
        "theme": theme.pk,
        "insight": theme.insights.first().pk,
        "commitment": Commitment.objects.filter(partnership=partnership).latest("id").pk,
        "challenge": partnership.challenges.get().pk,
        "outcome": partnership.shared_outcomes.earliest("id").outcomes.get().pk,
    }


def asked(client: Client, path: str) -> tuple[float, float, int, int]:
    """Middle and longest time in milliseconds, queries and kilobytes of a page."""
    with CaptureQueriesContext(connection) as captured:
        size = len(client.get(path).content)
        queries = len(captured)
    times = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(1000 * (time.perf_counter() - before))
    return statistics.median(times), max(times), queries, size // 1000


def measure(title: str, universe, kinds: dict[str, object]) -> dict[str, int]:
    print(f"\n{title}\n{'page':<26}{'middle ms':>10}{'longest':>9}{'queries':>9}{'kB':>6}")
    client, numbers = Client(), {}
    client.force_login(universe.users["officer"])
    base = f"/en/partnerships/{universe.partnership.slug}/thread/"
    for kind, pk in kinds.items():
        for name, path in (
            (kind, f"{base}{kind}/{pk}/"),
            (f"{kind} as data", f"{base}{kind}/{pk}/data.json"),
        ):
            middle, longest, queries, size = asked(client, path)
            bar = f"  {BAR} ms: {'met' if middle <= BAR else 'NOT MET'}"
            print(f"{name:<26}{middle:>10.0f}{longest:>9.0f}{queries:>9}{size:>6}{bar}", flush=True)
            numbers[name] = queries
    return numbers


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    universe = story.tell()
    theme = grow(universe)
    kinds = one_of_each(universe.partnership, theme)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        few = measure(f"{WORDS + INSIGHTS + PROMISES + 1:,} linked things", universe, kinds)
        say(universe, theme, 20_000)
        many = measure("twice as many words in the theme", universe, kinds)
    same = "met" if few == many else f"NOT MET: {few} {many}"
    print(f"\nAs many queries at twice the size: {same}")


if __name__ == "__main__":
    main()
