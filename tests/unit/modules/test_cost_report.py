"""What the module `cost-report` promises."""

import pytest

TABLE = "export.0.data_query.0.table_configurations"
QUERY = "export.0.data_query.0.query_statement"
TO = "export.0.destination_configurations.0.s3_destination.0"
ACCOUNT = "123456789012"


def columns(plan):
    statement = plan.one("aws_bcmdataexports_export")[QUERY]
    selected, table = statement.removeprefix("SELECT ").split(" FROM ")
    assert table == "COST_AND_USAGE_REPORT"
    return selected.split(", ")


def settings(plan):
    return plan.one("aws_bcmdataexports_export")[TABLE]["COST_AND_USAGE_REPORT"]


@pytest.mark.plan("cost-report", example="minimal")
def test_each_line_is_of_an_hour_and_a_resource(plan):
    assert (settings(plan)["TIME_GRANULARITY"], settings(plan)["INCLUDE_RESOURCES"]) == ("HOURLY", "TRUE")
    assert "line_item_resource_id" in columns(plan)


@pytest.mark.plan("cost-report", example="minimal")
def test_what_was_used_by_whom_and_what_it_cost_is_exported(plan):
    assert {
        "line_item_product_code",
        "line_item_unblended_cost",
        "line_item_usage_account_id",
        "line_item_usage_amount",
        "resource_tags",
    } <= set(columns(plan))


@pytest.mark.plan("cost-report", example="minimal", resource_ids_included=False)
def test_a_column_that_the_table_does_not_have_is_not_asked_for(plan):
    assert settings(plan)["INCLUDE_RESOURCES"] == "FALSE"
    assert [c for c in columns(plan) if c.startswith(("line_item_resource", "split_"))] == []


@pytest.mark.plan("cost-report", example="minimal", split_cost_included=True)
def test_the_cost_of_an_instance_can_be_split_among_its_tasks(plan):
    assert settings(plan)["INCLUDE_SPLIT_COST_ALLOCATION_DATA"] == "TRUE"
    assert "split_line_item_split_cost" in columns(plan)


@pytest.mark.plan("cost-report", example="grown")
def test_the_columns_can_be_chosen(plan):
    assert columns(plan) == [
        "bill_billing_period_start_date",
        "line_item_product_code",
        "line_item_unblended_cost",
        "resource_tags.user_project",
    ]


@pytest.mark.plan("cost-report", example="minimal")
def test_every_setting_that_aws_adds_by_itself_is_said(plan):
    assert settings(plan) == {
        "BILLING_VIEW_ARN": f"arn:aws:billing::{ACCOUNT}:billingview/primary",
        "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "FALSE",
        "INCLUDE_RESOURCES": "TRUE",
        "INCLUDE_SPLIT_COST_ALLOCATION_DATA": "FALSE",
        "TIME_GRANULARITY": "HOURLY",
    }


@pytest.mark.plan("cost-report", example="minimal")
def test_a_month_is_delivered_anew_in_place_of_the_delivery_before(plan):
    assert plan.one("aws_bcmdataexports_export")[f"{TO}.s3_output_configurations.0.overwrite"] == "OVERWRITE_REPORT"


@pytest.mark.plan("cost-report", example="grown")
def test_all_deliveries_can_be_kept(plan):
    assert plan.one("aws_bcmdataexports_export")[f"{TO}.s3_output_configurations.0.overwrite"] == "CREATE_NEW_REPORT"


@pytest.mark.plan("cost-report", example="minimal")
def test_files_are_columns_for_queries(plan):
    output = plan.one("aws_bcmdataexports_export")[f"{TO}.s3_output_configurations.0"]
    assert (output["format"], output["compression"]) == ("PARQUET", "PARQUET")


@pytest.mark.plan("cost-report", example="grown")
def test_files_can_be_text(plan):
    output = plan.one("aws_bcmdataexports_export")[f"{TO}.s3_output_configurations.0"]
    assert (output["format"], output["compression"]) == ("TEXT_OR_CSV", "GZIP")


@pytest.mark.plan("cost-report", example="grown")
def test_the_bucket_can_be_in_another_region(plan):
    place = plan.one("aws_bcmdataexports_export")[TO]
    assert (place["s3_bucket"], place["s3_prefix"], place["s3_region"]) == (
        "shop-production-costs",
        "exports/daily",
        "us-west-2",
    )


@pytest.mark.refused(
    "cost-report",
    example="minimal",
    columns=["line_item_resource_id"],
    resource_ids_included=False,
    match="exists with",
)
def test_a_resource_without_resources_is_refused(refusal):
    assert refusal.variable == "columns"


@pytest.mark.refused("cost-report", example="minimal", columns=["*"], match="does not select")
def test_all_columns_at_once_are_refused_as_aws_would(refusal):
    assert refusal.variable == "columns"
