"""Renders Django form fields with the design system's macros: ``{{ form.question_en.as_field_group() }}``."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext
from markupsafe import Markup

KINDS = {
    forms.RadioSelect: "radios",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.CheckboxInput: "checkbox",
    forms.Select: "select",
    forms.Textarea: "textarea",
    forms.FileInput: "file",
    forms.HiddenInput: "hidden",
}
PLURALS = ("zero", "one", "two", "few", "many", "other")


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.jinja"
    field_template_name = "ui/field.jinja"


def kind(field: BoundField) -> str:
    for widget in type(field.field.widget).__mro__:
        if widget in KINDS:
            return "counted" if _has_count(field) else KINDS[widget]
    return "input"


def params(field: BoundField) -> dict[str, object]:
    """Return the parameters of the design system's macro for this field: label, hint, value, error."""
    common = {
        "id": field.id_for_label or field.auto_id,
        "name": field.html_name,
        "hint": {"text": str(field.help_text)} if field.help_text else None,
        "errorMessage": _error(field),
        "attributes": {**_attributes(field), **_language(field)},
    }
    return common | _BUILDERS[kind(field)](field)


def _attributes(field: BoundField) -> dict[str, object]:
    """Return a widget's attributes, without ``maxlength``: at it a browser would cut what is pasted, and say nothing."""
    return {name: value for name, value in field.field.widget.attrs.items() if name != "maxlength"}


def _has_count(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea) and bool(getattr(field.field, "max_length", None))


def _label(field: BoundField) -> str:
    label = str(field.label)
    if field.field.required:
        return label
    is_alternative = field.name in getattr(field.form, "alternatives", ())
    form = (
        gettext("%(label)s (one of these is needed)") if is_alternative else gettext("%(label)s (optional)")
    )
    return form % {"label": label}


def _error(field: BoundField) -> dict[str, str] | None:
    if not field.errors:
        return None
    return {"text": " ".join(str(error) for error in field.errors), "visuallyHiddenText": gettext("Error")}


def _language(field: BoundField) -> dict[str, str]:
    """Return ``lang`` and ``spellcheck`` attributes for a field whose name ends in a language."""
    ending = field.name[-3:]
    return {"lang": ending[1:], "spellcheck": "true"} if ending in {"_en", "_cy"} else {}


def _text(field: BoundField) -> dict[str, object]:
    value = field.value()
    return {
        "label": {"text": _label(field), "size": "s"},
        "value": "" if value is None else str(value),
        "type": getattr(field.field.widget, "input_type", None),
        "rows": field.field.widget.attrs.get("rows", 4),
    }


def _counted_text(field: BoundField) -> dict[str, object]:
    """Count the characters that are left. A sentence that holds for any number has no plural forms, in either language."""
    under = gettext("Characters left: %(count)s") % {"count": "%{count}"}
    over = gettext("Characters too many: %(count)s") % {"count": "%{count}"}
    return _text(field) | {
        "maxlength": field.field.max_length,
        "threshold": 50,
        "textareaDescriptionText": gettext("Up to %(count)s characters") % {"count": "%{count}"},
        "charactersUnderLimitText": dict.fromkeys(PLURALS, under),
        "charactersOverLimitText": dict.fromkeys(PLURALS, over),
        "charactersAtLimitText": gettext("No characters left"),
    }


def _choices(field: BoundField) -> dict[str, object]:
    chosen = field.value()
    chosen = {str(value) for value in (chosen if isinstance(chosen, list | tuple) else [chosen])}
    hints = getattr(field.field, "choice_hints", {})
    is_empty = not [value for value, _text in field.field.choices if value]
    return ({"hint": {"text": gettext("There is nothing to choose from yet.")}} if is_empty else {}) | {
        "idPrefix": field.auto_id,
        "fieldset": {"legend": {"text": _label(field), "size": "s"}},
        "attributes": None,
        "items": [
            {
                "value": str(value),
                **_text_or_html(text),
                "hint": _text_or_html(hints[value]) if value in hints else None,
                "checked": str(value) in chosen,
                "selected": str(value) in chosen,
            }
            for value, text in field.field.choices
        ],
    }


def _text_or_html(text: object) -> dict[str, str]:
    """Return the macro's parameter for a text: ``html`` for markup (a text with its ``lang``), else ``text``."""
    return {"html": str(text)} if isinstance(text, Markup) else {"text": str(text)}


def _select(field: BoundField) -> dict[str, object]:
    return _choices(field) | {"label": {"text": _label(field), "size": "s"}, "fieldset": None}


def _checkbox(field: BoundField) -> dict[str, object]:
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value())}
    return {"idPrefix": field.auto_id, "items": [item], "attributes": None}


def _file(field: BoundField) -> dict[str, object]:
    return {
        "label": {"text": _label(field), "size": "s"},
        "chooseFilesButtonText": gettext("Choose file"),
        "dropInstructionText": gettext("or drop file"),
        "noFileChosenText": gettext("No file chosen"),
        "enteredDropZoneText": gettext("Entered drop zone"),
        "leftDropZoneText": gettext("Left drop zone"),
    }


_BUILDERS = {
    "radios": _choices,
    "checkboxes": _choices,
    "checkbox": _checkbox,
    "select": _select,
    "textarea": _text,
    "counted": _counted_text,
    "file": _file,
    "hidden": _text,
    "input": _text,
}
