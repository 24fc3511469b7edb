# The same as deploy/cloudformation.yaml, as a Terraform module; a test holds the two equal.

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}

locals {
  full_name = "aurorascope-${var.name}"
  account   = data.aws_caller_identity.here.account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name
  places    = { partition = local.partition, account = local.account, bucket = aws_s3_bucket.reports.id }

  by_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })

  store_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      Resource  = aws_efs_file_system.store.arn
      Condition = { StringEquals = { "elasticfilesystem:AccessPointArn" = aws_efs_access_point.store.arn } }
    }]
  })
}

# -- where reports lie --------------------------------------------------------------------------------------------

resource "aws_s3_bucket" "reports" {
  bucket_prefix = "${local.full_name}-"
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == "" ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn == "" ? null : var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "reports" {
  bucket                  = aws_s3_bucket.reports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "reports" {
  bucket = aws_s3_bucket.reports.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    id     = "versions-and-leftovers"
    status = "Enabled"
    filter {}
    expiration {
      expired_object_delete_marker = true
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = aws_s3_bucket.reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "ModernTlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
    ]
  })
}

# -- where the store lies -----------------------------------------------------------------------------------------

resource "aws_efs_file_system" "store" {
  encrypted        = true
  kms_key_id       = var.kms_key_arn == "" ? null : var.kms_key_arn
  performance_mode = "generalPurpose"
  throughput_mode  = "elastic"
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_efs_backup_policy" "store" {
  file_system_id = aws_efs_file_system.store.id
  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_file_system_policy" "store" {
  file_system_id = aws_efs_file_system.store.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"]
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_efs_mount_target" "store" {
  for_each        = { a = var.subnet_a, b = var.subnet_b }
  file_system_id  = aws_efs_file_system.store.id
  subnet_id       = each.value
  security_groups = [aws_security_group.files.id]
}

resource "aws_efs_access_point" "store" {
  file_system_id = aws_efs_file_system.store.id
  posix_user {
    uid = 10001
    gid = 10001
  }
  root_directory {
    path = "/aurorascope"
    creation_info {
      owner_uid   = 10001
      owner_gid   = 10001
      permissions = "0700"
    }
  }
}

# -- the network: out to HTTPS, mail and the file system; nothing in ----------------------------------------------

resource "aws_security_group" "tasks" {
  name_prefix = "${local.full_name}-tasks-"
  description = "tasks of aurorascope: out only"
  vpc_id      = var.vpc_id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
    description = "AWS and webhooks"
  }
  egress {
    protocol    = "tcp"
    from_port   = 587
    to_port     = 587
    cidr_blocks = ["0.0.0.0/0"]
    description = "mail with STARTTLS"
  }
  egress {
    protocol        = "tcp"
    from_port       = 2049
    to_port         = 2049
    security_groups = [aws_security_group.files.id]
    description     = "the store"
  }
}

resource "aws_security_group" "files" {
  name_prefix = "${local.full_name}-files-"
  description = "store of aurorascope: from its tasks only"
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "files_from_tasks" {
  type                     = "ingress"
  security_group_id        = aws_security_group.files.id
  protocol                 = "tcp"
  from_port                = 2049
  to_port                  = 2049
  source_security_group_id = aws_security_group.tasks.id
  description              = "its tasks"
}

# -- what the tasks are told and what they say --------------------------------------------------------------------

resource "aws_ssm_parameter" "config" {
  name        = "/aurorascope/${var.name}/config"
  type        = "String"
  tier        = "Standard"
  description = "aurorascope's config file"
  value       = "# made by the module\n${var.config_toml}\n"
}

resource "aws_cloudwatch_log_group" "tasks" {
  name              = "/aurorascope/${var.name}"
  retention_in_days = 30
}

resource "aws_sns_topic" "reports" {
  name = local.full_name
}

resource "aws_sns_topic_policy" "reports" {
  arn = aws_sns_topic.reports.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "FailedTasksAreTold"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.reports.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.failed_tasks.arn } }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.reports.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# a task that ends with anything but 0 (well), 3 (findings, which the report tells) and 5 (partial): of 5, only a report that
# somebody did not get and a cluster that was refused; what a collection missed is named by coverage, every quarter of an hour
resource "aws_cloudwatch_event_rule" "failed_tasks" {
  name        = "${local.full_name}-failed-tasks"
  description = "aurorascope's tasks that failed, and reports and schedules that were partial"
  event_pattern = jsonencode({
    source      = ["aws.ecs"]
    detail-type = ["ECS Task State Change"]
    detail = {
      clusterArn = [aws_ecs_cluster.tasks.arn]
      lastStatus = ["STOPPED"]
      "$or" = [
        { containers = { exitCode = [{ anything-but = [0, 3, 5] }] } },
        {
          containers        = { exitCode = [5] }
          taskDefinitionArn = [for name in ["report", "schedule"] : aws_ecs_task_definition.task[name].arn]
        },
        { stopCode = ["TaskFailedToStart"] },
      ]
    }
  })
}

resource "aws_cloudwatch_event_target" "failed_tasks" {
  rule      = aws_cloudwatch_event_rule.failed_tasks.name
  target_id = "topic"
  arn       = aws_sns_topic.reports.arn
  input_transformer {
    input_paths    = { task = "$.detail.taskDefinitionArn", code = "$.detail.containers[0].exitCode", why = "$.detail.stoppedReason" }
    input_template = "\"aurorascope: a task of <task> ended with code <code>: <why>\""
  }
}

resource "aws_sqs_queue" "unstarted" {
  name_prefix               = "${local.full_name}-unstarted-"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
}
