"""The Jinja environment of every page: strict about undefined values, with both catalogues."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from jinja2.exceptions import UndefinedError

from cyfran.ui import categories, context, fields, formats, messages, qr, svg


class StrictUndefined(ChainableUndefined):
    """Allows tests of undefined values, as the design system's macros do, and refuses to print one."""

    def _refuse(self) -> str:
        raise UndefinedError(self._undefined_message)

    __str__ = _refuse
    __html__ = _refuse


def address(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def environment(**options) -> Environment:
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = StrictUndefined
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
        "sentence": lambda coded: messages.sentence(coded, gettext),
        "problem_location": context.problem_location,
        "category_name": categories.category_name,
        "diamond": svg.double_diamond,
        "qr_picture": qr.qr_picture,
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
