from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "cyfran.develop.proposals"
    label = "proposals"

    def ready(self) -> None:
        from cyfran.core.overview import Chapter, put_on_home
        from cyfran.core.thread.stops import Stop, put_on_thread
        from cyfran.develop.proposals import models, pages, queries

        of_challenge = "challenge__partnership_id"
        put_on_home(Chapter("develop", _("What could be done"), "proposals:home", pages.says))
        put_on_thread(
            Stop("idea", models.Idea, "develop", _("Idea"), queries.show_ideas, within=of_challenge),
            Stop("proposal", models.Proposal, "develop", _("Proposal"), queries.show_proposals,
                 within=of_challenge, address="proposals:detail"),
            Stop("decision", models.Decision, "develop", _("Decision"), queries.show_decisions,
                 address="proposals:decision"),
        )  # fmt: skip
