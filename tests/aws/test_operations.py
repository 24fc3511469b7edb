"""The method of an operation is the one that botocore makes of it."""

from __future__ import annotations

import botocore.session
from botocore import xform_name

from aurorascope.aws.operations import method_of
from aurorascope.catalog import load_collectors


def test_every_operation_that_is_called_has_the_name_that_botocore_gives_it() -> None:
    models = botocore.session.get_session()
    operations = {call.operation for it in load_collectors() for call in it.calls}
    operations |= set(models.get_service_model("rds").operation_names)
    wrong = {it: method_of(it) for it in operations if method_of(it) != xform_name(it)}
    assert wrong == {}
