"""What stands beside every bucket of a plan."""


def of_every_bucket(plan, resource_type):
    """The one resource of a type that each bucket has, by the address of the bucket."""
    found = {}
    for resource in plan.of(resource_type):
        (bucket,) = resource.refers_to("bucket", "aws_s3_bucket")
        assert found.setdefault(bucket.address, resource) is resource
    assert found.keys() == {bucket.address for bucket in plan.of("aws_s3_bucket")}
    return found
