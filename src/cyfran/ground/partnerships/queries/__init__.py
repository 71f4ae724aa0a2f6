"""Reading partnerships."""

from .governance import PowerViews, charter, charter_terms, earlier_charters, power, power_over, topic
from .partnerships import (
    PartnershipFacts,
    has_real_partnerships,
    members,
    needs_second_factor,
    organisations,
    partnership_by_slug,
    partnership_facts,
    partnership_list,
    priority_groups,
    roles_of,
    sides_with_members,
)
from .phases import (
    PHASES,
    Gate,
    gate_of,
    open_phase,
    phase_gates,
    phase_returns,
    states_by_phase,
)
from .texts import official_text, texts_of

__all__ = [
    "PHASES",
    "Gate",
    "PartnershipFacts",
    "PowerViews",
    "charter",
    "charter_terms",
    "earlier_charters",
    "gate_of",
    "has_real_partnerships",
    "members",
    "needs_second_factor",
    "official_text",
    "open_phase",
    "organisations",
    "partnership_by_slug",
    "partnership_facts",
    "partnership_list",
    "phase_gates",
    "phase_returns",
    "power",
    "power_over",
    "priority_groups",
    "roles_of",
    "sides_with_members",
    "states_by_phase",
    "texts_of",
    "topic",
]
