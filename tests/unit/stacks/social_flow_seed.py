"""The values of Social Flow's specification that moved forward: they stay selectable, together in one plan."""

SEED = {
    "alb_internet_facing": True,
    "alb_egress_unrestricted": True,
    "data_egress_unrestricted": True,
    "origin_access": "identity",
    "videos_archive_class": "GLACIER",
    "videos_storage_class": "INTELLIGENT_TIERING",
}
