# The parameters of deploy/cloudformation.yaml, under the same names in Terraform's spelling.

variable "name" {
  type        = string
  default     = "fleet"
  description = "What a stack's name is in CloudFormation: part of every name"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,29}$", var.name))
    error_message = "Small letters, digits and hyphens, at most 30."
  }
}

variable "image" {
  type        = string
  description = "Image of deploy/Dockerfile in ECR, by digest"
}

variable "repository_arn" {
  type        = string
  description = "ARN of that repository: the tasks may pull from this one only"
}

variable "vpc_id" {
  type = string
}

variable "subnet_a" {
  type        = string
  description = "A subnet that reaches AWS's APIs: by NAT, by endpoints, or public with public_ip"
}

variable "subnet_b" {
  type        = string
  description = "Another one, in another Availability Zone"
}

variable "public_ip" {
  type        = string
  default     = "DISABLED"
  description = "ENABLED only in public subnets without NAT; nothing can connect to a task either way"
  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.public_ip)
    error_message = "ENABLED or DISABLED."
  }
}

variable "config_toml" {
  type        = string
  default     = ""
  description = "aurorascope's config file; secrets are named in it, never written (docs/delivery.md)"
}

variable "channels" {
  type        = string
  default     = ""
  description = "Whom the report is told, channels of the config: --deliver chat --deliver oncall"
  validation {
    condition     = can(regex("^(--deliver [a-z0-9-]+( --deliver [a-z0-9-]+)*)?$", var.channels))
    error_message = "--deliver NAME, once for each channel."
  }
}

variable "member_roles" {
  type        = list(string)
  default     = []
  description = "Roles in other accounts that the collectors assume; empty for this account only"
}

variable "kms_key_arn" {
  type        = string
  default     = ""
  description = "Key for the bucket and the file system; empty for AWS's own"
}

variable "time_zone" {
  type        = string
  default     = "UTC"
  description = "Zone of all schedules, such as Europe/Berlin"
}

variable "collect_schedule" {
  type    = string
  default = "rate(15 minutes)"
}

variable "report_schedule" {
  type    = string
  default = "cron(0 5 * * ? *)"
}

variable "compact_schedule" {
  type    = string
  default = "cron(30 2 * * ? *)"
}

variable "retain_schedule" {
  type    = string
  default = "cron(15 3 * * ? *)"
}

variable "stop_schedule" {
  type        = string
  default     = ""
  description = "When clusters with the tag aurorascope-schedule=schedule_name stop; empty: never"
}

variable "start_schedule" {
  type        = string
  default     = ""
  description = "When they start; empty: never"
}

variable "upgrade_schedule" {
  type        = string
  default     = ""
  description = "When minor versions are put into their maintenance windows; empty: never"
}

variable "schedule_name" {
  type    = string
  default = "office-hours"
}

variable "raw_days" {
  type        = number
  default     = 30
  description = "Days that raw rows are kept"
}

variable "rollup_days" {
  type        = number
  default     = 400
  description = "Days that rollups, coverage and rare events are kept"
}

variable "report_days" {
  type        = number
  default     = 400
  description = "Days that reports are kept"
}
