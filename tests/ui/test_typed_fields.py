"""Numbers as people type them."""

from decimal import Decimal

import pytest
from django import forms

from cyfran.ui.typed_fields import CountField, MoneyField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3000", 3000),
        ("3,000", 3000),
        ("£3,000.50", Decimal("3000.50")),
        ("£ 1 250 000", 1250000),
        ("1,250,000", 1250000),
        (" 12.5 ", Decimal("12.5")),
    ],
)
def test_money_is_read_with_or_without_separators(typed, amount):
    assert MoneyField().clean(typed) == amount


@pytest.mark.parametrize("typed", ["3,50", "3,00,000", "1,2345", "three", "-1", "3.000,50", "1,000,00"])
def test_an_amount_that_may_be_meant_either_way_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


def test_a_count_is_read_with_separators():
    assert CountField(max_value=5000).clean("1,200") == 1200
    with pytest.raises(forms.ValidationError):
        CountField(max_value=5000).clean("12,000")
