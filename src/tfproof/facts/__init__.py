"""Facts as data: what the plans of a stack say, written as rows of YAML instead of tests.

A fact names resources (`selection`), reads values of them (`reading`) and says what these are (`matching`). It is read for
one environment after the other (`stated`), and whoever runs it is told address, value and expectation (`judging`).
docs/facts.md has the words.
"""
