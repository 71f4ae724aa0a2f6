from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "cyfran.develop.proposals"
    label = "proposals"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.develop.proposals import models, pages, queries
        from cyfran.develop.proposals.forms import IdeaForm, ProposalForm
        from cyfran.develop.proposals.messages import SENTENCES
        from cyfran.develop.proposals.models import Idea, Proposal
        from cyfran.develop.proposals.rules import is_in_no_proposal, is_not_up_for_decision, may_design
        from cyfran.ui.corrections import Correctable, register_correctable
        from cyfran.ui.messages import register_sentences

        register_sentences(SENTENCES)
        of_challenge = "challenge__partnership_id"
        register_chapter(
            Chapter("develop", _("Proposals"), _("What could be done"), "proposals:home", pages.home_summary)
        )
        register_node_types(
            NodeType("idea", models.Idea, "develop", _("Idea"), queries.show_ideas, within=of_challenge),
            NodeType(
                "proposal",
                models.Proposal,
                "develop",
                _("Proposal"),
                queries.show_proposals,
                within=of_challenge,
                address="proposals:detail",
            ),
            NodeType(
                "decision",
                models.Decision,
                "develop",
                _("Decision"),
                queries.show_decisions,
                address="proposals:decision",
            ),
        )
        register_correctable(
            Correctable(
                "proposal",
                Proposal,
                "challenge__partnership",
                ProposalForm,
                may_design,
                until=is_not_up_for_decision,
            ),
            Correctable(
                "idea",
                Idea,
                "challenge__partnership",
                IdeaForm,
                may_design,
                until=is_in_no_proposal,
                others=("text", "language"),
                removable=True,
            ),
        )
