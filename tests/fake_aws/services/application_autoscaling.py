"""application-autoscaling: DescribeScalingActivities, six weeks back, newest first, 50 a page."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.world import Record

_KEPT_S = 42 * 86_400
_PAGE = 50


def _activities(call: Call) -> Record:
    resource, dimension = call.get("ResourceId"), call.get("ScalableDimension")
    if dimension is not None and resource is None:
        raise call.invalid("A scalable dimension needs a resource id")
    found = [
        activity
        for activity in call.describe("DescribeScalingActivities")
        if activity["ServiceNamespace"] == call["ServiceNamespace"]
        and resource in (None, activity["ResourceId"])
        and dimension in (None, activity["ScalableDimension"])
        and call.now - _KEPT_S <= activity["StartTime"].timestamp() <= call.now
        and (activity["StatusCode"] != "Unfulfilled" or call.get("IncludeNotScaledActivities", False))
    ]
    found.sort(key=lambda activity: activity["StartTime"], reverse=True)
    size = call.get("MaxResults", _PAGE)
    if not 1 <= size <= _PAGE:
        raise call.invalid("MaxResults must be between 1 and 50")
    shown, following = call.page(found, size, bad="InvalidNextTokenException")
    return {"ScalingActivities": shown} | following


OPERATIONS: dict[str, Operation] = {"DescribeScalingActivities": _activities}
