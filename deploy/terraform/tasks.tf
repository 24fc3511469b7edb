# The tasks, and when they run.

locals {
  tasks = {
    collect  = { cpu = 1024, memory = 4096, role = aws_iam_role.collect.arn, store = true, command = ["collect"] }
    report   = { cpu = 2048, memory = 8192, role = aws_iam_role.report.arn, store = true, command = ["report", "--help"] }
    schedule = { cpu = 256, memory = 1024, role = aws_iam_role.schedule.arn, store = false, command = ["schedule", "--help"] }
  }

  schedules = {
    collect          = { when = var.collect_schedule, task = "collect", command = "collect" }
    report           = { when = var.report_schedule, task = "report", command = trimspace("report --out s3://${aws_s3_bucket.reports.id}/reports --keep ${var.report_days}d ${var.channels}") }
    compact          = { when = var.compact_schedule, task = "collect", command = "store compact" }
    retain           = { when = var.retain_schedule, task = "collect", command = "store retain --raw-days ${var.raw_days} --rollup-days ${var.rollup_days}" }
    stop_clusters    = { when = var.stop_schedule, task = "schedule", command = "schedule stop --tag aurorascope-schedule=${var.schedule_name}" }
    start_clusters   = { when = var.start_schedule, task = "schedule", command = "schedule start --tag aurorascope-schedule=${var.schedule_name}" }
    upgrade_clusters = { when = var.upgrade_schedule, task = "schedule", command = "schedule upgrade --tag aurorascope-schedule=${var.schedule_name}" }
  }
}

resource "aws_ecs_cluster" "tasks" {
  name = local.full_name
}

resource "aws_ecs_task_definition" "task" {
  for_each                 = local.tasks
  family                   = "${local.full_name}-${each.key}"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = each.value.role
  depends_on               = [aws_efs_mount_target.store]

  volume {
    name = "scratch"
  }

  dynamic "volume" {
    for_each = each.value.store ? ["store"] : []
    content {
      name = volume.value
      efs_volume_configuration {
        file_system_id     = aws_efs_file_system.store.id
        transit_encryption = "ENABLED"
        authorization_config {
          access_point_id = aws_efs_access_point.store.id
          iam             = "ENABLED"
        }
      }
    }
  }

  container_definitions = jsonencode([{
    name                   = "aurorascope"
    image                  = var.image
    command                = each.value.command
    user                   = "10001:10001"
    readonlyRootFilesystem = true
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    environment = concat(
      each.value.store ? [{ name = "AURORASCOPE_STORE", value = "/srv/aurorascope/store" }] : [],
      [{ name = "AWS_DEFAULT_REGION", value = local.region }],
    )
    secrets = [{ name = "AURORASCOPE_CONFIG_TOML", valueFrom = aws_ssm_parameter.config.arn }]
    mountPoints = concat(
      [{ sourceVolume = "scratch", containerPath = "/tmp" }],
      each.value.store ? [{ sourceVolume = "store", containerPath = "/srv/aurorascope" }] : [],
    )
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.tasks.name
        awslogs-region        = local.region
        awslogs-stream-prefix = "task"
      }
    }
  }])
}

resource "aws_scheduler_schedule" "task" {
  for_each                     = { for name, one in local.schedules : name => one if one.when != "" }
  name                         = "${local.full_name}-${each.key}"
  schedule_expression          = each.value.when
  schedule_expression_timezone = var.time_zone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_ecs_cluster.tasks.arn
    role_arn = aws_iam_role.start_tasks.arn
    input = jsonencode({
      containerOverrides = [{ name = "aurorascope", command = split(" ", each.value.command) }]
    })

    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 3600
    }

    dead_letter_config {
      arn = aws_sqs_queue.unstarted.arn
    }

    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.task[each.value.task].arn
      launch_type         = "FARGATE"
      network_configuration {
        subnets          = [var.subnet_a, var.subnet_b]
        security_groups  = [aws_security_group.tasks.id]
        assign_public_ip = var.public_ip == "ENABLED"
      }
    }
  }
}
