"""IAM policies: where they are written, what is in them, what it means, and what AWS would decide.

`reading.document` gives the policy of an argument, `carriers` and `grants` say which resources have one. `matching` decides
on wildcards, `actions` and `resources` on what a pattern means, `conditions` on operators, `confinement` on whom a statement
is tied to, `principals` and `callers` on who is meant. `evaluator.decide` puts them together for one request.

Every answer has three values: yes, no, and None where something that is known only after an apply decides.
"""
