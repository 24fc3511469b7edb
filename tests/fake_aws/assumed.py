"""What we assume AWS's services to have: operations, and the members we send and read.

"A.B" is a member of a structure or of a list's structures. Everything here has to be in botocore's models.
"""

from __future__ import annotations

_PAGED = ("Marker", "MaxRecords")

SENT: dict[str, dict[str, tuple[str, ...]]] = {
    "rds": {
        "DescribeGlobalClusters": (*_PAGED, "GlobalClusterIdentifier", "Filters.Name", "Filters.Values"),
        "DescribeDBClusters": (*_PAGED, "DBClusterIdentifier", "Filters"),
        "DescribeDBInstances": (*_PAGED, "DBInstanceIdentifier", "Filters"),
        "DescribeEvents": (*_PAGED, "StartTime", "EndTime", "Duration", "SourceType", "SourceIdentifier"),
        "DescribeDBLogFiles": (
            *_PAGED,
            "DBInstanceIdentifier",
            "FilenameContains",
            "FileLastWritten",
            "FileSize",
        ),
        "DownloadDBLogFilePortion": ("DBInstanceIdentifier", "LogFileName", "Marker", "NumberOfLines"),
        "ListTagsForResource": ("ResourceName",),
    },
    "cloudwatch": {
        "ListMetrics": ("Namespace", "MetricName", "Dimensions.Value", "RecentlyActive", "NextToken"),
        "GetMetricData": (
            "MetricDataQueries.MetricStat.Metric.Dimensions.Value",
            "MetricDataQueries.MetricStat.Period",
            "MetricDataQueries.MetricStat.Stat",
            "MetricDataQueries.MetricStat.Unit",
            "MetricDataQueries.AccountId",
            "StartTime",
            "EndTime",
            "ScanBy",
            "MaxDatapoints",
            "NextToken",
        ),
        "PutMetricAlarm": (
            "Metrics.Expression",
            "ThresholdMetricId",
            "TreatMissingData",
            "EvaluationCriteria",
        ),
    },
    "pi": {
        "GetResourceMetrics": (
            "MetricQueries.GroupBy.Dimensions",
            "MetricQueries.GroupBy.Limit",
            "MetricQueries.Filter",
            "PeriodInSeconds",
            "PeriodAlignment",
            "MaxResults",
        ),
        "DescribeDimensionKeys": ("GroupBy", "PartitionBy", "AdditionalMetrics", "Filter", "PeriodInSeconds"),
        "GetDimensionKeyDetails": ("Group", "GroupIdentifier", "RequestedDimensions"),
        "ListAvailableResourceDimensions": ("Metrics", "AuthorizedActions"),
        "ListAvailableResourceMetrics": ("MetricTypes",),
        "GetResourceMetadata": ("Identifier",),
    },
    "logs": {
        "GetLogEvents": (
            "logGroupName",
            "logStreamName",
            "startTime",
            "endTime",
            "startFromHead",
            "nextToken",
        ),
        "FilterLogEvents": ("logStreamNames", "logStreamNamePrefix", "filterPattern", "nextToken", "limit"),
        "StartQuery": ("queryString", "startTime", "endTime"),
    },
    "cloudtrail": {"LookupEvents": ("LookupAttributes.AttributeKey", "StartTime", "EndTime", "NextToken")},
    "application-autoscaling": {"DescribeScalingActivities": ("ServiceNamespace", "ResourceId", "NextToken")},
    "sts": {"AssumeRole": ("RoleArn", "RoleSessionName", "ExternalId", "DurationSeconds")},
}

