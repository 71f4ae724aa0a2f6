"""Context of the partnership's home page and of its phases."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import Figure, OverviewTask, chapters
from cyfran.core.thread.node_types import Reader
from cyfran.ground.partnerships.models import Partnership, Phase, Side
from cyfran.ground.partnerships.queries import PHASES, Gate, PartnershipFacts
from cyfran.ground.partnerships.rules import may_answer_for
from cyfran.ui.formats import words
from cyfran.ui.trail import step

APPROVED_BEFORE = timedelta(days=14)  # the first day of a phase: from then on its approval is a task
GATE_QUESTIONS = {
    Phase.GROUND: _("Do we know who decides what? Is money set aside for access and for people's time?"),
    Phase.DISCOVER: _("Have both sides signed the charter? Have we looked at what people have already said?"),
    Phase.DEFINE: _("Have those most affected been heard? Has everyone been told what was heard?"),
    Phase.DEVELOP: _(
        "Do people recognise themselves in what was found? Who is missing? Were the outcomes chosen together?"
    ),
    Phase.DELIVER: _("Was the decision rule agreed before the vote? Have those who lost been told why?"),
    Phase.LEARN: _(
        "Does every commitment have an owner on each side? What will we stop doing? What will we pass on to others?"
    ),
}
HELD_UNTIL_OPEN = {
    Phase.DISCOVER: _("opening a conversation or a survey to everyone"),
    Phase.DEFINE: _("putting a challenge or a shared outcome to both sides"),
    Phase.DEVELOP: _("adding ideas and proposals, and setting up a decision"),
    Phase.DELIVER: _("recording commitments"),
}
PHASE_PURPOSE = {
    Phase.GROUND: _("who and where"),
    Phase.DISCOVER: _("what is known, what is said"),
    Phase.DEFINE: _("what matters"),
    Phase.DEVELOP: _("what could be done"),
    Phase.DELIVER: _("who commits to what"),
    Phase.LEARN: _("what lasts"),
}


@dataclass(frozen=True)
class PhaseStep:
    """One phase of the double diamond as the page shows it."""

    phase: str
    name: str
    purpose: str
    question: str
    held: str  # what has to wait until it is open, if anything
    gate: Gate
    state: str  # done, open or closed


def phase_steps(gates: list[Gate]) -> list[PhaseStep]:
    open_index = max((index for index, gate in enumerate(gates) if gate.has_begun), default=0)
    return [
        PhaseStep(
            phase=gate.phase,
            name=Phase(gate.phase).label,
            purpose=PHASE_PURPOSE[Phase(gate.phase)],
            question=GATE_QUESTIONS[Phase(gate.phase)],
            held=HELD_UNTIL_OPEN.get(Phase(gate.phase), ""),
            gate=gate,
            state="done"
            if index < open_index or gate.is_over
            else "open"
            if index == open_index
            else "closed",
        )
        for index, gate in enumerate(gates)
    ]


def partnership_trail(partnership: Partnership) -> list[dict[str, object]]:
    """Return the breadcrumbs of every page inside a partnership."""
    return [
        step(_("Partnerships"), "partnerships:list"),
        step(words(partnership.name), "partnerships:detail", partnership.slug),
    ]


@dataclass(frozen=True)
class ChapterPart:
    """One chapter as the home page shows it."""

    phase: str
    name: object
    plain: object
    address: str
    figures: list[Figure]

    @property
    def is_started(self) -> bool:
        return any(figure.value for figure in self.figures)


def overview(
    partnership: Partnership, reader: Reader, user, facts: PartnershipFacts
) -> tuple[list[ChapterPart], list[OverviewTask]]:
    """Return every chapter's part of the home page, by phase, and the tasks of this person, earliest due date first."""
    chapter_parts, tasks = [], []
    for chapter in sorted(chapters(), key=lambda chapter: PHASES.index(chapter.phase)):
        summary = chapter.summary(partnership, reader, user)
        address = reverse(chapter.address, args=[partnership.slug])
        chapter_parts.append(
            ChapterPart(chapter.phase, chapter.name, chapter.plain, address, summary.figures)
        )
        tasks += summary.tasks
    tasks += [*_charter_to_sign(partnership, user, facts), *_approvals_due(partnership, user, facts.gates)]
    return chapter_parts, sorted(tasks, key=lambda task: (task.due is None, task.due or date.max))


def _charter_to_sign(partnership: Partnership, user, facts: PartnershipFacts) -> list[OverviewTask]:
    """Return the newest charter, if this person's side has not signed it."""
    side = may_answer_for(user, partnership)
    if side is None or facts.charter is None or side in facts.signed_by:
        return []
    return [
        OverviewTask(
            gettext("Read the charter, and sign it for your side"),
            reverse("partnerships:charter", args=[partnership.slug]),
        )
    ]


def _approvals_due(partnership: Partnership, user, gates: list[Gate]) -> list[OverviewTask]:
    """Return the approval that the next phase needs from this person's side, if it is to open soon or the other side gave it."""
    side = may_answer_for(user, partnership)
    if side is None:
        return []
    gate = next((gate for gate in gates if not gate.is_approved), None)
    if gate is None or side not in gate.sides_missing:
        return []
    is_due = gate.opens_on is not None and gate.opens_on - gate.today <= APPROVED_BEFORE
    if not is_due and len(gate.sides_missing) == len(Side):
        return []
    address = reverse("partnerships:approve_phase", args=[partnership.slug, gate.phase])
    return [
        OverviewTask(
            gettext("Approve a phase for your side: %(phase)s") % {"phase": Phase(gate.phase).label},
            address,
            gate.opens_on,
        )
    ]


START_HERE = "not-started"  # the list of chapters on the same page


@dataclass(frozen=True)
class FirstStep:
    """A step with which a new partnership begins: whether it is done, and the page where it is."""

    is_done: bool
    title: object
    address: str


def first_steps(
    partnership: Partnership,
    facts: PartnershipFacts,
    member_sides: set[str],
    chapter_parts: list[ChapterPart],
) -> list[FirstStep]:
    """Return the steps with which a partnership begins, in the order in which to take them."""
    sides, slug = set(Side.values), partnership.slug
    steps = (
        (
            {organisation.side for organisation in facts.organisations} >= sides,
            _("Add a partner on each side: public body and community"),
            reverse("partnerships:add_organisation", args=[slug]),
        ),
        (
            member_sides >= sides,
            _("Add members on each side"),
            reverse("partnerships:add_member", args=[slug]),
        ),
        (
            bool(facts.groups),
            _("Say whose voices matter most here (priority groups)"),
            reverse("partnerships:add_group", args=[slug]),
        ),
        (
            facts.signed_by >= sides,
            _("Write the charter, and sign it on both sides"),
            reverse("partnerships:charter", args=[slug]),
        ),
        (
            facts.gates[PHASES.index(Phase.DISCOVER)].is_approved,
            _("Approve the phases ground and discover, on both sides"),
            reverse("partnerships:gates", args=[slug]),
        ),
        (
            any(part.is_started for part in chapter_parts if part.phase == Phase.DISCOVER),
            _("Start a conversation, an event, a survey or an evidence review"),
            f"#{START_HERE}",
        ),
    )
    return [FirstStep(bool(is_done), title, address) for is_done, title, address in steps]
