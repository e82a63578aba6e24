from enum import StrEnum

import pytest
from django.db import IntegrityError

from bihuan.kit.files.models import Blob, File
from bihuan.kit.files.tests.cast import MONDAY
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.sql.percentiles import Percentile


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def test_a_column_takes_the_values_of_an_enumeration():
    constraint = one_of("colour", Colour, name="colour_known")

    assert constraint.condition.children == [("colour__in", ["red", "green"])]


@pytest.mark.django_db
def test_the_database_takes_no_other_value():
    with pytest.raises(IntegrityError, match="file_kind_known"):
        File.objects.create(blob=Blob.keep(b"x"), name="x", kind="svg", size_bytes=1, at=MONDAY)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, 90])
def test_a_percentile_is_a_fraction(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Percentile("took", fraction)
