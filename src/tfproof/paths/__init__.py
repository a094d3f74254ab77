"""How packets travel through what a plan makes: subnets, their route tables and network ACLs, and where routes lead.

Pure functions on a plan. What the plan does not tell raises Undecided, with what is missing; nothing is guessed.
"""
