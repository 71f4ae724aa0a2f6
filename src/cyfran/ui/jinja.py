"""The environment of every page: strict about what is undefined, with our words in two languages."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from jinja2.exceptions import UndefinedError

from cyfran.ui import categories, context, fields, formats, messages, svg


class Strict(ChainableUndefined):
    """Lets the design system's macros ask for what was not given, and stops a page that would print it."""

    def _refuse(self) -> str:
        raise UndefinedError(self._undefined_message)

    __str__ = _refuse
    __html__ = _refuse


def address(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def environment(**options) -> Environment:
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = Strict
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do"]
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    # newstyle would hand the design system's macros text already marked as HTML, which they then print twice
    env.install_gettext_callables(gettext, ngettext, newstyle=False)
    env.globals |= {
        "url": address,
        "static": static,
        "field_kind": fields.kind,
        "field_params": fields.params,
        "said": lambda found: messages.sentence(found, gettext),
        "where_found": context.problem_location,
        "category_name": categories.category_name,
        "diamond": svg.double_diamond,
        "link_to": formats.link_to,
    }
    env.filters |= {
        "day": formats.day,
        "moment": formats.format_moment,
        "number": formats.number,
        "span": formats.span,
        "percent1": formats.percent1,
        "points": formats.points,
        "decimals": formats.decimals,
        "pounds": formats.pounds,
        "percent": formats.percent,
        "words": formats.words,
        "language_name": formats.language_name,
    }
    return env
