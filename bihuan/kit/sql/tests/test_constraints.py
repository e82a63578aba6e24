from enum import StrEnum

import pytest

from bihuan.kit.sql.constraints import one_of
from bihuan.kit.sql.percentiles import Percentile


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def test_a_column_takes_the_values_of_an_enumeration():
    constraint = one_of("colour", Colour, name="colour_known")

    assert constraint.condition.children == [("colour__in", ["red", "green"])]


@pytest.mark.parametrize("fraction", [-0.1, 1.1, 90])
def test_a_percentile_is_a_fraction(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Percentile("took", fraction)
