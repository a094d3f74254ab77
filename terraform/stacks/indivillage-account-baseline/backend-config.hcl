# As that of indivillage, under a prefix of its own: indivillage-account-baseline/<workspace>/terraform.tfstate.
key                  = "terraform.tfstate"
region               = "us-east-1"
use_lockfile         = true
workspace_key_prefix = "indivillage-account-baseline"
