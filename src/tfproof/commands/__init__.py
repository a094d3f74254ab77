"""The commands of the command line, one file each; nothing imports a command."""
