data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Data Exports refuses `SELECT *`, and columns that the table does not have as it is configured:
  # https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html
  standard_columns = concat(
    [
      "bill_bill_type", "bill_billing_entity", "bill_billing_period_end_date", "bill_billing_period_start_date",
      "bill_invoice_id", "bill_payer_account_id", "cost_category", "discount", "identity_line_item_id", "identity_time_interval",
      "line_item_availability_zone", "line_item_currency_code", "line_item_line_item_description", "line_item_line_item_type",
      "line_item_operation", "line_item_product_code", "line_item_unblended_cost", "line_item_unblended_rate",
      "line_item_usage_account_id", "line_item_usage_amount", "line_item_usage_end_date", "line_item_usage_start_date",
      "line_item_usage_type", "pricing_public_on_demand_cost", "pricing_public_on_demand_rate", "pricing_term", "pricing_unit",
      "product", "product_instance_type", "product_product_family", "product_region_code", "product_servicecode",
      "reservation_effective_cost", "reservation_reservation_a_r_n", "resource_tags",
      "savings_plan_savings_plan_a_r_n", "savings_plan_savings_plan_effective_cost",
    ],
    var.resource_ids_included ? ["line_item_resource_id"] : [],
    var.split_cost_included ? [
      "split_line_item_parent_resource_id", "split_line_item_split_cost", "split_line_item_split_usage",
      "split_line_item_unused_cost",
    ] : [],
  )

  columns = var.columns == null ? local.standard_columns : var.columns
}

resource "aws_bcmdataexports_export" "this" {
  tags = var.tags

  export {
    name        = var.name
    description = "Costs and usage of the account, line by line."

    data_query {
      query_statement = "SELECT ${join(", ", sort(local.columns))} FROM COST_AND_USAGE_REPORT"

      # The provider fails over each setting that AWS adds by itself, so all are said:
      # https://github.com/hashicorp/terraform-provider-aws/issues/43978
      table_configurations = {
        COST_AND_USAGE_REPORT = {
          BILLING_VIEW_ARN                      = "arn:${data.aws_partition.current.partition}:billing::${var.account_id}:billingview/primary"
          INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY = "FALSE"
          INCLUDE_RESOURCES                     = upper(tostring(var.resource_ids_included))
          INCLUDE_SPLIT_COST_ALLOCATION_DATA    = upper(tostring(var.split_cost_included))
          TIME_GRANULARITY                      = var.time_granularity
        }
      }
    }

    destination_configurations {
      s3_destination {
        s3_bucket = var.bucket_name
        s3_prefix = var.bucket_prefix
        s3_region = var.bucket_region

        s3_output_configurations {
          compression = var.format == "PARQUET" ? "PARQUET" : "GZIP"
          format      = var.format
          output_type = "CUSTOM"
          overwrite   = var.overwritten ? "OVERWRITE_REPORT" : "CREATE_NEW_REPORT"
        }
      }
    }

    refresh_cadence {
      frequency = "SYNCHRONOUS"
    }
  }

  lifecycle {
    precondition {
      condition     = data.aws_region.current.id == "us-east-1"
      error_message = "Exports of costs exist in us-east-1 only: pass providers = { aws = aws.us_east_1 }."
    }
  }
}
