"""Checks of what an argument says, written as data: one table a family of services, one mechanism for all.

`asking` is what one row asks of a type, `demands` are the words that a row can ask with, `tables` makes the rows checks,
and `examples` writes for each row the Terraform that passes and that fails.
"""