READ: dict[str, dict[str, tuple[str, ...]]] = {
    "rds": {
        "DescribeGlobalClusters": (
            "GlobalClusters.GlobalClusterMembers.DBClusterArn",
            "GlobalClusters.GlobalClusterMembers.IsWriter",
            "GlobalClusters.GlobalClusterMembers.Readers",
            "GlobalClusters.GlobalClusterMembers.SynchronizationStatus",
            "GlobalClusters.FailoverState.Status",
        ),
        "DescribeDBClusters": (
            "DBClusters.DBClusterMembers.IsClusterWriter",
            "DBClusters.DBClusterMembers.PromotionTier",
            "DBClusters.ServerlessV2ScalingConfiguration.SecondsUntilAutoPause",
            "DBClusters.ServerlessV2PlatformVersion",
            "DBClusters.StorageType",
            "DBClusters.CloneGroupId",
            "DBClusters.DatabaseInsightsMode",
            "DBClusters.EngineLifecycleSupport",
            "DBClusters.EnabledCloudwatchLogsExports",
            "DBClusters.AutomaticRestartTime",
            "DBClusters.EarliestRestorableTime",
            "DBClusters.StorageEncryptionType",
        ),
        "DescribeDBInstances": (
            "DBInstances.DbiResourceId",
            "DBInstances.PromotionTier",
            "DBInstances.PerformanceInsightsRetentionPeriod",
            "DBInstances.MonitoringInterval",
            "DBInstances.EnhancedMonitoringResourceArn",
            "DBInstances.DBParameterGroups.ParameterApplyStatus",
            "DBInstances.CertificateDetails.ValidTill",
        ),
        "DescribeEvents": ("Events.SourceIdentifier", "Events.SourceType", "Events.Message", "Events.Date"),
        "DescribeDBClusterAutomatedBackups": ("DBClusterAutomatedBackups.RestoreWindow.EarliestTime",),
        "DescribePendingMaintenanceActions": (
            "PendingMaintenanceActions.PendingMaintenanceActionDetails.ForcedApplyDate",
        ),
        "DescribeDBMajorEngineVersions": (
            "DBMajorEngineVersions.SupportedEngineLifecycles.LifecycleSupportEndDate",
        ),
        "DownloadDBLogFilePortion": ("LogFileData", "Marker", "AdditionalDataPending"),
    },
    "cloudwatch": {
        "GetMetricData": ("MetricDataResults.StatusCode", "MetricDataResults.Messages", "NextToken"),
        "DescribeAlarms": ("MetricAlarms.StateValue", "CompositeAlarms.AlarmRule", "NextToken"),
    },
    "pi": {
        "GetResourceMetrics": (
            "AlignedStartTime",
            "MetricList.Key.Dimensions",
            "MetricList.DataPoints.Value",
        ),
        "DescribeDimensionKeys": ("PartitionKeys.Dimensions", "Keys.Partitions", "Keys.AdditionalMetrics"),
        "GetDimensionKeyDetails": ("Dimensions.Value", "Dimensions.Status"),
        "GetResourceMetadata": ("Features",),
    },
    "logs": {
        "GetLogEvents": ("events.ingestionTime", "nextForwardToken", "nextBackwardToken"),
        "FilterLogEvents": ("events.eventId", "events.logStreamName", "nextToken"),
    },
    "cloudtrail": {"LookupEvents": ("Events.CloudTrailEvent", "Events.Resources.ResourceName")},
}

# members that are not there, whatever one might expect
NOT_THERE = {("rds", "DescribeEvents"): ("Events.EventId",)}

# (service, operation, member): (bound, value) that our own limits are built on
BOUNDS: dict[tuple[str, str, str], dict[str, int]] = {
    ("pi", "GetResourceMetrics", "MetricQueries"): {"min": 1, "max": 15},
    ("pi", "GetResourceMetrics", "MetricQueries.GroupBy.Limit"): {"min": 1, "max": 25},
    ("pi", "GetResourceMetrics", "MetricQueries.GroupBy.Dimensions"): {"min": 1, "max": 10},
    ("pi", "GetResourceMetrics", "MaxResults"): {"min": 0, "max": 25},
    ("pi", "DescribeDimensionKeys", "AdditionalMetrics"): {"min": 1, "max": 30},
    ("logs", "GetLogEvents", "limit"): {"min": 1, "max": 10_000},
    ("logs", "FilterLogEvents", "logStreamNames"): {"min": 1, "max": 100},
    ("logs", "DescribeLogGroups", "limit"): {"min": 1, "max": 50},
    ("cloudtrail", "LookupEvents", "MaxResults"): {"min": 1, "max": 50},
    ("sts", "AssumeRole", "DurationSeconds"): {"min": 900, "max": 43_200},
    ("cloudwatch", "PutMetricAlarm", "AlarmActions"): {"max": 5},
    ("cloudwatch", "PutCompositeAlarm", "AlarmRule"): {"min": 1, "max": 10_240},
}
