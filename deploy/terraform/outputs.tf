output "reports" {
  description = "Where the reports lie"
  value       = "s3://${aws_s3_bucket.reports.id}/reports"
}

output "topic_arn" {
  description = "Subscribe to it, and name it in [delivery.channels] of the config"
  value       = aws_sns_topic.reports.arn
}

output "collect_role_arn" {
  description = "Roles in other accounts trust this one"
  value       = aws_iam_role.collect.arn
}
