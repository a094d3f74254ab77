"""What an argument says in the source, and what a resource is told, for values that are known only after an apply."""


def declared(plan, resource):
    """What the source says of a module's resource; of an example, which calls one module."""
    (call,) = plan["configuration"]["root_module"]["module_calls"].values()
    (found,) = [r for r in call["module"]["resources"] if r["address"] == resource]
    return found


def references(plan, resource, argument):
    """What an argument of a module's resource refers to."""
    return declared(plan, resource)["expressions"][argument]["references"]


def told(resource, *arguments):
    """The values that a resource is given; None for what AWS decides."""
    return [None if resource.is_unknown(name) else resource.get(name) for name in arguments]
