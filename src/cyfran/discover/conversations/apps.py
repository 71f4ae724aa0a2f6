from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "cyfran.discover.conversations"
    label = "conversations"

    def ready(self) -> None:
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.news import register_news, register_words
        from cyfran.core.overview import Chapter, register_chapter
        from cyfran.core.thread.node_types import NodeType, register_node_types
        from cyfran.discover.conversations import pages
        from cyfran.discover.conversations.models import Statement
        from cyfran.discover.conversations.queries import show_statements
        from cyfran.discover.conversations.tasks import keep_landscapes
        from cyfran.discover.conversations.views.taking_part import (
            resolve_conversation_code,
            resolve_own_conversation,
        )
        from cyfran.ground.people.views import register_code_resolver, register_own_page_resolver

        register_renewal(keep_landscapes)
        register_news(pages.news)
        register_words(pages.words_of_participant)
        register_code_resolver(resolve_conversation_code)
        register_own_page_resolver(resolve_own_conversation)
        register_chapter(
            Chapter(
                "discover", _("Conversations"), _("What people say"), "conversations:list", pages.home_summary
            )
        )
        register_node_types(
            NodeType(
                "statement",
                Statement,
                "discover",
                _("What someone said"),
                show_statements,
                within="conversation__partnership_id",
                begins=True,
            ),
        )
