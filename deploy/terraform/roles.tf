# Who may do what. The files in policies/ are made by deploy/policies.py from what aurorascope itself declares.

resource "aws_iam_role" "execution" {
  name_prefix        = "aurorascope-execution-"
  description        = "Starts aurorascope's containers: pulls the image, reads the config, opens the log"
  assume_role_policy = local.by_tasks
}

resource "aws_iam_role_policy" "execution_start" {
  name = "start"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = var.repository_arn
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.tasks.arn}:*"
      },
      { Effect = "Allow", Action = "ssm:GetParameters", Resource = aws_ssm_parameter.config.arn },
    ]
  })
}

resource "aws_iam_role" "collect" {
  name_prefix        = "aurorascope-collect-"
  description        = "Reads what aurorascope's collectors declare, and nothing else"
  assume_role_policy = local.by_tasks
}

resource "aws_iam_role_policy" "collect_collector" {
  name   = "collector"
  role   = aws_iam_role.collect.id
  policy = templatefile("${path.module}/policies/collector.json", local.places)
}

resource "aws_iam_role_policy" "collect_members" {
  count = length(var.member_roles) == 0 ? 0 : 1
  name  = "members"
  role  = aws_iam_role.collect.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = var.member_roles }]
  })
}

resource "aws_iam_role_policy" "collect_store" {
  name   = "store"
  role   = aws_iam_role.collect.id
  policy = local.store_policy
}

resource "aws_iam_role" "report" {
  name_prefix        = "aurorascope-report-"
  description        = "Writes aurorascope's reports to its bucket and tells its topics; reads the store"
  assume_role_policy = local.by_tasks
}

resource "aws_iam_role_policy" "report_report" {
  name   = "report"
  role   = aws_iam_role.report.id
  policy = templatefile("${path.module}/policies/report.json", local.places)
}

resource "aws_iam_role_policy" "report_store" {
  name   = "store"
  role   = aws_iam_role.report.id
  policy = local.store_policy
}

resource "aws_iam_role_policy" "report_key" {
  count = var.kms_key_arn == "" ? 0 : 1
  name  = "key"
  role  = aws_iam_role.report.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = var.kms_key_arn }]
  })
}

resource "aws_iam_role" "schedule" {
  name_prefix        = "aurorascope-schedule-"
  description        = "Stops, starts and upgrades clusters that carry the tag aurorascope-schedule"
  assume_role_policy = local.by_tasks
}

resource "aws_iam_role_policy" "schedule_cluster_scheduler" {
  name   = "cluster_scheduler"
  role   = aws_iam_role.schedule.id
  policy = templatefile("${path.module}/policies/cluster_scheduler.json", local.places)
}

resource "aws_iam_role" "start_tasks" {
  name_prefix = "aurorascope-start-tasks-"
  description = "Lets EventBridge Scheduler start aurorascope's tasks"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "start_tasks" {
  name = "start-tasks"
  role = aws_iam_role.start_tasks.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "ecs:RunTask"
        Resource  = [for task in aws_ecs_task_definition.task : task.arn]
        Condition = { ArnEquals = { "ecs:cluster" = aws_ecs_cluster.tasks.arn } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = [aws_iam_role.execution.arn, aws_iam_role.collect.arn, aws_iam_role.report.arn, aws_iam_role.schedule.arn]
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.unstarted.arn },
    ]
  })
}
